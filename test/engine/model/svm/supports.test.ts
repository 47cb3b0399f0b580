import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { KernelFunction } from "../../../../src/engine/kernel/svm-kernel.ts";
import { meanAndDeviation } from "../../../../src/engine/math/mean-and-deviation.ts";
import { finish } from "../../../../src/engine/math/work.ts";
import { scalingOf, standardise } from "../../../../src/engine/model/standardise.ts";
import { fitSvmClassifier } from "../../../../src/engine/model/svm/classify.ts";
import { decide } from "../../../../src/engine/model/svm/decision.ts";
import { fitClassifier, fitRegressor } from "../../../../src/engine/model/svm/fit-svm.ts";
import { gammaScale } from "../../../../src/engine/model/svm/gamma-scale.ts";
import { fitSvmRegressor } from "../../../../src/engine/model/svm/regress.ts";
import { supportVectorMachine } from "../../../../src/engine/model/svm/support-vector-machine.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { randomColumns, relativeError } from "../../../support/numbers.ts";

const kernel = wasmKernel();
const golden = JSON.parse(readFileSync(new URL("../../../golden/svm.json", import.meta.url), "utf8"));
const linear: KernelFunction = { kind: "linear", gamma: 0, coef0: 0, degree: 0 };
const rbf: KernelFunction = { kind: "rbf", gamma: 0.1, coef0: 0, degree: 0 };

// Sums of a few hundred terms in another order.
const ROUNDING = 1e-11;
// What y is rounded to, in its deviations, before it is fitted.
const GRID = 2 ** 22;
// As in svm.test.ts: both solvers go on to 1e-6.
const VALUE = 1e-3;

const transpose = (table: number[][]) =>
  (table[0] as number[]).map((_, j) => Float64Array.from(table, (row) => row[j] as number));

describe("a linear classifier", () => {
  const { x, y } = golden.three.wine as { x: number[][]; y: number[] };
  const columns = transpose(x);
  const target = Float64Array.from(y);
  const params = {
    kernel: linear,
    C: 1,
    epsilon: 0,
    tol: 1e-6,
    stepsMax: 10_000_000,
    stepsLeast: 10_000_000,
    secondsMax: 100,
  };

  it("keeps one row a machine, w, and decides as with all rows that had a weight", () => {
    const model = finish(fitSvmClassifier(kernel, { columns, target, classCount: 3 }, params));
    expect(model.supports.map((column) => column.length)).toEqual(columns.map(() => 3));
    expect(model.machines.map(({ rows, weights }) => [[...rows], [...weights]])).toEqual([
      [[0], [1]],
      [[1], [1]],
      [[2], [1]],
    ]);
    const z = standardise(columns, scalingOf(columns));
    const asked = { columns, rowCount: target.length, classCount: 3 };
    const raw = supportVectorMachine.respond(kernel, [model], asked);
    const values = [0, 1, 2].map((pair) => raw.filter((_, i) => i % 3 === pair));
    [
      [0, 1],
      [0, 2],
      [1, 2],
    ].forEach(([first, second], pair) => {
      const rows = [...target.keys()].filter((row) => target[row] === first || target[row] === second);
      const part = z.map((column) => Float64Array.from(rows, (row) => column[row] as number));
      const machine = finish(
        fitClassifier(
          kernel,
          part,
          { sign: Float64Array.from(rows, (row) => (target[row] === first ? 1 : -1)) },
          params,
        ),
      );
      const expected = decide(kernel, part, machine, { kernel: linear, points: z });
      expect(relativeError(values[pair] as Float64Array, expected)).toBeLessThan(ROUNDING);
    });
  });
});

describe.each([linear, rbf])("numbers with the kernel $kind", (kind) => {
  const { x, y, epsilon, fits } = golden.diabetes as {
    x: number[][];
    y: number[];
    epsilon: number;
    fits: { kernel: string; C: number; decision: number[] }[];
  };
  const fit = fits.find(({ kernel: name }) => name === kind.kind) as (typeof fits)[number];
  const standard = transpose(x);
  const target = Float64Array.from(y);
  // Other units: the scaling takes them back.
  const columns = standard.map((column, j) => column.map((value) => 40 * j + value * 10 ** (j - 4)));
  // The same problem as libsvm's in y's own unit.
  const { mean, std } = meanAndDeviation(target);
  const params = {
    kernel: kind,
    C: fit.C / std,
    epsilon: epsilon / std,
    tol: 1e-6,
    stepsMax: 10_000_000,
    stepsLeast: 10_000_000,
    secondsMax: 100,
  };
  const model = finish(fitSvmRegressor(kernel, { columns, target }, params));
  const predict = (points: readonly Float64Array[]) => {
    const rowCount = points[0]?.length ?? 0;
    const unit = { ...model, machines: [model.machine] };
    return supportVectorMachine.respond(kernel, [unit], { columns: points, rowCount, classCount: 0 });
  };

  it("are predicted as by libsvm, whatever the units", () => {
    const values = predict(columns);
    expect(Math.max(...values.map((value, i) => Math.abs(value - (fit.decision[i] as number))))).toBeLessThan(VALUE);
  });

  it("need no row beyond the model's own", () => {
    const z = standardise(columns, scalingOf(columns));
    const machine = finish(
      fitRegressor(kernel, z, { y: target.map((y) => Math.round((GRID * (y - mean)) / std) / GRID) }, params),
    );
    const points = randomColumns(columns.length, 50).map((column, j) => column.map((v) => 40 * j + v * 10 ** (j - 4)));
    const standardised = standardise(points, scalingOf(columns));
    const expected = decide(kernel, z, machine, { kernel: kind, points: standardised }).map((f) => mean + std * f);
    expect(relativeError(predict(points), expected)).toBeLessThan(ROUNDING);
    expect(model.supports[0]).toHaveLength(kind === linear ? 1 : machine.rows.length);
    expect(JSON.stringify(model)).toContain('"bias"');
  });
});

describe("gamma as scikit-learn scales it", () => {
  it("is 1/(columns · variance): 1, 3, 5, 7 in two columns have the variance 5", () => {
    expect(gammaScale([Float64Array.of(1, 3), Float64Array.of(5, 7)])).toBe(0.1);
  });

  it("is 1/columns once they are standardised, and a constant one lowers the variance: 1/(3 · ⅔)", () => {
    const columns = [...randomColumns(2, 100), new Float64Array(100).fill(4)];
    const standardised = standardise(columns, scalingOf(columns));
    expect(gammaScale(standardised.slice(0, 2))).toBeCloseTo(1 / 2, 12);
    expect(gammaScale(standardised)).toBeCloseTo(1 / 2, 12);
  });

  it("is 1 where all entries are equal", () => {
    expect(gammaScale([Float64Array.of(2, 2), Float64Array.of(2, 2)])).toBe(1);
  });
});
