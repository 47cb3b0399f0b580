// The times of a request put on both clocks, that of the universe and that on the wall of the norm's time zone.

import type { Instants, TimeGrid } from "../../engine/feature/time-grid.ts";
import { createZone, type Zone } from "../../engine/time/zone.ts";
import { AppError, type Fault } from "../../error.ts";
import { FAULT_COUNT_MAX } from "../../platform/schema/limit.ts";
import type { Moment, Times } from "../../platform/schema/time.ts";
import { type Warning, warn } from "../../warning.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";

type ZoneOf = Pick<NormSpecification, "timezone">;

/** What came before the rows of a request: the last trained time, and how far rows are apart; null where that is not known. */
export interface Before {
  lastMs: number | null;
  stepMs: number | null;
}

/**
 * Instants and wall-clock times of rows. An hour that the clock shows twice has two readings. The one that comes after the row before is
 * taken (before the first row: the last trained one). Where both do, it is the one that is as far from that row as rows are apart.
 */
export function onTheClock({ timezone = "UTC" }: ZoneOf, t: Times, before: Before): Instants {
  const zone = createZone(timezone);
  const instants = t.hasOffset ? t.ms : toInstants(t, { zone, timezone, before });
  const days = instants.map(zone.toDay);
  return { instants, local: t.hasOffset ? instants.map(zone.toLocal) : t.ms, days, isWall: !t.hasOffset };
}

/** A row alone does not tell its distance from others: with the last trained time before it, it does. */
export function withLast({ timezone = "UTC" }: ZoneOf, times: Instants, lastMs: number | null): Instants {
  const [only = 0, ...others] = times.instants.subarray(0, 2);
  if (others.length > 0 || lastMs === null || lastMs >= only) return times;
  const { toLocal, toDay } = createZone(timezone);
  const local = Float64Array.of(toLocal(lastMs), times.local[0] as number);
  const days = Float64Array.of(toDay(lastMs), times.days[0] as number);
  return { ...times, instants: Float64Array.of(lastMs, only), local, days };
}

/** One time of a norm, such as `until`. `where`: what it stands in. */
export function instantOf({ timezone = "UTC" }: ZoneOf, moment: Moment, path: string, where?: string): number {
  if (moment.hasOffset) return moment.ms;
  const zone = createZone(timezone);
  const instant = moment.isDate ? zone.startOfDay(moment.ms) : zone.toInstant(moment.ms, -Infinity);
  if (Number.isNaN(instant)) throw unusable([{ path, message: never(moment.ms, moment.isDate, timezone) }], where);
  return instant;
}

/** What to know where times are of a clock on the wall, and nothing says where that hangs. A date alone is a day whatever the clock. */
export function clockWarnings(
  { timezone, calendar = [] }: Pick<NormSpecification, "timezone" | "calendar">,
  t: Times | undefined,
  { interval }: Pick<TimeGrid, "interval">,
): Warning[] {
  if (timezone !== undefined || t === undefined) return [];
  // The calendar, and days and months as steps, are the clock's; hours without a calendar are the same everywhere.
  if (t.isShifted && (calendar.length > 0 || interval !== "hourly"))
    return [
      warn(
        "UTC clock",
        "the norm has no `timezone`; its hours, days and months are those of UTC, whatever the offset of the times.",
      ),
    ];
  return t.hasOffset || t.areDates.every(Boolean) ? [] : [TAKEN_AS_UTC];
}

/** The same of one time. */
export function clockWarningsOfOne({ timezone }: ZoneOf, { hasOffset, isDate }: Moment): Warning[] {
  return timezone === undefined && !hasOffset && !isDate ? [TAKEN_AS_UTC] : [];
}

const TAKEN_AS_UTC = warn(
  "UTC assumed",
  "the times have no offset and the norm has no `timezone`; they are taken as UTC.",
);

interface Wall {
  zone: Zone;
  timezone: string;
  before: Before;
}

function toInstants(t: Times, { zone, timezone, before }: Wall): Float64Array {
  const [first = 0] = t.ms;
  const { lastMs, stepMs } = before;
  const next = lastMs === null ? Number.NaN : zone.toInstant(first, lastMs);
  const followed = next > (lastMs as number) ? read(t, zone, { afterMs: lastMs as number, stepMs }) : null;
  if (followed?.wrong.length === 0) return followed.instants;
  const { instants, wrong } = read(t, zone, { afterMs: -Infinity, stepMs });
  if (wrong.length === 0) return instants;
  throw unusable(
    wrong.map((row) => {
      const shown = t.ms[row] as number;
      const message = Number.isNaN(instants[row])
        ? never(shown, t.areDates[row] === 1, timezone)
        : notAfter(t, row, timezone);
      return { path: `t[${row}]`, message };
    }),
  );
}

/** Each time after the one before; NaN where the clock never shows it. `wrong`: the first rows that cannot be so. */
function read({ ms, areDates }: Times, zone: Zone, { afterMs, stepMs }: { afterMs: number; stepMs: number | null }) {
  const instants = new Float64Array(ms.length);
  const wrong: number[] = [];
  const step = stepMs ?? usualDistance(ms);
  let before = afterMs;
  for (let i = 0; i < ms.length && wrong.length < FAULT_COUNT_MAX; i++) {
    const shown = ms[i] as number;
    let instant = areDates[i] === 1 ? zone.startOfDay(shown) : zone.toInstant(shown, before);
    if (instant - before !== step && areDates[i] === 0) {
      const later = zone.toInstant(shown, instant);
      if (later - before === step) instant = later;
    }
    instants[i] = instant;
    if (instant > before) before = instant;
    else wrong.push(i);
  }
  return { instants, wrong };
}

/** The median distance of rows on the wall: not that of the rows at hand, of which one may be missing. NaN for a row alone. */
function usualDistance(ms: Float64Array): number {
  const distances = ms.slice(1).map((shown, i) => shown - (ms[i] as number));
  const forwards = distances.filter((distance) => distance > 0).sort();
  return forwards[(forwards.length - 1) >> 1] ?? Number.NaN;
}

function never(ms: number, isDate: boolean, timezone: string): string {
  const shown = isDate ? show(ms).slice(0, 10) : show(ms);
  const instead = isDate ? "" : "; send times with an offset, or the date alone for the whole day";
  return `${shown} is never on the clock in ${timezone}, the norm's \`timezone\`: it is put forward over it${instead}`;
}

function notAfter({ ms, areDates }: Times, row: number, timezone: string): string {
  const [before = "", shown = ""] = [row - 1, row].map((i) =>
    show(ms[i] as number).slice(0, areDates[i] ? 10 : undefined),
  );
  const clock = areDates[row]
    ? ""
    : ` on the clock in ${timezone}, the norm's \`timezone\` (UTC unless given), which shows a time twice only where it is put back`;
  return `${shown} is not after ${before}${clock}; times are strictly increasing`;
}

function show(ms: number): string {
  return new Date(ms).toISOString().slice(0, -5);
}

function unusable(faults: Fault[], where = "the request body"): AppError {
  const [first] = faults;
  return new AppError("invalid", `Cannot use ${where}: ${first?.path}: ${first?.message}`, faults);
}
