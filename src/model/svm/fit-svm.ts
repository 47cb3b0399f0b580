// Support vector machines (Cortes & Vapnik 1995) on standardised columns: C-SVC for two classes at a time, ε-SVR for numbers, by
// their dual (see math/kernel/svm.ts). Several classes are told apart one against one, as libsvm does (Chang & Lin 2011).
import type { Dual, KernelFunction, SvmKernel } from "../../math/svm-kernel.ts";
import { type Decision, middleOf } from "./decision.ts";
import { fitLinear } from "./fit-linear.ts";

export interface SvmParams {
  kernel: KernelFunction;
  C: number;
  /** Half the width of the tube without loss, in units of the target; regression only. */
  epsilon: number;
  tol: number;
  /** Steps that few rows may take; ten million unless given. */
  stepsLeast?: number;
}

// libsvm's own: so many steps a row, and ten million at least.
const STEPS_PER_ROW = 100;
const STEPS_LEAST = 10_000_000;

// With the linear kernel rows beyond these cost time by their number and no longer by its square. Measured from 100 × 4 to 5,000 × 300
// at C of 0.1 to 10: from here on that is the faster way, 3 to 1000 times; with fewer rows a column it need not be.
const LINEAR_ROWS_LEAST = 500;
const LINEAR_ROWS_A_COLUMN = 5;

// Kernel rows kept: beside them stand the table and its copies in an isolate's 128 MB.
const CACHE_BYTES = 48 * 1024 * 1024;

/** Two classes: `sign` is +1 or −1, one a row; `weights` multiply C, one a row. */
export function fitClassifier(
  kernel: SvmKernel,
  columns: readonly Float64Array[],
  { sign, weights }: { sign: Float64Array; weights?: Float64Array },
  params: SvmParams,
): Decision {
  const bound = sign.map((_, row) => params.C * (weights?.[row] ?? 1));
  if (isTall(columns, params)) {
    const low = bound.map((most, row) => (sign[row] === 1 ? 0 : -most));
    const high = bound.map((most, row) => (sign[row] === 1 ? most : 0));
    return fitLinear(kernel, columns, { target: sign, low, high, epsilon: 0 }, params.tol);
  }
  return solve(kernel, columns, { sign, linear: new Float64Array(sign.length).fill(-1), bound }, params);
}

/** Numbers. */
export function fitRegressor(
  kernel: SvmKernel,
  columns: readonly Float64Array[],
  y: Float64Array,
  params: SvmParams,
): Decision {
  const { length } = y;
  const { C, epsilon } = params;
  if (isTall(columns, params)) {
    const high = new Float64Array(length).fill(C);
    return fitLinear(kernel, columns, { target: y, low: high.map((most) => -most), high, epsilon }, params.tol);
  }
  const dual = {
    sign: new Float64Array(2 * length).fill(1).fill(-1, length),
    linear: Float64Array.from([...y.map((value) => -value), ...y], (value) => epsilon + value),
    bound: new Float64Array(2 * length).fill(C),
  };
  return solve(kernel, columns, dual, params);
}

function isTall(columns: readonly Float64Array[], { kernel }: SvmParams): boolean {
  return kernel.kind === "linear" && isManyRows(columns[0]?.length ?? 0, columns.length);
}

/** Whether the linear kernel is solved by rows and not by pairs of them. */
export function isManyRows(rowCount: number, columnCount: number): boolean {
  return rowCount >= LINEAR_ROWS_LEAST && rowCount >= LINEAR_ROWS_A_COLUMN * columnCount;
}

function solve(kernel: SvmKernel, columns: readonly Float64Array[], dual: Dual, params: SvmParams): Decision {
  const rowCount = columns[0]?.length ?? 0;
  const { alpha, f, converged } = kernel.solveDual(columns, params.kernel, dual, {
    tolerance: params.tol,
    stepsMax: Math.min(2 ** 31 - 1, Math.max(params.stepsLeast ?? STEPS_LEAST, STEPS_PER_ROW * rowCount)),
    cacheBytes: CACHE_BYTES,
  });
  const weights = new Float64Array(rowCount);
  let objective = 0;
  for (let v = 0; v < alpha.length; v++) {
    const [row, y, a] = [v % rowCount, dual.sign[v] as number, alpha[v] as number];
    weights[row] = (weights[row] as number) + y * a;
    objective += (dual.linear[v] as number) * a;
  }
  for (let row = 0; row < rowCount; row++) objective += ((weights[row] as number) * (f[row] as number)) / 2;
  const rows = Uint32Array.from([...weights.keys()].filter((row) => weights[row] !== 0));
  return {
    rows,
    weights: Float64Array.from(rows, (row) => weights[row] as number),
    bias: biasOf(dual, alpha, f),
    objective,
    converged,
  };
}

/** −yG of the variables between their bounds, on average; of none, the middle of what the bounds allow (libsvm's −ρ). */
function biasOf({ sign, linear, bound }: Dual, alpha: Float64Array, f: Float64Array): number {
  let sum = 0;
  let free = 0;
  let most = -Infinity;
  let least = Infinity;
  for (let v = 0; v < alpha.length; v++) {
    const [y, a] = [sign[v] as number, alpha[v] as number];
    const value = -((f[v % f.length] as number) + y * (linear[v] as number));
    if (a > 0 && a < (bound[v] as number)) {
      sum += value;
      free++;
    } else if (a > 0 === y > 0) least = Math.min(least, value);
    else most = Math.max(most, value);
  }
  return free > 0 ? sum / free : middleOf(most, least);
}
