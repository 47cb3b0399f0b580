// The literals of a block of Zstandard: as they are, one over and over, or by a Huffman table. RFC 8878, 3.1.1.3.1
import { Torn } from "./zstd-bits.ts";
import { type HuffmanTable, readHuffman, readHuffmanTable } from "./zstd-tables.ts";

/** What is known of the blocks before. */
export interface Literals {
  table?: HuffmanTable;
}

const RAW = 0;
const REPEATED = 1;
const COMPRESSED = 2;
const LENGTH_MAX = 131_072;

/** The literals, and how many bytes of the block they took. */
export function readLiterals(block: Uint8Array, before: Literals): { bytes: Uint8Array; length: number } {
  const header = headerOf(block);
  const { type, start, count, folded } = header;
  const length = start + folded;
  if (count > LENGTH_MAX || length > block.length) throw new Torn();
  const own = block.subarray(start, length);
  if (type === RAW) return { bytes: own, length };
  const bytes = new Uint8Array(count);
  if (type === REPEATED) return { bytes: bytes.fill(own[0] as number), length };
  let codes = own;
  if (type === COMPRESSED) {
    const read = readHuffmanTable(own);
    before.table = read.table;
    codes = own.subarray(read.length);
  }
  if (before.table === undefined) throw new Torn();
  if (header.isOneStream) readHuffman(codes, before.table, bytes);
  else readFourStreams(codes, before.table, bytes);
  return { bytes, length };
}

interface Header {
  type: number;
  /** How long it is. */
  start: number;
  /** How many literals there are, and in how many bytes. */
  count: number;
  folded: number;
  isOneStream: boolean;
}

function headerOf(block: Uint8Array): Header {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = block;
  const type = first & 3;
  const form = (first >> 2) & 3;
  if (type < COMPRESSED) {
    const start = form === 1 ? 2 : form === 3 ? 3 : 1;
    const count = form % 2 === 0 ? first >> 3 : (first >> 4) + second * 16 + (form === 3 ? third * 4_096 : 0);
    return { type, start, count, folded: type === RAW ? count : 1, isOneStream: true };
  }
  const width = form < 2 ? 10 : form === 2 ? 14 : 18;
  const all =
    (first >> 4) +
    second * 2 ** 4 +
    third * 2 ** 12 +
    (form > 1 ? fourth * 2 ** 20 : 0) +
    (form > 2 ? fifth * 2 ** 28 : 0);
  const start = form < 2 ? 3 : form + 2;
  return { type, start, count: all % 2 ** width, folded: Math.floor(all / 2 ** width), isOneStream: form === 0 };
}

/** Each of a quarter of the literals, the last of what is left; the lengths of the first three are told. */
function readFourStreams(bytes: Uint8Array, table: HuffmanTable, into: Uint8Array): void {
  const quarter = Math.ceil(into.length / 4);
  if (bytes.length < 6 || 3 * quarter > into.length) throw new Torn();
  let start = 6;
  for (let i = 0; i < 4; i++) {
    const told = (bytes[2 * i] as number) + (bytes[2 * i + 1] as number) * 256;
    const end = i === 3 ? bytes.length : start + told;
    if (end > bytes.length) throw new Torn();
    readHuffman(
      bytes.subarray(start, end),
      table,
      into.subarray(i * quarter, i === 3 ? into.length : (i + 1) * quarter),
    );
    start = end;
  }
}
