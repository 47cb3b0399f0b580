// Categories told by the genders of those who looked at them ("target encoding"), where the service tells how often each was looked at. What is
// told of a visit is learned from other blocks than its own: of visits that are learned from too, or a model would trust what knows its answers.
import type { Table } from "../src/engine/feature/table.ts";
import { type Folds, splitRows } from "../src/engine/model/fold-rows.ts";
import { classWeightsOf } from "../src/engine/parameter/class-weights.ts";
import type { Session } from "../src/shop/feature/session.ts";
import { GENDERS } from "../src/shop/gender/try-variant.ts";
import { dealBlocks } from "./deal-blocks.ts";

export interface Encoded {
  visits: readonly Session[];
  /** 1 for male. */
  target: Float64Array;
  /** What each visit weighs. */
  weights: Float64Array;
  /** The block of each visit. */
  blocks: Uint32Array;
}

/** Of each level: over the views of a visit. */
const SUMMARIES: Record<string, (odds: readonly number[]) => number> = {
  mean: (odds) => odds.reduce((sum, each) => sum + each, 0) / odds.length,
  least: (odds) => odds.reduce((least, each) => Math.min(least, each), Infinity),
  most: (odds) => odds.reduce((most, each) => Math.max(most, each), -Infinity),
  sum: (odds) => odds.reduce((sum, each) => sum + each, 0),
};
const LEVEL_COUNT = 4;
// As so many visits of the wider category a narrower one counts from the start: one that nobody looked at before is told as the wider one.
const STRENGTH = 30;
// Of the blocks that are learned from, to folds of their own.
const INNER_SEED = 1;

/** The table of every visit, what is held out being told by all that is learned from, and that by its other inner folds. */
export function encodeLevels(of: Encoded, folds: Folds, fold: number): Table {
  const { training, heldOut } = splitRows(folds, fold);
  const columns = Array.from({ length: LEVEL_COUNT }, (_, level) =>
    Object.keys(SUMMARIES).map((name) => `${name}(${level + 1})`),
  ).flat();
  const values = columns.map(() => new Float64Array(of.visits.length));
  const inner = dealBlocks(
    training.map((row) => of.blocks[row] as number),
    INNER_SEED,
  );
  for (let each = 0; each < inner.count; each++) {
    const places = splitRows(inner, each);
    const [learned, asked] = [places.training, places.heldOut].map((at) => at.map((i) => training[i] as number));
    encode(of, { odds: learnOdds(of, learned as Uint32Array), rows: asked as Uint32Array, values });
  }
  encode(of, { odds: learnOdds(of, training), rows: heldOut, values });
  return { columns, values, rowCount: of.visits.length };
}

/** Of each path, from the widest category on, the logarithm of the odds of male, both genders weighing alike. */
export function learnOdds({ visits, target, weights }: Encoded, rows: Uint32Array): Map<string, number> {
  const truth = Float64Array.from(rows, (row) => target[row] as number);
  const own = Float64Array.from(rows, (row) => weights[row] as number);
  const [female = 1, male = 1] = classWeightsOf("balanced", GENDERS, truth, own) ?? [];
  const counts = new Map<string, { males: number; all: number }>();
  for (const [i, row] of rows.entries()) {
    const weight = (own[i] as number) * (truth[i] === 1 ? male : female);
    for (const path of new Set((visits[row] as Session).views.flatMap(pathsOf))) {
      const count = counts.get(path) ?? { males: 0, all: 0 };
      counts.set(path, count);
      count.all += weight;
      if (truth[i] === 1) count.males += weight;
    }
  }
  const shares = new Map<string, number>();
  // The wider ones come first: their paths are shorter.
  for (const path of [...counts.keys()].sort((a, b) => depthOf(a) - depthOf(b))) {
    const { males, all } = counts.get(path) as { males: number; all: number };
    const wider = shares.get(path.slice(0, Math.max(0, path.lastIndexOf("/")))) ?? 1 / 2;
    shares.set(path, (males + STRENGTH * wider) / (all + STRENGTH));
  }
  return new Map(Array.from(shares, ([path, share]) => [path, Math.log(share / (1 - share))]));
}

function encode(
  { visits }: Encoded,
  { odds, rows, values }: { odds: Map<string, number>; rows: Uint32Array; values: Float64Array[] },
): void {
  const summaries = Object.values(SUMMARIES);
  for (const row of rows) {
    // One that is not known is told as the widest that is, and a path that ends before as its last category.
    const ofViews = (visits[row] as Session).views.map((view) => {
      let known = 0;
      const told = pathsOf(view).map((path) => {
        known = odds.get(path) ?? known;
        return known;
      });
      return Array.from({ length: LEVEL_COUNT }, (_, level) => told[level] ?? known);
    });
    for (let level = 0; level < LEVEL_COUNT; level++)
      for (const [k, summary] of summaries.entries())
        (values[level * summaries.length + k] as Float64Array)[row] = summary(
          ofViews.map((told) => told[level] as number),
        );
  }
}

/** ["A", "B"] → ["A", "A/B"] */
function pathsOf(view: readonly string[]): string[] {
  return view.map((_, level) => view.slice(0, level + 1).join("/"));
}

function depthOf(path: string): number {
  return path.split("/").length;
}
