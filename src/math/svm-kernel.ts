// Support vector machines in WebAssembly (kernel/svm.ts): the dual solved, and decision values.
import { assert } from "../error.ts";
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
  ): DualSolution;

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
  svmSolve(variables: number, ...pointersAndLimits: number[]): number;
  svmDecide(points: number, count: number, weights: number, out: number): void;
}

export function createSvmKernel(wasm: Wasm): SvmKernel {
  const exports = wasm.exports as unknown as SvmExports;

  function solveDual(
    columns: readonly Float64Array[],
    kernel: KernelFunction,
    { sign, linear, bound }: Dual,
    { tolerance, stepsMax, cacheBytes }: { tolerance: number; stepsMax: number; cacheBytes: number },
  ): DualSolution {
    const rowCount = columns[0]?.length ?? 0;
    const variables = sign.length;
    assert(variables === rowCount || variables === 2 * rowCount, `${variables} variables for ${rowCount} rows`);
    const stride = strideOf(rowCount);
    const Table = kernel.kind === "rbf" ? Float32Array : Float64Array;
    const slots = Math.min(Math.max(2, Math.floor(cacheBytes / (4 * stride))), Math.max(2, rowCount));
    const [x = 0, norms = 0, scratch = 0, cache = 0, slotOf = 0, rowOf = 0, wasUsed = 0, ...of] = wasm.layOut(
      Table.BYTES_PER_ELEMENT * stride * columns.length,
      8 * stride,
      8 * stride,
      4 * stride * slots,
      4 * rowCount,
      4 * slots,
      slots,
      8 * variables, // α
      8 * variables,
      8 * variables,
      8 * variables,
      4 * variables, // the active ones
      8 * stride, // f
      8 * stride, // the diagonal of K
    );
    const [alpha = 0, signAt = 0, linearAt = 0, boundAt = 0, , f = 0] = of;
    const buffer = wasm.buffer();
    copyTable(columns, new Table(buffer, x, stride * columns.length), stride);
    new Float64Array(buffer, signAt, variables).set(sign);
    new Float64Array(buffer, linearAt, variables).set(linear);
    new Float64Array(buffer, boundAt, variables).set(bound);
    exports.svmTable(rowCount, columns.length, stride, x, scratch, ...numbersOf(kernel));
    if (kernel.kind !== "rbf") exports.svmNorms(norms);
    exports.svmCache(cache, slots, slotOf, rowOf, wasUsed);
    const steps = exports.svmSolve(variables, ...of, tolerance, stepsMax);
    return {
      alpha: new Float64Array(buffer, alpha, variables).slice(),
      f: new Float64Array(buffer, f, rowCount).slice(),
      steps: Math.abs(steps),
      converged: steps >= 0,
    };
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
    const [x = 0, norms = 0, scratch = 0, weightsAt = 0, pointsAt = 0, out = 0] = wasm.layOut(
      8 * stride * columns.length,
      8 * stride,
      8 * stride,
      8 * rowCount,
      8 * pointCount * columns.length,
      8 * pointCount,
    );
    const buffer = wasm.buffer();
    copyTable(columns, new Float64Array(buffer, x, stride * columns.length), stride);
    copyTable(points, new Float64Array(buffer, pointsAt, pointCount * points.length), pointCount);
    new Float64Array(buffer, weightsAt, rowCount).set(weights);
    exports.svmTable(rowCount, columns.length, stride, x, scratch, ...numbersOf(kernel));
    exports.svmNorms(norms);
    exports.svmDecide(pointsAt, pointCount, weightsAt, out);
    return new Float64Array(buffer, out, pointCount).slice();
  }

  return { solveDual, decide, ...createSvmLinearKernel(wasm) };
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
