// Bytes of a Parquet file that are read one after another: whoever reads past their end is told that the file is damaged.
import { AppError } from "../../../error.ts";

export interface ByteReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
}

export function byteReader(bytes: Uint8Array): ByteReader {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
}

export function damaged(why: string): AppError {
  return new AppError("malformed_body", `Cannot read the request body as Parquet: the file is damaged: ${why}`);
}

/** So many bytes, as a view of them. */
export function take(reader: ByteReader, count: number): Uint8Array {
  if (!(count >= 0 && count <= left(reader))) throw damaged(`${count} bytes are told where ${left(reader)} are left`);
  reader.at += count;
  return reader.bytes.subarray(reader.at - count, reader.at);
}

export function left({ bytes, at }: ByteReader): number {
  return bytes.length - at;
}

export function readByte(reader: ByteReader): number {
  if (left(reader) < 1) throw damaged("it ends too early");
  return reader.bytes[reader.at++] as number;
}

export function readUint32(reader: ByteReader): number {
  if (left(reader) < 4) throw damaged("it ends too early");
  reader.at += 4;
  return reader.view.getUint32(reader.at - 4, true);
}

/** Seven bits a byte, the low ones first: at most 32 in all. */
export function readVarint(reader: ByteReader): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = readByte(reader);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value >>> 0;
  }
  throw damaged("a number is too long");
}

/** The same of at most 64 bits, of which the lowest is the sign. */
export function readZigzag(reader: ByteReader): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = readByte(reader);
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
  }
  throw damaged("a number is too long");
}

/** Up to 32 bits that begin at a bit, the low ones first. What is past the end is 0. */
export function bitsAt(bytes: Uint8Array, bit: number, width: number): number {
  let value = 0;
  let at = Math.floor(bit / 8);
  let shift = -(bit % 8);
  for (; shift < width; shift += 8) value += (bytes[at++] ?? 0) * 2 ** shift;
  return Math.floor(value) % 2 ** width;
}
