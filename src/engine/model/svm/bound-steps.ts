// How many steps a machine may take: the bound makes the worst of a fit finite. A machine that meets it has not converged, and says so.
import { dualWork, type KernelFunction, slotsOf } from "../../kernel/svm-kernel.ts";
import { linearWork } from "../../kernel/svm-linear-kernel.ts";
import { CACHE_BYTES, isTall } from "./fit-svm.ts";

/** What one unit may take (UNIT_SECONDS_MAX of platform/schema/limit.ts). */
export const FIT_SECONDS_MAX = 100;

// Of pairs of rows, as libsvm: so many a row, and so many at least. libsvm's own least is ten million, which would be a minute of 500 rows.
export const PAIRS_PER_ROW = 100;
export const PAIRS_LEAST = 200_000;

/**
 * Of Newton's method, with the linear kernel on many rows. Twenty to sixty are usual; two hundred were seen with 500 columns, a thousand
 * on separable classes with long tails at C = 1000.
 */
export const NEWTON_STEPS = 2000;

export interface Bounds {
  /** Steps that few rows may take. */
  stepsLeast: number;
  /** What all machines of a fit may take, counted by their steps. */
  secondsMax: number;
}

/** What a machine is fitted to. */
export interface MachineShape {
  rowCount: number;
  columnCount: number;
  isRegression: boolean;
}

type Kind = Pick<KernelFunction, "kind">;

/** The bound of a machine's steps, whatever they take. */
export function stepsMost({ kind }: Kind, { rowCount, columnCount }: MachineShape, stepsLeast: number): number {
  if (isTall(kind, rowCount, columnCount)) return NEWTON_STEPS;
  return Math.max(stepsLeast, PAIRS_PER_ROW * rowCount);
}

/** The same of a machine that may take so many seconds. */
export function stepsWithin(
  seconds: number,
  { kernel, stepsLeast }: { kernel: Kind; stepsLeast: number },
  shape: MachineShape,
): number {
  const most = stepsMost(kernel, shape, stepsLeast);
  return Math.max(1, Math.min(most, Math.floor(seconds / stepSeconds(kernel, shape))));
}

// A search along a step of Newton's has as many trials at most.
const TRIALS_MOST = 50;

/** What a step takes at most; with a cache that does not hold all rows each is taken to work out one. */
export function stepSeconds({ kind }: Kind, { rowCount, columnCount, isRegression }: MachineShape): number {
  if (isTall(kind, rowCount, columnCount)) {
    const { step, between, trial } = linearWork(rowCount, columnCount);
    return step + rowCount * between + TRIALS_MOST * trial;
  }
  const { visit, number, row } = dualWork({ kind }, rowCount, columnCount);
  const variables = isRegression ? 2 * rowCount : rowCount;
  const isHeld = slotsOf(rowCount, CACHE_BYTES) >= rowCount;
  return visit * variables + number * rowCount + (isHeld ? 0 : row);
}
