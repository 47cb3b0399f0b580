// AssemblyScript: which rows a tree was grown on. The draw follows from the tree's seed, so it is made anew wherever it is asked for
// and never stored. `draws`: how often each row was drawn, u8.
import { below, seedRandom } from "./random";

/** Draws rows with replacement (`sampleCount` > 0), or takes all once. */
export function drawRows(seed: u64, sampleCount: i32, rowCount: i32, draws: usize): void {
  seedRandom(seed);
  if (sampleCount == 0) {
    memory.fill(draws, 1, <usize>rowCount);
    return;
  }
  memory.fill(draws, 0, <usize>rowCount);
  for (let i = 0; i < sampleCount; i++) {
    const at = draws + <usize>below(rowCount);
    const count = load<u8>(at);
    if (count < 255) store<u8>(at, count + 1);
  }
}

/** Numbers of the rows that were not drawn (u32), of `rowCount` whose draws begin at `draws`; answers how many. */
export function listUndrawn(draws: usize, rowCount: i32, list: usize): i32 {
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    store<u32>(list + (<usize>count << 2), row);
    count += <i32>(load<u8>(draws + <usize>row) == 0);
  }
  return count;
}
