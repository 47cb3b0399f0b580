// Numbers of a model that comes from outside. X and y reach from 1e-30 to 1e30, and what a training makes of them stays far within
// these; squares of such numbers, and their sums over columns, are finite still.
import * as v from "valibot";

const LEARNED_MAX = 1e150;
const SIZE = `not of size up to ${LEARNED_MAX}`;

export const LearnedNumber = v.pipe(v.number(), v.check(isLearned, SIZE));

/** So many of them; any number unless given. */
export function learnedNumbers(length?: number) {
  return v.pipe(
    v.instance(Float64Array),
    v.check((values) => length === undefined || values.length === length, `not ${length} numbers`),
    v.check((values) => values.every(isLearned), `numbers that are ${SIZE}`),
  );
}

/** NaN is not. */
export function isLearned(value: number): boolean {
  return Math.abs(value) <= LEARNED_MAX;
}
