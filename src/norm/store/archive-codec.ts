// Rows as they were trained → bytes, and back, to the last bit. What they are by comes first, then each column (column-codec.ts), and gzip over
// all of it where that makes it shorter.
import { assert } from "../../error.ts";
import { foldGzip, unfoldGzip } from "../../platform/form/codec/gzip.ts";
import {
  type ByteReader,
  type ByteWriter,
  createByteReader,
  createByteWriter,
  readColumn,
  writeColumn,
} from "./column-codec.ts";

/** Rows of a batch as they came. NaN is a missing value. */
export interface ArchivedRows {
  rowCount: number;
  /** When each row was; null without times. `areDates`: 1 for a date alone; `hasOffset`: whether they came with one. */
  times: { instants: Float64Array; areDates: Uint8Array; hasOffset: boolean } | null;
  /** In the order of the norm's columns; those of categories are places among their levels. */
  columns: Float64Array[];
  /** Of columns of categories the names of their levels, by the place of the column. */
  levels: Map<number, readonly string[]>;
  y: Float64Array;
  weights: Float64Array | null;
  /** As it was asked for; null where it was not. */
  continues: boolean | null;
}

const PLAIN = 0;
const FOLDED = 1;
// Less is hardly shortened by gzip, and unfolding some thousand of such takes a second.
const FOLDED_BYTES_LEAST = 512;

// What stands in the first byte of the rows.
const TIMED = 1;
const WITH_OFFSET = 2;
const SOME_DATES = 4;
const WEIGHTED = 8;
const CONTINUES = 16;
const BEGINS_ANEW = 32;

export async function encodeRows(rows: ArchivedRows): Promise<Uint8Array> {
  const writer = createByteWriter();
  writeRows(writer, rows);
  const plain = writer.written();
  const folded = plain.length < FOLDED_BYTES_LEAST ? plain : await foldGzip(plain);
  const isFolded = folded.length < plain.length;
  const whole = createByteWriter();
  whole.byte(isFolded ? FOLDED : PLAIN);
  whole.count(plain.length);
  whole.bytes(isFolded ? folded : plain);
  return whole.written();
}

export async function decodeRows(encoded: Uint8Array): Promise<ArchivedRows> {
  const reader = createByteReader(encoded);
  const isFolded = reader.byte() === FOLDED;
  const plain = new Uint8Array(reader.count());
  const rest = encoded.subarray(encoded.length - reader.left());
  if (isFolded) assert(await unfoldGzip(rest, plain), "rows that are kept cannot be unfolded");
  else plain.set(rest);
  return readRows(createByteReader(plain));
}

function writeRows(writer: ByteWriter, rows: ArchivedRows): void {
  const { rowCount, times, columns, levels, y, weights, continues } = rows;
  const hasDates = times?.areDates.includes(1) ?? false;
  writer.byte(
    (times === null ? 0 : TIMED) +
      (times?.hasOffset ? WITH_OFFSET : 0) +
      (hasDates ? SOME_DATES : 0) +
      (weights === null ? 0 : WEIGHTED) +
      (continues === true ? CONTINUES : 0) +
      (continues === false ? BEGINS_ANEW : 0),
  );
  writer.count(rowCount);
  writer.count(columns.length);
  const names = new TextEncoder().encode(levels.size === 0 ? "" : JSON.stringify([...levels]));
  writer.count(names.length);
  writer.bytes(names);
  if (times !== null) writeColumn(writer, times.instants);
  if (times !== null && hasDates) writeColumn(writer, Float64Array.from(times.areDates));
  for (const column of columns) writeColumn(writer, column);
  writeColumn(writer, y);
  if (weights !== null) writeColumn(writer, weights);
}

function readRows(reader: ByteReader): ArchivedRows {
  const flags = reader.byte();
  const has = (flag: number) => (flags & flag) !== 0;
  const rowCount = reader.count();
  const columnCount = reader.count();
  const names = new TextDecoder().decode(reader.bytes(reader.count()));
  const next = () => readColumn(reader, rowCount);
  const instants = has(TIMED) ? next() : null;
  const areDates = has(SOME_DATES) ? Uint8Array.from(next()) : new Uint8Array(rowCount);
  const columns = Array.from({ length: columnCount }, next);
  const y = next();
  return {
    rowCount,
    times: instants && { instants, areDates, hasOffset: has(WITH_OFFSET) },
    columns,
    levels: new Map(names === "" ? [] : (JSON.parse(names) as [number, string[]][])),
    y,
    weights: has(WEIGHTED) ? next() : null,
    continues: has(CONTINUES) ? true : has(BEGINS_ANEW) ? false : null,
  };
}
