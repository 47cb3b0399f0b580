// Days, weeks and months as steps of time. A step is known by its first day, numbered from 1970-01-01.
import { DAY_MS } from "../../engine/time/duration.ts";
import type { HistoryQuery } from "../schema/session-request.ts";

type Step = HistoryQuery["step"];

const WEEK_DAYS = 7;
// 1970-01-01 was a Thursday: three days after the Monday that weeks begin with (ISO 8601).
const AFTER_MONDAY = 3;

/** The first day of the step that a day is in. */
export function stepOf(step: Step, day: number): number {
  if (step === "day") return day;
  if (step === "week") return day - ((((day + AFTER_MONDAY) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS);
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / DAY_MS;
}

/** All steps from the one of a day to that of another, as many as `most` and one more. */
export function stepsBetween(step: Step, { first, last }: { first: number; last: number }, most: number): number[] {
  const steps: number[] = [];
  const end = stepOf(step, last);
  for (let at = stepOf(step, first); at <= end && steps.length <= most; at = nextOf(step, at)) steps.push(at);
  return steps;
}

function nextOf(step: Step, first: number): number {
  if (step === "day") return first + 1;
  if (step === "week") return first + WEEK_DAYS;
  const date = new Date(first * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / DAY_MS;
}

export function textOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
