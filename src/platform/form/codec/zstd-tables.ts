// The two kinds of tables that Zstandard tells symbols by: of finite states, and Huffman's. RFC 8878, 4.1 and 4.2
import { type Bits, backwards, peek, peekBack, Torn, takeBack } from "./zstd-bits.ts";

/** By the state: its symbol, how many bits lead to the next one, and from where they count. */
export interface StateTable {
  bits: number;
  symbols: Uint8Array;
  widths: Uint8Array;
  bases: Uint16Array;
}

/** A table of one symbol, which takes no bits. */
export function oneSymbol(symbol: number): StateTable {
  return { bits: 0, symbols: Uint8Array.of(symbol), widths: new Uint8Array(1), bases: new Uint16Array(1) };
}

interface Told {
  table: StateTable;
  /** How many bytes it took. */
  length: number;
}

/** A table told by how likely each symbol is; of at most so many bits, and symbols up to one. */
export function readStateTable(
  bytes: Uint8Array,
  { bitsMax, symbolMax }: { bitsMax: number; symbolMax: number },
): Told {
  const reader: Bits = { bytes, at: 4 };
  const bits = ((bytes[0] ?? 0) & 15) + 5;
  if (bits > bitsMax) throw new Torn();
  const counts: number[] = [];
  for (let left = 1 << bits; left > 0; ) {
    if (counts.length > symbolMax || reader.at > bytes.length * 8) throw new Torn();
    const count = readCount(reader, left);
    left -= Math.abs(count);
    counts.push(count);
    if (count === 0) addZeros(reader, counts);
  }
  if (counts.length > symbolMax + 1) throw new Torn();
  const length = Math.ceil(reader.at / 8);
  if (length > bytes.length) throw new Torn();
  return { table: stateTable(counts, bits), length };
}

/** Of what is left small counts take a bit less; -1 is less than one. */
function readCount(reader: Bits, left: number): number {
  const width = 32 - Math.clz32(left + 1);
  const spare = 2 ** width - 1 - (left + 1);
  const value = peek(reader, width);
  const short = value % 2 ** (width - 1);
  if (short < spare) {
    reader.at += width - 1;
    return short - 1;
  }
  reader.at += width;
  return (value === short ? value : value - spare) - 1;
}

function addZeros(reader: Bits, counts: number[]): void {
  for (let more = 3; more === 3; ) {
    more = peek(reader, 2);
    reader.at += 2;
    for (let i = 0; i < more; i++) counts.push(0);
  }
}

export function stateTable(counts: readonly number[], bits: number): StateTable {
  const size = 1 << bits;
  const symbols = new Uint8Array(size);
  let high = size - 1;
  for (const [symbol, count] of counts.entries()) if (count === -1) symbols[high--] = symbol;
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  for (const [symbol, count] of counts.entries())
    for (let i = 0; i < count; i++) {
      symbols[at] = symbol;
      do at = (at + step) % size;
      while (at > high);
    }
  const widths = new Uint8Array(size);
  const bases = new Uint16Array(size);
  const next = counts.map(Math.abs);
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state] as number;
    const count = next[symbol] as number;
    next[symbol] = count + 1;
    const width = bits - (31 - Math.clz32(count));
    widths[state] = width;
    bases[state] = (count << width) - size;
  }
  return { bits, symbols, widths, bases };
}

/** By the next bits, as many as the longest code has: the symbol, and how many bits its own has. */
export interface HuffmanTable {
  bits: number;
  symbols: Uint8Array;
  widths: Uint8Array;
}

const HUFFMAN_BITS_MAX = 11;
const SYMBOL_COUNT = 256;

export function readHuffmanTable(bytes: Uint8Array): { table: HuffmanTable; length: number } {
  const header = bytes[0] ?? 0;
  const count = header - 127;
  const length = 1 + (header < 128 ? header : Math.ceil(count / 2));
  if (length > bytes.length) throw new Torn();
  const own = bytes.subarray(1, length);
  const weights =
    header < 128
      ? readWeights(own)
      : Array.from({ length: count }, (_, i) => ((own[i >> 1] as number) >> (i % 2 === 0 ? 4 : 0)) & 15);
  return { table: huffmanTable(weights), length };
}

/** Two states take turns. */
function readWeights(bytes: Uint8Array): number[] {
  const { table, length } = readStateTable(bytes, { bitsMax: 6, symbolMax: HUFFMAN_BITS_MAX + 1 });
  const bits = backwards(bytes.subarray(length));
  const states = [takeBack(bits, table.bits), takeBack(bits, table.bits)];
  const weights: number[] = [];
  for (let turn = 0; weights.length < SYMBOL_COUNT; turn = 1 - turn) {
    const state = states[turn] as number;
    const width = table.widths[state] as number;
    weights.push(table.symbols[state] as number);
    if (width > bits.at) {
      weights.push(table.symbols[states[1 - turn] as number] as number);
      return weights;
    }
    states[turn] = (table.bases[state] as number) + takeBack(bits, width);
  }
  throw new Torn();
}

/** The last weight is not told: it makes the sum a power of two. */
function huffmanTable(told: number[]): HuffmanTable {
  const sum = told.reduce((all, weight) => all + (weight && 2 ** (weight - 1)), 0);
  const bits = 32 - Math.clz32(sum);
  const rest = 2 ** bits - sum;
  const last = 32 - Math.clz32(rest);
  if (sum === 0 || bits > HUFFMAN_BITS_MAX || 2 ** (last - 1) !== rest || told.length >= SYMBOL_COUNT) throw new Torn();
  const weights = [...told, last];
  const symbols = new Uint8Array(2 ** bits);
  const widths = new Uint8Array(2 ** bits);
  let at = 0;
  for (let weight = 1; weight <= bits; weight++)
    for (const [symbol, own] of weights.entries()) {
      if (own !== weight) continue;
      const end = at + 2 ** (weight - 1);
      symbols.fill(symbol, at, end);
      widths.fill(bits + 1 - weight, at, end);
      at = end;
    }
  return { bits, symbols, widths };
}

/** Fills `into` from one stream, all of which it takes. */
export function readHuffman(bytes: Uint8Array, { bits: width, symbols, widths }: HuffmanTable, into: Uint8Array): void {
  const bits = backwards(bytes);
  for (let i = 0; i < into.length; i++) {
    const at = peekBack(bits, width);
    into[i] = symbols[at] as number;
    bits.at -= widths[at] as number;
  }
  if (bits.at !== 0) throw new Torn();
}
