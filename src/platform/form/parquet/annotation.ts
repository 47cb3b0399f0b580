// What the values of a column stand for, which a Parquet file says by two lists: LogicalType, and ConvertedType, which is older.
// github.com/apache/parquet-format: LogicalTypes.md
import { damaged } from "./byte-reader.ts";
import type { SchemaElement } from "./footer.ts";
import { numberOf, type Struct, structOf } from "./thrift.ts";

export type Annotation =
  | { is: "nothing" | "text" | "date" | "unsigned" | "half" }
  | { is: "decimal"; scale: number }
  | { is: "time"; unitsPerMs: bigint; hasOffset: boolean }
  | { is: "refused"; told: string };

const NOTHING: Annotation = { is: "nothing" };
const TEXT: Annotation = { is: "text" };
const UNSIGNED: Annotation = { is: "unsigned" };
const DATE: Annotation = { is: "date" };
const refused = (told: string): Annotation => ({ is: "refused", told });

// Before there was LogicalType all times were those of instants.
const CONVERTED: Record<number, Annotation> = {
  0: TEXT,
  1: refused("holds pairs of keys and values"),
  3: refused("holds several values a row"),
  4: TEXT,
  6: DATE,
  7: refused("holds times of day"),
  8: refused("holds times of day"),
  9: { is: "time", unitsPerMs: 1n, hasOffset: true },
  10: { is: "time", unitsPerMs: 1_000n, hasOffset: true },
  11: UNSIGNED,
  12: UNSIGNED,
  13: UNSIGNED,
  14: UNSIGNED,
  19: refused("holds JSON"),
  20: refused("holds BSON"),
  21: refused("holds intervals"),
};
const CONVERTED_DECIMAL = 5;

const LOGICAL: Record<number, Annotation> = {
  1: TEXT,
  2: refused("holds pairs of keys and values"),
  3: refused("holds several values a row"),
  4: TEXT,
  6: DATE,
  7: refused("holds times of day"),
  12: refused("holds JSON"),
  13: refused("holds BSON"),
  14: refused("holds UUIDs"),
  15: { is: "half" },
  16: refused("holds values of several types"),
  17: refused("holds geometries"),
  18: refused("holds geographies"),
};
const LOGICAL_DECIMAL = 5;
const LOGICAL_TIME = 8;
const LOGICAL_INTEGER = 10;

export function annotationOf({ logical, converted, scale }: SchemaElement): Annotation {
  const [field] = Object.keys(logical ?? {}).map(Number);
  if (logical !== undefined && field !== undefined) return annotationOfLogical(logical, field, scale);
  if (converted === CONVERTED_DECIMAL) return { is: "decimal", scale };
  return CONVERTED[converted ?? -1] ?? NOTHING;
}

function annotationOfLogical(logical: Struct, field: number, scale: number): Annotation {
  const about = structOf(logical, field) ?? {};
  if (field === LOGICAL_DECIMAL) return { is: "decimal", scale: numberOf(about, 1) ?? scale };
  if (field === LOGICAL_TIME) return { is: "time", unitsPerMs: unitsPerMs(about), hasOffset: about[1] === true };
  if (field === LOGICAL_INTEGER) return about[2] === false ? UNSIGNED : NOTHING;
  return LOGICAL[field] ?? NOTHING;
}

function unitsPerMs(time: Struct): bigint {
  const unit = structOf(time, 2) ?? {};
  if (unit[1] !== undefined) return 1n;
  if (unit[2] !== undefined) return 1_000n;
  if (unit[3] !== undefined) return 1_000_000n;
  throw damaged("a time has no unit");
}
