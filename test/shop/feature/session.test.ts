// Features of sessions, each counted by hand on a few of them.
import { describe, expect, it } from "vitest";
import { areOfSessions, countViews, type Session, sessionFeatures } from "../../../src/shop/feature/session.ts";
import { countKnownViews, optionsFor, VOCABULARY_OPTIONS } from "../../../src/shop/feature/session-vocabulary.ts";
import { fitVocabulary } from "../../support/fit-vocabulary.ts";
import { uniform } from "../../support/numbers.ts";
import { madeUpSessions } from "../../support/shop.ts";

// A table that a model may take has so many columns.
const COLUMN_COUNT_MAX = 1_024;

const paths = (...views: string[]) => views.map((view) => view.split("/"));
const session = (change: Partial<Session> = {}): Session => ({
  // A Saturday.
  startMs: Date.UTC(2014, 10, 15, 18, 30),
  views: paths("A2/B3/C46/D9", "A1/B1/C1/D1", "A2/B3/C46/D9", "A2/B4"),
  ...change,
});
const vocabulary = { categories: [["A1", "A2"], ["B3"], ["C1", "C46"]] };

/** One session's features by name. */
const featuresOf = (one: Session, words = vocabulary) => {
  const { columns, values } = sessionFeatures([one], words);
  return Object.fromEntries(columns.map((name, j) => [name, values[j]?.[0]]));
};

/** Made-up sessions as features take them. */
const madeUp = (count: number, seed = 1): Session[] =>
  madeUpSessions(count, seed).map(({ start, views }) => ({
    startMs: Date.parse(`${start.replace(" ", "T")}Z`),
    views: paths(...views.map((view) => view.slice(0, -1))),
  }));

it("knows a view by any of its levels that has a column", () => {
  const views = paths("A1/X/X/X", "X/B3", "X/X/C46/D1", "B3/A1/A1", "A2", "D1");
  expect(countKnownViews(session({ views }), vocabulary)).toBe(4);
});

describe("the features of a session", () => {
  it("are what a hand counts", () => {
    const { "sin(daily)": sine, "cos(daily)": cosine, ...others } = featuresOf(session());
    expect(others).toEqual({
      weekend: 1,
      "log_count(1, A1)": Math.log(2),
      "log_count(1, A2)": Math.log(4),
      "share(1, A1)": 0.25,
      "share(1, A2)": 0.75,
      "log_count(2, B3)": Math.log(3),
      "share(2, B3)": 0.5,
      "log_count(3, C1)": Math.log(2),
      "log_count(3, C46)": Math.log(3),
      "share(3, C1)": 0.25,
      "share(3, C46)": 0.5,
    });
    // 18:30 is 277.5° into the day.
    expect(sine).toBeCloseTo(Math.sin((277.5 * Math.PI) / 180), 12);
    expect(cosine).toBeCloseTo(Math.cos((277.5 * Math.PI) / 180), 12);
  });

  it("are told from those of an earlier version", () => {
    expect(areOfSessions(sessionFeatures([], vocabulary).columns)).toBe(true);
    expect(areOfSessions(["views", "distinct(1)", "count(1, A1)"])).toBe(false);
    expect(areOfSessions([])).toBe(false);
  });

  it("hold categories that no training has seen, and names that objects have of themselves", () => {
    const odd = session({ views: paths("new/__proto__", "constructor", "A2") });
    const words = {
      categories: [
        ["A2", "__proto__", "constructor"],
        ["__proto__", "toString"],
      ],
    };
    const row = featuresOf(odd, words);
    expect(row["log_count(1, constructor)"]).toBe(Math.log1p(1));
    expect(row["log_count(1, __proto__)"]).toBe(0);
    expect(row["share(2, __proto__)"]).toBeCloseTo(1 / 3, 15);
    expect(row["share(2, toString)"]).toBe(0);
    expect(row["share(1, A2)"]).toBeCloseTo(1 / 3, 15);
  });

  it("are the same bytes alone and among others, in any order", () => {
    const sessions = madeUp(200, 5);
    const words = fitVocabulary(sessions);
    const together = sessionFeatures(sessions, words);
    const backwards = sessionFeatures(sessions.toReversed(), words);
    for (const [row, one] of sessions.entries()) {
      const alone = Float64Array.from(sessionFeatures([one], words).values, ([value]) => value as number);
      for (const { values, at } of [
        { values: together.values, at: row },
        { values: backwards.values, at: sessions.length - 1 - row },
      ]) {
        const among = Float64Array.from(values, (column) => column[at] as number);
        expect(new Uint8Array(among.buffer)).toEqual(new Uint8Array(alone.buffer));
      }
    }
  });

  it("of no sessions are columns without rows", () => {
    const { columns, values, rowCount } = sessionFeatures([], vocabulary);
    expect([rowCount, columns.length, values.every(({ length }) => length === 0)]).toEqual([0, values.length, true]);
  });
});

describe("a vocabulary", () => {
  const shelf = (name: string, count: number) =>
    Array.from({ length: count }, () => session({ views: paths(`A/${name}`, `A/${name}`) }));

  it("has the categories of enough sessions, however often they are in one, by name", () => {
    const sessions = [...shelf("z", 3), ...shelf("often", 1), ...shelf("b", 2), ...shelf("é", 2)];
    const options = { levelCount: 3, supportMin: 2, columnCountMax: 9 };
    expect(fitVocabulary(sessions, options)).toEqual({ categories: [["A"], ["b", "z", "é"], []] });
  });

  it("has those of the most sessions where there are too many, and of those with as many the first by name", () => {
    const sessions = [...shelf("c", 2), ...shelf("b", 2), ...shelf("a", 1), ...shelf("d", 5)];
    const options = { levelCount: 2, supportMin: 1, columnCountMax: 7 };
    expect(fitVocabulary(sessions, options)).toEqual({ categories: [["A"], ["b", "d"]] });
  });

  it("is the same whatever the order of the sessions, and survives storage", () => {
    const sessions = madeUp(500, 9);
    const random = uniform(2);
    const shuffled = sessions
      .map((one) => ({ one, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
    const words = fitVocabulary(sessions);
    expect(fitVocabulary(shuffled)).toEqual(words);
    expect(JSON.parse(JSON.stringify(words))).toEqual(words);
  });

  it("is cut as far as it must be, whatever the levels have", () => {
    // Two columns each: a level keeps 65 where 2 · (30 + 65 + 10) are 210.
    const views = Array.from({ length: 1_000 }, (_, i) => [`a${i % 30}`, `b${i}`, `c${i % 10}`]);
    const most = (columnCountMax: number) =>
      fitVocabulary([session({ views })], { levelCount: 3, supportMin: 1, columnCountMax }).categories.map(
        ({ length }) => length,
      );
    expect(most(210)).toEqual([30, 65, 10]);
    expect(most(20)).toEqual([3, 3, 3]);
    expect(most(5)).toEqual([0, 0, 0]);
    expect(most(2_080)).toEqual([30, 1_000, 10]);
  });

  it("has room for the widest categories however many sessions there are", () => {
    const columnCount = (sessionCount: number) => optionsFor(sessionCount).columnCountMax;
    expect([columnCount(15_000), columnCount(100_000), columnCount(20)]).toEqual([197, 27, 1_000]);
  });

  it("never makes more columns than a model may have", () => {
    const { supportMin, columnCountMax } = VOCABULARY_OPTIONS;
    const many = Array.from({ length: supportMin }, () =>
      session({ views: Array.from({ length: columnCountMax }, (_, i) => [`a${i}`, `b${i}`, `c${i}`, `d${i}`]) }),
    );
    const words = fitVocabulary(many);
    // A third each, two columns a category.
    expect(words.categories.map(({ length }) => length)).toEqual(Array(3).fill(Math.floor(columnCountMax / 6)));
    expect(sessionFeatures([], words).columns.length).toBeLessThanOrEqual(COLUMN_COUNT_MAX);
  });
});

it("categories of a visit come the most viewed first, those with as many views by name", () => {
  const views = ["B/x", "C", "C/y", "A", "B/x", "C", "D"].map((view) => view.split("/"));
  expect(countViews(views, 1)).toEqual([
    ["C", 3],
    ["B", 2],
    ["A", 1],
    ["D", 1],
  ]);
  // A path that ends before counts under its last name.
  expect(countViews(views, 2).map(([category]) => category)).toEqual(["C", "x", "A", "D", "y"]);
});
