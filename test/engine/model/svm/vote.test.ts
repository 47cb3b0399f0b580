// What pairs of classes make of a row, and what a class weighs in each of them.
import { describe, expect, it } from "vitest";
import type { KernelFunction } from "../../../../src/engine/kernel/svm-kernel.ts";
import { finish } from "../../../../src/engine/math/work.ts";
import { ridge } from "../../../../src/engine/model/ridge/ridge.ts";
import { scalingOf, standardise } from "../../../../src/engine/model/standardise.ts";
import { fitSvmClassifier, vote } from "../../../../src/engine/model/svm/classify.ts";
import { decide } from "../../../../src/engine/model/svm/decision.ts";
import { fitClassifier } from "../../../../src/engine/model/svm/fit-svm.ts";
import { supportVectorMachine } from "../../../../src/engine/model/svm/support-vector-machine.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { randomColumns } from "../../../support/numbers.ts";

const kernel = wasmKernel();

describe("a vote", () => {
  it("is for the first of two classes where the value is above 0, and not at 0: as libsvm's", () => {
    expect([...vote([Float64Array.of(1e-300, 0, -0, -1e-300)], 2)]).toEqual([0, 1, 1, 1]);
  });

  it("goes to the class with the most, of equal ones to the first", () => {
    // (0, 1), (0, 2), (1, 2): two votes for 1; one each; two for 2.
    const values = [Float64Array.of(-1, 1, 1), Float64Array.of(1, -1, -1), Float64Array.of(1, 1, -1)];
    expect([...vote(values, 3)]).toEqual([1, 0, 2]);
  });

  it("of a ridge classifier is for the second of two classes where the value is above 0, and not at 0", () => {
    const { target } = ridge.decide(Float64Array.of(1e-300, 0, -0, -1e-300), {
      classCount: 2,
      unitCount: 1,
      params: {},
      calibration: null,
    });
    expect([...target]).toEqual([1, 0, 0, 0]);
  });
});

// Both stop at a violation of 1e-6.
const TOLERANCE = 1e-4;

it("a class that weighs 3 is one whose rows stand there three times, in each pair of classes", () => {
  const columns = randomColumns(2, 90, 4);
  const target = Float64Array.from({ length: 90 }, (_, row) => row % 3);
  const [a = new Float64Array(), b = new Float64Array()] = columns;
  target.forEach((k, row) => {
    a[row] = (a[row] as number) + k;
    b[row] = (b[row] as number) - k * k;
  });
  const weights = [1, 3, 2];
  const of: KernelFunction = { kind: "rbf", gamma: 0.5, coef0: 0, degree: 0 };
  const steps = { stepsMax: 10_000_000, stepsLeast: 10_000_000, secondsMax: 100 };
  const params = { kernel: of, C: 0.7, epsilon: 0, tol: 1e-6, ...steps };
  const unit = finish(fitSvmClassifier(kernel, { columns, target, classCount: 3, classWeights: weights }, params));
  const { classCount: _, ...learned } = unit;
  const raw = supportVectorMachine.respond(kernel, [learned], { columns, rowCount: 90, classCount: 3 });

  const x = standardise(columns, scalingOf(columns));
  const pairs = [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const;
  for (const [pair, [first, second]] of pairs.entries()) {
    const rows = [...target.keys()].flatMap((row) => {
      const k = target[row] as number;
      return k === first || k === second ? (Array(weights[k]).fill(row) as number[]) : [];
    });
    const repeated = x.map((column) => Float64Array.from(rows, (row) => column[row] as number));
    const sign = Float64Array.from(rows, (row) => (target[row] === first ? 1 : -1));
    const machine = finish(fitClassifier(kernel, repeated, { sign }, params));
    const values = decide(kernel, repeated, machine, { kernel: of, points: x });
    const far = values.map((value, row) => Math.abs(value - (raw[3 * row + pair] as number)));
    expect(Math.max(...far), `${first}, ${second}`).toBeLessThan(TOLERANCE);
  }
});
