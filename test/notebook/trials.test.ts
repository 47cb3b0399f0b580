// What the notebook tries models with, beside the service's own code: deals of blocks, many ridge regressions of one factor, differences.
import { describe, expect, it } from "vitest";
import { correctedError, differences, type Figures, judge, judgeFolds, spreadOf } from "../../notebooks/compare.ts";
import { dealBlocks, someBlocks, weighBlocks } from "../../notebooks/deal-blocks.ts";
import { ask, learn } from "../../notebooks/learn-and-ask.ts";
import { LAMBDA, tryRidges } from "../../notebooks/ridges-on-folds.ts";
import { openKernel, tryOnFolds } from "../../notebooks/try-on-folds.ts";
import { uniform } from "../../src/engine/math/random.ts";
import { weightsOf } from "../../src/shop/feature/block.ts";

const random = uniform(3);
/** 200 rows of 40 blocks of 1 to 9. */
const of = Uint32Array.from(
  Array.from({ length: 40 }, (_, block) => Array<number>(1 + (block % 9)).fill(block)).flat(),
);
const target = Float64Array.from(of, () => Number(random() < 0.3));
const table = {
  columns: ["a", "b", "c"],
  values: [0.8, 0.3, 0].map((signal) => target.map((k) => signal * k + random())),
  rowCount: of.length,
};

describe("a deal of blocks", () => {
  const folds = dealBlocks(of, 1);

  it("cuts none, fills folds alike, and follows from its seed", () => {
    for (const members of Map.groupBy(of.keys(), (row) => of[row]).values())
      expect(new Set(members.map((row) => folds.of[row])).size).toBe(1);
    const rows = Array.from({ length: 5 }, (_, fold) => folds.of.filter((of) => of === fold).length);
    // Whoever is given a block has fewest rows, so that none is ahead by more than the largest block.
    expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(9);
    expect(dealBlocks(of, 1)).toEqual(folds);
    expect(dealBlocks(of, 2)).not.toEqual(folds);
  });

  it("weighs rows as the service does, at its power; at 0 alike", () => {
    const own = weightsOf({ of, cutCount: 0 });
    weighBlocks(of, -3 / 4).forEach((weight, row) => {
      expect(weight).toBeCloseTo(own[row] as number, 12);
    });
    expect(new Set(weighBlocks(of, 0))).toEqual(new Set([1]));
  });

  it("of some of the blocks has whole ones, and of a larger share those and more", () => {
    const rows = Uint32Array.from(of.keys());
    const [few, many] = [0.25, 0.5].map((share) => someBlocks(rows, of, { share, seed: 1 })) as [
      Uint32Array,
      Uint32Array,
    ];
    const blocks = (drawn: Uint32Array) => new Set(Array.from(drawn, (row) => of[row]));
    expect([blocks(few).size, blocks(many).size]).toEqual([10, 20]);
    expect(blocks(few).isSubsetOf(blocks(many))).toBe(true);
    expect(few.length).toBe(of.filter((block) => blocks(few).has(block)).length);
  });
});

describe("ridge regressions", () => {
  const kernel = openKernel();
  const learned = { table, target, weights: weighBlocks(of, -3 / 4), folds: dealBlocks(of, 1) };
  const part = { ...table, columns: ["a", "c"], values: [table.values[0], table.values[2]] as Float64Array[] };

  it("of one factor are those that the service makes one by one", () => {
    const variants = [
      { columns: [0, 1, 2], lambda: LAMBDA },
      { columns: [0, 2], lambda: LAMBDA },
    ];
    const oneByOne = [table, part].map((of) =>
      judgeFolds(tryOnFolds(kernel, { ...learned, table: of, name: "Ridge" })),
    );
    tryRidges(kernel, learned, variants).forEach((folds, i) => {
      folds.forEach(({ balanced, area }, fold) => {
        expect(balanced).toBeCloseTo(oneByOne[i]?.[fold]?.balanced ?? 0, 12);
        expect(area).toBeCloseTo(oneByOne[i]?.[fold]?.area ?? 0, 12);
      });
    });
  });

  it("are asked by themselves as they are on folds", () => {
    const { folds } = learned;
    const rows = Uint32Array.from(of.keys()).filter((row) => folds.of[row] !== 0);
    const scores = ask(kernel, learn(kernel, { ...learned, name: "Ridge", rows }), table.values);
    const inFold = (values: Float64Array) => values.filter((_, row) => folds.of[row] === 0);
    const alone = judge({ target: inFold(target), scores: inFold(scores), threshold: 0 });
    expect(alone).toEqual(judgeFolds(tryOnFolds(kernel, { ...learned, name: "Ridge" }))[0]);
  });
});

describe("a difference", () => {
  const figures = (values: number[]): Figures[] => values.map((balanced) => ({ balanced, area: 0 }));
  const [first, second] = [[figures([3, 5])], [figures([2, 2])]];

  it("is told deal by deal, with the deviation that reports have", () => {
    expect(differences(first, second, "balanced")).toEqual([2]);
    expect(spreadOf([1, 3])).toEqual({ mean: 2, deviation: 1 });
  });

  it("has the standard error of Nadeau and Bengio", () => {
    // 1 and 3: variance 2, times 1/2 + 1/(2 − 1).
    expect(correctedError(first, second, "balanced")).toBeCloseTo(Math.sqrt(3), 12);
  });
});
