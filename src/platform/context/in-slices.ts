// Rows worked through in slices, so that others who are served by the same thread get a turn between them.
import { SLICE_SECONDS } from "../../engine/math/work.ts";
import type { UnitRange } from "../../engine/model/family.ts";
import type { Context } from "./context.ts";

// What a model takes before the first row of a slice is then little beside it.
const SLICE_ROWS_LEAST = 32;

/** What each slice gave, in their order. `rowSeconds`: what a row takes. */
export async function inSlices<T>(
  context: Pick<Context, "sleep">,
  { rowCount, rowSeconds }: { rowCount: number; rowSeconds: number },
  work: (rows: UnitRange) => T,
): Promise<T[]> {
  const length = Math.max(SLICE_ROWS_LEAST, Math.floor(SLICE_SECONDS / rowSeconds));
  const given: T[] = [];
  for (let from = 0; from < rowCount; from += length) {
    if (from > 0) await context.sleep(0);
    given.push(work({ from, to: Math.min(rowCount, from + length) }));
  }
  return given;
}
