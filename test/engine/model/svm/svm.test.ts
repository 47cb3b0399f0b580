import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { KernelFunction } from "../../../../src/engine/kernel/svm-kernel.ts";
import { finish } from "../../../../src/engine/math/work.ts";
import { fitSvmClassifier } from "../../../../src/engine/model/svm/classify.ts";
import { type Decision, decide } from "../../../../src/engine/model/svm/decision.ts";
import { fitClassifier, fitRegressor } from "../../../../src/engine/model/svm/fit-svm.ts";
import { supportVectorMachine } from "../../../../src/engine/model/svm/support-vector-machine.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { randomColumns } from "../../../support/numbers.ts";

const kernel = wasmKernel();
const golden = JSON.parse(readFileSync(new URL("../../../golden/svm.json", import.meta.url), "utf8"));

interface Fit extends Partial<KernelFunction> {
  kernel: KernelFunction["kind"];
  C: number;
  objective: number;
  decision: number[];
}

const transpose = (rows: number[][]) =>
  (rows[0] as number[]).map((_, j) => Float64Array.from(rows, (row) => row[j] as number));
const functionOf = ({ kernel: kind, gamma = 0, coef0 = 0, degree = 0 }: Fit): KernelFunction => ({ kind, gamma, coef0, degree }); // biome-ignore format: one line

// Both go on to a violation of 1e-6, both keep kernel rows in single precision: ε of that, times sums of a hundred terms.
const OBJECTIVE = 1e-5;
const EQUAL_SHARE = 0.995;
const PRECISE = { epsilon: 0, tol: 1e-6, stepsMax: 10_000_000, stepsLeast: 10_000_000, secondsMax: 100 };

describe.each(["iris", "wine"])("libsvm's C-SVC on %s", (name) => {
  const { x, y, fits } = golden[name] as { x: number[][]; y: number[]; fits: Fit[] };
  const columns = transpose(x);
  const sign = Float64Array.from(y);

  it.each(fits.filter(({ kernel }) => kernel !== "sigmoid"))("is met with the kernel $kernel at C = $C", (fit) => {
    const machine = finish(fitClassifier(kernel, columns, { sign }, { ...PRECISE, kernel: functionOf(fit), C: fit.C }));
    expect(machine.converged).toBe(true);
    expect(Math.abs(machine.objective / fit.objective - 1)).toBeLessThan(OBJECTIVE);
    const values = decide(kernel, columns, machine, { kernel: functionOf(fit), points: columns });
    const equal = values.filter((value, i) => value > 0 === (fit.decision[i] as number) > 0).length;
    expect(equal / values.length).toBeGreaterThanOrEqual(EQUAL_SHARE);
    expect(Math.max(...values.map((value, i) => Math.abs(value - (fit.decision[i] as number))))).toBeLessThan(1e-3);
  });

  // tanh is no kernel in Mercer's sense: the dual has several minima, and which one is met depends on the way there.
  it.each(fits.filter(({ kernel }) => kernel === "sigmoid"))(
    "comes to rest with the kernel $kernel at C = $C",
    (fit) => {
      const machine = finish(
        fitClassifier(kernel, columns, { sign }, { ...PRECISE, kernel: functionOf(fit), C: fit.C }),
      );
      expect(machine.converged).toBe(true);
      if (fit.C === 1) expect(Math.abs(machine.objective / fit.objective - 1)).toBeLessThan(OBJECTIVE);
    },
  );
});

describe("libsvm's ε-SVR on diabetes", () => {
  const { x, y, epsilon, fits } = golden.diabetes as { x: number[][]; y: number[]; epsilon: number; fits: Fit[] };
  const columns = transpose(x);

  it.each(fits)("is met with the kernel $kernel", (fit) => {
    const params = { ...PRECISE, epsilon, kernel: functionOf(fit), C: fit.C };
    const machine = finish(fitRegressor(kernel, columns, { y: Float64Array.from(y) }, params));
    expect(Math.abs(machine.objective / fit.objective - 1)).toBeLessThan(OBJECTIVE);
    const values = decide(kernel, columns, machine, { kernel: params.kernel, points: columns });
    expect(Math.max(...values.map((value, i) => Math.abs(value - (fit.decision[i] as number))))).toBeLessThan(1e-3);
  });
});

describe.each(["iris", "wine"])("libsvm's three classes of %s", (name) => {
  const { x, y, predicted } = golden.three[name] as { x: number[][]; y: number[]; predicted: number[] };
  const columns = transpose(x);
  const rbf: KernelFunction = { kind: "rbf", gamma: 1 / columns.length, coef0: 0, degree: 0 };
  const data = { columns, target: Float64Array.from(y), classCount: 3 };

  it("are told apart alike, each pair by its own machine", () => {
    const model = finish(fitSvmClassifier(kernel, data, { ...PRECISE, kernel: rbf, C: 1 }));
    expect(model.machines).toHaveLength(3);
    const raw = supportVectorMachine.respond(kernel, [model], { columns, rowCount: predicted.length, classCount: 3 });
    const { target } = supportVectorMachine.decide(raw, { classCount: 3, unitCount: 1, params: {}, calibration: null });
    expect([...target]).toEqual(predicted);
  });
});

describe("the dual", () => {
  const linear: KernelFunction = { kind: "linear", gamma: 0, coef0: 0, degree: 0 };

  it("of x = −1, 1 with y = −1, 1 has α = ½, ½: the margin of 1 · x", () => {
    const columns = [Float64Array.of(-1, 1)];
    const machine = finish(
      fitClassifier(kernel, columns, { sign: Float64Array.of(-1, 1) }, { ...PRECISE, kernel: linear, C: 10 }),
    );
    expect([...machine.weights]).toEqual([-0.5, 0.5]);
    expect(machine.bias).toBeCloseTo(0, 12);
    expect(machine.objective).toBeCloseTo(-0.5, 12);
  });

  it("stops at C, and at C times the weight of a row", () => {
    const columns = [Float64Array.of(-1, 1, -1, 1)];
    const data = { sign: Float64Array.of(-1, 1, 1, -1), weights: Float64Array.of(1, 1, 0.25, 0.25) };
    const machine = finish(fitClassifier(kernel, columns, data, { ...PRECISE, kernel: linear, C: 0.2 }));
    expect([...machine.weights].map(Math.abs)).toEqual([0.2, 0.2, 0.05, 0.05]);
  });

  it.each(["linear", "rbf"] as const)(
    "with all rows at C has the bias in the middle, with classes of any sizes that weigh alike: the %s kernel",
    (kind) => {
      const params = { ...PRECISE, kernel: { ...linear, kind, gamma: 1 }, C: 0.0002 };
      for (let ones = 1; ones < 40; ones++)
        for (const others of [ones, 2 * ones + 5, 600]) {
          const sign = Float64Array.from({ length: ones + others }, (_, i) => (i < ones ? 1 : -1));
          const weights = sign.map((y) => sign.length / 2 / (y > 0 ? ones : others));
          const machine = finish(fitClassifier(kernel, [sign], { sign, weights }, params));
          // Both classes are one point each, at x = 1 and −1, and weigh alike: no side is favoured.
          expect([ones, others, machine.bias]).toEqual([ones, others, expect.closeTo(0, 6)]);
        }
    },
  );

  it("fulfils Karush, Kuhn & Tucker's conditions, with a cache of two rows as with all of them", () => {
    const columns = randomColumns(4, 300, 6);
    const sign = (columns[0] as Float64Array).map((value, i) => (value * (columns[1]?.[i] as number) + 0.2 * (columns[3]?.[i] as number) > 0 ? 1 : -1)); // biome-ignore format: one line
    const rbf: KernelFunction = { kind: "rbf", gamma: 0.7, coef0: 0, degree: 0 };
    const dual = { sign, linear: new Float64Array(300).fill(-1), bound: new Float64Array(300).fill(2) };
    const options = { tolerance: 1e-5, stepsMax: 1e7 };
    const [small, large] = [2 * 4 * 304, 1e8].map((cacheBytes) =>
      finish(kernel.solveDual(columns, rbf, dual, { ...options, cacheBytes })),
    );
    expect(small?.alpha).toEqual(large?.alpha);
    const { alpha, f } = large as NonNullable<typeof large>;
    expect(Math.abs(alpha.reduce((sum, a, i) => sum + a * (sign[i] as number), 0))).toBeLessThan(1e-9);
    const up = alpha.keys().filter((i) => (sign[i] === 1 ? (alpha[i] as number) < 2 : (alpha[i] as number) > 0));
    const low = alpha.keys().filter((i) => (sign[i] === 1 ? (alpha[i] as number) > 0 : (alpha[i] as number) < 2));
    const value = (i: number) => (sign[i] as number) - (f[i] as number);
    expect(Math.max(...[...up].map(value)) - Math.min(...[...low].map(value))).toBeLessThan(1e-5);
    // f is Σ yαK, worked out again in plain loops: kernel rows are kept in single precision.
    for (const i of [0, 7, 299]) {
      const sum = alpha.reduce((total, a, j) => {
        const square = columns.reduce((d, column) => d + ((column[i] as number) - (column[j] as number)) ** 2, 0);
        return total + a * (sign[j] as number) * Math.exp(-0.7 * square);
      }, 0);
      expect(Math.abs(sum - (f[i] as number))).toBeLessThan(1e-4);
    }
  });

  it("sees kernel rows to 3e-7, which is single precision: two rows at α = C have f = C(1 − K)", () => {
    const rbf: KernelFunction = { kind: "rbf", gamma: 0.5, coef0: 0, degree: 0 };
    const dual = {
      sign: Float64Array.of(1, -1),
      linear: Float64Array.of(-1, -1),
      bound: Float64Array.of(0.5, 0.5),
    };
    const options = { tolerance: 1e-9, stepsMax: 100, cacheBytes: 1e6 };
    for (const d of [0, 1e-4, 0.1, 0.9, 1.2, 1.7, 3, 5, 9, 20]) {
      const { f } = finish(
        kernel.solveDual([Float64Array.of(1, 1 + d), Float64Array.of(-2, -2 - d)], rbf, dual, options),
      );
      expect(Math.abs(1 - 2 * (f[0] as number) - Math.exp(-d * d))).toBeLessThan(3e-7);
    }
  });

  it("decides by what the exponential is: exp(−γd²) to 1e-13", () => {
    const rbf: KernelFunction = { kind: "rbf", gamma: 1, coef0: 0, degree: 0 };
    const distances = [0, 1e-8, 0.3, 0.589, 1, 2.5, 5, 10, 26, 26.7, 40];
    const machine: Decision = {
      rows: Uint32Array.of(0),
      weights: Float64Array.of(1),
      bias: 0,
      objective: 0,
      steps: 1,
      converged: true,
    };
    const values = decide(kernel, [Float64Array.of(0)], machine, {
      kernel: rbf,
      points: [Float64Array.from(distances)],
    });
    distances.forEach((d, i) => {
      const exact = Math.exp(-d * d);
      if (exact > 1e-300) expect(Math.abs((values[i] as number) / exact - 1)).toBeLessThan(1e-13);
      else expect(values[i]).toBe(0);
    });
  });
});
