// What members say of rows stands side by side; their mean is what the model says.
import { firstLargest } from "../../math/first-largest.ts";
import type { Deciding, Family } from "../family.ts";
import type { Sigmoid } from "../platt.ts";
import type { Decided } from "../training-set.ts";
import type { Member, VotingParams } from "./voting-params.ts";

/** The responses of one member out of those of all; `widths`: numbers a row of each. */
export function blockOf(raw: Float64Array, widths: readonly number[], member: number): Float64Array {
  const all = widths.reduce((sum, width) => sum + width, 0);
  const start = widths.slice(0, member).reduce((sum, width) => sum + width, 0);
  const width = widths[member] as number;
  const rowCount = raw.length / all;
  const block = new Float64Array(rowCount * width);
  for (let row = 0; row < rowCount; row++)
    for (let k = 0; k < width; k++) block[row * width + k] = raw[row * all + start + k] as number;
  return block;
}

/** The way back: the responses of all, row by row. */
export function sideBySide(blocks: readonly Float64Array[], widths: readonly number[], rowCount: number): Float64Array {
  const all = widths.reduce((sum, width) => sum + width, 0);
  const raw = new Float64Array(rowCount * all);
  let start = 0;
  for (const [member, block] of blocks.entries()) {
    const width = widths[member] as number;
    for (let row = 0; row < rowCount; row++)
      for (let k = 0; k < width; k++) raw[row * all + start + k] = block[row * width + k] as number;
    start += width;
  }
  return raw;
}

/** How many curves the probabilities of a member take: the number that is made now, where older models may have others. */
export function curveCount(family: Family, classCount: number): number {
  return family.calibrate === undefined ? 0 : (family.curves?.(classCount)[0] ?? 0);
}

/** What each member decides by; its curves are its own of all, and where there are none it needs none or has none. */
export function memberDecidings(
  members: readonly Member[],
  { classCount, calibration }: Pick<Deciding, "classCount" | "calibration">,
): Deciding[] {
  let curve = 0;
  return members.map(({ family, params }) => {
    const count = curveCount(family, classCount);
    const own = calibration?.slice(curve, curve + count) ?? (count === 0 ? [] : null);
    curve += count;
    return { classCount, unitCount: family.unitCount(params), params, calibration: own };
  });
}

export function weightsOf({ estimators, weights }: Pick<VotingParams, "estimators" | "weights">): number[] {
  return weights ?? estimators.map(() => 1);
}

/**
 * Σ weight · what a member says / Σ weight: y, or of each class the probability, of which the largest is told, of equal ones the first.
 * `calibration`: the curves of the members, one after the other; null where there are none. Then a member that needs curves gives its
 * whole say to the class that it decides for, and no probability is told.
 */
export function vote(
  raw: Float64Array,
  members: readonly Member[],
  of: { classCount: number; weights: readonly number[]; calibration: Sigmoid[] | null },
): Decided {
  const { classCount, calibration, weights } = of;
  const decidings = memberDecidings(members, of);
  const widths = members.map(({ family }) => family.width(classCount));
  const rowCount = raw.length / widths.reduce((sum, width) => sum + width, 0);
  const sums = new Float64Array(rowCount * Math.max(1, classCount));
  for (const [i, { family }] of members.entries()) {
    const said = family.decide(blockOf(raw, widths, i), decidings[i] as Deciding);
    add(sums, classCount === 0 ? said.target : (said.probability ?? certain(said.target, classCount)), weights[i]);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const means = sums.map((sum) => sum / total);
  if (classCount === 0) return { target: means, probability: null };
  const target = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++)
    target[row] = firstLargest(means.subarray(row * classCount, (row + 1) * classCount));
  const isTold = calibration !== null || members.every(({ family }) => family.calibrate === undefined);
  return { target, probability: isTold ? means : null };
}

function add(sums: Float64Array, said: Float64Array, weight = 1): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + weight * (said[i] as number);
}

/** Of each row 1 for the class that was decided for. */
function certain(target: Float64Array, classCount: number): Float64Array {
  const votes = new Float64Array(target.length * classCount);
  for (const [row, k] of target.entries()) votes[row * classCount + k] = 1;
  return votes;
}
