// Support vector machines (Cortes & Vapnik 1995) on standardised columns: C-SVC for two classes at a time, ε-SVR for numbers, by
// their dual (see engine/kernel/assembly/svm.ts). Several classes are told apart one against one, as libsvm does (Chang & Lin 2011).
import type { Dual, KernelFunction, SvmKernel } from "../../kernel/svm-kernel.ts";
import type { Work } from "../../math/work.ts";
import { AT_BOUND, type Decision, middleOf } from "./decision.ts";
import { fitLinear } from "./fit-linear.ts";

export interface SvmParams {
  kernel: KernelFunction;
  C: number;
  /** Half the width of the tube without loss, in units of the target; regression only. */
  epsilon: number;
  tol: number;
}

/** `stepsMax`: a machine that would take more has not converged. */
type MachineParams = SvmParams & { stepsMax: number };

// With the linear kernel rows beyond these cost time by their number and no longer by its square. Measured from 100 × 4 to 5,000 × 300
// at C of 0.1 to 10: from here on that is the faster way, 3 to 1000 times; with fewer rows a column it need not be.
const LINEAR_ROWS_LEAST = 500;
const LINEAR_ROWS_A_COLUMN = 5;

/** Kernel rows kept: beside them stand the table and its copies in an isolate's 128 MB. */
export const CACHE_BYTES = 48 * 1024 * 1024;

/** Two classes: `sign` is +1 or −1, one a row; `weights` multiply C, one a row. */
export function* fitClassifier(
  kernel: SvmKernel,
  columns: readonly Float64Array[],
  { sign, weights }: { sign: Float64Array; weights?: Float64Array },
  params: MachineParams,
): Work<Decision> {
  const bound = sign.map((_, row) => params.C * (weights?.[row] ?? 1));
  if (isTall(params.kernel.kind, sign.length, columns.length)) {
    const low = bound.map((most, row) => (sign[row] === 1 ? 0 : -most));
    const high = bound.map((most, row) => (sign[row] === 1 ? most : 0));
    return yield* fitLinear(kernel, columns, { target: sign, low, high, epsilon: 0 }, optionsOf(params));
  }
  return yield* solve(kernel, columns, { sign, linear: new Float64Array(sign.length).fill(-1), bound }, params);
}

/** Numbers; `weights` multiply C, one a row. */
export function* fitRegressor(
  kernel: SvmKernel,
  columns: readonly Float64Array[],
  { y, weights }: { y: Float64Array; weights?: Float64Array | undefined },
  params: MachineParams,
): Work<Decision> {
  const { length } = y;
  const { C, epsilon } = params;
  const bound = y.map((_, row) => C * (weights?.[row] ?? 1));
  if (isTall(params.kernel.kind, length, columns.length)) {
    const dual = { target: y, low: bound.map((most) => -most), high: bound, epsilon };
    return yield* fitLinear(kernel, columns, dual, optionsOf(params));
  }
  const dual = {
    sign: new Float64Array(2 * length).fill(1).fill(-1, length),
    linear: Float64Array.from([...y.map((value) => -value), ...y], (value) => epsilon + value),
    bound: Float64Array.from([...bound, ...bound]),
  };
  return yield* solve(kernel, columns, dual, params);
}

function optionsOf({ tol, stepsMax }: MachineParams): { tolerance: number; stepsMax: number } {
  return { tolerance: tol, stepsMax };
}

/** Whether a machine is solved by rows, and not by pairs of them. */
export function isTall(kind: KernelFunction["kind"], rowCount: number, columnCount: number): boolean {
  return kind === "linear" && rowCount >= LINEAR_ROWS_LEAST && rowCount >= LINEAR_ROWS_A_COLUMN * columnCount;
}

function* solve(
  kernel: SvmKernel,
  columns: readonly Float64Array[],
  dual: Dual,
  params: MachineParams,
): Work<Decision> {
  const rowCount = columns[0]?.length ?? 0;
  const { alpha, f, steps, converged } = yield* kernel.solveDual(columns, params.kernel, dual, {
    ...optionsOf(params),
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
    steps,
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
    const [y, share] = [sign[v] as number, (alpha[v] as number) / (bound[v] as number)];
    const value = -((f[v % f.length] as number) + y * (linear[v] as number));
    if (share > AT_BOUND && share < 1 - AT_BOUND) {
      sum += value;
      free++;
    } else if (share > AT_BOUND === y > 0) least = Math.min(least, value);
    else most = Math.max(most, value);
  }
  return free > 0 ? sum / free : middleOf(most, least);
}
