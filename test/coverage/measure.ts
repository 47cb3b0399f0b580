import { openContext } from "../support/context.ts";
import { batchesFlagged } from "./drift.ts";
import { learn } from "./learned-norm.ts";
import { rowsWithin } from "./rows.ts";
import { savingsWithin } from "./savings.ts";
import { makeMeter, type Noise, type Recipe } from "./simulate.ts";

/** Per figure, one share for each meter: the periods of savings by name, "rows" and "drift". */
export type Shares = Map<string, number[]>;

/** Meter after meter, seeded from `firstSeed` on. */
export async function measure(
  recipe: Recipe,
  noise: Noise,
  { meters, firstSeed }: { meters: number; firstSeed: number },
): Promise<Shares> {
  const shares: Shares = new Map();
  const context = openContext(1e9);
  try {
    for (let meter = 0; meter < meters; meter++) {
      const norm = await learn(context, `meter-${meter}`, recipe, makeMeter(recipe, noise, firstSeed + meter));
      for (const [period, share] of await savingsWithin(norm)) add(shares, period, [share]);
      add(shares, "rows", [await rowsWithin(norm)]);
      // Last: it teaches the norm more.
      add(shares, "drift", [await batchesFlagged(norm)]);
    }
  } finally {
    context.close();
  }
  return shares;
}

export function add(shares: Shares, what: string, more: number[]): void {
  shares.set(what, [...(shares.get(what) ?? []), ...more]);
}
