import type { LearnedNorm } from "./learned-norm.ts";

/** Share of the rows after what was learned that are within their intervals; a row without an interval is not. */
export async function rowsWithin(norm: LearnedNorm): Promise<number> {
  const { following } = norm.recipe;
  const { lower, upper } = await norm.predict(0, following);
  const within = norm
    .actual(0, following)
    .filter((y, i) => y >= (lower[i] ?? Infinity) && y <= (upper[i] ?? -Infinity));
  return within.length / following;
}
