// Classification by ridge regression: scikit-learn's numbers, and what weights mean.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { finish } from "../../../../src/engine/math/work.ts";
import { NEVER_HELD_OUT } from "../../../../src/engine/model/fold-rows.ts";
import { fitTargets } from "../../../../src/engine/model/ridge/fit-targets.ts";
import { respondByLines } from "../../../../src/engine/model/ridge/predict-ridge.ts";
import { type RidgeParams, ridge } from "../../../../src/engine/model/ridge/ridge.ts";
import type { TrainingSet } from "../../../../src/engine/model/training-set.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { randomColumns, relativeError } from "../../../support/numbers.ts";

const kernel = wasmKernel();
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../golden/${name}.json`, import.meta.url), "utf8"));
const golden = read("ridge_classifier");
const tables = read("svm").three;

const transpose = (rows: number[][]) =>
  (rows[0] as number[]).map((_, j) => Float64Array.from(rows, (row) => row[j] as number));

// Both solve one well-conditioned system of a dozen columns.
const SAME = 1e-10;
// L-BFGS stops where the gradient is small.
const SOLVED = 1e-5;

/** What the lines say, before they are put together. */
function respond(data: TrainingSet, { lambda }: RidgeParams): Float64Array {
  return respondByLines(finish(fitTargets(kernel, data, { lambda })), data.columns, data.target.length);
}

describe.each(["iris", "wine"])("scikit-learn's RidgeClassifier on %s", (name) => {
  const { x, y } = tables[name] as { x: number[][]; y: number[] };
  const columns = transpose(x);
  describe.each([
    ["three", 3, Float64Array.from(y)],
    ["two", 2, Float64Array.from(y, (k) => Number(k === 1))],
  ] as const)("with %s classes", (key, classCount, target) => {
    it.each(golden[name][key] as { lambda: number; decision: number[][]; predicted: number[] }[])(
      "decides alike at λ = $lambda",
      ({ lambda, decision, predicted }) => {
        const raw = respond({ columns, target, classCount }, { lambda });
        expect(relativeError(raw, decision.flat())).toBeLessThan(SAME);
        expect([...ridge.decide(raw, { classCount, unitCount: 1, params: {}, calibration: null }).target]).toEqual(
          predicted,
        );
      },
    );
  });
});

describe("three classes in a row", () => {
  const [x = new Float64Array(), noise = new Float64Array(), draw = new Float64Array()] = randomColumns(3, 600, 9);
  const target = x.map((value, row) => {
    const place = value + 0.02 * (draw[row] as number);
    return place < -1 / 3 ? 0 : place < 1 / 3 ? 1 : 2;
  });
  const data = { columns: [x, noise], target, classCount: 3 };
  const asked = { ...data, rowCount: target.length };

  it("are told, the middle one too, of which no line is ever the largest", () => {
    const units = finish(ridge.fit(kernel, data, { lambda: 1 }, { from: 0, to: 1 }));
    const raw = ridge.respond(kernel, units, asked);
    const told = ridge.decide(raw, { classCount: 3, unitCount: 1, params: {}, calibration: [] });
    const right = told.target.filter((k, row) => k === target[row]).length;
    // What least squares alone say, and what is left to say beside the noise at the bounds.
    const alone = respond(data, { lambda: 1 });
    const largest = ridge.decide(alone, { classCount: 3, unitCount: 1, params: {}, calibration: null }).target;
    expect(largest.filter((k) => k === 1).length).toBe(0);
    expect(right / target.length).toBeGreaterThan(0.97);
    told.target.forEach((k, row) => {
      const of = (told.probability as Float64Array).subarray(3 * row, 3 * row + 3);
      expect(of.indexOf(Math.max(...of))).toBe(k);
    });
  });

  const shareRight = (of: TrainingSet) => {
    const raw = ridge.respond(kernel, finish(ridge.fit(kernel, of, { lambda: 1 }, { from: 0, to: 1 })), {
      ...of,
      rowCount: 600,
    });
    const told = ridge.decide(raw, { classCount: 3, unitCount: 1, params: {}, calibration: [] }).target;
    return told.filter((k, row) => k === target[row]).length / target.length;
  };

  it.each([1e4, 1e8, 1e30])("are told whatever one row has in a column that tells nothing: %s", (outlier) => {
    expect(shareRight({ ...data, columns: [x, noise.with(7, outlier)] })).toBeGreaterThan(0.97);
  });

  it("are told where no row of one of them is held out", () => {
    const folds = Uint8Array.from(target, (k, row) => (k === 2 ? NEVER_HELD_OUT : row % 2));
    // Without rows of it in calibration it is never told, and 0.63 are right.
    expect(shareRight({ ...data, folds })).toBeGreaterThan(0.93);
  });

  it("with a weight count like rows sent so often", () => {
    const rows = [...target.keys()].flatMap((row) => (target[row] === 1 ? [row, row, row] : [row]));
    const take = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] as number);
    const often = { columns: [take(x), take(noise)], target: take(target), classCount: 3 };
    const learn = (set: TrainingSet) => finish(ridge.fit(kernel, set, { lambda: 2 }, { from: 0, to: 1 }))[0];
    const [first, second] = [learn(often), learn({ ...data, classWeights: [1, 3, 1] })];
    expect(relativeError(second?.coefficients ?? [], first?.coefficients ?? [])).toBeLessThan(SOLVED);
    expect(relativeError(second?.intercepts ?? [], first?.intercepts ?? [])).toBeLessThan(SOLVED);
  });
});

describe("weights of classes", () => {
  const [a = new Float64Array(), b = new Float64Array(), noise = new Float64Array()] = randomColumns(3, 60, 5);
  const target = a.map((value, row) => Number(value + (noise[row] as number) > 0.5));

  it("count like rows sent so often", () => {
    const rows = [...target.keys()].flatMap((row) => (target[row] === 1 ? [row, row, row] : [row]));
    const repeated = [a, b].map((column) => Float64Array.from(rows, (row) => column[row] as number));
    const often = { columns: repeated, target: Float64Array.from(rows, (row) => target[row] as number), classCount: 2 };
    const weighted = { columns: [a, b], target, classCount: 2, classWeights: [1, 3] };
    const [first] = finish(ridge.fit(kernel, often, { lambda: 2 }, { from: 0, to: 1 }));
    const [second] = finish(ridge.fit(kernel, weighted, { lambda: 2 }, { from: 0, to: 1 }));
    expect(relativeError(second?.coefficients ?? [], first?.coefficients ?? [])).toBeLessThan(SAME);
    expect(relativeError(second?.intercepts ?? [], first?.intercepts ?? [])).toBeLessThan(SAME);
  });
});

it("takes the λ of the least error over all classes where it is to choose", () => {
  const { x, y } = tables.wine as { x: number[][]; y: number[] };
  const data = { columns: transpose(x), target: Float64Array.from(y), classCount: 3 };
  const [unit] = finish(ridge.fit(kernel, data, { lambda: "auto" }, { from: 0, to: 1 }));
  // 178 rows, half decades apart: one of the path, and neither end of it.
  expect(unit?.lambda).toBeGreaterThan(178e-6);
  expect(unit?.lambda).toBeLessThan(178e3);
});

it("tells probabilities that sum to 1, whatever the values", () => {
  const calibration = [
    { slope: -2, offset: 0 },
    { slope: -1, offset: 1 },
    { slope: -3, offset: -1 },
  ];
  // σ(2·1) = 0.8808, σ(−1 + 0) = 0.2689 …, each divided by their sum.
  const { probability } = ridge.decide(Float64Array.of(1, 0, -1), {
    classCount: 3,
    unitCount: 1,
    params: {},
    calibration,
  });
  const each = [1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(1)), 1 / (1 + Math.exp(2))];
  const sum = each.reduce((total, value) => total + value, 0);
  expect(
    relativeError(
      probability ?? [],
      each.map((value) => value / sum),
    ),
  ).toBeLessThan(1e-15);
});
