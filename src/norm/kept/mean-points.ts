// Rows of a period → points, each the mean over the rows of a step.
import { leverages } from "../../engine/model/ridge/interval.ts";
import { halfWidths } from "../../engine/score/savings.ts";
import { baselineOf } from "../answer/count-savings.ts";
import { raiseEnds } from "../answer/expect-rows.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { ArchivedRows } from "../store/archive-codec.ts";
import type { ExpectedBlock } from "./expect-kept.ts";

/** NaN where there is nothing to tell. */
export interface Points {
  actual: Float64Array;
  expected: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  rows: Uint32Array;
  /** Means of the columns that are asked for. */
  columns: Float64Array[];
}

export function emptyPoints(count: number, columnCount: number): Points {
  const nothing = () => new Float64Array(count).fill(Number.NaN);
  return {
    actual: nothing(),
    expected: nothing(),
    lower: nothing(),
    upper: nothing(),
    rows: new Uint32Array(count),
    columns: Array.from({ length: columnCount }, nothing),
  };
}

/** Sums over rows of one point. */
interface Sums {
  actuals: number;
  actual: number;
  expectations: number;
  expected: number;
  /** Over rows with an expectation: of the features (null before the first), and whether nothing is known of one of them. */
  features: Float64Array | null;
  isUnknown: boolean;
  columns: Float64Array;
  values: Uint32Array;
}

interface Asked {
  rows: ArchivedRows;
  /** The first row of each point, in ascending order, of the rows of the period. */
  starts: Uint32Array;
  /** Places of the columns that are asked for. */
  places: readonly number[];
  model: NormModel;
  level: number;
}

/** Rows of a block, one after the other, with an expectation and of one sum. */
interface Stretch {
  sums: Sums;
  from: number;
  to: number;
}

/** Column by column: of a hundred columns each has its own place in memory. */
function addFeatures(stretches: readonly Stretch[], columns: readonly Float64Array[]): void {
  for (const { sums } of stretches) sums.features ??= new Float64Array(columns.length);
  for (const [j, column] of columns.entries())
    for (const { sums, from, to } of stretches) {
      const features = sums.features as Float64Array;
      let sum = features[j] as number;
      for (let at = from; at < to; at++) sum += column[at] as number;
      features[j] = sum;
    }
}

/** A point is of its rows with y and an expectation; where none has both, of those with one of them. */
export function meanPoints({ rows, starts, places, model, level }: Asked) {
  const points = emptyPoints(starts.length, places.length);
  const size = model.coefficients.length;
  const widths = halfWidths(baselineOf(model), level);
  const empty = (): Sums => ({
    ...{ actuals: 0, actual: 0, expectations: 0, expected: 0, features: null, isUnknown: false },
    ...{ columns: new Float64Array(places.length), values: new Uint32Array(places.length) },
  });
  let point = 0;
  let [both, others] = [empty(), empty()];
  let closed: { point: number; sums: Sums }[] = [];

  function close(): void {
    const sums = both.actuals > 0 ? both : others;
    points.rows[point] = Math.max(sums.actuals, sums.expectations);
    if (sums.actuals > 0) points.actual[point] = sums.actual / sums.actuals;
    if (sums.expectations > 0) points.expected[point] = sums.expected / sums.expectations;
    places.forEach((_, i) => {
      const count = sums.values[i] as number;
      if (count > 0) (points.columns[i] as Float64Array)[point] = (sums.columns[i] as number) / count;
    });
    if (sums.expectations > 0 && !sums.isUnknown) closed.push({ point, sums });
    [both, others] = [empty(), empty()];
    point++;
  }

  /** The bands of points that are complete. */
  function widen(): void {
    const means = Array.from({ length: size }, () => new Float64Array(closed.length));
    for (const [j, mean] of means.entries())
      for (const [i, { sums }] of closed.entries()) mean[i] = (sums.features?.[j] as number) / sums.expectations;
    const far = leverages(model.spread, means, closed.length);
    for (const [i, { point, sums }] of closed.entries()) {
      const count = sums.expectations;
      const half = (widths({ rows: count, leverage: count ** 2 * (far[i] as number) })?.half ?? Number.NaN) / count;
      points.lower[point] = (points.expected[point] as number) - half;
      points.upper[point] = (points.expected[point] as number) + half;
    }
    closed = [];
  }

  return {
    add({ from, to, expected: { y, columns, unknown } }: ExpectedBlock): void {
      const stretches: Stretch[] = [];
      for (let row = from; row < to; row++) {
        if (point + 1 < starts.length && row === starts[point + 1]) close();
        const at = row - from;
        const [used, wanted] = [rows.y[row] as number, y[at] as number];
        const [isUsed, isWanted] = [!Number.isNaN(used), Number.isFinite(wanted)];
        const sums = isUsed && isWanted ? both : others;
        if (isUsed) {
          sums.actuals++;
          sums.actual += used;
        }
        if (isWanted) {
          sums.expectations++;
          sums.expected += wanted;
          const last = stretches.at(-1);
          if (last?.sums === sums && last.to === at) last.to++;
          else stretches.push({ sums, from: at, to: at + 1 });
          if (unknown.isUnknown[at] === 1) sums.isUnknown = true;
        }
        if (isUsed || isWanted) addColumns(sums, row);
      }
      addFeatures(stretches, columns);
      widen();
    },
    finish(): Points {
      if (starts.length > 0) close();
      widen();
      raiseEnds(model, points.expected, points.lower);
      return points;
    },
  };

  function addColumns(sums: Sums, row: number): void {
    for (const [i, place] of places.entries()) {
      const value = (rows.columns[place] as Float64Array)[row] as number;
      if (Number.isNaN(value)) continue;
      sums.columns[i] = (sums.columns[i] as number) + value;
      sums.values[i] = (sums.values[i] as number) + 1;
    }
  }
}
