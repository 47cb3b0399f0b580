// Times as they come over HTTP: ISO 8601, all with an offset from universal time or all without (then on the wall clock of the
// norm's time zone).
import * as v from "valibot";
import { parseDuration } from "../../engine/time/duration.ts";
import { ROW_COUNT_MAX } from "./limit.ts";
import { collector, handWritten, type JsonSchema, show } from "./table.ts";

export interface Times {
  /** Milliseconds since 1970: of the instants, or of the wall clock where the times have no offset. */
  ms: Float64Array;
  hasOffset: boolean;
  /** Whether an offset is other than zero: then they are of a clock on a wall somewhere, which the offsets alone do not name. */
  isShifted: boolean;
  /** 1 for a date alone, which is a day of the wall clock whenever that begins. */
  areDates: Uint8Array;
}

const timesInput = v.any();
const time: JsonSchema = { type: "string", examples: ["2026-01-31T13:00:00+01:00", "2026-01-31T13:00", "2026-01-31"] };
handWritten.set(timesInput, {
  type: "array",
  items: time,
  minItems: 1,
  maxItems: ROW_COUNT_MAX,
  description:
    "One ISO 8601 time per row, strictly increasing: the beginning of what the row measures. All with an offset (or Z), or all " +
    "without: then they are what the clock on the wall shows in the norm's `timezone`. An hour that the clock shows twice is " +
    "taken as the first, unless that is not after the row before, in the same request or trained before; one that it never shows is " +
    "refused. A date alone is a day, which begins at 01:00 where the clock skips midnight.",
});

const timesFrom = (input: v.GenericSchema, { isIncreasing }: { isIncreasing: boolean }) =>
  v.pipe(
    input,
    v.rawTransform(({ dataset, addIssue, NEVER }): Times => {
      const fault = collector(addIssue);
      const { value } = dataset;
      // Read from a table already, and in their order.
      if (isRead(value)) return value;
      if (!Array.isArray(value)) fault.add(`${show(value)} is not an array of times`);
      else if (value.length > ROW_COUNT_MAX)
        fault.add(`${value.length} rows are more than the ${ROW_COUNT_MAX} that are accepted`);
      if (fault.count() > 0) return NEVER;
      const times = toTimes(value as unknown[], isIncreasing, fault.add);
      return fault.count() > 0 ? NEVER : times;
    }),
  );

/** Nothing that JSON makes. */
function isRead(value: unknown): value is Times {
  return typeof value === "object" && value !== null && "ms" in value && value.ms instanceof Float64Array;
}

export const Times = timesFrom(timesInput, { isIncreasing: true });

const unorderedInput = v.any();
handWritten.set(unorderedInput, {
  type: "array",
  items: time,
  minItems: 1,
  maxItems: ROW_COUNT_MAX,
  description:
    "One ISO 8601 time per row, in any order, equal ones too: cross-validation holds out blocks of time, and rows of one time together. " +
    "All with an offset (or Z), or all without.",
});

/** Times by which rows are told apart only: in any order. */
export const UnorderedTimes = timesFrom(unorderedInput, { isIncreasing: false });

/** One time as it was read. */
export interface Moment {
  /** Milliseconds since 1970: of the instant, or of the wall clock where there is no offset. */
  ms: number;
  /** Of the wall clock, with an offset or without. */
  localMs: number;
  hasOffset: boolean;
  /** Whether it is a date alone. */
  isDate: boolean;
}

export const Time = v.pipe(
  v.string((issue) => `${show(issue.input)} is not a time: ${TIMES_ACCEPTED}`),
  v.rawTransform(({ dataset, addIssue, NEVER }): Moment => {
    const parsed = parseTime(dataset.value);
    if (typeof parsed !== "string") return parsed;
    addIssue({ message: parsed });
    return NEVER;
  }),
);

const noDuration = (issue: v.BaseIssue<unknown>) =>
  `${show(issue.input)} is no duration: a whole number with s, min, h, d or w, such as "15min" or "24h"`;
export const Duration = v.pipe(
  v.string(noDuration),
  v.check((text) => parseDuration(text) !== null, noDuration),
);

function toTimes(
  values: unknown[],
  isIncreasing: boolean,
  fault: (message: string, ...path: (string | number)[]) => boolean,
): Times {
  const ms = new Float64Array(values.length);
  const areDates = new Uint8Array(values.length);
  let [hasOffset, isShifted] = [false, false];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const parsed = typeof value === "string" ? parseTime(value) : `${show(value)} is not a time: ${TIMES_ACCEPTED}`;
    let message: string | null = null;
    if (typeof parsed === "string") message = parsed;
    else {
      if (i === 0) hasOffset = parsed.hasOffset;
      ms[i] = parsed.ms;
      areDates[i] = Number(parsed.isDate);
      isShifted ||= parsed.ms !== parsed.localMs;
      if (parsed.hasOffset !== hasOffset) {
        const [first, other] = hasOffset ? ["an", "none"] : ["no", "one"];
        message = `${show(value)}: the first time has ${first} offset, this one has ${other}; all have one, or none has`;
      } else if (isIncreasing && hasOffset && i > 0 && parsed.ms <= (ms[i - 1] as number)) {
        message = `${show(value)} is not after ${show(values[i - 1])}; times are strictly increasing`;
      }
    }
    if (message !== null && !fault(message, i)) break;
  }
  return { ms, hasOffset, isShifted, areDates };
}

/** What a time may look like, for whoever refuses one. */
export const TIMES_ACCEPTED =
  'ISO 8601 is accepted, from 1970 to 2199, such as "2026-01-31T13:00:00+01:00", "2026-01-31T13:00" or "2026-01-31"';
const SYNTAX =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** The time, or what is wrong with it. */
export function parseTime(text: string): Moment | string {
  return isoMoment(text) ?? `${show(text)} is not a time: ${TIMES_ACCEPTED}`;
}

/** The same, and null of what is none: no message is made for what is tried in passing. */
export function isoMoment(text: string): Moment | null {
  const parts = SYNTAX.exec(text);
  if (parts === null) return null;
  return momentOf({
    year: Number(parts[1]),
    month: Number(parts[2]),
    day: Number(parts[3]),
    hour: Number(parts[4] ?? 0),
    minute: Number(parts[5] ?? 0),
    second: Number(parts[6] ?? 0),
    fraction: parts[7] ?? "",
    zone: parts[8],
    isDate: text.length === 10,
  });
}

/** What a text of a time says, part by part. */
interface TimeParts {
  year: number;
  /** From 1. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Digits behind the point of the second. */
  fraction: string;
  /** Z, or an offset such as +01:00. */
  zone: string | undefined;
  isDate: boolean;
}

/** null where no calendar, or no clock, shows that; from 1970 to 2199. */
export function momentOf({ year, month, day, hour, minute, second, fraction, zone, isDate }: TimeParts): Moment | null {
  // Date.UTC takes the 31st of April for the 1st of May.
  const isInMonth = day >= 1 && day <= daysOf(year, month);
  const isClock = hour < 24 && minute < 60 && second < 60;
  if (!isInMonth || !isClock || year < 1970 || year > 2199) return null;
  const localMs =
    Date.UTC(year, month - 1, day, hour, minute, second) + Math.round(Number(`0.${fraction || 0}`) * 1000);
  if (zone === undefined) return { ms: localMs, localMs, hasOffset: false, isDate };
  const offset = offsetMs(zone);
  return offset === null ? null : { ms: localMs - offset, localMs, hasOffset: true, isDate: false };
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Of a month from 1; none of any other number. */
function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}

function offsetMs(zone: string): number | null {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", "") || 0);
  if (hours > 18 || minutes > 59) return null;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
