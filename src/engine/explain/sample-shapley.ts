// Shapley values of anything that can be asked, by sampling (Štrumbelj & Kononenko 2014): columns of the row take the place of those of a row of
// a background, one after the other in a random order, and each adds what changes then. Orders come in pairs, one the other's reverse, which
// cancels much of the noise. What the columns add sums exactly to the row's answer less the mean answer of the background, however few orders
// there are. All rows go by the same orders, so that each is answered for itself.
import { shuffle, uniform } from "../math/random.ts";
import type { Work } from "../math/work.ts";
import { type Contributions, noContributions } from "./contributions.ts";

/** What is asked: points column by column → `outputs` numbers a point. */
export interface Oracle {
  ask(points: readonly Float64Array[]): Float64Array;
  outputs: number;
  /** To ask about one point, in seconds. */
  pointSeconds: number;
}

/** Columns come in groups that change together; `starts`: where each begins, and where the last ends. */
export interface Sampled {
  rows: readonly Float64Array[];
  /** A row for each pair of orders. */
  background: readonly Float64Array[];
  starts: Uint32Array;
}

// Of points that are asked about at once.
const VALUES_AT_ONCE = 200_000;
const SEED = 0;

/** How many points are asked about for one row, beside itself. */
export function pointsOfRow(columnCount: number, pairs: number): number {
  return 2 * pairs * (columnCount - 1);
}

/** With the standard error of each, from how much pairs differ; 0 where there is one pair. */
export function* sampleShapley(oracle: Oracle, { rows, background, starts }: Sampled): Work<Contributions> {
  const { outputs } = oracle;
  const columnCount = starts.length - 1;
  const rowCount = rows[0]?.length ?? 0;
  const pairs = background[0]?.length ?? 0;
  const random = uniform(SEED);
  const orders = Array.from({ length: pairs }, () =>
    shuffle(
      Uint16Array.from({ length: columnCount }, (_, j) => j),
      random,
    ),
  );
  const nothing = yield* askAll(oracle, background);
  const everything = yield* askAll(oracle, rows);
  const sums = noContributions(rowCount, columnCount, outputs);
  const errors = new Float64Array(sums.values.length);
  for (let b = 0; b < pairs; b++)
    for (let k = 0; k < outputs; k++)
      sums.base[k] = (sums.base[k] as number) + (nothing[b * outputs + k] as number) / pairs;
  for (let row = 0; row < rowCount; row++) {
    const between = yield* askBetween(oracle, { rows, background, starts }, row, orders);
    const own = everything.subarray(row * outputs, (row + 1) * outputs);
    const added = addedByPair({ nothing, between, own, outputs }, orders);
    const from = row * columnCount * outputs;
    for (let cell = 0; cell < columnCount * outputs; cell++) {
      let [sum, squares] = [0, 0];
      for (let b = 0; b < pairs; b++) sum += added[b * columnCount * outputs + cell] as number;
      const mean = sum / pairs;
      for (let b = 0; b < pairs; b++) squares += ((added[b * columnCount * outputs + cell] as number) - mean) ** 2;
      sums.values[from + cell] = mean;
      errors[from + cell] = pairs > 1 ? Math.sqrt(squares / (pairs - 1) / pairs) : 0;
    }
  }
  return { ...sums, errors };
}

function* askAll(oracle: Oracle, points: readonly Float64Array[]): Work<Float64Array> {
  const count = points[0]?.length ?? 0;
  const answers = new Float64Array(count * oracle.outputs);
  const atOnce = pointsAtOnce(points.length);
  for (let from = 0; from < count; from += atOnce) {
    const to = Math.min(count, from + atOnce);
    answers.set(oracle.ask(points.map((column) => column.subarray(from, to))), from * oracle.outputs);
    yield (to - from) * oracle.pointSeconds;
  }
  return answers;
}

function pointsAtOnce(width: number): number {
  return Math.max(1, Math.floor(VALUES_AT_ONCE / width));
}

/** Answers of a row's points: pair after pair, the order and its reverse, one more column at each. */
function* askBetween(
  oracle: Oracle,
  { rows, background, starts }: Sampled,
  row: number,
  orders: readonly Uint16Array[],
): Work<Float64Array> {
  const steps = starts.length - 2;
  const count = 2 * orders.length * steps;
  const answers = new Float64Array(count * oracle.outputs);
  const atOnce = pointsAtOnce(rows.length);
  for (let from = 0; from < count; from += atOnce) {
    const to = Math.min(count, from + atOnce);
    const points = rows.map(() => new Float64Array(to - from));
    for (let n = from; n < to; n++) {
      const chain = Math.floor(n / steps);
      const order = orders[chain >> 1] as Uint16Array;
      const known = 1 + (n % steps);
      for (const [place, column] of order.entries()) {
        const isKnown = chain % 2 === 0 ? place < known : order.length - 1 - place < known;
        for (let e = starts[column] as number; e < (starts[column + 1] as number); e++)
          (points[e] as Float64Array)[n - from] = isKnown
            ? (rows[e]?.[row] as number)
            : (background[e]?.[chain >> 1] as number);
      }
    }
    answers.set(oracle.ask(points), from * oracle.outputs);
    yield (to - from) * oracle.pointSeconds;
  }
  return answers;
}

/** Pair after pair, what each column adds on average over the order and its reverse. */
function addedByPair(
  {
    nothing,
    between,
    own,
    outputs,
  }: { nothing: Float64Array; between: Float64Array; own: Float64Array; outputs: number },
  orders: readonly Uint16Array[],
): Float64Array {
  const columnCount = orders[0]?.length ?? 0;
  const added = new Float64Array(orders.length * columnCount * outputs);
  for (const [b, order] of orders.entries()) {
    for (const direction of [0, 1]) {
      for (let k = 0; k < outputs; k++) {
        let before = nothing[b * outputs + k] as number;
        for (let step = 0; step < columnCount; step++) {
          const place = (2 * b + direction) * (columnCount - 1) + step;
          const after = step === columnCount - 1 ? (own[k] as number) : (between[place * outputs + k] as number);
          const column = order[direction === 0 ? step : columnCount - 1 - step] as number;
          const at = (b * columnCount + column) * outputs + k;
          added[at] = (added[at] as number) + (after - before) / 2;
          before = after;
        }
      }
    }
  }
  return added;
}
