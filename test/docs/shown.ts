// What a page shows of an answer, held against the answer. "…" stands for what the page leaves out.

const LEFT_OUT = "…";
// An integer is shown in full; what differs is how the answer was rounded.
const ROUNDING = 1e-9;

/** A number as the page prints it: its digits say how far it is to be trusted. */
class Printed {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/**
 * The differences between JSON values as a page shows them and as they were answered, each with its path. `"…"` as a value stands for any
 * value, inside a string for any characters, as the last item of a list for all further ones, and `"…": "…"` for all further names. A number
 * with decimals may be rounded to those that are shown.
 */
export function differencesOfJson(shown: string, answered: string): string[] {
  const [left, right] = [splitJson(shown), splitJson(answered)];
  if (left.length !== right.length)
    return [`${left.length} values are shown, ${right.length} were answered: ${answered}`];
  return left.flatMap((text, i) => {
    const name = left.length === 1 ? "" : `#${i + 1}`;
    return [...differences(parsePrinted(text), JSON.parse(right[i] as string), name)];
  });
}

/** The same of plain text: "…" stands for any characters, line ends included. */
export function differencesOfText(shown: string, answered: string): string[] {
  const text = answered.replaceAll("\r", "").trim();
  return matches(shown.trim(), text) ? [] : [`shown: ${shown.trim()}\nanswered: ${text}`];
}

/** JSON values that follow on each other, with blanks between them or without. */
export function splitJson(text: string): string[] {
  const values: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (/[[{]/.test(token[0] as string)) depth++;
    if (/[\]}]/.test(token[0] as string)) depth--;
    if (depth > 0) continue;
    values.push(text.slice(start, index + token.length).trim());
    start = index + token.length;
  }
  const rest = text.slice(start).trim();
  return rest === "" ? values : [...values, rest];
}

function parsePrinted(text: string): unknown {
  const parse = JSON.parse as (
    text: string,
    reviver: (name: string, value: unknown, context: { source?: string }) => unknown,
  ) => unknown;
  return parse(text, (_, value, { source }) => (typeof value === "number" ? new Printed(source as string) : value));
}

function* differences(shown: unknown, answered: unknown, path: string): Generator<string> {
  if (shown === LEFT_OUT) return;
  const told = `${path}: ${JSON.stringify(answered)} is shown as ${shown instanceof Printed ? shown.source : JSON.stringify(shown)}`;
  if (shown instanceof Printed) {
    if (typeof answered !== "number" || !isPrintedAs(answered, shown.source)) yield told;
  } else if (typeof shown === "string") {
    if (typeof answered !== "string" || !matches(shown, answered)) yield told;
  } else if (Array.isArray(shown)) {
    if (Array.isArray(answered)) yield* differencesOfItems(shown, answered, path);
    else yield told;
  } else if (typeof shown === "object" && shown !== null) {
    if (typeof answered === "object" && answered !== null && !Array.isArray(answered))
      yield* differencesOfNames(shown as Names, answered as Names, path);
    else yield told;
  } else if (shown !== answered) yield told;
}

function* differencesOfItems(shown: unknown[], answered: unknown[], path: string): Generator<string> {
  const isOpen = shown.at(-1) === LEFT_OUT;
  const items = isOpen ? shown.slice(0, -1) : shown;
  if (isOpen ? answered.length < items.length : answered.length !== items.length)
    yield `${path}: ${answered.length} items are shown as ${items.length}`;
  for (const [i, item] of items.entries()) yield* differences(item, answered[i], `${path}[${i}]`);
}

type Names = Record<string, unknown>;

function* differencesOfNames(shown: Names, answered: Names, path: string): Generator<string> {
  for (const name of Object.keys(shown)) {
    if (name === LEFT_OUT) continue;
    if (Object.hasOwn(answered, name)) yield* differences(shown[name], answered[name], `${path}.${name}`);
    else yield `${path}.${name}: is not in the answer`;
  }
  if (Object.hasOwn(shown, LEFT_OUT)) return;
  for (const name of Object.keys(answered)) if (!Object.hasOwn(shown, name)) yield `${path}.${name}: is not shown`;
}

function isPrintedAs(value: number, source: string): boolean {
  const decimals = /\.(\d+)$/.exec(source)?.[1]?.length;
  const shown = Number(source);
  const allowed = decimals === undefined ? 0 : 0.5 * 10 ** -decimals;
  return Math.abs(value - shown) <= allowed + ROUNDING * Math.max(1, Math.abs(shown));
}

function matches(shown: string, answered: string): boolean {
  const parts = shown.split(LEFT_OUT).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`).test(answered);
}
