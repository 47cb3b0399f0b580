// Classification by ridge regression: scikit-learn's numbers, and what weights mean.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type RidgeParams, ridge } from "../../../src/model/ridge/ridge.ts";
import type { TrainingSet } from "../../../src/model/training-set.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { randomColumns, relativeError } from "../../support/numbers.ts";

const kernel = wasmKernel();
const read = (name: string) => JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), "utf8"));
const golden = read("ridge_classifier");
const tables = read("svm").three;

const transpose = (rows: number[][]) =>
  (rows[0] as number[]).map((_, j) => Float64Array.from(rows, (row) => row[j] as number));

// Both solve one well-conditioned system of a dozen columns.
const SAME = 1e-10;

function respond(data: TrainingSet, params: RidgeParams): Float64Array {
  const units = ridge.fit(kernel, data, params, { from: 0, to: 1 });
  const { columns, target, classCount } = data;
  return ridge.respond(kernel, units, { columns, rowCount: target.length, classCount });
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
        expect([...ridge.decide(raw, { classCount, unitCount: 1, calibration: null }).target]).toEqual(predicted);
      },
    );
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
    const [first] = ridge.fit(kernel, often, { lambda: 2 }, { from: 0, to: 1 });
    const [second] = ridge.fit(kernel, weighted, { lambda: 2 }, { from: 0, to: 1 });
    expect(relativeError(second?.coefficients ?? [], first?.coefficients ?? [])).toBeLessThan(SAME);
    expect(relativeError(second?.intercepts ?? [], first?.intercepts ?? [])).toBeLessThan(SAME);
  });
});

it("takes the λ of the least error over all classes where it is to choose", () => {
  const { x, y } = tables.wine as { x: number[][]; y: number[] };
  const [unit] = ridge.fit(
    kernel,
    { columns: transpose(x), target: Float64Array.from(y), classCount: 3 },
    { lambda: "auto" },
    { from: 0, to: 1 },
  );
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
  const { probability } = ridge.decide(Float64Array.of(1, 0, -1), { classCount: 3, unitCount: 1, calibration });
  const each = [1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(1)), 1 / (1 + Math.exp(2))];
  const sum = each.reduce((total, value) => total + value, 0);
  expect(
    relativeError(
      probability ?? [],
      each.map((value) => value / sum),
    ),
  ).toBeLessThan(1e-15);
});
