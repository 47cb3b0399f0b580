// The times of the rows: from when to when, how far apart, and where one is missing, twice, or never on the clock.
import { createZone } from "../../engine/time/zone.ts";
import type { Frame } from "../../platform/form/frame.ts";
import { isPutBack } from "../../platform/form/order-rows.ts";
import type { Moment } from "../../platform/schema/time.ts";
import type { TableTime } from "../schema/table-answer.ts";
import { findSteps, type Steps } from "./find-steps.ts";
import type { Moments } from "./read-moments.ts";

export interface DescribedTimes {
  told: TableTime;
  /** Of each row its time, ISO 8601, with Z where the instant is known; null where there is none. */
  textOf(row: number): string | null;
  /** Whether each row has a time, and another than all other rows. */
  areDifferent: boolean;
}

type Clock = TableTime["clock"];

export function describeTimes(
  frame: Frame,
  column: number,
  { moments, timezone }: { moments: Moments; timezone: string | undefined },
): DescribedTimes {
  const { format, formats, of } = moments;
  const rows: number[] = [];
  for (let row = 0; row < of.length; row++) if (of[row] !== null) rows.push(row);
  const clock = clockOf(of, rows);
  const onClock = clock === "local" && timezone !== undefined ? placeOnClock(of, timezone) : null;
  const ms = new Float64Array(rows.length);
  const areDates = new Uint8Array(rows.length);
  for (const [i, row] of rows.entries()) {
    ms[i] = onClock?.ms[row] ?? (of[row] as Moment).ms;
    areDates[i] = Number((of[row] as Moment).isDate);
  }
  const shown = { ms, hasOffset: clock === "offset", isShifted: false, areDates };
  const hasSetBack = clock === "local" && onClock === null && !isIncreasing(ms) && isPutBack(shown);
  const asText = (at: number) => textOf(at, clock, onClock !== null);
  const tellRow = (row: number, at: number) => ({ place: frame.placeOf(row), time: asText(at) });
  const local = (row: number) => ({ place: frame.placeOf(row), time: isoOf((of[row] as Moment).ms) });
  const some = (found: readonly number[], tell: (row: number) => { place: string; time: string }) => ({
    count: found.length,
    first: found.slice(0, TOLD).map(tell),
  });
  const sorted = Float64Array.from(ms)
    .filter((at) => !Number.isNaN(at))
    .sort();
  const steps = findSteps(sorted);
  const back = hasSetBack ? rows.filter((_, i) => i > 0 && (ms[i] as number) <= (ms[i - 1] as number)) : [];
  const duplicates = hasSetBack ? [] : repeated(ms);
  return {
    told: {
      column: frame.columns[column] as string,
      ...{ format, formats, clock, timezone: timezone ?? null, offsets: offsetsOf(frame, column, clock) },
      first: sorted.length === 0 ? null : asText(sorted[0] as number),
      last: sorted.length === 0 ? null : asText(sorted.at(-1) as number),
      interval: steps.interval,
      is_sorted:
        sorted.length === 0 ? null : hasSetBack || ms.every((at, i) => i === 0 || !(at < (ms[i - 1] as number))),
      gaps: gapsOf(steps, asText),
      duplicates: some(duplicates, (i) => tellRow(rows[i] as number, ms[i] as number)),
      never: some(onClock?.never ?? [], local),
      twice: some(onClock?.twice ?? back, local),
    },
    textOf(row) {
      const moment = of[row];
      const at = onClock?.ms[row] ?? moment?.ms;
      return moment == null || at === undefined || Number.isNaN(at) ? null : asText(at);
    },
    areDifferent: rows.length === frame.rowCount && duplicates.length === 0,
  };
}

const TOLD = 5;

function clockOf(of: Moments["of"], rows: readonly number[]): Clock {
  const [first] = rows;
  if (first === undefined) return null;
  if (of[first]?.hasOffset) return "offset";
  return rows.every((row) => of[row]?.isDate) ? "date" : "local";
}

/** Clock times of a zone as instants: by row, NaN for one that is never; and the rows of those that are never, or twice. */
function placeOnClock(of: Moments["of"], timezone: string) {
  const zone = createZone(timezone);
  const ms: number[] = [];
  const never: number[] = [];
  const twice: number[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const [row, moment] of of.entries()) {
    ms.push(Number.NaN);
    if (moment === null) continue;
    const instant = moment.isDate ? zone.startOfDay(moment.ms) : zone.toInstant(moment.ms, before);
    if (Number.isNaN(instant)) never.push(row);
    else {
      ms[row] = instant;
      before = instant;
      if (!moment.isDate && isTwice(zone.toInstant, moment.ms)) twice.push(row);
    }
  }
  return { ms, never, twice };
}

function isTwice(toInstant: (local: number, after: number) => number, local: number): boolean {
  return toInstant(local, Number.NEGATIVE_INFINITY) !== toInstant(local, Number.POSITIVE_INFINITY);
}

function isIncreasing(ms: Float64Array): boolean {
  return ms.every((at, i) => i === 0 || at > (ms[i - 1] as number));
}

/** The places of times that stood before. */
function repeated(ms: Float64Array): number[] {
  if (isIncreasing(ms)) return [];
  const known = new Set<number>();
  const found: number[] = [];
  for (const [i, at] of ms.entries()) {
    if (known.has(at)) found.push(i);
    else if (!Number.isNaN(at)) known.add(at);
  }
  return found;
}

function gapsOf({ gaps, missing }: Steps, asText: (ms: number) => string): TableTime["gaps"] {
  const first = gaps.slice(0, TOLD);
  const told = first.map((gap) => ({ after: asText(gap.after), before: asText(gap.before), missing: gap.missing }));
  return { count: gaps.length, missing, first: told };
}

const OFFSET = /(Z|[+-]\d{2}(?::?\d{2})?)$/;

function offsetsOf({ values, rowCount }: Frame, column: number, clock: Clock): string[] {
  const cells = values[column];
  const found = new Set<string>();
  if (clock !== "offset" || cells === undefined || cells instanceof Float64Array) return [];
  for (let row = 0; row < rowCount && found.size < TOLD; row++) {
    const [offset] = OFFSET.exec(String(cells[row]).trim()) ?? [];
    if (offset !== undefined) found.add(offset);
  }
  return [...found];
}

function textOf(ms: number, clock: Clock, isInstant: boolean): string {
  if (clock === "date") return isoOf(ms).slice(0, 10);
  return `${isoOf(ms)}${clock === "offset" || isInstant ? "Z" : ""}`;
}

/** Without milliseconds where there are none. */
function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace(/(\.000)?Z$/, "");
}
