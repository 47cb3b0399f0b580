// A date as columns to learn from: what the calendar and the clock on the wall say, and how long it is after the first.
import { levels, phases } from "../../engine/time/calendar.ts";
import { DAY_MS } from "../../engine/time/duration.ts";
import { DATE_PARTS, type DatePart, type Input } from "../schema/input.ts";

type DateInput = Extract<Input, { type: "date" }>;

// The mean year of the Gregorian calendar.
const YEAR_MS = 365.2425 * DAY_MS;
const TURN = 2 * Math.PI;

/** Of each part what it says of each row. `originMs`: where the trend is 0. */
const SAYS: Record<DatePart["part"], (localMs: Float64Array, originMs: number) => Float64Array> = {
  month: (localMs) => levels("month", localMs),
  weekday: (localMs) => levels("day_of_week", localMs),
  hour: (localMs) => levels("hour_of_day", localMs),
  year_sin: (localMs) => phases("yearly", localMs).map((phase) => Math.sin(TURN * phase)),
  year_cos: (localMs) => phases("yearly", localMs).map((phase) => Math.cos(TURN * phase)),
  trend: (localMs, originMs) => localMs.map((ms) => (ms - originMs) / YEAR_MS),
};

const HAVE_LEVELS: readonly string[] = ["month", "weekday", "hour"];

/** The parts of a column of dates that are not the same in every row; its trend stands for it where all are. */
export function dateInput(name: string, localMs: Float64Array): DateInput {
  const origin = localMs.reduce((least, ms) => (ms < least ? ms : least), Number.POSITIVE_INFINITY);
  const origin_ms = Number.isFinite(origin) ? origin : 0;
  const parts = DATE_PARTS.flatMap((part): DatePart[] => {
    const found = different(SAYS[part](localMs, origin_ms));
    if (found.length < 2 && part !== "trend") return [];
    return [{ part, levels: HAVE_LEVELS.includes(part) ? found : null }];
  });
  return { name, type: "date", origin_ms, parts };
}

/** One column a part: codes of its levels, one past them for one that training never saw, or numbers. */
export function makeParts({ origin_ms, parts }: DateInput, localMs: Float64Array): Float64Array[] {
  return parts.map(({ part, levels: known }) => {
    const values = SAYS[part](localMs, origin_ms);
    if (known === null) return values;
    const places = new Map(known.map((level, place) => [level, place]));
    return values.map((value) => (Number.isNaN(value) ? value : (places.get(value) ?? known.length)));
  });
}

function different(values: Float64Array): number[] {
  return [...new Set(values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
}
