// What is told of rows beside what is expected of them: between what they lie, and what to know of them. Of many rows block by block, for of all
// of them the features would be too many to be held.
import { joinFloats } from "../../engine/math/join-floats.ts";
import { type Warning, warn } from "../../warning.ts";
import { neededColumns } from "../rows/check-columns.ts";
import type { Unseen } from "../rows/code-levels.ts";
import { windowWarnings } from "../rows/observe.ts";
import { type RowsByName, unknownByGroup, unknownWarnings } from "../rows/unknown-rows.ts";
import type { PredictAnswer } from "../schema/norm-answer.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { NormRow } from "../store/norms.ts";
import { bandOfRows, type Expected, leveragesOf } from "./expect-rows.ts";
import { outsideRange, outsideWarnings, rowsByName, rowsOf, unseenWarnings } from "./extrapolated.ts";

export interface Prediction {
  /** One per row; NaN where a value of the row, or of its past, is missing. */
  y: Float64Array;
  /** The ends of the interval. */
  lower: Float64Array;
  upper: Float64Array;
  instants: Float64Array | null;
  leverage: PredictAnswer["leverage"];
  /** 1 for each row of which something is not known at all, so that it has no interval. */
  isUnknown: Uint8Array;
  extrapolated: Record<string, number[]>;
  /** What to know of rows that stand for more or less time than the norm's. */
  spacing: Warning[];
  warnings: Warning[];
}

/** A block of rows without its features: all that says of which rows it is so counts from the first of the block. */
export interface MetRows {
  y: Float64Array;
  leverages: Float64Array;
  isUnknown: Uint8Array;
  instants: Float64Array | null;
  local: Float64Array;
  /** Rows with a value that no trained row had, of a month that none was of, outside of a column's range, of a level that none had. */
  byValue: RowsByName;
  ofSeason: number[];
  outside: RowsByName;
  unseen: Unseen;
  /** How many have a window with gaps. */
  partial: number;
  spacing: Warning[];
  ofClock: Warning[];
}

export function meetRows(norm: NormRow, model: NormModel, expected: Expected): MetRows {
  const { x, unseen, observed, y, unknown } = expected;
  const known = [...y.keys()].filter((row) => !Number.isNaN(y[row]));
  return {
    y,
    leverages: leveragesOf(model, expected),
    isUnknown: unknown.isUnknown,
    instants: observed.instants,
    local: observed.local,
    byValue: unknown.byValue,
    ofSeason: unknown.ofSeason,
    outside: outsideRange(norm.specification.columns, neededColumns(norm, model.chosen), model, x),
    unseen,
    partial: observed.partialCount(known),
    spacing: observed.warnings,
    ofClock: observed.clockWarnings,
  };
}

/** Rows one after the other, a block at least. */
export function joinMet(blocks: readonly MetRows[]): MetRows {
  const [first] = blocks as [MetRows];
  if (blocks.length === 1) return first;
  const starts = startsOf(blocks);
  const numbers = (of: (block: MetRows) => Float64Array) => joinFloats(blocks.map(of));
  const placed = (rows: readonly number[], block: number) => rows.map((row) => row + (starts[block] as number));
  const byName = (of: (block: MetRows) => RowsByName) =>
    rowsByName(
      ...blocks.map((block, at) =>
        Object.fromEntries(Object.entries(of(block)).map(([name, rows]) => [name, placed(rows, at)])),
      ),
    );
  const unseen = byName((block) => rowsOf(block.unseen));
  const namesOf = (column: string) => [...new Set(blocks.flatMap((block) => block.unseen.get(column)?.names ?? []))];
  return {
    y: numbers(({ y }) => y),
    leverages: numbers(({ leverages }) => leverages),
    isUnknown: Uint8Array.from(blocks.flatMap(({ isUnknown }) => [...isUnknown])),
    instants: first.instants && numbers(({ instants }) => instants as Float64Array),
    local: numbers(({ local }) => local),
    byValue: byName(({ byValue }) => byValue),
    ofSeason: blocks.flatMap(({ ofSeason }, at) => placed(ofSeason, at)),
    outside: byName(({ outside }) => outside),
    unseen: new Map(Object.entries(unseen).map(([column, rows]) => [column, { rows, names: namesOf(column) }])),
    partial: blocks.reduce((sum, { partial }) => sum + partial, 0),
    spacing: blocks.find(({ spacing }) => spacing.length > 0)?.spacing ?? [],
    ofClock: [...new Set(blocks.flatMap(({ ofClock }) => ofClock))],
  };
}

function startsOf(blocks: readonly MetRows[]): number[] {
  let row = 0;
  return blocks.map(({ y }) => {
    row += y.length;
    return row - y.length;
  });
}

export function describeRows(norm: NormRow, model: NormModel, met: MetRows, level: number): Prediction {
  const { specification } = norm;
  const { y, unseen, outside, isUnknown } = met;
  const rowCount = y.length;
  const { lower, upper, certainty } = bandOfRows(norm, model, met, level);
  const leverage = leverageOf(model, met.leverages, isUnknown);
  const knownCount = y.reduce((count, value) => count + Number(!Number.isNaN(value)), 0);
  return {
    y,
    lower,
    upper,
    instants: met.instants,
    leverage,
    isUnknown,
    extrapolated: rowsByName(unknownByGroup(met), outside, rowsOf(unseen)),
    spacing: met.spacing,
    warnings: [
      ...met.ofClock,
      ...model.lasting,
      ...windowWarnings(met.partial, knownCount),
      ...(certainty.residualVariance !== null
        ? []
        : [warn("No interval", "the rows trained on leave no degrees of freedom, autocorrelation considered.")]),
      ...unseenWarnings(unseen, rowCount, specification.unseen_levels === "mean"),
      ...unknownWarnings(met, rowCount),
      ...(leverage.rows.length === 0
        ? []
        : [
            warn(
              "Far rows",
              `${leverage.rows.length} of ${rowCount} rows are far from those trained on, all features together; their leverage is above ` +
                `${LEVERAGE_MEANS} times the mean of those, ${Math.round(leverage.largest ?? 0)} times at most.`,
            ),
          ]),
      ...outsideWarnings(outside, specification.columns, { ...model, rowCount }),
    ],
  };
}

// Of real meters' hours 1 % or less of the rows trained on are above it (most often none); other seasons of a winter's norm are some ten to
// hundreds of times the mean.
const LEVERAGE_MEANS = 10;

/** Leverage in units of its mean over the rows trained on, parameters/n: a range of each column cannot see what never came together. */
function leverageOf(
  { degreesOfFreedom, weight }: NormModel,
  leverages: Float64Array,
  isUnknown: Uint8Array,
): PredictAnswer["leverage"] {
  // What is not known does not scatter: such a row's would be of the rest of it.
  const relative = leverages.map((leverage, row) =>
    isUnknown[row] ? Number.NaN : (leverage * weight) / degreesOfFreedom,
  );
  const known = relative.filter(Number.isFinite);
  return {
    largest: known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value), 0),
    rows: [...relative.keys()].filter((row) => (relative[row] as number) > LEVERAGE_MEANS),
  };
}
