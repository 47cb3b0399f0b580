// Raw responses as they come of a model: of each row the numbers that its family decides by and, behind them, of a model that says so, the ends
// that it has y between.
import { joinFloats } from "../math/join-floats.ts";
import type { Family, Params } from "./family.ts";
import type { Decided } from "./training-set.ts";

/** Between what y is said to lie, one number a row each. */
export interface Ends {
  lower: Float64Array;
  upper: Float64Array;
}

export interface DecidedRaw extends Decided {
  /** Null of a model that says none. */
  ends: Ends | null;
}

const END_COUNT = 2;

/** How many numbers a row has. */
export function rawWidth(family: Family, classCount: number, params: Params): number {
  return family.width(classCount) + (hasEnds(family, params) ? END_COUNT : 0);
}

export function hasEnds(family: Family, params: Params): boolean {
  return family.hasEnds?.(params) ?? false;
}

/** What they mean. */
export function decideRaw(family: Family, raw: Float64Array, of: Parameters<Family["decide"]>[1]): DecidedRaw {
  if (!hasEnds(family, of.params)) return { ...family.decide(raw, of), ends: null };
  const own = family.width(of.classCount);
  const width = own + END_COUNT;
  const rowCount = raw.length / width;
  const decided = new Float64Array(rowCount * own);
  for (let row = 0; row < rowCount; row++) decided.set(raw.subarray(row * width, row * width + own), row * own);
  const endsAt = (place: number) =>
    Float64Array.from({ length: rowCount }, (_, row) => raw[row * width + own + place] as number);
  return { ...family.decide(decided, of), ends: { lower: endsAt(0), upper: endsAt(1) } };
}

/** What was decided of some rows after others. */
export function joinDecided(parts: readonly DecidedRaw[]): DecidedRaw {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const probability = parts.flatMap((part) => part.probability ?? []);
  const ends = parts.flatMap((part) => part.ends ?? []);
  return {
    target: joinFloats(parts.map(({ target }) => target)),
    probability: probability.length === 0 ? null : joinFloats(probability),
    ends:
      ends.length === 0
        ? null
        : { lower: joinFloats(ends.map(({ lower }) => lower)), upper: joinFloats(ends.map(({ upper }) => upper)) },
  };
}
