// Which sessions belong together, as far as their order tells: a log that was put together from one visitor after another, each
// in the order of time, jumps back in time where the next one begins. Sessions of one visitor resemble each other, so folds are
// made of whole blocks; shuffled, they would flatter a model.

/**
 * The number of each session's block, from 0. Those of a known visitor are one block wherever they stand; among the others, a new
 * block begins where a session starts before the one that arrived before it. `startsMs`: in the order of arrival.
 */
export function blocksOf(startsMs: ArrayLike<number>, visitors: readonly (string | null)[] = []): Uint32Array {
  const blocks = new Uint32Array(startsMs.length);
  const known = new Map<string, number>();
  let count = 0;
  let current: number | null = null;
  for (let i = 0; i < startsMs.length; i++) {
    const visitor = visitors[i] ?? null;
    if (visitor !== null) {
      const block = known.get(visitor) ?? count++;
      known.set(visitor, block);
      blocks[i] = block;
      current = null;
    } else {
      if (current === null || (startsMs[i] as number) < (startsMs[i - 1] as number)) current = count++;
      blocks[i] = current;
    }
  }
  return blocks;
}
