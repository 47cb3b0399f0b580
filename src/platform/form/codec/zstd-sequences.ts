// The sequences of a block of Zstandard: so many literals, then a copy of what stands before. RFC 8878, 3.1.1.3.2
import { type Bits, backwards, Torn, takeBack } from "./zstd-bits.ts";
import { oneSymbol, readStateTable, type StateTable, stateTable } from "./zstd-tables.ts";

/** `length` is that of the copy, which begins `offset` before where it is to stand. */
type PutSequence = (literalLength: number, offset: number, length: number) => void;

/** What is known of the blocks before: the tables, and the last three offsets. */
export interface Sequences {
  tables: Partial<Tables>;
  offsets: [number, number, number];
}

export function sequences(): Sequences {
  return { tables: {}, offsets: [1, 4, 8] };
}

const PARTS = ["literals", "offset", "copy"] as const;
type Part = (typeof PARTS)[number];
type Tables = Record<Part, StateTable>;

const BITS_MAX = { literals: 9, offset: 8, copy: 9 };
const SYMBOL_MAX = { literals: 35, offset: 31, copy: 52 };

// How likely each code is where a block does not say.
const USUAL = {
  literals: stateTable(
    [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1],
    6,
  ),
  offset: stateTable([1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5),
  copy: stateTable(
    [
      1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
      1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ],
    6,
  ),
};

// Of each code how many more bits tell a length; where it begins follows.
const LITERALS_BITS = [...zeros(16), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const COPY_BITS = [...zeros(32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const LITERALS_FIRST = firsts(LITERALS_BITS, 0);
const COPY_FIRST = firsts(COPY_BITS, 3);

function zeros(count: number): number[] {
  return new Array(count).fill(0);
}

function firsts(bits: number[], first: number): number[] {
  let next = first;
  return bits.map((each) => {
    next += 2 ** each;
    return next - 2 ** each;
  });
}

/** Puts those that a block has after its literals. */
export function readSequences(bytes: Uint8Array, before: Sequences, put: PutSequence): void {
  const { count, start } = countOf(bytes);
  if (count === 0) {
    if (start !== bytes.length) throw new Torn();
    return;
  }
  const end = readTables(bytes, start, before.tables);
  const bits = backwards(bytes.subarray(end));
  const { literals, offset, copy } = before.tables as Tables;
  let literalsState = takeBack(bits, literals.bits);
  let offsetState = takeBack(bits, offset.bits);
  let copyState = takeBack(bits, copy.bits);
  for (let i = 1; ; i++) {
    const literalsCode = literals.symbols[literalsState] as number;
    const offsetCode = offset.symbols[offsetState] as number;
    const copyCode = copy.symbols[copyState] as number;
    const told = 2 ** offsetCode + takeBack(bits, offsetCode);
    const length = (COPY_FIRST[copyCode] as number) + takeBack(bits, COPY_BITS[copyCode] as number);
    const literalLength =
      (LITERALS_FIRST[literalsCode] as number) + takeBack(bits, LITERALS_BITS[literalsCode] as number);
    put(literalLength, offsetOf(told, literalLength, before.offsets), length);
    if (i === count) break;
    literalsState = nextState(literals, literalsState, bits);
    copyState = nextState(copy, copyState, bits);
    offsetState = nextState(offset, offsetState, bits);
  }
  if (bits.at !== 0) throw new Torn();
}

function nextState({ bases, widths }: StateTable, state: number, bits: Bits): number {
  return (bases[state] as number) + takeBack(bits, widths[state] as number);
}

function countOf(bytes: Uint8Array): { count: number; start: number } {
  const [first, second = 0, third = 0] = bytes;
  if (first === undefined) throw new Torn();
  if (first < 128) return { count: first, start: 1 };
  if (first < 255) return { count: (first - 128) * 256 + second, start: 2 };
  return { count: second + third * 256 + 0x7f00, start: 3 };
}

/** Answers where they end. */
function readTables(bytes: Uint8Array, start: number, tables: Partial<Tables>): number {
  const modes = bytes[start] ?? 0;
  let end = start + 1;
  if ((modes & 3) !== 0) throw new Torn();
  for (const [i, part] of PARTS.entries()) {
    const mode = (modes >> (6 - 2 * i)) & 3;
    if (mode === 0) tables[part] = USUAL[part];
    if (mode === 1) {
      const symbol = bytes[end++] ?? 255;
      if (symbol > SYMBOL_MAX[part]) throw new Torn();
      tables[part] = oneSymbol(symbol);
    }
    if (mode === 2) {
      const told = { bitsMax: BITS_MAX[part], symbolMax: SYMBOL_MAX[part] };
      const { table, length } = readStateTable(bytes.subarray(end), told);
      tables[part] = table;
      end += length;
    }
    if (tables[part] === undefined) throw new Torn();
  }
  return end;
}

/** One of the last three, or another; it becomes the last one. */
function offsetOf(told: number, literalLength: number, offsets: Sequences["offsets"]): number {
  const which = told > 3 ? 4 : told - (literalLength === 0 ? 0 : 1);
  if (which === 0) return offsets[0];
  const offset = which === 4 ? told - 3 : which === 3 ? offsets[0] - 1 : (offsets[which as 1 | 2] as number);
  if (which !== 1) offsets[2] = offsets[1];
  offsets[1] = offsets[0];
  offsets[0] = offset;
  return offset;
}
