// Levels told by genders: by hand where few visits do, and never by the answers that they are to tell.
import { describe, expect, it } from "vitest";
import { makeSessions } from "../../example/make-sessions.ts";
import { dealBlocks } from "../../notebooks/deal-blocks.ts";
import { type Encoded, encodeLevels, learnOdds } from "../../notebooks/encode-levels.ts";
import type { Table } from "../../src/engine/feature/table.ts";
import { blocksOf, weightsOf } from "../../src/shop/feature/block.ts";
import { readLog } from "../../src/shop/schema/session-log.ts";

const DIGITS = 12;

it("learns the odds of each path, a narrow one from those of the wider: by hand", () => {
  const views = [["A"], ["A", "B"], ["C"], ["C"]].map((view) => [view, view]);
  const of = {
    visits: views.map((each) => ({ startMs: 0, views: each })),
    target: Float64Array.of(1, 1, 0, 0),
    weights: Float64Array.of(1, 2, 3, 3),
    blocks: Uint32Array.of(0, 1, 2, 3),
  };
  // Men weigh 3 together, women 6: by 9/(2 · 3) and 9/(2 · 6) each gender weighs 4.5. Thirty more go to those of the wider path.
  const odds = learnOdds(of, Uint32Array.of(0, 1, 2, 3));
  const ofA = (4.5 + 15) / (4.5 + 30);
  const ofB = (3 + 30 * ofA) / (3 + 30);
  const shares: [string, number][] = [
    ["A", ofA],
    ["A/B", ofB],
    ["C", 15 / 34.5],
  ];
  expect([...odds.keys()].sort()).toEqual(shares.map(([path]) => path));
  for (const [path, share] of shares) expect(odds.get(path)).toBeCloseTo(Math.log(share / (1 - share)), DIGITS);
  // Of some rows alone: women's C, which stands for all of them.
  expect([...learnOdds(of, Uint32Array.of(1, 2)).keys()].sort()).toEqual(["A", "A/B", "C"]);
});

describe("the table of a fold", () => {
  const sessions = [...readLog(makeSessions(60, 3).join("\n"))].flatMap((sent) =>
    "session" in sent ? [sent.session] : [],
  );
  const visits = sessions.map(({ start, views }) => ({ startMs: start.localMs, views }));
  const blocks = blocksOf(visits.map(({ startMs }) => startMs));
  const target = Float64Array.from(sessions, ({ gender }) => Number(gender === "male"));
  const of: Encoded = { visits, target, weights: weightsOf(blocks), blocks: blocks.of };
  const folds = dealBlocks(blocks.of, 1);
  const before = encodeLevels(of, folds, 0);
  /** Where the values of a row differ. */
  const changed = (after: Table) =>
    visits.map((_, row) => before.values.some((values, j) => values[row] !== after.values[j]?.[row]));
  const flip = (is: (row: number) => boolean) => ({
    ...of,
    target: target.map((gender, row) => (is(row) ? 1 - gender : gender)),
  });

  it("does not know the genders that are held out", () => {
    expect(
      changed(
        encodeLevels(
          flip((row) => folds.of[row] === 0),
          folds,
          0,
        ),
      ),
    ).not.toContain(true);
  });

  it("does not tell a visit that is learned from by its own block, but others by it", () => {
    const block = blocks.of[folds.of.indexOf(1)];
    const isOwn = (row: number) => blocks.of[row] === block;
    const differs = changed(encodeLevels(flip(isOwn), folds, 0));
    expect(differs.filter((_, row) => isOwn(row))).not.toContain(true);
    expect(differs).toContain(true);
  });

  it("has the mean, least, most and sum over the views of each level", () => {
    const row = folds.of.findIndex((fold, i) => fold === 0 && (visits[i]?.views.length ?? 0) > 1);
    const odds = learnOdds(
      of,
      Uint32Array.from(visits.keys()).filter((i) => folds.of[i] !== 0),
    );
    const each = (visits[row]?.views ?? []).map(([widest = ""]) => odds.get(widest) ?? 0);
    const sum = each.reduce((total, value) => total + value, 0);
    const told = before.values.slice(0, 4).map((values) => values[row]);
    expect(before.columns.slice(0, 4)).toEqual(["mean(1)", "least(1)", "most(1)", "sum(1)"]);
    expect(told).toEqual([sum / each.length, Math.min(...each), Math.max(...each), sum]);
    expect(before.columns).toHaveLength(16);
  });
});
