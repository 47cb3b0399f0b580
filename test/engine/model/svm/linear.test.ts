import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { KernelFunction } from "../../../../src/engine/kernel/svm-kernel.ts";
import type { LinearDual } from "../../../../src/engine/kernel/svm-linear-kernel.ts";
import { finish } from "../../../../src/engine/math/work.ts";
import { scalingOf, standardise } from "../../../../src/engine/model/standardise.ts";
import { decide } from "../../../../src/engine/model/svm/decision.ts";
import { fitLinear } from "../../../../src/engine/model/svm/fit-linear.ts";
import { fitClassifier, fitRegressor } from "../../../../src/engine/model/svm/fit-svm.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { normal, randomColumns, uniform } from "../../../support/numbers.ts";

const kernel = wasmKernel();
const golden = JSON.parse(readFileSync(new URL("../../../golden/svm.json", import.meta.url), "utf8"));
const linear: KernelFunction = { kind: "linear", gamma: 0, coef0: 0, degree: 0 };

// libsvm goes on to a violation of 1e-6, and keeps its numbers in double precision here.
const GOLDEN_OBJECTIVE = 1e-9;
// Sequential minimal optimisation goes on to 1e-5 here, and keeps kernel rows in single precision.
const OBJECTIVE = 1e-5;
const VALUE = 1e-3;
// Σβ = 0 and w = Σβx but for the rounding of sums, as a share of Σ|β|.
const ROUNDING = 1e-10;
// Of a value that is solved to a violation of 1e-9.
const DIGITS = 8;

interface Fit {
  kernel: string;
  C: number;
  objective: number;
  decision: number[];
}

function classes(sign: Float64Array, C: number | ((row: number) => number)): LinearDual {
  const bound = sign.map((_, row) => (typeof C === "number" ? C : C(row)));
  const [low, high] = [-1, 1].map((side) => bound.map((most, row) => (sign[row] === side ? side * most : 0)));
  return { target: sign, low: low as Float64Array, high: high as Float64Array, epsilon: 0 };
}

function numbers(y: Float64Array, C: number, epsilon: number): LinearDual {
  return { target: y, low: y.map(() => -C), high: y.map(() => C), epsilon };
}

/** Rows with a line to find and noise of the given size, for numbers and for classes. */
function rows(count: number, columnCount: number, noise: number) {
  const random = normal(uniform(1));
  const columns = Array.from({ length: columnCount }, () => Float64Array.from({ length: count }, random));
  const y = Float64Array.from({ length: count }, (_, i) => {
    const [a = 0, b = 0, c = 0] = columns.map((column) => column[i] as number);
    return 3 * a + b - 0.5 * b * c + noise * random();
  });
  return { columns, y, sign: y.map((value) => (value > 0.4 ? 1 : -1)) };
}

/** What Karush, Kuhn & Tucker ask for, worked out again in plain loops from β alone. */
function conditionsOf(
  columns: readonly Float64Array[],
  { target, low, high, epsilon }: LinearDual,
  beta: Float64Array,
) {
  const w = columns.map((column) => column.reduce((sum, value, i) => sum + value * (beta[i] as number), 0));
  let [most, least, total, size, outside] = [-Infinity, Infinity, 0, 0, 0];
  beta.forEach((b, i) => {
    const value = columns.reduce((sum, column, j) => sum + (column[i] as number) * (w[j] as number), 0);
    const rest = (target[i] as number) - value;
    if (b < (high[i] as number)) most = Math.max(most, b < 0 ? rest + epsilon : rest - epsilon);
    if (b > (low[i] as number)) least = Math.min(least, b > 0 ? rest - epsilon : rest + epsilon);
    if (b < (low[i] as number) || b > (high[i] as number)) outside++;
    total += b;
    size += Math.abs(b);
  });
  return { w, violation: most - least, outside, imbalance: Math.abs(total) / (size || 1), size };
}

function expectSolved(columns: readonly Float64Array[], dual: LinearDual, tolerance: number) {
  const solution = finish(kernel.solveLinear(columns, dual, { tolerance, stepsMax: 2000 }));
  const { w, violation, outside, imbalance, size } = conditionsOf(columns, dual, solution.beta);
  expect(solution.converged).toBe(true);
  expect(outside).toBe(0);
  expect(imbalance).toBeLessThan(ROUNDING);
  expect(violation).toBeLessThan(tolerance * (1 + ROUNDING) + ROUNDING * size);
  w.forEach((value, j) => {
    expect(Math.abs(value - (solution.w[j] as number))).toBeLessThan(ROUNDING * (size + 1));
  });
  return solution;
}

const transpose = (table: number[][]) =>
  (table[0] as number[]).map((_, j) => Float64Array.from(table, (row) => row[j] as number));

const cases = ["iris", "wine", "diabetes"].flatMap((name) =>
  (golden[name].fits as Fit[]).filter((fit) => fit.kernel === "linear").map((fit) => ({ name, fit, C: fit.C })),
);

describe("libsvm's linear machines", () => {
  it.each(cases)("are met on $name at C = $C", ({ name, fit, C }) => {
    const { x, y, epsilon } = golden[name] as { x: number[][]; y: number[]; epsilon?: number };
    const columns = transpose(x);
    const target = Float64Array.from(y);
    const dual = epsilon === undefined ? classes(target, C) : numbers(target, C, epsilon);
    const machine = finish(fitLinear(kernel, columns, dual, { tolerance: 1e-7, stepsMax: 2000 }));
    expect(machine.converged).toBe(true);
    expect(Math.abs(machine.objective / fit.objective - 1)).toBeLessThan(GOLDEN_OBJECTIVE);
    const values = decide(kernel, columns, machine, { kernel: linear, points: columns });
    expect(Math.max(...values.map((value, i) => Math.abs(value - (fit.decision[i] as number))))).toBeLessThan(VALUE);
  });
});

describe("both solvers", () => {
  const { columns, y, sign } = rows(400, 6, 0.5);
  const weights = sign.map((value, row) => (value === 1 ? 3 : 1) * (1 + (row % 4)));

  it.each([0.01, 1, 20])("agree on classes whose rows have weights, at C = %d", (C) => {
    const params = { kernel: linear, C, epsilon: 0, tol: 1e-5, stepsMax: 10_000_000 };
    const one = finish(fitClassifier(kernel, columns, { sign, weights }, params));
    const other = finish(
      fitLinear(
        kernel,
        columns,
        classes(sign, (row) => C * (weights[row] as number)),
        { tolerance: 1e-5, stepsMax: 2000 },
      ),
    );
    expect(Math.abs(other.objective / one.objective - 1)).toBeLessThan(OBJECTIVE);
    const [a, b] = [one, other].map((machine) => decide(kernel, columns, machine, { kernel: linear, points: columns }));
    expect(Math.max(...(a as Float64Array).map((value, i) => Math.abs(value - (b?.[i] as number))))).toBeLessThan(
      VALUE,
    );
  });

  it.each([0.01, 1, 20])("agree on numbers, at C = %d", (C) => {
    const one = finish(
      fitRegressor(kernel, columns, { y }, { kernel: linear, C, epsilon: 0.2, tol: 1e-5, stepsMax: 10_000_000 }),
    );
    const other = finish(fitLinear(kernel, columns, numbers(y, C, 0.2), { tolerance: 1e-5, stepsMax: 2000 }));
    expect(Math.abs(other.objective / one.objective - 1)).toBeLessThan(OBJECTIVE);
    const [a, b] = [one, other].map((machine) => decide(kernel, columns, machine, { kernel: linear, points: columns }));
    expect(Math.max(...(a as Float64Array).map((value, i) => Math.abs(value - (b?.[i] as number))))).toBeLessThan(
      VALUE,
    );
  });

  it("are taken each where it is the faster: the one for many rows keeps β on its bounds and Σβ = 0 all the same", () => {
    const many = rows(500, 3, 0.5);
    const machine = finish(
      fitClassifier(
        kernel,
        many.columns,
        { sign: many.sign },
        { kernel: linear, C: 1, epsilon: 0, tol: 1e-6, stepsMax: 10_000_000 },
      ),
    );
    const direct = finish(fitLinear(kernel, many.columns, classes(many.sign, 1), { tolerance: 1e-6, stepsMax: 2000 }));
    expect(machine).toEqual(direct);
    const fewer = many.columns.map((column) => column.slice(0, 499));
    const sign = many.sign.slice(0, 499);
    const small = finish(
      fitClassifier(kernel, fewer, { sign }, { kernel: linear, C: 1, epsilon: 0, tol: 1e-6, stepsMax: 10_000_000 }),
    );
    expect(small).not.toEqual(finish(fitLinear(kernel, fewer, classes(sign, 1), { tolerance: 1e-6, stepsMax: 2000 })));
  });
});

describe("Karush, Kuhn & Tucker's conditions", () => {
  it.each([0.01, 1, 100])("hold on 20,000 rows at C = %d", (C) => {
    const { columns, y, sign } = rows(20_000, 12, 1);
    expectSolved(columns, classes(sign, C), 1e-3);
    expectSolved(columns, numbers(y, C, 0.1), 1e-3);
  });

  it("hold with rows that stand there ten times, a constant column and one of zeros", () => {
    const { columns, y, sign } = rows(300, 4, 0.7);
    const tenfold = (column: Float64Array) => Float64Array.from({ length: 3000 }, (_, i) => column[i % 300] as number);
    const table = [...columns.map(tenfold), new Float64Array(3000).fill(1), new Float64Array(3000)];
    for (const C of [0.1, 100]) {
      const { w } = expectSolved(table, classes(tenfold(sign), C), 1e-5);
      // The bias is free, so that no weight is worth its price on a column that is constant: Σβ = 0.
      expect(Math.abs(w[4] as number)).toBeLessThan(1e-6);
      expect(w[5]).toBe(0);
      expectSolved(table, numbers(tenfold(y), C, 0.1), 1e-5);
    }
  });

  it("hold where a line parts the classes, and where one class is a single row", () => {
    const { columns, y } = rows(1001, 5, 0);
    const parted = (columns[0] as Float64Array).map((value) => (value > 0 ? 1 : -1));
    expectSolved(columns, classes(parted, 100), 1e-5);
    const top = Math.max(...y);
    expectSolved(columns, classes(y.map((value) => (value === top ? 1 : -1)), 100), 1e-5); // biome-ignore format: one line
  });

  it.each([1000, 10_000])("hold where columns have long tails and a line parts the classes, at C = %d", (C) => {
    const tails = rows(1000, 8, 0).columns.map((column) => column.map((value) => Math.exp(3 * value)));
    const columns = standardise(tails, scalingOf(tails));
    const [a, b] = columns as [Float64Array, Float64Array];
    const parted = a.map((value, i) => (value + (b[i] as number) > 0.5 ? 1 : -1));
    expectSolved(columns, classes(parted, C), 1e-3);
  });

  it("hold with more columns than rows", () => {
    const columns = randomColumns(40, 25);
    const sign = Float64Array.from({ length: 25 }, (_, i) => (i % 3 === 0 ? 1 : -1));
    expectSolved(columns, classes(sign, 10), 1e-6);
  });
});

describe("by hand", () => {
  it("x = −1, 1 and y = −1, 1 have w = 1, b = 0: β = −½, ½", () => {
    const machine = finish(
      fitLinear(kernel, [Float64Array.of(-1, 1)], classes(Float64Array.of(-1, 1), 10), {
        tolerance: 1e-9,
        stepsMax: 2000,
      }),
    );
    expect(machine.weights[0]).toBeCloseTo(-0.5, DIGITS);
    expect(machine.weights[1]).toBeCloseTo(0.5, DIGITS);
    expect(machine.bias).toBeCloseTo(0, DIGITS);
    expect(machine.objective).toBeCloseTo(-0.5, DIGITS);
  });

  it("a class that is alone, and numbers that are all one, have no weights: the bias says it all", () => {
    const x = [Float64Array.of(3, -1, 2, 7)];
    for (const dual of [classes(new Float64Array(4).fill(1), 100), numbers(new Float64Array(4).fill(1), 100, 0)]) {
      const machine = finish(fitLinear(kernel, x, dual, { tolerance: 1e-6, stepsMax: 2000 }));
      expect(machine.converged).toBe(true);
      expect(Math.max(0, ...machine.weights.map(Math.abs))).toBeLessThan(10 ** -DIGITS * 100);
      expect(machine.bias).toBeCloseTo(1, 6);
    }
  });

  it("the line y = 2x + 1 within ε = ½, x = 0, 2, has w = 1½, b = 1½", () => {
    // Flattest within the tube: through (0, 1½) and (2, 4½); w = β · 2 with β = ¾ on the second row.
    const machine = finish(
      fitLinear(kernel, [Float64Array.of(0, 2)], numbers(Float64Array.of(1, 5), 10, 0.5), {
        tolerance: 1e-9,
        stepsMax: 2000,
      }),
    );
    expect(machine.weights[1]).toBeCloseTo(0.75, DIGITS);
    expect(machine.bias).toBeCloseTo(1.5, DIGITS);
  });
});
