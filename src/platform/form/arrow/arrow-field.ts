// A column of an Arrow stream: what its values are, and which buffers hold them. arrow.apache.org: Columnar.rst, Schema.fbs
import { FORM_COLUMN_COUNT_MAX } from "../../schema/limit.ts";
import {
  type ColumnOf,
  columnName,
  dateText,
  decimal,
  flooredMs,
  isIndex,
  type Told,
  timeText,
  whole,
} from "../codec/told.ts";
import { tooManyColumns } from "../records.ts";
import { damaged, type FlatTable, longAt, numberAt, tableAt, tablesAt, textAt } from "./flatbuffer.ts";

/** One value out of its buffer. */
export type Fixed = { of: ColumnOf; bits: number; tell(view: DataView, at: number): Told };

/** Texts: by 32 or 64 bits a place, or as views of them. */
export type Texts = { of: "texts"; offsetBits: 32 | 64 | "views" };

export type ArrowKind = Fixed | Texts | { of: "numbers"; isNull: true } | { refused: string };

export interface ArrowField {
  name: string;
  /** Whether it is the index of a data frame, which has no name. */
  isIndex: boolean;
  kind: ArrowKind;
  /** Of a column that tells where its values stand in a dictionary: its number, and how the places are written. */
  dictionary?: { id: number; index: Fixed };
  /** What it has in each batch, with all that it holds. */
  nodeCount: number;
  bufferCount: number;
  viewCount: number;
}

/** Fields of any depth: a few bytes may tell of very many. */
const FIELD_COUNT_MAX = 4 * FORM_COLUMN_COUNT_MAX;
const DEPTH_MAX = 16;

export function fieldsOf(schema: FlatTable): ArrowField[] {
  if (numberAt(schema, 0, 16) !== 0) throw damaged("its numbers are written with the highest byte first");
  const tables = tablesAt(schema, 1);
  if (tables.length > FORM_COLUMN_COUNT_MAX) throw tooManyColumns(tables.length, "");
  const seen = { count: 0 };
  return tables.map((table) => fieldOf(table, seen, 0));
}

function fieldOf(table: FlatTable, seen: { count: number }, depth: number): ArrowField {
  if (++seen.count > FIELD_COUNT_MAX || depth > DEPTH_MAX) throw damaged("its columns hold too many others");
  const type = numberAt(table, 2, 8);
  const about = tableAt(table, 3) ?? table;
  const encoding = tableAt(table, 4);
  const name = textAt(table, 0);
  const field = { name: columnName(name), isIndex: isIndex(name), kind: kindOf(type, about) };
  if (encoding !== undefined) {
    const integer = tableAt(encoding, 1);
    const index = integer === undefined ? whole32 : integerOf(integer);
    return { ...field, dictionary: { id: longAt(encoding, 0), index }, nodeCount: 1, bufferCount: 2, viewCount: 0 };
  }
  const children = tablesAt(table, 5).map((child) => fieldOf(child, seen, depth + 1));
  const sum = (of: (child: ArrowField) => number) => children.reduce((all, child) => all + of(child), 0);
  return {
    ...field,
    nodeCount: 1 + sum((child) => child.nodeCount),
    bufferCount: (BUFFERS[type] ?? 2) + Number(isDense(type, about)) + sum((child) => child.bufferCount),
    viewCount: Number(VIEWS.includes(type)) + sum((child) => child.viewCount),
  };
}

const [NULL, INT, FLOAT, UTF8, BOOL, DECIMAL, DATE, TIMESTAMP, LARGE_UTF8, UTF8_VIEW] = [
  1, 2, 3, 5, 6, 7, 8, 10, 20, 24,
];
const VIEWS = [23, 24];
const UNION = 14;

// Those that have other than two: validity and values. A view's other buffers are counted by the batch.
const BUFFERS: Record<number, number> = { 1: 0, 4: 3, 5: 3, 13: 1, 14: 1, 16: 1, 19: 3, 20: 3, 22: 0, 25: 3, 26: 3 };

function isDense(type: number, about: FlatTable): boolean {
  return type === UNION && numberAt(about, 0, 16) === 1;
}

const REFUSED: Record<number, string> = {
  4: "holds bytes that are not said to be text",
  9: "holds times of day",
  11: "holds intervals",
  15: "holds bytes that are not said to be text",
  18: "holds durations",
  19: "holds bytes that are not said to be text",
  22: "holds values with how often each is repeated",
  23: "holds bytes that are not said to be text",
};

function kindOf(type: number, about: FlatTable): ArrowKind {
  if (type === NULL) return { of: "numbers", isNull: true };
  if (type === INT) return integerOf(about);
  if (type === FLOAT) return floatOf(numberAt(about, 0, 16));
  if (type === UTF8) return { of: "texts", offsetBits: 32 };
  if (type === LARGE_UTF8) return { of: "texts", offsetBits: 64 };
  if (type === UTF8_VIEW) return { of: "texts", offsetBits: "views" };
  if (type === BOOL) return { of: "booleans", bits: 1, tell: () => true };
  if (type === DECIMAL) return decimalOf(numberAt(about, 1, 32), numberAt(about, 2, 32, 128));
  if (type === DATE) return dateOf(numberAt(about, 0, 16, 1));
  if (type === TIMESTAMP) return timeOf(numberAt(about, 0, 16), textAt(about, 1) !== "");
  return { refused: REFUSED[type] ?? "holds other columns, or several values a row" };
}

const whole32: Fixed = { of: "numbers", bits: 32, tell: (view, at) => view.getInt32(at, true) };

function integerOf(about: FlatTable): Fixed {
  const bits = numberAt(about, 0, 32);
  const isSigned = numberAt(about, 1, 8) !== 0;
  const tells: Record<number, Fixed["tell"]> = isSigned
    ? {
        8: (view, at) => view.getInt8(at),
        16: (view, at) => view.getInt16(at, true),
        32: whole32.tell,
        64: (view, at) => whole(view.getBigInt64(at, true)),
      }
    : {
        8: (view, at) => view.getUint8(at),
        16: (view, at) => view.getUint16(at, true),
        32: (view, at) => view.getUint32(at, true),
        64: (view, at) => whole(view.getBigUint64(at, true)),
      };
  const tell = tells[bits];
  if (tell === undefined) throw damaged(`whole numbers of ${bits} bits`);
  return { of: "numbers", bits, tell };
}

function floatOf(precision: number): Fixed {
  if (precision === 0) return { of: "numbers", bits: 16, tell: (view, at) => view.getFloat16(at, true) };
  if (precision === 1) return { of: "numbers", bits: 32, tell: (view, at) => view.getFloat32(at, true) };
  return { of: "numbers", bits: 64, tell: (view, at) => view.getFloat64(at, true) };
}

function decimalOf(scale: number, bits: number): Fixed {
  if (![32, 64, 128, 256].includes(bits) || !(scale >= 0 && scale <= 76)) throw damaged(`decimals of ${bits} bits`);
  function tell(view: DataView, at: number): number | bigint {
    let value = 0n;
    for (let i = bits / 32 - 1; i >= 0; i--) value = (value << 32n) | BigInt(view.getUint32(at + 4 * i, true));
    return decimal(BigInt.asIntN(bits, value), scale);
  }
  return { of: "numbers", bits, tell };
}

const DAY_MS = 86_400_000;

function dateOf(unit: number): Fixed {
  if (unit === 0) return { of: "texts", bits: 32, tell: (view, at) => dateText(view.getInt32(at, true) * DAY_MS) };
  return { of: "texts", bits: 64, tell: (view, at) => dateText(Number(view.getBigInt64(at, true))) };
}

const UNITS_PER_MS = [1n, 1n, 1_000n, 1_000_000n];

function timeOf(unit: number, hasOffset: boolean): Fixed {
  const perMs = UNITS_PER_MS[unit];
  if (perMs === undefined) throw damaged("a time has no unit");
  const msPerUnit = unit === 0 ? 1_000 : 1;
  const tell = (view: DataView, at: number) =>
    timeText(flooredMs(view.getBigInt64(at, true), perMs) * msPerUnit, hasOffset);
  return { of: "texts", bits: 64, tell };
}
