// A model's file spoiled by chance: numbers, keys and lists of it become others, typed arrays among them.
import { fromPlain, toPlain } from "../../src/registry/schema/plain.ts";

/** One change: at which of all places, how, and by what. */
export interface Spoiling {
  place: number;
  how: "set" | "drop" | "repeat" | "cut" | "fill" | "swap";
  at: number;
  to: unknown;
}

export const HOW: readonly Spoiling["how"][] = ["set", "drop", "repeat", "cut", "fill", "swap"];

/** What numbers become: ends of ranges, of integers and of what is finite, and what is no number. */
export const VALUES: readonly unknown[] = [
  ...[
    0,
    -0,
    1,
    -1,
    2,
    3,
    0.5,
    1.5,
    -0.25,
    29,
    127,
    255,
    65_535,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 53,
    -(2 ** 31),
  ],
  ...[1e-30, 5e-324, 1e30, 1e149, -1e149, 1e151, 1e308, -1e308, null, "", "linear", "2", true, [], {}],
  ...["__proto__", "constructor", Array(500).fill(0), { dtype: "<f8", data: "" }, { dtype: "<u4", data: "AAAAAA==" }],
];

type Parent = unknown[] | Record<string, unknown>;
type Numbers = Float64Array | Uint32Array | Int32Array | Uint8Array;

/** The file with these changes, one after the other; it itself stays as it is. */
export function spoil(file: object, changes: readonly Spoiling[]): object {
  const spoiled = fromPlain(structuredClone(file)) as Parent;
  for (const change of changes) {
    const places = placesOf(spoiled);
    const place = places[change.place % Math.max(1, places.length)];
    if (place !== undefined) spoilPlace(place, change);
  }
  return toPlain(spoiled) as object;
}

/** Of everything in a file, what it is in and under which key. */
function placesOf(parent: Parent): [Parent, string][] {
  return Object.entries(parent).flatMap(([key, value]) => {
    const isInner = typeof value === "object" && value !== null && !ArrayBuffer.isView(value);
    return [[parent, key] as [Parent, string], ...(isInner ? placesOf(value as Parent) : [])];
  });
}

function spoilPlace([parent, key]: [Parent, string], change: Spoiling): void {
  const of = parent as Record<string, unknown>;
  const value = of[key];
  const fresh = { ...change, to: structuredClone(change.to) };
  if (ArrayBuffer.isView(value)) of[key] = changedNumbers(value as Numbers, fresh);
  else if (Array.isArray(value) && change.how !== "set") of[key] = changedList(value, fresh);
  else if (change.how === "drop") delete of[key];
  else of[key] = fresh.to;
}

function changedNumbers(values: Numbers, { how, at, to }: Spoiling): unknown {
  const number = typeof to === "number" ? to : Number.NaN;
  const changed = values.slice();
  if (how === "set") changed[at % Math.max(1, values.length)] = number;
  if (how === "fill") changed.fill(changed[at % Math.max(1, values.length)] ?? number);
  if (how === "swap") changed.reverse();
  if (how === "cut") return changed.slice(0, at % Math.max(1, values.length));
  if (how === "drop") return to;
  if (how === "repeat") return Reflect.construct(values.constructor, [[...values, ...values]]);
  return changed;
}

function changedList(values: unknown[], { how, at, to }: Spoiling): unknown[] {
  const i = at % Math.max(1, values.length);
  if (how === "repeat") return [...values, ...values];
  if (how === "cut") return values.slice(0, i);
  if (how === "drop") return values.toSpliced(i, 1);
  if (how === "fill") return values.map(() => values[i]);
  if (how === "swap") return values.toReversed();
  return values.with(i, to);
}
