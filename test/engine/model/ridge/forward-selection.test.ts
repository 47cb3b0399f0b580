import { describe, expect, it } from "vitest";
import { accumulate, type Factor, subset } from "../../../../src/engine/kernel/factor.ts";
import {
  crossValidate,
  type FoldError,
  foldError,
  splitFolds,
} from "../../../../src/engine/model/ridge/cross-validate.ts";
import {
  forwardSelection,
  oneStandardErrorStep,
  type SelectionStep,
} from "../../../../src/engine/model/ridge/forward-selection.ts";
import { dealToFolds, FOLD_COUNT } from "../../../../src/engine/time/fold.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { normal, randomColumns, rowsUpTo, uniform, worstRelativeError } from "../../../support/numbers.ts";

const kernel = wasmKernel();
// Two ways to the same sums, one over reflections and one over an SVD of a subset.
const TOLERANCE = 1e-9;

// The column of the tables below that never varies.
const CONSTANT = 9;

function foldsOf(columns: Float64Array[]): Factor[] {
  const rows = rowsUpTo((columns[0] as Float64Array).length);
  return dealToFolds(columns, rows, FOLD_COUNT).map((fold) => accumulate(kernel, columns, fold));
}

/** The cross-validation error of some features alone, by the SVD of their own factors; of none, of a constant instead. */
function errorOf(folds: readonly Factor[], some: readonly number[], lambda: number): FoldError {
  const features = some.length === 0 ? [CONSTANT] : some;
  const columns = [0, ...features.map((feature) => feature + 1).sort((a, b) => a - b), (folds[0] as Factor).size - 1];
  const fewer = folds.map((fold) => subset(kernel, fold, columns));
  return foldError(crossValidate(kernel, splitFolds(kernel, fewer).splits, [lambda]) ?? [], 0);
}

/** Forward selection by trying every set anew. */
function bruteForce(
  folds: readonly Factor[],
  { always, groups, lambda }: { always: number[]; groups: number[][]; lambda: number },
) {
  const chosen = [...always];
  const waiting = new Set(groups.keys());
  const steps = [{ entered: null as number | null, error: errorOf(folds, chosen, lambda), leftOut: [] as number[] }];
  while (waiting.size > 0) {
    const tried = [...waiting].map((group) => ({
      group,
      error: errorOf(folds, [...chosen, ...(groups[group] as number[])], lambda),
    }));
    tried.sort((a, b) => a.error.meanSquare - b.error.meanSquare);
    const [best, ...rest] = tried;
    const entered = best?.group as number;
    steps.push({ entered, error: best?.error as FoldError, leftOut: rest.map(({ group }) => group) });
    chosen.push(...(groups[entered] as number[]));
    waiting.delete(entered);
  }
  return steps;
}

const figures = ({ meanSquare, standardError, rmse, rmseStandardError }: FoldError) => [
  meanSquare,
  standardError,
  rmse,
  rmseStandardError,
];

describe("forward selection equals trying every set anew", () => {
  const random = randomColumns(8, 150, 21);
  const [a, b, c] = random as [Float64Array, Float64Array, Float64Array];
  const [noise] = randomColumns(1, 150, 22) as [Float64Array];
  // Columns 0–7 random but 3 near to 0, and 8 the sum of 1 and 2: collinear, which λ > 0 settles. 9 never varies.
  const columns = [
    ...random.map((column, j) => (j === 3 ? a.map((value, i) => value + 0.1 * (column[i] as number)) : column)),
    b.map((value, i) => value + (c[i] as number)),
    b.map(() => 21.3),
    a.map((value, i) => 50 + 3 * value - 2 * (b[i] as number) + (c[i] as number) + (noise[i] as number)),
  ];
  const folds = foldsOf(columns);

  it.each([
    ["one by one", [], [[0], [1], [2], [3], [4], [5], [6], [7], [8], [9]], 1],
    ["one by one, strongly shrunk", [], [[0], [1], [2], [3], [4], [5], [6], [7], [8], [9]], 100],
    ["in groups", [], [[0, 4], [1, 2, 5], [3], [6, 7, 8], [9]], 0.01],
    ["after some that are always in", [5, 2], [[8], [0, 3], [4, 1], [7], [9, 6]], 5],
  ] as [string, number[], number[][], number][])("%s", (_, always, groups, lambda) => {
    const steps = forwardSelection(kernel, folds, { always, groups, lambda }) ?? [];
    const expected = bruteForce(folds, { always, groups, lambda });
    const order = (of: { entered: number | null }[]) => of.map(({ entered }) => entered);
    // A column that never varies changes no error but by rounding: it may stand anywhere among ties.
    const isFree = groups.some((group) => group.length === 1 && group[0] === CONSTANT);
    const withoutFree = (of: (number | null)[]) =>
      of.filter((g) => !isFree || g === null || groups[g]?.[0] !== CONSTANT);
    expect(withoutFree(order(steps))).toEqual(withoutFree(order(expected)));
    const entered = [...always];
    for (const step of steps) {
      for (const { group, error } of step.leftOut) {
        const alone = errorOf(folds, [...entered, ...(groups[group] as number[])], lambda);
        expect(worstRelativeError(figures(error), figures(alone))).toBeLessThan(TOLERANCE);
        expect(error.meanSquare).toBeGreaterThanOrEqual(step.error.meanSquare);
      }
      entered.push(...(step.entered === null ? [] : (groups[step.entered] as number[])));
      expect(worstRelativeError(figures(step.error), figures(errorOf(folds, entered, lambda)))).toBeLessThan(TOLERANCE);
    }
    expect(steps.map(({ leftOut }) => leftOut.length)).toEqual([0, ...[...groups.keys()].reverse()]);
  });

  it("of nothing at all begins with the mean", () => {
    const [step] = forwardSelection(kernel, folds, { always: [], groups: [[0]], lambda: 1 }) ?? [];
    // Trained on the mean of the others, tested on each fold.
    const y = columns.at(-1) as Float64Array;
    const parts = dealToFolds(columns, rowsUpTo(150), FOLD_COUNT);
    const squares = parts.reduce((sum, part) => {
      const others = [...y].filter((_, row) => !part.includes(row));
      const mean = others.reduce((total, value) => total + value, 0) / others.length;
      return part.reduce((inner, row) => inner + ((y[row] as number) - mean) ** 2, sum);
    }, 0);
    expect(worstRelativeError([step?.error.meanSquare ?? 0], [squares / 150])).toBeLessThan(TOLERANCE);
  });

  it("is impossible with fewer than two folds that hold rows", () => {
    const alone = [folds[0] as Factor, accumulate(kernel, columns, new Uint32Array())];
    expect(forwardSelection(kernel, alone, { always: [], groups: [[0]], lambda: 1 })).toBeNull();
  });
});

it("takes what matters first and leaves 17 columns of noise out", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const random = normal(uniform(seed));
    const x = Array.from({ length: 20 }, () => Float64Array.from({ length: 300 }, random));
    const y = Float64Array.from({ length: 300 }, (_, i) => {
      return 5 + 4 * (x[7]?.[i] as number) + 2 * (x[0]?.[i] as number) - (x[13]?.[i] as number) + random();
    });
    const groups = x.map((_, j) => [j]);
    const steps = forwardSelection(kernel, foldsOf([...x, y]), { always: [], groups, lambda: 0.001 }) ?? [];
    expect(steps.slice(0, 4).map(({ entered }) => entered)).toEqual([null, 7, 0, 13]);
    expect(oneStandardErrorStep(steps).chosen).toBe(3);
  }
});

describe("the step within one standard error of the least", () => {
  const step = (meanSquare: number, standardError: number): SelectionStep => ({
    entered: null,
    error: { meanSquare, standardError, rmse: 0, rmseStandardError: 0 },
    leftOut: [],
  });

  it.each([
    // The least is 4 ± 1: 5 is within, 6 is not.
    ["an earlier one", [step(9, 9), step(6, 9), step(5, 9), step(4, 1), step(4.5, 0)], 3, 2],
    ["the least itself", [step(9, 9), step(6, 9), step(5.01, 9), step(4, 1)], 3, 3],
    ["the very first, where nothing helps", [step(4, 0.1), step(4.2, 5)], 0, 0],
    ["the first of two that are as good", [step(9, 0), step(4, 0), step(4, 0)], 1, 1],
  ])("is %s", (_, steps, least, chosen) => expect(oneStandardErrorStep(steps)).toEqual({ least, chosen }));
});
