// Other deals of the blocks than the service's one: what holds on one deal may be luck.
import process from "node:process";
import { shuffle, uniform } from "../src/engine/math/random.ts";
import type { Folds } from "../src/engine/model/fold-rows.ts";
import { FOLD_COUNT } from "../src/engine/time/fold.ts";

/** How many deals are tried: ten, or as many as the variable NOTEBOOK_DEALS says, for who has no minutes. */
export const DEALS = Number(process.env.NOTEBOOK_DEALS ?? 10);
/** Where each takes minutes. */
export const DEALS_FEW = Math.min(3, DEALS);

/** Whole blocks in an order of chance, each to the fold that has the fewest rows by then. `of`: the block of each row. */
export function dealBlocks(of: Uint32Array, seed: number): Folds {
  const sizes = blockSizes(of);
  const rowCounts = Array<number>(FOLD_COUNT).fill(0);
  const foldOf = new Map<number, number>();
  for (const block of shuffle([...sizes.keys()], uniform(seed))) {
    const fold = rowCounts.indexOf(Math.min(...rowCounts));
    rowCounts[fold] = (rowCounts[fold] as number) + (sizes.get(block) as number);
    foldOf.set(block, fold);
  }
  return { count: FOLD_COUNT, of: Uint8Array.from(of, (block) => foldOf.get(block) as number) };
}

/** (Rows of its block)^power of each row, 1 on average: at the service's power what the service's rows weigh. */
export function weighBlocks(of: Uint32Array, power: number): Float64Array {
  const sizes = blockSizes(of);
  const weights = Float64Array.from(of, (block) => (sizes.get(block) as number) ** power);
  const mean = weights.reduce((total, weight) => total + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

/** The rows of so large a share of the blocks among `rows`, drawn by chance; of a larger share and the same seed those and more. */
export function someBlocks(rows: Uint32Array, of: Uint32Array, { share, seed }: { share: number; seed: number }) {
  const blocks = shuffle([...new Set(Array.from(rows, (row) => of[row] as number))], uniform(seed));
  const drawn = new Set(blocks.slice(0, Math.round(share * blocks.length)));
  return rows.filter((row) => drawn.has(of[row] as number));
}

function blockSizes(of: Uint32Array): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const block of of) sizes.set(block, (sizes.get(block) ?? 0) + 1);
  return sizes;
}
