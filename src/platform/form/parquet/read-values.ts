// The values of a page, one after another as they were written: nothing is told here of what they stand for.
import type { Account } from "../codec/account.ts";
import { type ByteReader, damaged, readUint32, take } from "./byte-reader.ts";
import type { Raw } from "./column-kind.ts";
import type { Physical, SchemaElement } from "./footer.ts";
import { readByLengths, readByPrefixes, readDeltas } from "./read-deltas.ts";
import { readRuns } from "./read-runs.ts";

export const ENCODINGS = { PLAIN: 0, PLAIN_DICTIONARY: 2, RLE: 3, RLE_DICTIONARY: 8 } as const;

const DELTA_BINARY_PACKED = 5;
const DELTA_LENGTH_BYTE_ARRAY = 6;
const DELTA_BYTE_ARRAY = 7;
const BYTE_STREAM_SPLIT = 9;

export type RawValues = ArrayLike<Raw>;

interface Asked {
  element: SchemaElement;
  encoding: number;
  count: number;
  account: Account;
}

/** null of an encoding that is not known, or not for such values. */
export function readValues(reader: ByteReader, { element, encoding, count, account }: Asked): RawValues | null {
  const physical = element.physical as Physical;
  const isBytes = physical === "BYTE_ARRAY" || physical === "FIXED_LEN_BYTE_ARRAY";
  if (encoding === ENCODINGS.PLAIN) return readPlain(reader, element, count);
  if (encoding === ENCODINGS.RLE && physical === "BOOLEAN") {
    const values = new Uint8Array(count);
    readUint32(reader);
    readRuns(reader, 1, values);
    return values;
  }
  if (encoding === DELTA_BINARY_PACKED && physical === "INT64") return readDeltas(reader, count);
  if (encoding === DELTA_BINARY_PACKED && physical === "INT32") return Int32Array.from(readDeltas(reader, count), low);
  if (encoding === DELTA_LENGTH_BYTE_ARRAY && physical === "BYTE_ARRAY") return readByLengths(reader, count);
  if (encoding === DELTA_BYTE_ARRAY && isBytes) return readByPrefixes(reader, count, account);
  if (encoding === BYTE_STREAM_SPLIT && physical !== "BYTE_ARRAY" && physical !== "BOOLEAN" && physical !== "INT96")
    return typed(unsplit(take(reader, count * widthOf(element)), count), element);
  return null;
}

function low(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

function readPlain(reader: ByteReader, element: SchemaElement, count: number): RawValues {
  if (element.physical === "BOOLEAN") {
    const packed = take(reader, Math.ceil(count / 8));
    return Uint8Array.from({ length: count }, (_, i) => ((packed[i >> 3] as number) >> (i & 7)) & 1);
  }
  if (element.physical === "BYTE_ARRAY") return Array.from({ length: count }, () => take(reader, readUint32(reader)));
  return typed(take(reader, count * widthOf(element)), element);
}

const WIDTHS: Partial<Record<Physical, number>> = { INT32: 4, INT64: 8, INT96: 12, FLOAT: 4, DOUBLE: 8 };

function widthOf({ physical, width }: SchemaElement): number {
  return WIDTHS[physical as Physical] ?? width;
}

/** Values of one width, written with their lowest byte first. */
function typed(bytes: Uint8Array, element: SchemaElement): RawValues {
  // A copy, for a typed array begins at a multiple of its width.
  const { buffer } = bytes.slice();
  if (element.physical === "INT32") return new Int32Array(buffer);
  if (element.physical === "INT64") return new BigInt64Array(buffer);
  if (element.physical === "FLOAT") return new Float32Array(buffer);
  if (element.physical === "DOUBLE") return new Float64Array(buffer);
  const width = widthOf(element);
  return Array.from({ length: bytes.length / width }, (_, i) => bytes.subarray(i * width, (i + 1) * width));
}

/** First the first bytes of all values, then the second ones. */
function unsplit(bytes: Uint8Array, count: number): Uint8Array {
  const width = bytes.length / count;
  return bytes.map((_, i) => bytes[(i % width) * count + Math.floor(i / width)] as number);
}

/** Which entries of the dictionary the values are. */
export function readIndices(reader: ByteReader, count: number, dictionaryLength: number): Uint32Array {
  const indices = new Uint32Array(count);
  const [width = 0] = take(reader, 1);
  readRuns(reader, width, indices);
  const outside = indices.find((index) => index >= dictionaryLength);
  if (outside !== undefined) throw damaged(`entry ${outside} of a dictionary of ${dictionaryLength}`);
  return indices;
}
