// How the values of a column of a Parquet file become cells of a table.
import { type ColumnOf, dateText, decimal, flooredMs, type Told, timeText, whole } from "../codec/told.ts";
import { type Annotation, annotationOf } from "./annotation.ts";
import { damaged } from "./byte-reader.ts";
import type { Physical, SchemaElement } from "./footer.ts";

/** A value as it is written: a number, a whole one of 64 bits, or bytes. */
export type Raw = number | bigint | Uint8Array;

export interface ColumnKind {
  of: ColumnOf;
  tell: (raw: Raw) => Told;
}

/** A kind; or, of values that no cell can hold, what they are. */
export function kindOf(element: SchemaElement): ColumnKind | string {
  const { physical, width } = element;
  if (physical === null) return "holds other columns, or several values a row";
  const annotation = annotationOf(element);
  if (annotation.is === "refused") return annotation.told;
  const kind = KINDS[annotation.is](annotation as never, physical);
  if (kind === undefined) throw damaged(`values of ${annotation.is} are no ${physical}`);
  if (physical === "FIXED_LEN_BYTE_ARRAY" && !(width >= 1 && width <= WIDTH_MAX))
    throw damaged(`values of ${width} bytes`);
  return kind;
}

// A decimal of 76 digits, the longest that is written.
const WIDTH_MAX = 32;

type KindOf<Is> = (annotation: Extract<Annotation, { is: Is }>, physical: Physical) => ColumnKind | string | undefined;

const numbers = (tell: (raw: never) => number | bigint): ColumnKind => ({ of: "numbers", tell: tell as never });
const texts = (tell: (raw: never) => string | null): ColumnKind => ({ of: "texts", tell: tell as never });

const KINDS: { [Is in Exclude<Annotation["is"], "refused">]: KindOf<Is> } = {
  nothing: (_, physical) => PLAIN[physical],
  text: (_, physical) => (physical === "BYTE_ARRAY" ? texts(text) : undefined),
  date: (_, physical) => (physical === "INT32" ? texts((raw: number) => dateText(raw * DAY_MS)) : undefined),
  half: (_, physical) => (physical === "FIXED_LEN_BYTE_ARRAY" ? numbers(half) : undefined),
  time: ({ unitsPerMs, hasOffset }, physical) =>
    physical === "INT64" ? texts((raw: bigint) => timeText(flooredMs(raw, unitsPerMs), hasOffset)) : undefined,
  unsigned: (_, physical) => {
    if (physical === "INT32") return numbers((raw: number) => raw >>> 0);
    return physical === "INT64" ? numbers((raw: bigint) => whole(BigInt.asUintN(64, raw))) : undefined;
  },
  decimal: ({ scale }, physical) => {
    if (!(scale >= 0 && scale <= SCALE_MAX)) return undefined;
    if (physical === "INT32" || physical === "INT64") return numbers((raw: number | bigint) => decimal(raw, scale));
    const isBytes = physical === "BYTE_ARRAY" || physical === "FIXED_LEN_BYTE_ARRAY";
    return isBytes ? numbers((raw: Uint8Array) => decimal(bigEndian(raw), scale)) : undefined;
  },
};

const SCALE_MAX = 76;

const PLAIN: Record<Physical, ColumnKind | string> = {
  BOOLEAN: { of: "booleans", tell: (raw) => raw === 1 },
  INT32: numbers((raw: number) => raw),
  INT64: numbers(whole),
  INT96: texts(time96),
  FLOAT: numbers((raw: number) => raw),
  DOUBLE: numbers((raw: number) => raw),
  BYTE_ARRAY: "holds bytes that are not said to be text",
  FIXED_LEN_BYTE_ARRAY: "holds bytes that are not said to be text",
};

const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

function text(raw: Uint8Array): string {
  try {
    return decoder.decode(raw);
  } catch {
    throw damaged("a text is no UTF-8");
  }
}

function half(raw: Uint8Array): number {
  if (raw.length !== 2) throw damaged("a number of half precision has other than two bytes");
  return new DataView(raw.buffer, raw.byteOffset, 2).getFloat16(0, true);
}

function bigEndian(raw: Uint8Array): bigint {
  if (raw.length < 1 || raw.length > WIDTH_MAX) throw damaged(`a number of ${raw.length} bytes`);
  let value = 0n;
  for (const byte of raw) value = value * 256n + BigInt(byte);
  return BigInt.asIntN(8 * raw.length, value);
}

const DAY_MS = 86_400_000;
const JULIAN_DAY_1970 = 2_440_588;

/** Nanoseconds of the day, and the day of the Julian calendar; whose clock it was nobody says. */
function time96(raw: Uint8Array): string | null {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const day = view.getInt32(8, true) - JULIAN_DAY_1970;
  return timeText(day * DAY_MS + flooredMs(view.getBigInt64(0, true), 1_000_000n), false);
}
