// What a text of JSON would make, told before it is made: a level or an object takes ten times the memory of its two characters.
import type { Fault } from "../../error.ts";
import { LEVEL_COUNT_MAX, PART_COUNT_MAX, VALUE_COUNT_MAX } from "../schema/limit.ts";
import { formatPath } from "../schema/parse.ts";
import { endOfString } from "./json-elements.ts";

const LEVELS_TOLD = 8;

const [QUOTE, COMMA, COLON] = [34, 44, 58];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/** Too many levels, values, or arrays, objects and names together; null where none is so. The text need not be JSON. */
export function structureFault(text: string): Fault | null {
  const closings: string[] = [];
  let [partCount, valueCount] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < COLON && code !== QUOTE) {
      // Most of a long text are numbers.
      if (code === COMMA && ++valueCount > VALUE_COUNT_MAX) return tooMany(VALUE_COUNT_MAX, "values");
      continue;
    }
    if (code === QUOTE) {
      i = endOfString(text, i);
      continue;
    }
    if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      closings.push(code === OPEN_ARRAY ? "]" : "}");
      if (closings.length > LEVEL_COUNT_MAX) return tooDeep(text.slice(0, i + 1) + closings.reverse().join(""));
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
      closings.pop();
      continue;
    } else if (code !== COLON) continue;
    if (++partCount > PART_COUNT_MAX) return tooMany(PART_COUNT_MAX, "arrays, objects and names together");
  }
  return null;
}

/** `text`: as far as one level more than is accepted, and closed there. */
function tooDeep(text: string): Fault {
  const message = `more than the ${LEVEL_COUNT_MAX} levels of arrays and objects that are accepted`;
  return { path: formatPath(wayToLast(text).slice(0, LEVELS_TOLD)), message };
}

/** The keys to the last value of each level; none where the text is no JSON. */
function wayToLast(text: string): (string | number)[] {
  const keys: (string | number)[] = [];
  try {
    for (let value: unknown = JSON.parse(text); typeof value === "object" && value !== null; ) {
      const last = Array.isArray(value) ? value.length - 1 : Object.keys(value).at(-1);
      if (last === undefined || last === -1) break;
      keys.push(last);
      value = (value as Record<string | number, unknown>)[last];
    }
  } catch {
    return [];
  }
  return keys;
}

function tooMany(most: number, what: string): Fault {
  return { path: "", message: `more than the ${most} ${what} that are accepted in one body` };
}
