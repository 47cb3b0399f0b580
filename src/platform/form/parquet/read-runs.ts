// Small whole numbers as runs of equal ones, and as groups of eight packed bit by bit. parquet-format: Encodings.md, RLE
import { type ByteReader, bitsAt, damaged, left, readByte, readVarint, take } from "./byte-reader.ts";

/** Fills `into` with numbers of so many bits. */
export function readRuns(reader: ByteReader, width: number, into: Uint8Array | Uint32Array): void {
  if (width > 32) throw damaged(`numbers of ${width} bits`);
  const bytesEach = Math.ceil(width / 8);
  for (let at = 0; at < into.length; ) {
    const header = readVarint(reader);
    const room = into.length - at;
    if (header % 2 === 0) {
      const count = header >>> 1;
      if (count > room) throw damaged(`a run of ${count} where ${room} are left`);
      let value = 0;
      for (let i = 0; i < bytesEach; i++) value += readByte(reader) * 256 ** i;
      into.fill(value, at, at + count);
      at += count;
      continue;
    }
    // The last group is full by the rule; what there is of it is read, as others do.
    const packedCount = (header >>> 1) * 8;
    const count = Math.min(packedCount, room);
    if (Math.ceil((count * width) / 8) > left(reader)) throw damaged("a group of numbers ends too early");
    const packed = take(reader, Math.min((packedCount * width) / 8, left(reader)));
    for (let i = 0; i < count; i++) into[at + i] = bitsAt(packed, i * width, width);
    at += count;
  }
}
