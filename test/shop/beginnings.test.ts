// What the model says of visits after their first views.
import { describe, expect, it } from "vitest";
import { makeSessions } from "../../example/make-sessions.ts";
import { type Session, sessionFeatures } from "../../src/shop/feature/session.ts";
import { afterViews } from "../../src/shop/gender/after-views.ts";
import { beginningsOf, begunIn, VIEWS_ASKED, viewCountsOf } from "../../src/shop/gender/beginnings.ts";
import { fitVocabulary } from "../support/fit-vocabulary.ts";

const visit = (...views: string[]): Session => ({ startMs: 0, views: views.map((view) => view.split("/")) });

describe("beginnings that are kept", () => {
  const sessions = makeSessions(200, 4).map((line, i) => {
    const views = (line.split(",")[3] as string).split(";").map((view) => view.split("/"));
    return { startMs: 3_600_000 * i, views };
  });
  const vocabulary = fitVocabulary(sessions);
  const kept = JSON.parse(JSON.stringify(beginningsOf(sessions, vocabulary)));

  it("have the features of the first views of their sessions, to the bit", () => {
    const begun = begunIn(kept, () => true);
    expect(begun.length).toBeGreaterThan(sessions.length);
    const first = begun.map(({ row, viewCount }) => {
      const { startMs, views } = sessions[row] as Session;
      return { startMs, views: views.slice(0, viewCount) };
    });
    const made = begun.map(({ session }) => session);
    expect(sessionFeatures(made, vocabulary)).toEqual(sessionFeatures(first, vocabulary));
  });

  it("are of sessions that go on after 1, 2, 4 or 8 views, in the order of their rows", () => {
    const expected = sessions.flatMap(({ views }, row) =>
      VIEWS_ASKED.filter((count) => count < views.length).map((viewCount) => ({ row, viewCount })),
    );
    expect(begunIn(kept, () => true).map(({ row, viewCount }) => ({ row, viewCount }))).toEqual(expected);
    expect(begunIn(kept, (row) => row === 3).every(({ row }) => row === 3)).toBe(true);
  });

  it("hold no name that the vocabulary lacks", () => {
    const [first] = beginningsOf([visit("A/secret", "A")], { categories: [["A"], []] }).sessions;
    expect(first).toEqual([
      0,
      0,
      2,
      [
        [0, -1],
        [0, -1],
      ],
    ]);
  });

  it("are of every second session where they are too many", () => {
    const many = beginningsOf(Array(20_000).fill(visit("A", "A")), { categories: [["A"]] });
    expect(many.step).toBe(2);
    expect(many.sessions.map(([row]) => row)).toEqual(Array.from({ length: 10_000 }, (_, i) => 2 * i));
    expect(viewCountsOf(many).get(2)).toBe(2);
  });
});

it("a visit that went on is told by its beginning, one that ended there as it is, and one of fewer views not at all", () => {
  const beginnings = beginningsOf([visit("A"), visit("A", "A"), visit("A", "A", "A")], { categories: [["A"]] });
  const begun = begunIn(beginnings, () => true);
  expect(begun.map(({ row, viewCount }) => [row, viewCount])).toEqual([
    [1, 1],
    [2, 1],
    [2, 2],
  ]);
  // The first session was never held out.
  const told = afterViews(beginnings, {
    ...{ target: Float64Array.of(0, 1), folds: { count: 2, of: Uint8Array.of(0, 1) }, threshold: 0.5 },
    ...{ scores: Float64Array.of(0.6, 0.7), rows: Uint32Array.of(1, 2) },
    begun: begun.map(({ row, viewCount }, i) => ({ row, viewCount, score: [0.1, 0.2, 0.3][i] as number })),
  });
  expect(told.map(({ viewCount, scores }) => [viewCount, ...scores])).toEqual([[1, 0.1, 0.2], [2, 0.6, 0.3], [4], [8]]);
  expect(told[1]).toMatchObject({ threshold: 0.5, target: Float64Array.of(0, 1) });
});
