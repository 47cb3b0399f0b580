// Support vector machines in WebAssembly (kernel/svm.ts): the dual solved, and decision values.
import { assert } from "../../error.ts";
import type { Work } from "../math/work.ts";
import { solveInSlices } from "./solve-in-slices.ts";
import { createSvmLinearKernel, type SvmLinearKernel } from "./svm-linear-kernel.ts";
import type { Wasm } from "./wasm.ts";

/** K(a, b): a·b, exp(−γ‖a − b‖²), (γ a·b + c)^d, or tanh(γ a·b + c). */
export interface KernelFunction {
  kind: "linear" | "rbf" | "poly" | "sigmoid";
  gamma: number;
  coef0: number;
  degree: number;
}

/** ½ Σ αᵥαᵤyᵥyᵤK + Σ pᵥαᵥ, 0 ≤ αᵥ ≤ Cᵥ, Σ yᵥαᵥ = 0; one or two variables a row, v standing for row v mod rows. */
export interface Dual {
  /** yᵥ, +1 or −1. */
  sign: Float64Array;
  /** pᵥ and Cᵥ. */
  linear: Float64Array;
  bound: Float64Array;
}

export interface DualSolution {
  alpha: Float64Array;
  /** Σ yᵥαᵥ K(xᵥ, ·), one a row. */
  f: Float64Array;
  steps: number;
  converged: boolean;
}

export interface SvmKernel extends SvmLinearKernel {
  /**
   * Solves a dual on rows given column by column, to a violation of the gradient below `tolerance`. Kernel rows are kept in single
   * precision, and "rbf" reads the columns so too: give it standardised ones.
   */
  solveDual(
    columns: readonly Float64Array[],
    kernel: KernelFunction,
    dual: Dual,
    options: { tolerance: number; stepsMax: number; cacheBytes: number },
  ): Work<DualSolution>;

  /** Σ weights · K(row, point), one a point; rows and points are given column by column. */
  decide(
    columns: readonly Float64Array[],
    weights: Float64Array,
    kernel: KernelFunction,
    points: readonly Float64Array[],
  ): Float64Array;
}

const LANES = 16;
const KINDS: KernelFunction["kind"][] = ["linear", "rbf", "poly", "sigmoid"];

interface SvmExports {
  svmTable(...shapeAndKernel: number[]): void;
  svmNorms(norms: number): void;
  svmCache(cache: number, slots: number, slotOf: number, rowOf: number, wasUsed: number): void;
  svmDual(variables: number, ...pointers: number[]): void;
  svmBegin(): void;
  svmSolve(tolerance: number, stepsMax: number, ...work: number[]): number;
  svmDecide(points: number, count: number, weights: number, out: number): void;
}

export function createSvmKernel(wasm: Wasm): SvmKernel {
  const exports = wasm.exports as unknown as SvmExports;

  function* solveDual(
    columns: readonly Float64Array[],
    kernel: KernelFunction,
    dual: Dual,
    { tolerance, stepsMax, cacheBytes }: { tolerance: number; stepsMax: number; cacheBytes: number },
  ): Work<DualSolution> {
    const rowCount = columns[0]?.length ?? 0;
    const variables = dual.sign.length;
    assert(variables === rowCount || variables === 2 * rowCount, `${variables} variables for ${rowCount} rows`);
    const work = dualWork(kernel, rowCount, columns.length);
    let [alpha, f, progress] = [0, 0, 0];
    const stepsAndEnd = () => new Int32Array(wasm.buffer(), progress, 4);
    const seconds = yield* solveInSlices(wasm, {
      open() {
        ({ alpha, f, progress } = layOutDual(wasm, { columns, kernel, dual, cacheBytes }));
        return { from: alpha, to: progress + 16 };
      },
      begin: () => exports.svmBegin(),
      goOn: (most) => exports.svmSolve(tolerance, stepsMax, most, work.visit, work.number, work.row),
      isOver: () => stepsAndEnd()[3] === 1 || stepsAndEnd()[0] === stepsMax,
    });
    const [steps = 0, , , isSolved] = stepsAndEnd();
    const buffer = wasm.buffer();
    const solution = {
      alpha: new Float64Array(buffer, alpha, variables).slice(),
      f: new Float64Array(buffer, f, rowCount).slice(),
      steps,
      converged: isSolved === 1,
    };
    yield seconds;
    return solution;
  }

  function decide(
    columns: readonly Float64Array[],
    weights: Float64Array,
    kernel: KernelFunction,
    points: readonly Float64Array[],
  ): Float64Array {
    const rowCount = weights.length;
    const pointCount = points[0]?.length ?? 0;
    const stride = strideOf(rowCount);
    const at = wasm.layOut({
      x: 8 * stride * columns.length,
      norms: 8 * stride,
      scratch: 8 * stride,
      weights: 8 * rowCount,
      points: 8 * pointCount * columns.length,
      out: 8 * pointCount,
    });
    const buffer = wasm.buffer();
    copyTable(columns, new Float64Array(buffer, at.x, stride * columns.length), stride);
    copyTable(points, new Float64Array(buffer, at.points, pointCount * points.length), pointCount);
    new Float64Array(buffer, at.weights, rowCount).set(weights);
    exports.svmTable(rowCount, columns.length, stride, at.x, at.scratch, ...numbersOf(kernel));
    exports.svmNorms(at.norms);
    exports.svmDecide(at.points, pointCount, at.weights, at.out);
    return new Float64Array(buffer, at.out, pointCount).slice();
  }

  return { solveDual, decide, ...createSvmLinearKernel(wasm) };
}

/** Lays out a dual and what it takes to solve it; answers where stands what that comes to, from α to the progress. */
function layOutDual(
  wasm: Wasm,
  of: { columns: readonly Float64Array[]; kernel: KernelFunction; dual: Dual; cacheBytes: number },
): { alpha: number; f: number; progress: number } {
  const { columns, kernel, dual } = of;
  const exports = wasm.exports as unknown as SvmExports;
  const rowCount = columns[0]?.length ?? 0;
  const variables = dual.sign.length;
  const stride = strideOf(rowCount);
  const Table = kernel.kind === "rbf" ? Float32Array : Float64Array;
  const slots = slotsOf(rowCount, of.cacheBytes);
  const at = wasm.layOut({
    x: Table.BYTES_PER_ELEMENT * stride * columns.length,
    norms: 8 * stride,
    scratch: 8 * stride,
    cache: 4 * stride * slots,
    slotOf: 4 * rowCount,
    rowOf: 4 * slots,
    wasUsed: slots,
    sign: 8 * variables,
    linear: 8 * variables,
    bound: 8 * variables,
    diagonal: 8 * stride, // of K
    alpha: 8 * variables,
    active: 4 * variables,
    f: 8 * stride,
    progress: 16,
  });
  const buffer = wasm.buffer();
  copyTable(columns, new Table(buffer, at.x, stride * columns.length), stride);
  new Float64Array(buffer, at.sign, variables).set(dual.sign);
  new Float64Array(buffer, at.linear, variables).set(dual.linear);
  new Float64Array(buffer, at.bound, variables).set(dual.bound);
  exports.svmTable(rowCount, columns.length, stride, at.x, at.scratch, ...numbersOf(kernel));
  if (kernel.kind !== "rbf") exports.svmNorms(at.norms);
  exports.svmCache(at.cache, slots, at.slotOf, at.rowOf, at.wasUsed);
  exports.svmDual(variables, at.sign, at.linear, at.bound, at.diagonal, at.alpha, at.active, at.f, at.progress);
  return at;
}

/** How many kernel rows are kept. */
export function slotsOf(rowCount: number, cacheBytes: number): number {
  return Math.min(Math.max(2, Math.floor(cacheBytes / (4 * strideOf(rowCount)))), Math.max(2, rowCount));
}

// Measured on a 2-core AMD EPYC under Node 24, from 60 × 3 to 8,000 × 30. A kernel value takes so much beside its columns.
const VISIT_SECONDS = 4.5e-9;
const NUMBER_SECONDS = 4e-10;
const COLUMN_SECONDS = 2.5e-10;
const VALUE_SECONDS = { linear: 1e-9, rbf: 2e-9, poly: 1.2e-8, sigmoid: 1.6e-8 };

/** Seconds that a visit of a variable, a number of f and a kernel row take. */
export function dualWork({ kind }: Pick<KernelFunction, "kind">, rowCount: number, columnCount: number) {
  return {
    visit: VISIT_SECONDS,
    number: NUMBER_SECONDS,
    row: rowCount * (VALUE_SECONDS[kind] + COLUMN_SECONDS * columnCount),
  };
}

/** Column by column, `stride` numbers apart, the rest zero. */
function copyTable(columns: readonly Float64Array[], table: Float32Array | Float64Array, stride: number): void {
  table.fill(0);
  columns.forEach((column, j) => {
    table.set(column, j * stride);
  });
}

function strideOf(rowCount: number): number {
  return Math.ceil(rowCount / LANES) * LANES;
}

function numbersOf({ kind, gamma, coef0, degree }: KernelFunction): number[] {
  return [KINDS.indexOf(kind), gamma, coef0, degree];
}
