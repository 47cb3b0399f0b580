import type { LearnedNorm } from "./learned-norm.ts";

/** Per period of the recipe, 1 where the true saving, 0, is within the uncertainty of the counted one, else 0. */
export async function savingsWithin(norm: LearnedNorm): Promise<[period: string, share: number][]> {
  const shares: [string, number][] = [];
  for (const [period, rows] of norm.recipe.periods) {
    const { saving, uncertainty } = (await norm.countSavings(0, rows)).total;
    // Without an uncertainty nothing is known to be within it.
    shares.push([period, uncertainty !== null && Math.abs(saving) <= uncertainty ? 1 : 0]);
  }
  return shares;
}
