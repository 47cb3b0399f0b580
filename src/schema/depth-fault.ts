import type { Fault } from "../error.ts";
import { LEVEL_COUNT_MAX } from "./limit.ts";
import { formatPath } from "./parse.ts";

const LEVELS_TOLD = 8;

/** What is wrong with a JSON value that has more levels than are accepted, of which a body may have as many as bytes; else null. */
export function depthFault(value: unknown): Fault | null {
  const keys: (string | number)[] = [];
  if (!isTooDeep(value, keys)) return null;
  const message = `more than the ${LEVEL_COUNT_MAX} levels of arrays and objects that are accepted`;
  return { path: formatPath(keys.slice(0, LEVELS_TOLD)), message };
}

/** `keys`: the way to the value; then on to what is too deep, which is not descended into, so that the stack holds it. */
function isTooDeep(value: unknown, keys: (string | number)[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (keys.length === LEVEL_COUNT_MAX) return true;
  if (!Array.isArray(value)) return Object.entries(value).some(([key, each]) => isDeepAt(key, each, keys));
  for (let i = 0; i < value.length; i++) if (typeof value[i] === "object" && isDeepAt(i, value[i], keys)) return true;
  return false;
}

function isDeepAt(key: string | number, value: unknown, keys: (string | number)[]): boolean {
  keys.push(key);
  if (isTooDeep(value, keys)) return true;
  keys.pop();
  return false;
}
