// Conformal intervals: by hand, by an identity that holds of whatever is exchangeable, and as often as they should in simulated tables.
import { describe, expect, it } from "vitest";
import { finish } from "../../../src/engine/math/work.ts";
import { foldByClass, splitRows } from "../../../src/engine/model/fold-rows.ts";
import { ridge } from "../../../src/engine/model/ridge/ridge.ts";
import { subsetOf, type TrainingSet } from "../../../src/engine/model/training-set.ts";
import {
  absoluteScores,
  conformalQuantile,
  conformalRank,
  coverageByFolds,
  endScores,
  largestLevel,
  quantileOf,
  SCORES_KEPT_MAX,
  sortByFold,
  tabulateScores,
  widen,
} from "../../../src/engine/score/conformal.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { normal, uniform } from "../../support/numbers.ts";

describe("the score that an interval reaches to", () => {
  it("is the ⌈(n + 1)·level⌉-th smallest", () => {
    const scores = [5, 1, 4, 2, 3, 9, 8, 7, 6];
    // Ten rows with the next one: of nine scores the ninth at 0.9, the eighth just below, and none above.
    expect(conformalQuantile(scores, 0.9)).toBe(9);
    expect(conformalQuantile(scores, 0.8)).toBe(8);
    expect(conformalQuantile(scores, 0.8001)).toBe(9);
    expect(conformalQuantile(scores, 0.9001)).toBe(Number.POSITIVE_INFINITY);
    expect(conformalQuantile(scores, 1e-9)).toBe(1);
    expect(conformalQuantile([], 0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(largestLevel(9)).toBe(0.9);
  });

  it("is not one more because of how a decimal is rounded", () => {
    for (const n of [9, 99, 999, 9_999, 99_999])
      for (let percent = 1; percent < 100; percent++) {
        const exact = Math.ceil(((n + 1) * percent) / 100);
        expect(conformalRank(n, percent / 100), `${n} ${percent}`).toBe(exact);
      }
  });

  it.each([0.5, 0.8, 0.9, 0.95])("holds exactly ⌈(n + 1)·level⌉ of n + 1 exchangeable rows, level %f", (level) => {
    // Each row in its turn is the next one, the others are those whose scores are known.
    const random = uniform(3);
    const scores = Array.from({ length: 40 }, random);
    const held = scores.filter((score, i) => score <= conformalQuantile(scores.toSpliced(i, 1), level));
    expect(held).toHaveLength(Math.ceil(scores.length * level));
  });
});

describe("scores", () => {
  it("are distances from what was predicted, or from ends", () => {
    expect([...absoluteScores(Float64Array.of(1, 5), Float64Array.of(3, 4))]).toEqual([2, 1]);
    const ends = { lower: Float64Array.of(0, 0, 0), upper: Float64Array.of(4, 4, 4) };
    // A unit below, three units inside the nearer end, two units above.
    expect([...endScores(Float64Array.of(-1, 1, 6), ends)]).toEqual([1, -1, 2]);
  });

  it("move ends outwards, or inwards until they meet", () => {
    const ends = { lower: Float64Array.of(0, 0), upper: Float64Array.of(4, 1) };
    expect(widen(ends, 1)).toEqual({ lower: Float64Array.of(-1, -1), upper: Float64Array.of(5, 2) });
    expect(widen(ends, -1)).toEqual({ lower: Float64Array.of(1, 0.5), upper: Float64Array.of(3, 0.5) });
  });

  it("are covered fold by fold by those of the others", () => {
    // Of level 0.5 the second of three others: 2 holds one of 1, 9; of the first fold's 1, 9 the others' 2, 3, 4 give 3.
    const [scores, folds] = [Float64Array.of(1, 9, 2, 3, 4), [0, 0, 1, 1, 1]];
    // The others of fold 1 are 1 and 9, whose second, 9, holds all three; those of fold 0 give 3, which holds the 1.
    expect(coverageByFolds(sortByFold(scores, folds), 0.5)).toBe(4 / 5);
    expect(coverageByFolds(sortByFold(scores, folds), 0.9)).toBeNull();
    expect(coverageByFolds([], 0.5)).toBeNull();
  });

  it("are covered as if each fold's others were put in order anew", () => {
    const random = uniform(11);
    // Some are equal.
    const scores = Float64Array.from({ length: 300 }, () => Math.floor(200 * random()));
    const folds = scores.map(() => Math.floor(5 * random()));
    for (const level of [0.01, 0.3, 0.8, 0.95, 0.99]) {
      const covered = scores.filter((score, row) => {
        const others = scores.filter((_, other) => folds[other] !== folds[row]);
        return score <= conformalQuantile(others, level);
      });
      expect(coverageByFolds(sortByFold(scores, folds), level)).toBe(covered.length / scores.length);
    }
  });
});

describe("what is kept of scores", () => {
  const draw = (count: number) => Float64Array.from({ length: count }, uniform(count));
  const levels = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);

  it.each([1, 2, 999, SCORES_KEPT_MAX])("is all of %i", (count) => {
    const scores = draw(count);
    const table = tabulateScores(scores);
    expect(table.scores).toEqual([...scores.toSorted()]);
    for (const level of levels) expect(quantileOf(table, level)).toBe(conformalQuantile(scores, level));
  });

  it.each([SCORES_KEPT_MAX + 1, 1_500, 20_000, 100_000])("of %i is the largest, and others evenly", (count) => {
    const scores = draw(count);
    const table = tabulateScores(scores);
    expect(table.ranks).toHaveLength(SCORES_KEPT_MAX);
    expect(table.ranks.every((rank, i) => i === 0 || rank > (table.ranks[i - 1] as number))).toBe(true);
    const sorted = scores.toSorted();
    for (const level of levels) {
      const told = quantileOf(table, level);
      const rank = conformalRank(count, level);
      const at = sorted.indexOf(told) + 1;
      // Never narrower, and by 1/500 of the rows wider at most; exactly so among the 500 largest.
      expect(at).toBeGreaterThanOrEqual(rank);
      expect(at - rank).toBeLessThanOrEqual(rank > count - 500 ? 0 : count / 500);
    }
  });
});

describe("intervals of lines by five folds, fitted to all rows", () => {
  const SETS = 200;
  const ROWS = 100;
  const ASKED = 200;
  const kernel = wasmKernel();
  const params = { lambda: 0 } as Parameters<typeof ridge.fit>[2];

  /** Three columns, of which two count, and noise; as large where x is large, so that nothing but exchangeability is used. */
  function table(random: () => number, rowCount: number): TrainingSet {
    const draw = normal(random);
    const columns = Array.from({ length: 3 }, () => Float64Array.from({ length: rowCount }, draw));
    const [a, b] = columns as [Float64Array, Float64Array];
    const target = a.map((value, row) => 2 * value - (b[row] as number) + (0.5 + Math.abs(value)) * draw());
    return { columns, target, classCount: 0 };
  }

  function tell(training: TrainingSet, asked: TrainingSet): Float64Array {
    const units = finish(ridge.fit(kernel, training, params, { from: 0, to: 1 }));
    const raw = ridge.respond(kernel, units, { ...asked, rowCount: asked.target.length });
    return ridge.decide(raw, { classCount: 0, unitCount: 1, params, calibration: null }).target;
  }

  it("of 100 rows hold 89 to 91 % of 200 new ones, over 200 tables", () => {
    let covered = 0;
    for (let set = 0; set < SETS; set++) {
      const random = uniform(1_000 + set);
      const [data, next] = [table(random, ROWS), table(random, ASKED)];
      const folds = foldByClass(data);
      if (typeof folds === "string") throw new Error(folds);
      const scores = Array.from({ length: folds.count }, (_, fold) => {
        const { training, heldOut } = splitRows(folds, fold);
        const held = subsetOf(data, heldOut);
        return [...absoluteScores(held.target, tell(subsetOf(data, training), held))];
      }).flat();
      const reach = quantileOf(tabulateScores(Float64Array.from(scores)), 0.9);
      covered += absoluteScores(next.target, tell(data, next)).filter((score) => score <= reach).length;
    }
    const share = covered / (SETS * ASKED);
    expect(share).toBeGreaterThan(0.89);
    expect(share).toBeLessThan(0.91);
  });

  it("of a line's own ends, widened by what held-out rows show, hold as many, though the ends are wrong", () => {
    let covered = 0;
    for (let set = 0; set < SETS; set++) {
      const random = uniform(2_000 + set);
      const [fitted, held, next] = [table(random, ROWS), table(random, ROWS - 1), table(random, ASKED)];
      // Half of them are meant to lie within, and far fewer do: a third of the noise's own size on either side.
      const endsOf = (asked: TrainingSet) => {
        const told = tell(fitted, asked);
        const size = (asked.columns[0] as Float64Array).map((a) => (0.5 + Math.abs(a)) / 3);
        return {
          lower: told.map((y, row) => y - (size[row] as number)),
          upper: told.map((y, row) => y + (size[row] as number)),
        };
      };
      const by = conformalQuantile(endScores(held.target, endsOf(held)), 0.9);
      const { lower, upper } = widen(endsOf(next), by);
      covered += next.target.filter((y, row) => y >= (lower[row] as number) && y <= (upper[row] as number)).length;
    }
    const share = covered / (SETS * ASKED);
    expect(share).toBeGreaterThan(0.89);
    expect(share).toBeLessThan(0.91);
  });
});
