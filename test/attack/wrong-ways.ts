// One thing about a request made wrong.

import type { Made } from "./good-request.ts";
import { type Chance, pick } from "./hostile.ts";

type Way = (made: Made, chance: Chance) => Made;

/** By what is wrong then. What needs a body leaves a request without one as it is. */
export const wrongWays: Record<string, Way> = {
  "a member missing": ofJson((json, chance) =>
    changedObject(json, chance, (members) => void members.splice(Math.floor(chance() * members.length), 1)),
  ),
  "a member more": ofJson((json, chance) =>
    changedObject(json, chance, (members) => void members.push([pick(chance, NAMES), pick(chance, VALUES)])),
  ),
  "a value of another type": ofJson((json, chance) => changed(json, chance, () => pick(chance, VALUES))),
  null: ofJson((json, chance) => changed(json, chance, () => null)),
  "a value out of range": ofJson((json, chance) => changed(json, chance, (value) => beyond(value, chance))),
  "a huge value": ofJson((json, chance) => changed(json, chance, () => pick(chance, HUGE)())),
  "text that is no JSON": (made, chance) =>
    made.json === undefined ? made : { ...without(made), raw: spoilt(JSON.stringify(made.json), chance) },
  "a name twice": (made) =>
    made.json === undefined
      ? made
      : { ...without(made), raw: JSON.stringify(made.json).replace(/^\{("\w+":)/, "{$1null,$1") },
  "another media type": (made, chance) => ({
    ...made,
    headers: { ...made.headers, "content-type": pick(chance, TYPES) },
  }),
  "no body, or one too many": (made, chance) =>
    made.json === undefined && made.raw === undefined ? { ...made, raw: pick(chance, ["{}", "x"]) } : without(made),
  "an unknown query": (made, chance) => ({
    ...made,
    query: [...made.query, [pick(chance, NAMES), pick(chance, TEXTS)]],
  }),
  "another value in the query": (made, chance) => ({
    ...made,
    query: made.query.map(([name]) => [name, pick(chance, TEXTS)]),
  }),
  "a query twice": (made) => ({ ...made, query: [...made.query, ...made.query] }),
  "another value in the path": (made, chance) => ({
    ...made,
    inPath: Object.fromEntries(Object.keys(made.inPath).map((name) => [name, pick(chance, TEXTS)])),
  }),
  "another method": (made, chance) => ({ ...made, method: pick(chance, METHODS) }),
  "other headers": (made, chance) => ({
    ...made,
    headers: { ...made.headers, [pick(chance, HEADERS)]: pick(chance, HEADER_TEXTS) },
  }),
};

const NAMES = ["extra", "__proto__", "constructor", "", "Ünïcode", "x.y", "x[0]", "n".repeat(300), "limit", "format"];
const TEXTS = [
  "",
  " ",
  "0",
  "-1",
  "1e3",
  "999999999999",
  "9999999999999999999",
  "NaN",
  "null",
  "none",
  "A B",
  "é",
  "a/b",
  "%",
  "%00",
  "\u0000",
  "x".repeat(300),
  "[]",
  "../x",
  "😀",
];
const VALUES = [
  null,
  true,
  "",
  "x",
  "1",
  0,
  -1,
  1.5,
  1e300,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  { a: 1 },
  "\u0000",
  "\ud800",
  "😀",
];
const HUGE = [
  () => "x".repeat(100_000),
  () => Array.from({ length: 20_000 }, (_, i) => i),
  () => Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`k${i}`, i])),
  () => JSON.parse(`${"[".repeat(600)}${"]".repeat(600)}`),
];
const TYPES = [
  "",
  "text/plain",
  "text/csv",
  "application/json; charset=utf-16",
  "application/xml",
  "multipart/form-data",
  "application/x-ndjson",
  "application/vnd.apache.parquet",
  "application/octet-stream",
  "json",
];
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"];
const HEADERS = [
  "accept",
  "content-encoding",
  "prefer",
  "idempotency-key",
  "range",
  "if-none-match",
  "if-match",
  "expect-ct",
  "origin",
];
const HEADER_TEXTS = [
  "",
  "*",
  "gzip",
  "br",
  "text/html",
  "image/png;q=0",
  "application/json;q=0, */*;q=0",
  "a b",
  '"quoted"',
  "respond-async",
  "wait=0",
  "bytes=0-1",
  "k".repeat(400),
  "null",
];

function without({ json: _, raw: __, ...made }: Made): Made {
  return made;
}

function ofJson(change: (json: unknown, chance: Chance) => unknown): Way {
  return (made, chance) => (made.json === undefined ? made : { ...made, json: change(made.json, chance) });
}

/** A value in which one place holds another; the deeper one goes, the less often. */
function changed(value: unknown, chance: Chance, change: (value: unknown) => unknown): unknown {
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (keys.length === 0 || chance() < 0.15) return change(value);
  const key = pick(chance, keys);
  const inside = changed((value as Record<string, unknown>)[key], chance, change);
  return Array.isArray(value) ? value.with(Number(key), inside) : { ...(value as object), [key]: inside };
}

/** The same for one of the objects in it, by its members. */
function changedObject(value: unknown, chance: Chance, change: (members: [string, unknown][]) => void): unknown {
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.keys(value).filter((key) => typeof (value as Record<string, unknown>)[key] === "object");
  if (inner.length > 0 && (Array.isArray(value) || chance() < 0.4)) {
    const key = pick(chance, inner);
    const inside = changedObject((value as Record<string, unknown>)[key], chance, change);
    return Array.isArray(value) ? value.with(Number(key), inside) : { ...value, [key]: inside };
  }
  if (Array.isArray(value)) return value;
  const members = Object.entries(value);
  change(members);
  return Object.fromEntries(members);
}

function beyond(value: unknown, chance: Chance): unknown {
  if (typeof value === "number") return pick(chance, [-value - 1, value + 0.5, value * 1e6, 1e31, -1e31, 1e-320, -0]);
  if (typeof value === "string") return pick(chance, ["", value + value, `${value} `, value.repeat(200), `${value}\n`]);
  if (Array.isArray(value))
    return pick(chance, [[], [...value, ...value], Array.from({ length: 40 }, () => value).flat()]);
  return {};
}

function spoilt(text: string, chance: Chance): string {
  const at = Math.floor(chance() * text.length);
  return pick(chance, [
    text.slice(0, at),
    `${text.slice(0, at)},${text.slice(at)}`,
    `${text.slice(0, at)}\u0000${text.slice(at)}`,
    `${text}${text}`,
    text.replace(/\d/, "NaN"),
    "",
    "\ufeff",
  ]);
}
