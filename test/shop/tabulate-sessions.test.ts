import { describe, expect, it } from "vitest";
import { makeSessions } from "../../example/make-sessions.ts";
import { quantile } from "../../src/engine/math/quantile.ts";
import { sessionFeatures } from "../../src/shop/feature/session.ts";
import { countSupports, type Supports, vocabularyOf } from "../../src/shop/feature/session-vocabulary.ts";
import { readLabelled } from "../../src/shop/gender/read-labelled.ts";
import { mediansOf, tabulateSessions } from "../../src/shop/gender/tabulate-sessions.ts";
import { readLog } from "../../src/shop/schema/session-log.ts";
import { storeSessions } from "../../src/shop/visit/store-sessions.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { fitVocabulary } from "../support/fit-vocabulary.ts";
import { uniform } from "../support/numbers.ts";

/** A context that counts how often it gave way. */
async function giving(use: (context: TestContext) => Promise<void>): Promise<number> {
  let turns = 0;
  const context = { ...openContext(1), sleep: async () => void turns++ };
  await use(context);
  context.close();
  return turns;
}

const random = uniform(6);
const below = (most: number) => Math.floor(most * random());

/** Visits of so many views each. */
const visits = (count: number, views: number) =>
  Array.from({ length: count }, () => ({
    startMs: Date.UTC(2026, 0, 1 + below(50), below(24)),
    views: Array.from({ length: views }, () =>
      [`A${below(4)}`, `B${below(40)}`, `C${below(90)}`].slice(0, 1 + below(3)),
    ),
  }));

describe("a table of sessions", () => {
  it.each([
    ["many short ones", visits(2_500, 3), 3],
    ["few long ones", visits(90, 900), 4],
    ["both", [...visits(1_500, 2), ...visits(30, 1_000), ...visits(5, 1)], 3],
    ["one", visits(1, 1), 1],
  ])("of %s is the same to the byte as made at once, and gives way in between", async (_, sessions, slices) => {
    const vocabulary = fitVocabulary(sessions);
    const turns = await giving(async (context) => {
      expect(await tabulateSessions(context, sessions, vocabulary)).toEqual(sessionFeatures(sessions, vocabulary));
    });
    expect(turns).toBe(slices);
  });

  it("has a vocabulary that is the same when it is counted page by page", () => {
    const sessions = visits(1_000, 5);
    const supports: Supports = [];
    for (let from = 0; from < sessions.length; from += 130) countSupports(supports, sessions.slice(from, from + 130));
    const options = { levelCount: 3, supportMin: 20, columnCountMax: 70 };
    expect(vocabularyOf(supports, options)).toEqual(fitVocabulary(sessions, options));
    expect(vocabularyOf(supports, options).categories.flat().length).toBeGreaterThan(30);
  });

  it("has medians as sorting tells them, whether most values are 0 or few", async () => {
    const columns = Array.from({ length: 400 }, (_, i) =>
      Float64Array.from({ length: 1 + (i % 12) }, () => (random() < (i % 5) / 4 ? 0 : below(5) - 2)),
    );
    await giving(async (context) => {
      expect((await mediansOf(context, columns)).map((value) => value + 0)).toEqual(
        columns.map((column) => quantile(column.toSorted(), 0.5) + 0),
      );
    });
  });
});

describe("labelled sessions", () => {
  // Two pages and some.
  const lines = makeSessions(4_500, 2).slice(0, 11_000);

  it("are read page by page, and others are answered in between", async () => {
    const turns = await giving(async (context) => {
      await storeSessions(context, readLog(lines.join("\n")), String);
      const { sessions, genders } = await readLabelled(context);
      expect([sessions.length, genders.length]).toEqual([11_000, 11_000]);
    });
    expect(turns).toBe(2);
  });

  it("are refused when their first page is read where the numbers of all tell it", async () => {
    const turns = await giving(async (context) => {
      await storeSessions(context, readLog(lines.filter((line) => line.endsWith("female")).join("\n")), String);
      await expect(readLabelled(context)).rejects.toThrow(/labelled sessions are female/);
    });
    expect(turns).toBe(0);
  });
});
