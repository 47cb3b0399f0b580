// A request's rows → the design matrix of a norm: times are put on the clock, the past is found, features are worked out. The same
// for training, predicting and counting savings.

import { type Design, designOf } from "../../engine/feature/design-matrix.ts";
import { type Feature, features, type Inferred, lookBackColumns, needsTimes } from "../../engine/feature/feature.ts";
import { EMPTY_TAIL, joinSeries, joinTails, nextTail, type Tail } from "../../engine/feature/series.ts";
import type { Table } from "../../engine/feature/table.ts";
import { lookBackOf } from "../../engine/feature/term.ts";
import {
  areConsecutive,
  formatStep,
  type Instants,
  inferGrid,
  NO_TIMES,
  positionsOf,
  wallOf,
} from "../../engine/feature/time-grid.ts";
import { parseDuration } from "../../engine/time/duration.ts";
import { AppError, type Fault } from "../../error.ts";
import { CELL_COUNT_MAX, LAG_MAX, TAIL_VALUE_COUNT_MAX } from "../../platform/schema/limit.ts";
import type { Times } from "../../platform/schema/time.ts";
import { type Warning, warn } from "../../warning.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import type { NormParts } from "./levels.ts";
import { clockWarnings, onTheClock, withLast } from "./on-the-clock.ts";

export interface Observation {
  inferred: Inferred;
  /** One column per feature, as long as the table. */
  design: Design["columns"];
  /** How many of some rows have a window with gaps in the features asked for. */
  partialCount(rows: ArrayLike<number>): number;
  /** ms since 1970; null without times. */
  instants: Float64Array | null;
  /** The same on the wall clock; empty without times. */
  local: Float64Array;
  /** What to know of the rows' times: how far they are apart, and where their clock hangs. */
  warnings: Warning[];
  clockWarnings: Warning[];
  /** Whether each row is the next after the row before it, the first one after the last row of before. */
  follows(lastMs: number | null): Uint8Array;
  /** What later rows of the same batch look back on. Needs every column that is looked back on. */
  tailWithin(): Tail;
  /**
   * What the next batch looks back on; `kept`: the tail that they do not take away from others, the one they were
   * observed with unless given.
   */
  tailAfter(kept?: Tail): Tail;
}

const NOWHERE = new Float64Array();

interface Request {
  t?: Times | undefined;
  x: Table;
}

/**
 * `continues`: the rows find their past in the tail. `inferred` null: these are the first rows, and fix it. `lastMs`: the last trained
 * time.
 */
export function observe(
  { specification, inferred: known }: NormParts,
  { t, x }: Request,
  { tail, lastMs = null, continues = true }: { tail: Tail; lastMs?: number | null; continues?: boolean },
): Observation {
  const { times, inferred } = inferWith({ specification, inferred: known }, t, lastMs);
  const all = features(specification, inferred);
  refuseTooMany(x.rowCount, all.length);
  const lookingBack = lookBackColumns(specification, all);
  const looks = lookingBack.length > 0;
  // Positions matter only where rows have times or features look back.
  const past = continues ? tail : EMPTY_TAIL;
  const positions = times !== null || looks ? place(inferred, times, { rowCount: x.rowCount, past, looks }) : NOWHERE;
  const stepsOf = steps(inferred);
  const longest = lookingBack.length === 0 ? 0 : Math.max(...all.flatMap(({ term }) => lookBackOf(term)).map(stepsOf));
  refuseTooFar(longest, lookingBack.length);
  const series = joinSeries(lookingBack, past, x, positions);
  const local = times === null ? NOWHERE : wallOf(inferred, times);
  const { columns, isPartial } = designOf({ series, local, levels: x.levels, stepsOf });
  const tailWithin = () => (longest === 0 ? EMPTY_TAIL : nextTail(lookingBack, series, longest, positions.at(-1)));
  return {
    inferred,
    design: columns,
    partialCount(rows) {
      // Where nothing looks back none is told of.
      let count = 0;
      for (let i = 0; i < rows.length; i++) count += isPartial[rows[i] as number] ?? 0;
      return count;
    },
    instants: times?.instants ?? null,
    local,
    warnings: spacingWarnings(inferred, positions),
    clockWarnings: clockWarnings(specification, t, inferred),
    follows(lastMs) {
      const follows = areConsecutive(inferred, times?.instants ?? null, x.rowCount);
      follows[0] = Number(times === null ? continues : isNextAfter(lastMs, times, inferred));
      return follows;
    },
    tailWithin,
    tailAfter(kept = tail) {
      const own = tailWithin();
      // Rows that look for no past do not take away the past of others.
      return longest === 0 || times === null ? own : joinTails(lookingBack, kept, own, longest);
    },
  };
}

/** What to know of windows with gaps. */
export function windowWarnings(partial: number, rowCount: number): Warning[] {
  if (partial === 0) return [];
  const told = `${partial} of ${rowCount} rows have a window of which not all is there`;
  return [warn("Windows with gaps", `${told}; its statistic is of what is, no less than min_coverage of it.`)];
}

/** Whether a norm keeps rows for the next ones to look back on. */
export function looksBack({ specification, inferred }: NormParts): boolean {
  return lookBackColumns(specification, features(specification, inferred)).length > 0;
}

function isNextAfter(lastMs: number | null, { instants }: Instants, inferred: Inferred): boolean {
  const first = instants[0] as number;
  if (lastMs === null || first <= lastMs) return false;
  return areConsecutive(inferred, Float64Array.of(lastMs, first), 2)[1] === 1;
}

function requireTimes(all: readonly Feature[], known: Inferred | null, t: Times | undefined): void {
  if (t === undefined) {
    if (known?.timed) throw refused("t", "missing; the batches of this norm have times, so each row needs one");
    if (needsTimes(all)) {
      throw refused("t", "missing; the norm's calendar features and durations need the time of each row");
    }
  } else if (known !== null && !known.timed) {
    throw refused("t", "the batches of this norm have no times; leave t out, or begin another norm");
  }
}

function infer(specification: NormSpecification, known: Inferred | null, times: Instants | null): Inferred {
  const isGridKnown = known !== null && (!known.timed || known.interval !== null);
  if (known !== null && (isGridKnown || times === null)) return known;
  const grid = times === null ? NO_TIMES : inferGrid(times, specification.step);
  if (specification.step !== undefined && times !== null && formatStep(grid) === null) {
    throw refused("t", `the distances of the rows are no multiples of ${specification.step}, the norm's step`);
  }
  return { ...grid, knots: known?.knots ?? {} };
}

/** Rows back, or a duration, in steps. */
function steps(inferred: Inferred): (back: number | string) => number {
  const { stepMs } = inferred;
  return (back) => {
    if (typeof back === "number") return back;
    const count = (parseDuration(back) ?? Number.NaN) / (stepMs ?? Number.NaN);
    if (Number.isInteger(count)) return count;
    const instead = stepMs === null ? "; rows are accepted, such as 1" : "";
    throw refused(
      "t",
      `the norm looks back ${back}, no whole number of the rows' steps of ${formatStep(inferred)}${instead}`,
    );
  };
}

function place(
  inferred: Inferred,
  times: Instants | null,
  { rowCount, past, looks }: { rowCount: number; past: Tail; looks: boolean },
): Float64Array {
  if (times === null) {
    const first = (past.positions.at(-1) ?? -1) + 1;
    const places = new Float64Array(rowCount);
    for (let i = 0; i < rowCount; i++) places[i] = first + i;
    return places;
  }
  if (looks && formatStep(inferred) === null) {
    throw refused(
      "t",
      "no regular step, which lags and windows need: the distances of the rows are no multiples of the smallest one; send rows " +
        "at regular times, two at least, or specify `step`",
    );
  }
  const positions = positionsOf(inferred, times);
  const isCrowded = (at: number, i: number) => i > 0 && at - (positions[i - 1] as number) < 1;
  const crowded = looks ? positions.findIndex(isCrowded) : -1;
  if (crowded >= 0) {
    throw refused(
      `t[${crowded}]`,
      `less than ${formatStep(inferred)} after the row before, the step of the norm's rows`,
    );
  }
  const beside = looks ? positions.findIndex((position) => !Number.isInteger(position)) : -1;
  if (beside < 0) return positions;
  const at = new Date(times.instants[beside] as number).toISOString();
  throw refused(`t[${beside}]`, `${at} is not a whole number of steps of ${formatStep(inferred)} from the first row`);
}

/** The times of rows, and what is known of a norm's rows with these among them. */
export function inferWith(
  { specification, inferred: known }: NormParts,
  t: Times | undefined,
  lastMs: number | null = null,
) {
  requireTimes(features(specification, known), known, t);
  const times = t === undefined ? null : onTheClock(specification, t, { lastMs, stepMs: known?.stepMs ?? null });
  return { times, inferred: infer(specification, known, times && withLast(specification, times, lastMs)) };
}

/** Rows that are all further apart than the norm's, or nearer: of days, say, where the norm knows hours. */
function spacingWarnings(inferred: Inferred, positions: Float64Array): Warning[] {
  const step = formatStep(inferred);
  if (!inferred.timed || step === null || positions.length < 2) return [];
  let least = Infinity;
  for (let i = 1; i < positions.length; i++)
    least = Math.min(least, (positions[i] as number) - (positions[i - 1] as number));
  // A day of 23 or 25 hours is one.
  if (least > 0.9 && least < 1.5) return [];
  return [
    warn(
      "Other spacing",
      `the rows are ${formatStep(inferred, least)} apart, those of the norm ${step}; a row is taken for what ${step} holds.`,
    ),
  ];
}

function refuseTooMany(rowCount: number, featureCount: number): void {
  if (rowCount * featureCount <= CELL_COUNT_MAX) return;
  const told = `${rowCount} rows × ${featureCount} features are more than the ${CELL_COUNT_MAX} values that are accepted`;
  throw refused("x", `${told}; send fewer rows at once`);
}

function refuseTooFar(longest: number, columnCount: number): void {
  if (longest > LAG_MAX) {
    throw refused("t", `the norm looks back ${longest} rows at this step; more than the ${LAG_MAX} that are accepted`);
  }
  if (longest * columnCount > TAIL_VALUE_COUNT_MAX) {
    const told = `${longest} rows back in ${columnCount} columns are more than the ${TAIL_VALUE_COUNT_MAX} values that are kept`;
    throw refused("t", told);
  }
}

function refused(path: string, message: string): AppError {
  return unusable([{ path, message }]);
}

function unusable(faults: Fault[]): AppError {
  const [first] = faults;
  return new AppError("invalid", `Cannot use the request body: ${first?.path}: ${first?.message}`, faults);
}
