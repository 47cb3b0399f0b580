// The bound of the steps makes the worst of any fit finite, and small enough for one message.
import { describe, expect, it } from "vitest";
import { finish } from "../../../../src/engine/math/work.ts";
import { scalingOf, standardise } from "../../../../src/engine/model/standardise.ts";
import {
  FIT_SECONDS_MAX,
  PAIRS_LEAST,
  stepSeconds,
  stepsWithin,
} from "../../../../src/engine/model/svm/bound-steps.ts";
import { fitSvmClassifier } from "../../../../src/engine/model/svm/classify.ts";
import { fitClassifier } from "../../../../src/engine/model/svm/fit-svm.ts";
import { supportVectorMachine } from "../../../../src/engine/model/svm/support-vector-machine.ts";
import { takeRows } from "../../../../src/engine/model/take-rows.ts";
import { MODEL_CELL_COUNT_MAX, ROW_COUNT_MAX, UNIT_SECONDS_MAX } from "../../../../src/platform/schema/limit.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { normal, uniform } from "../../../support/numbers.ts";

const KINDS = ["linear", "rbf", "poly", "sigmoid"] as const;

describe("the bound", () => {
  it("is what a unit may take", () => expect(FIT_SECONDS_MAX).toBe(UNIT_SECONDS_MAX));

  it("keeps the largest machines within it, of every kernel, and lets small ones take all their steps", () => {
    for (const kind of KINDS) {
      for (const isRegression of [false, true]) {
        for (const columnCount of [1, 32, 320, 1024]) {
          const rowCount = Math.min(ROW_COUNT_MAX, Math.floor(MODEL_CELL_COUNT_MAX / columnCount));
          const shape = { rowCount, columnCount, isRegression };
          const given = { kernel: { kind }, stepsLeast: PAIRS_LEAST };
          const steps = stepsWithin(FIT_SECONDS_MAX, given, shape);
          expect(steps * stepSeconds({ kind }, shape)).toBeLessThanOrEqual(FIT_SECONDS_MAX);
          expect(stepsWithin(FIT_SECONDS_MAX, given, { ...shape, rowCount: 400 })).toBe(PAIRS_LEAST);
        }
      }
    }
  });

  it("is 100 steps a row of many rows, as libsvm's, and 2,000 of Newton's", () => {
    const shape = { rowCount: 3_000, columnCount: 2, isRegression: false };
    const given = { kernel: { kind: "rbf" }, stepsLeast: PAIRS_LEAST } as const;
    expect(stepsWithin(FIT_SECONDS_MAX, given, shape)).toBe(300_000);
    expect(stepsWithin(FIT_SECONDS_MAX, { ...given, kernel: { kind: "linear" } }, shape)).toBe(2_000);
  });
});

it("is shared by the machines of a fit: what one leaves is for those after it", () => {
  const kernel = wasmKernel();
  const random = normal(uniform(2));
  const raw = Array.from({ length: 2 }, () => Float64Array.from({ length: 90 }, random));
  // The first class lies apart; nothing tells the others, whose machine is the last.
  const target = Float64Array.from({ length: 90 }, (_, row) => row % 3);
  const columns = raw.map((column) => column.map((value, row) => (row % 3 === 0 ? 20 + value : value)));
  const of = { kernel: { kind: "linear", gamma: 1, coef0: 0, degree: 1 }, C: 1e6, epsilon: 0, tol: 1e-3 } as const;
  const aStep = stepSeconds(of.kernel, { rowCount: 60, columnCount: 2, isRegression: false });
  const all = 3_000;
  const bounds = { stepsLeast: 1e7, secondsMax: all * aStep };
  const model = finish(fitSvmClassifier(kernel, { columns, target, classCount: 3 }, { ...of, ...bounds }));
  expect(model.converged).toBe(false);

  const machine = (first: number, second: number, stepsMax: number) => {
    const rows = Uint32Array.from(target.keys().filter((row) => target[row] === first || target[row] === second));
    const sign = Float64Array.from(rows, (row) => (target[row] === first ? 1 : -1));
    const z = takeRows(standardise(columns, scalingOf(columns)), rows);
    return finish(fitClassifier(kernel, z, { sign }, { ...of, stepsMax }));
  };
  const [easy, other] = [machine(0, 1, 1_000), machine(0, 2, 1_000)];
  expect([easy.converged, other.converged]).toEqual([true, true]);
  const left = all - easy.steps - other.steps;
  expect(left).toBeGreaterThan(2_500);
  const last = machine(1, 2, left);
  expect([last.steps, last.converged]).toEqual([left, false]);
  // The division may round a step away.
  expect([last.bias, machine(1, 2, left - 1).bias]).toContain(model.machines[2]?.bias);
});

describe("the estimate", () => {
  const shape = { rowCount: 400, columnCount: 3, classCount: 2 };
  const twelve = { classCount: 12 };
  const params = { kernel: "linear", C: 1, gamma: "scale", degree: 3, coef0: 0, tol: 1e-3 } as const;
  const secondsOf = (given: object, of: object = {}) =>
    supportVectorMachine.work({ ...shape, ...of }, { ...params, ...given }).seconds;

  it("knows C, tol, the degree, γ and the classes", () => {
    const poly = { kernel: "poly", C: 10 };
    expect(secondsOf({ C: 1_000 })).toBeGreaterThan(5 * secondsOf({ C: 10 }));
    expect(secondsOf({ C: 100, tol: 1e-6 })).toBeGreaterThan(1.2 * secondsOf({ C: 100 }));
    expect(secondsOf({ ...poly, degree: 5 })).toBeGreaterThan(2 * secondsOf(poly));
    expect(secondsOf({ ...poly, gamma: 3 })).toBeGreaterThan(2 * secondsOf(poly));
    expect(secondsOf({ C: 1e6 }, twelve)).toBeGreaterThan(5 * secondsOf({ C: 1e6 }));
  });

  it("is no more than what the bound lets a fit take", () => {
    const machine = { rowCount: (2 * 400) / 12, columnCount: 3, isRegression: false };
    const most = 66 * PAIRS_LEAST * stepSeconds({ kind: "linear" }, machine);
    expect(secondsOf({ C: 1e6 }, twelve)).toBeLessThan(1.1 * most);
    expect(secondsOf({ C: 1e6 }, twelve)).toBeGreaterThan(most / 3);
    // 400 × 3 with 12 classes at C = 1e6 took 3.2 s a fit.
    expect(secondsOf({ C: 1e6 }, twelve)).toBeGreaterThan(1);
  });
});
