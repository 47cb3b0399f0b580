import type { LearnedNorm } from "./learned-norm.ts";

/** Share of further batches that are flagged, though nothing has changed; each is judged, then learned, so ask this last. */
export async function batchesFlagged(norm: LearnedNorm): Promise<number> {
  const { following, batchRows } = norm.recipe;
  const count = Math.floor(following / batchRows);
  let flagged = 0;
  for (let batch = 0; batch < count; batch++) {
    const { drift } = await norm.train(batch * batchRows, (batch + 1) * batchRows);
    if (drift?.flagged) flagged++;
  }
  return flagged / count;
}
