// NaN and Infinity, which Python's json.dumps writes and JSON does not have: where they stand in a text that is no JSON for them.
import type { Fault } from "../../error.ts";
import { FAULT_COUNT_MAX } from "../schema/limit.ts";
import { formatPath } from "../schema/parse.ts";

const NOT_NUMBERS = /([[,:]\s*)(NaN|-?Infinity)(?=\s*[,\]}])/g;
// A control character that no text has a use for; one of more than a byte would double what a body of 32 MB takes.
const MARK = "\u0080";

/** Nothing that is accepted has more levels; what has may have as many as there are bytes. */
const DEPTH_MAX = 8;

/** One fault for each of the first; none where the text would be no JSON without them either. */
export function notNumbers(text: string): Fault[] {
  const marked = text.replace(NOT_NUMBERS, `$1"${MARK}$2"`);
  const faults: Fault[] = [];
  if (marked !== text) collect(tryJson(marked), [], faults);
  return faults;
}

function collect(value: unknown, keys: (string | number)[], faults: Fault[]): void {
  if (faults.length === FAULT_COUNT_MAX || keys.length > DEPTH_MAX) return;
  if (typeof value === "string" && value.startsWith(MARK)) {
    const message = `${value.slice(MARK.length)} is no JSON: a missing value is null`;
    faults.push({ path: formatPath(keys), message });
  } else if (Array.isArray(value)) {
    for (const [i, each] of value.entries()) if (typeof each !== "number") collect(each, [...keys, i], faults);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, each] of Object.entries(value)) collect(each, [...keys, key], faults);
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
