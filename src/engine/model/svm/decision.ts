// What a machine has learned, and what it says of a point. The rows it rests on stay where they are: a decision has their numbers.
import type { KernelFunction, SvmKernel } from "../../kernel/svm-kernel.ts";
import { takeRows } from "../take-rows.ts";

/** A decision function: Σ weights · K(row, x) + bias, over the rows that have a weight. */
export interface Machine {
  /** Row numbers, and the weight of each: yα. */
  rows: Uint32Array;
  weights: Float64Array;
  bias: number;
}

/** As it was fitted, its rows ascending. */
export interface Decision extends Machine {
  /** The dual's value, and whether the steps allowed were enough. */
  objective: number;
  steps: number;
  converged: boolean;
}

/** A machine with the rows that it rests on, column by column: what it takes to decide. */
export interface StandingMachine extends Pick<Machine, "weights" | "bias"> {
  supports: readonly Float64Array[];
}

/** `columns` are those that the machine's rows are rows of. */
export function standUp(columns: readonly Float64Array[], { rows, weights, bias }: Machine): StandingMachine {
  const isAll = rows.length === (columns[0]?.length ?? 0) && rows.every((row, i) => row === i);
  return { supports: isAll ? columns : takeRows(columns, rows), weights, bias };
}

/** Decision values of points, one each. */
export function decideStanding(
  kernel: SvmKernel,
  { supports, weights, bias }: StandingMachine,
  of: { kernel: KernelFunction; points: readonly Float64Array[] },
): Float64Array {
  return kernel.decide(supports, weights, of.kernel, of.points).map((sum) => sum + bias);
}

/** The same of a machine whose rows are rows of `columns`. */
export function decide(
  kernel: SvmKernel,
  columns: readonly Float64Array[],
  machine: Machine,
  of: { kernel: KernelFunction; points: readonly Float64Array[] },
): Float64Array {
  return decideStanding(kernel, standUp(columns, machine), of);
}

/**
 * How near to a bound an α is on it, as a share of the bound. Where all rows want to be at theirs, as with a small C and classes that weigh alike,
 * Σyα = 0 holds but for rounding, which leaves one just beside: that one says nothing of the bias.
 */
export const AT_BOUND = 1e-9;

/** The bias where no row fixes it but for its bounds; the one bound where rows of one side only give the other none. */
export function middleOf(most: number, least: number): number {
  if (most === -Infinity) return least;
  return least === Infinity ? most : (most + least) / 2;
}
