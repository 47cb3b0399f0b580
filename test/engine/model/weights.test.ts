// What rows weigh: a row that weighs k is one that stands there k times, in every family that does not draw its rows.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { finish } from "../../../src/engine/math/work.ts";
import { families } from "../../../src/engine/model/families.ts";
import type { Family, Params } from "../../../src/engine/model/family.ts";
import { ridge } from "../../../src/engine/model/ridge/ridge.ts";
import { subsetOf, type TrainingSet } from "../../../src/engine/model/training-set.ts";
import { planOf } from "../../../src/registry/train/prepare-training.ts";
import { binAndGrow, predictForest } from "../../support/forest.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { randomColumns, relativeError, uniform } from "../../support/numbers.ts";

// One system of three columns; solvers that stop at a gradient of 1e-6 or so.
const SAME = 1e-10;
const SOLVED = 2e-5;

const kernel = wasmKernel();
// So many that the linear kernel's own solver is taken.
const ROWS = 510;
const [a, b, noise] = randomColumns(3, ROWS, 11) as [Float64Array, Float64Array, Float64Array];
const weights = Float64Array.from({ length: ROWS }, (_, row) => 1 + (row % 4));
const often = Uint32Array.from([...weights].flatMap((weight, row) => Array<number>(weight).fill(row)));
const y = a.map((value, row) => 3 * value - (b[row] as number) + (noise[row] as number));
const numbers = (classCount: number) =>
  classCount === 0 ? y : y.map((value) => Math.min(classCount - 1, Math.max(0, Math.floor(value + classCount / 2))));
const folds = Uint8Array.from({ length: ROWS }, (_, row) => row % 5);

function decide(family: Family, data: TrainingSet, params: object): Float64Array {
  const units = finish(family.fit(kernel, data, params as never, { from: 0, to: 1 }));
  return family.respond(kernel, units, { columns: [a, b], rowCount: ROWS, classCount: data.classCount });
}

const [, svm] = families as [Family, Family];
const machine = { C: 0.7, gamma: "scale", degree: 3, coef0: 0, tol: 1e-6, epsilon: 0.1 };

describe.each([
  ["Ridge", ridge as unknown as Family, { lambda: 3 }],
  ["Ridge", ridge as unknown as Family, { lambda: 3, standardize: false }],
  ["SVM", svm, { ...machine, kernel: "rbf" }],
  ["SVM", svm, { ...machine, kernel: "linear" }],
])("a row of %s that weighs k stands there k times", (_, family, params) => {
  it.each([0, 2, 3])("with %i classes", (classCount) => {
    const data = { columns: [a, b], target: numbers(classCount), classCount, folds, weights };
    const { weights: _, ...repeated } = subsetOf(data, often);
    const tolerance = family.name === "SVM" ? 1e-3 : classCount === 3 ? SOLVED : SAME;
    expect(relativeError(decide(family, data, params), decide(family, repeated, params))).toBeLessThan(tolerance);
  });

  it("beside what its class weighs", () => {
    const data = { columns: [a, b], target: numbers(2), classCount: 2, folds, weights, classWeights: [1, 5] };
    const { weights: _, ...repeated } = subsetOf(data, often);
    const tolerance = family.name === "SVM" ? 1e-3 : SAME;
    expect(relativeError(decide(family, data, params), decide(family, repeated, params))).toBeLessThan(tolerance);
  });
});

it("a leaf of a forest holds what its rows weigh", () => {
  const target = Float64Array.of(0, 1, 1, 0);
  const data = { columns: [Float64Array.of(5, 5, 5, 5)], target, classCount: 2, weights: Float64Array.of(1, 2, 3, 4) };
  const params = { n_estimators: 40, max_depth: null, min_samples_leaf: 1, max_features: 1, max_samples: 1, seed: 3 };
  const trees = binAndGrow(kernel, data, params, { from: 0, to: 40 });
  const shares = trees.map(({ leaves }) => leaves[1] as number);
  // Of four rows drawn: 5/10 where each came once, and nothing else is half.
  const possible = new Set<number>();
  for (let code = 0; code < 256; code++) {
    const drawn = [0, 1, 2, 3].map((i) => (code >> (2 * i)) & 3);
    const of = (k: number) => drawn.reduce((sum, row) => sum + (target[row] === k ? row + 1 : 0), 0);
    possible.add(of(1) / (of(0) + of(1)));
  }
  for (const share of shares) expect([...possible].some((value) => Math.abs(value - share) < SAME)).toBe(true);
  expect(new Set(shares).size).toBeGreaterThan(5);
});

it("a leaf of a regression forest holds the weighted mean", () => {
  const data = {
    columns: [Float64Array.of(5, 5)],
    target: Float64Array.of(0, 10),
    classCount: 0,
    weights: Float64Array.of(1, 4),
  };
  const params = { n_estimators: 20, max_depth: null, min_samples_leaf: 1, max_features: 1, max_samples: 1, seed: 3 };
  const trees = binAndGrow(kernel, data, params, { from: 0, to: 20 });
  // Of two rows drawn: either twice, or both.
  for (const { leaves } of trees)
    expect([0, 8, 10].some((mean) => Math.abs((leaves[0] as number) - mean) < SAME)).toBe(true);
  expect(trees.some(({ leaves }) => Math.abs((leaves[0] as number) - 8) < SAME)).toBe(true);
});

describe("a forest whose trees take all rows", () => {
  const random = uniform(4);
  const size = 300;
  const make = (of: () => number) => Float64Array.from({ length: size }, of);
  // Numbers in more bins than there are, others with gaps, and levels.
  const columns = [
    make(() => random()),
    make(() => (random() < 0.1 ? Number.NaN : Math.floor(20 * random()))),
    make(() => (random() < 0.1 ? Number.NaN : Math.floor(12 * random() ** 2))),
  ];
  const rowWeights = make(() => 1 + Math.floor(3 * random()));
  const rows = Uint32Array.from([...rowWeights].flatMap((weight, row) => Array<number>(weight).fill(row)));
  // Of 1/64: sums of them are exact.
  const value = columns[2]?.map(
    (level, row) => Math.round(64 * (((level || 0) * 5) % 7) + 64 * (columns[0]?.[row] as number)) / 64,
  ) as Float64Array;
  const unseen = columns.map((column) => column.map((x, row) => (row % 3 === 0 ? Number.NaN : x + (row % 7))));

  it.each([0, 2, 4])("takes a row that weighs k for k rows, to the bit, %i classes", (classCount) => {
    const target = classCount === 0 ? value : value.map((y) => Math.floor(y) % classCount);
    const data = { columns, levels: [0, 0, 12], target, classCount, weights: rowWeights };
    const { weights: _, ...repeated } = subsetOf(data, rows);
    const params = {
      ...{ n_estimators: 6, max_depth: null, min_samples_leaf: 1, max_features: 2, max_samples: null, seed: 3 },
      bootstrap: false,
    };
    const [one, other] = [data, repeated].map((set) => binAndGrow(kernel, set, params, { from: 0, to: 6 }));
    for (const asked of [columns, unseen]) {
      const of = { columns: asked, rowCount: size, classCount };
      expect(predictForest(kernel, one ?? [], of)).toEqual(predictForest(kernel, other ?? [], of));
    }
    expect(one?.map(({ sets }) => sets)).toEqual(other?.map(({ sets }) => sets));
  });
});

describe("without bootstrap", () => {
  const [forest] = families as [Family];
  const given = (params: object) => v.parse(forest.params.regression, params) as Params;
  const shape = { rowCount: 4, columnCount: 1, classCount: 0 };

  it("no row is out of bag: the score is cross-validation's, and no column is permuted", () => {
    const params = given({ n_estimators: 2, bootstrap: false });
    const data = { columns: [Float64Array.of(1, 2, 3, 4)], target: Float64Array.of(1, 2, 3, 4), classCount: 0 };
    const [unit] = finish(forest.fit(kernel, data, params, { from: 0, to: 2 }));
    expect(Object.keys(forest.importance(unit))).toEqual(["impurity"]);
    expect(v.safeParse(forest.unit(shape), unit).success).toBe(true);
    const planned = (of: Params) =>
      planOf(
        { name: "Random Forest", problem: "regression", hTune: false, given: of },
        { rowCount: 100, columns: ["a"], classes: null, foldCount: 5, foldsBy: "row", profile: null },
      );
    expect(planned({ bootstrap: false })).toMatchObject({ isOutOfBag: false, isCrossValidated: true });
    expect(planned({})).toMatchObject({ isOutOfBag: true, isCrossValidated: true });
  });

  it("a share of the rows is refused, but for null", () => {
    expect(forest.misfit?.(shape, given({ bootstrap: false, max_samples: 0.5 }))?.path).toBe("params.max_samples");
    expect(forest.misfit?.(shape, given({ bootstrap: false }))).toBe(null);
    expect(forest.misfit?.(shape, given({ max_samples: 0.5 }))).toBe(null);
  });
});

describe("a ridge of columns as they are", () => {
  const x = Float64Array.of(0, 1, 2);
  const learn = (column: Float64Array, target: Float64Array, lambda: number, more: object = {}) => {
    const data = { columns: [column], target, classCount: 0, folds: Uint8Array.of(0, 1, 2), ...more };
    return finish(ridge.fit(kernel, data, { lambda, standardize: false }, { from: 0, to: 1 }))[0];
  };

  it("is that of the hand: w = Σxy/(Σx² + λ), centred", () => {
    const unit = learn(x, Float64Array.of(1, 3, 5), 2);
    expect(unit?.coefficients[0]).toBeCloseTo(4 / (2 + 2), 12);
    expect(unit?.intercepts[0]).toBeCloseTo(3 - 1, 12);
  });

  it("with weights 1, 2, 1: the mean is 1, Σwx² = 2, Σwxy = 4", () => {
    const unit = learn(x, Float64Array.of(1, 3, 5), 6, { weights: Float64Array.of(1, 2, 1) });
    expect(unit?.coefficients[0]).toBeCloseTo(4 / (2 + 6), 12);
    expect(unit?.intercepts[0]).toBeCloseTo(3 - 0.5, 12);
  });

  it("shrinks a column in larger units less", () => {
    const inTens = x.map((value) => 10 * value);
    expect(learn(inTens, Float64Array.of(1, 3, 5), 2)?.coefficients[0]).toBeCloseTo(40 / (200 + 2), 12);
  });

  it.each([1e-100, 1e-30, 1e30, 1e100])(
    "is the line through the rows in units of %s, and shrunk as the hand has it",
    (unit) => {
      const column = x.map((value) => unit * value);
      expect(learn(column, Float64Array.of(1, 3, 5), 0)?.coefficients[0]).toBeCloseTo(
        2 / unit,
        -Math.log10(1e-10 / unit),
      );
      const shrunk = (learn(column, Float64Array.of(1, 3, 5), 2)?.coefficients[0] as number) * unit;
      expect(shrunk).toBeCloseTo((4 * unit ** 2) / (2 * unit ** 2 + 2), 10);
    },
  );

  it("chooses λ in the units of its columns: the same line in other units", () => {
    const column = (scale: number) => a.map((value) => scale * value);
    const line = (scale: number) =>
      finish(
        ridge.fit(
          kernel,
          {
            columns: [column(scale), column(scale).map((v, row) => v * (b[row] as number))],
            target: y,
            classCount: 0,
            folds,
          },
          { lambda: "auto", standardize: false },
          { from: 0, to: 1 },
        ),
      )[0];
    const [one, other] = [line(1), line(1024)];
    expect(relativeError([(other?.lambda ?? 0) / 1024 ** 2], [one?.lambda ?? 0])).toBeLessThan(SAME);
    expect(relativeError(other?.coefficients.map((value) => value * 1024) ?? [], one?.coefficients ?? [])).toBeLessThan(
      SAME,
    );
  });
});
