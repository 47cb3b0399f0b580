// Which column is that of the times of the rows, where it is not said: of columns of times the first whose times all differ.
import type { Frame } from "../../platform/form/frame.ts";
import type { DescribeQuery } from "../schema/describe-query.ts";
import { type DescribedTimes, describeTimes } from "./describe-time.ts";
import type { Looked } from "./look-at-columns.ts";
import { readMoments } from "./read-moments.ts";
import { rankOf, TIME_NAMES } from "./target-names.ts";

export interface FoundTime extends DescribedTimes {
  column: number;
  reason: string;
  /** Other columns that hold times. */
  others: string[];
}

/** null where there is none. */
export function findTime(frame: Frame, looked: readonly Looked[], query: DescribeQuery): FoundTime | null {
  const { time, time_format, timezone, target, weight, ignore = [] } = query;
  const told = (column: number, format = time_format) =>
    describeTimes(frame, column, { moments: readMoments(frame, column, format), timezone });
  const isElse = (name: string) => name === target || name === weight || ignore.includes(name);
  const all = [...looked.keys()].filter((j) => looked[j]?.type === "time" && looked[j]?.name !== time);
  const others = all.filter((j) => !isElse(looked[j]?.name as string));
  const namesOf = (of: readonly number[]) => of.map((j) => looked[j]?.name as string);
  if (time !== undefined) {
    const column = frame.columns.indexOf(time);
    return { ...told(column), column, others: namesOf(others), reason: "time= says so" };
  }
  const [only] = others;
  if (only === undefined) return findNumbers(frame, looked, { query, told, isElse });
  for (const column of others) {
    const described = told(column);
    if (!described.areDifferent && others.length > 1) continue;
    const rest = others.filter((j) => j !== column);
    const reason = rest.length === 0 ? "the only column of times" : "the first column of times that all differ";
    return { ...described, column, others: namesOf(rest), reason };
  }
  const rest = namesOf(others.slice(1));
  return { ...told(only), column: only, others: rest, reason: "the first column of times" };
}

// 2000 to 2100: other numbers that grow from row to row are seldom times of these units.
const FROM_MS = Date.UTC(2000, 0);
const TO_MS = Date.UTC(2100, 0);

/** Whole numbers under a name of times, all different, that are seconds or milliseconds since 1970. */
function findNumbers(
  { columns }: Frame,
  looked: readonly Looked[],
  {
    query,
    told,
    isElse,
  }: { query: DescribeQuery; told(column: number, format?: string): DescribedTimes; isElse(name: string): boolean },
): FoundTime | null {
  const { time_format } = query;
  if (time_format !== undefined && !time_format.startsWith("epoch")) return null;
  for (const [column, name] of columns.entries()) {
    const { type, missing, min, max, values } = looked[column] as Looked;
    const isNamed = rankOf(name, TIME_NAMES) < Number.POSITIVE_INFINITY;
    if (!isNamed || isElse(name) || type !== "number" || missing > 0 || min === null || max === null) continue;
    const unit = [["epoch_ms", 1] as const, ["epoch_s", 1_000] as const].find(
      ([format, ms]) => min * ms >= FROM_MS && max * ms < TO_MS && (time_format ?? format) === format,
    );
    if (unit === undefined || !(values instanceof Float64Array) || !values.every(Number.isInteger)) continue;
    const described = told(column, unit[0]);
    if (!described.areDifferent) continue;
    const what = unit[0] === "epoch_s" ? "seconds" : "milliseconds";
    return { ...described, column, others: [], reason: `by its name, and its numbers are ${what} since 1970` };
  }
  return null;
}
