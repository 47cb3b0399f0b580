// Values as differences from those before: whole numbers packed in blocks, lengths of texts, and beginnings that texts share.
// parquet-format: Encodings.md, DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY
import type { Account } from "../codec/account.ts";
import { type ByteReader, bitsAt, damaged, left, readVarint, readZigzag, take } from "./byte-reader.ts";

/** So many whole numbers, of 64 bits. */
export function readDeltas(reader: ByteReader, count: number): BigInt64Array {
  const values = new BigInt64Array(count);
  const blockSize = readVarint(reader);
  const packCount = readVarint(reader);
  const told = readVarint(reader);
  let value = readZigzag(reader);
  if (told !== count) throw damaged(`${told} differences where ${count} are told`);
  const packSize = blockSize / packCount;
  if (!(packSize >= 8 && packSize % 8 === 0)) throw damaged(`${packCount} parts of a block of ${blockSize}`);
  if (count > 0) values[0] = value;
  for (let at = 1; at < count; ) {
    const least = readZigzag(reader);
    const widths = take(reader, packCount);
    for (let pack = 0; pack < packCount && at < count; pack++) {
      const width = widths[pack] as number;
      const here = Math.min(packSize, count - at);
      const packed = takePack(reader, { width, packSize, here });
      for (let i = 0; i < here; i++) {
        value = BigInt.asIntN(64, value + least + wideBitsAt(packed, i * width, width));
        values[at + i] = value;
      }
      at += here;
    }
  }
  return values;
}

/** The last one may be cut where its values end. */
function takePack(reader: ByteReader, { width, packSize, here }: Record<"width" | "packSize" | "here", number>) {
  if (width > 64) throw damaged(`differences of ${width} bits`);
  if (Math.ceil((here * width) / 8) > left(reader)) throw damaged("a block of differences ends too early");
  return take(reader, Math.min((packSize * width) / 8, left(reader)));
}

function wideBitsAt(bytes: Uint8Array, bit: number, width: number): bigint {
  if (width <= 32) return BigInt(bitsAt(bytes, bit, width));
  return (BigInt(bitsAt(bytes, bit + 32, width - 32)) << 32n) | BigInt(bitsAt(bytes, bit, 32));
}

export function readByLengths(reader: ByteReader, count: number): Uint8Array[] {
  const lengths = readDeltas(reader, count);
  return Array.from(lengths, (length) => take(reader, Number(length)));
}

/** Each has so much of the one before, and then its own. */
export function readByPrefixes(reader: ByteReader, count: number, account: Account): Uint8Array[] {
  const prefixes = readDeltas(reader, count);
  const values = readByLengths(reader, count);
  for (let i = 0; i < count; i++) {
    const shared = Number(prefixes[i]);
    const own = values[i] as Uint8Array;
    const before = values[i - 1]?.length ?? 0;
    if (!(shared >= 0 && shared <= before)) throw damaged(`a text shares ${shared} bytes with one of ${before}`);
    if (shared === 0) continue;
    account.take(shared + own.length);
    const value = new Uint8Array(shared + own.length);
    value.set((values[i - 1] as Uint8Array).subarray(0, shared));
    value.set(own, shared);
    values[i] = value;
  }
  return values;
}
