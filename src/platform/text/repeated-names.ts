// Names that an object of a JSON text has twice. JSON.parse keeps the last in silence, and a column of another is lost.
import type { Fault } from "../../error.ts";
import { FAULT_COUNT_MAX } from "../schema/limit.ts";
import { formatPath } from "../schema/parse.ts";

/** One fault for each of the first. `value`: what the text was parsed to, in which repeated names are missing. */
export function repeatedNames(text: string, value: unknown): Fault[] {
  return countNames(text) === countKeys(value) ? [] : findRepeated(text);
}

const BACKSLASH = 92;
const COLON = 58;
const SPACE = 32; // the last of JSON's blanks

/** Strings before a colon. It leaps from quote to quote, for most of a long text are numbers. */
function countNames(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start !== -1; ) {
    let end = text.indexOf('"', start + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    let next = end + 1;
    while (text.charCodeAt(next) <= SPACE) next++;
    if (text.charCodeAt(next) === COLON) count++;
    start = text.indexOf('"', next);
  }
  return count;
}

function isEscaped(text: string, quote: number): boolean {
  let before = quote;
  while (text.charCodeAt(before - 1) === BACKSLASH) before--;
  return (quote - before) % 2 === 1;
}

/** With a stack of its own: a body may have as many levels as it has bytes. */
function countKeys(value: unknown): number {
  let count = 0;
  const open = [value];
  while (open.length > 0) {
    const each = open.pop();
    if (typeof each !== "object" || each === null) continue;
    const inside: unknown[] = Array.isArray(each) ? each : Object.values(each);
    if (!Array.isArray(each)) count += inside.length;
    for (const item of inside) if (typeof item === "object") open.push(item);
  }
  return count;
}

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/** Nothing that is accepted has more levels. */
const DEPTH_TOLD = 8;

/** An object has the names that it had so far; an array has none. */
interface Level {
  names: Set<string> | null;
  key: string | number;
}

function findRepeated(text: string): Fault[] {
  const faults: Fault[] = [];
  const levels: Level[] = [];
  let string = "";
  for (const [token] of text.matchAll(TOKENS)) {
    const level = levels.at(-1);
    if (token === "{") levels.push({ names: new Set(), key: "" });
    else if (token === "[") levels.push({ names: null, key: 0 });
    else if (token === "}" || token === "]") levels.pop();
    else if (token === "," && typeof level?.key === "number") level.key++;
    else if (token === ":" && level?.names) {
      const name = JSON.parse(string) as string;
      level.key = name;
      if (level.names.has(name)) {
        faults.push({
          path: formatPath(levels.slice(0, DEPTH_TOLD).map(({ key }) => key)),
          message: "named twice in one object, of which JSON keeps the last alone",
        });
        if (faults.length === FAULT_COUNT_MAX) break;
      }
      level.names.add(name);
    } else string = token;
  }
  return faults;
}
