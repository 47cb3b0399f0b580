// Which sessions belong together, as far as their order tells: a log that was put together from one visitor after another, each
// in the order of time, jumps back in time where the next one begins; one in the order of time alone is cut into stretches of it.
// Sessions of one visitor resemble each other, so folds are made of whole blocks; shuffled, they would flatter a model.

import { FOLD_COUNT } from "../../engine/time/fold.ts";

/** Blocks by number, from 0, and how many sessions are of runs that had to be cut. */
export interface Blocks {
  of: Uint32Array;
  cutCount: number;
}

/**
 * Sessions of a known visitor are one block wherever they stand; among the others, a new block begins where a session starts before the
 * one that arrived before it. More than half of all sessions in one run are not one visitor's, but a log in the order of time: it is cut
 * where nobody came for longest. `startsMs`: in the order of arrival.
 */
export function blocksOf(startsMs: ArrayLike<number>, visitors: readonly (string | null)[] = []): Blocks {
  const of = new Uint32Array(startsMs.length);
  const known = new Map<string, number>();
  let count = 0;
  let cutCount = 0;
  for (let from = 0, to = 1; from < startsMs.length; from = to++) {
    const visitor = visitors[from] ?? null;
    if (visitor !== null) {
      const block = known.get(visitor) ?? count++;
      known.set(visitor, block);
      of[from] = block;
      continue;
    }
    while (to < startsMs.length && (visitors[to] ?? null) === null && gapBefore(startsMs, to) >= 0) to++;
    const cuts = 2 * (to - from) > startsMs.length ? cutsOf(startsMs, from, to) : [];
    if (cuts.length > 0) cutCount += to - from;
    [from, ...cuts].forEach((begin, part) => {
      of.fill(count++, begin, cuts[part] ?? to);
    });
  }
  return { of, cutCount };
}

// A visit of a visitor who came often tells less of others than one of somebody else. Of −1/2, −3/4 and −1 all told as many of both genders
// right; the larger ordered them better.
const WEIGHT_POWER = -3 / 4;

/** What each session weighs: less, the more there are of its block; 1 on average. */
export function weightsOf({ of }: Blocks): Float64Array {
  const sizes = new Map<number, number>();
  for (const block of of) sizes.set(block, (sizes.get(block) ?? 0) + 1);
  const weights = Float64Array.from(of, (block) => (sizes.get(block) as number) ** WEIGHT_POWER);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

function gapBefore(startsMs: ArrayLike<number>, i: number): number {
  return (startsMs[i] as number) - (startsMs[i - 1] as number);
}

/** Where the parts of sessions `from` … `to` − 1 begin, the first left out: near each fifth, after the longest gap that is near it. */
function cutsOf(startsMs: ArrayLike<number>, from: number, to: number): number[] {
  const length = (to - from) / FOLD_COUNT;
  const cuts: number[] = [];
  for (let part = 1; part < FOLD_COUNT; part++) {
    let best = 0;
    for (let i = Math.ceil(from + (part - 0.25) * length); i < from + (part + 0.25) * length; i++)
      if (best === 0 || gapBefore(startsMs, i) > gapBefore(startsMs, best)) best = i;
    if (best > 0 && gapBefore(startsMs, best) > 0) cuts.push(best);
  }
  return cuts;
}
