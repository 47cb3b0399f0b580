// Comma-separated values in WebAssembly (kernel/csv.ts): a block of bytes into columns. It knows nothing of headers, limits and words.
import { powersOfFive } from "./powers-of-five.ts";
import type { Wasm } from "./wasm.ts";

/** What is read of a column: its numbers, where its text stands, nothing, or nothing while its cells must be empty. */
export type CsvMode = "numbers" | "text" | "skipped" | "empty";

export interface CsvBlock {
  /** They begin with a record. */
  bytes: Uint8Array;
  /** Whether the file ends with them; a record that they do not end is left otherwise. */
  isLast: boolean;
  /** Of the first record. */
  line: number;
  /** A byte. */
  delimiter: number;
  /** What may stand before a fraction. */
  hasPoint: boolean;
  hasComma: boolean;
  modes: readonly CsvMode[];
  rowsMax: number;
}

/** The first lines where a mark may be decimal, and where it can be nothing else: it may not part thousands. 0 where there is none. */
export interface CsvMark {
  line: number;
  sureLine: number;
}

export interface CsvColumn {
  /** Of a column of numbers that has anything else in the block: its text is read instead. */
  mode: CsvMode;
  /** Of numbers; NaN where one is missing. */
  numbers: Float64Array | null;
  text: CsvText | null;
  point: CsvMark;
  comma: CsvMark;
}

export interface CsvText {
  /** For each row where its cell begins, and its length, with `DOUBLED` where its quotes are doubled; `MISSING` for both. */
  places: Uint32Array;
  /** For each row one that has the same text and is no later. */
  firsts: Uint32Array;
}

export const DOUBLED = 0x80000000;
export const MISSING = 0xffffffff;

export type CsvFaultKind = "too many" | "too few" | "after quote" | "open quote" | "not empty";

export interface CsvRows {
  rowCount: number;
  columns: CsvColumn[];
  /** One a row. */
  lines: Uint32Array;
  /** How many bytes were read, and on which line what follows begins: of the record with a fault, if there is one. */
  consumed: number;
  line: number;
  fault: { kind: CsvFaultKind; line: number; at: number } | null;
}

export interface CsvKernel {
  /** Reads records until there are so many rows or the bytes end. */
  scanCsv(block: CsvBlock): CsvRows;

  /** Whether there is a byte that is not ASCII, and one that is 0. */
  lookAtBytes(bytes: Uint8Array): { isAscii: boolean; hasZero: boolean };
}

interface CsvExports {
  scanCsv(...shapeAndPointers: number[]): number;
  lookAtBytes(bytes: number, length: number): number;
  equalCells(...shapeAndPointers: number[]): void;
}

/** Past the bytes; see kernel/csv.ts. */
const PADDING = 32;
const COLUMN_WORDS = 6;
const OUT_WORDS = 5;
const LINE_FEED = 10;

// By their number in kernel/csv.ts.
const MODES: readonly CsvMode[] = ["numbers", "text", "skipped", "text", "empty"];
const SPOILT = 3;
const FAULTS: readonly (CsvFaultKind | null)[] = [
  ...[null, null],
  ...(["too many", "too few", "after quote", "open quote", "not empty"] as const),
];

export function createCsvKernel(wasm: Wasm): CsvKernel {
  const kernel = wasm.exports as unknown as CsvExports;
  let powers: BigUint64Array | null = null;
  return {
    scanCsv(block) {
      powers ??= powersOfFive();
      const rows = scan(wasm, kernel, powers, block);
      const modes = rows.columns.map(({ mode }) => mode);
      // A column that turned out to be text is read as such, from the block's first row on.
      return modes.some((mode, i) => mode !== block.modes[i]) ? scan(wasm, kernel, powers, { ...block, modes }) : rows;
    },
    lookAtBytes(bytes) {
      const at = wasm.layOut({ bytes: bytes.length });
      new Uint8Array(wasm.buffer(), at.bytes, bytes.length).set(bytes);
      const found = kernel.lookAtBytes(at.bytes, bytes.length);
      return { isAscii: (found & 1) === 0, hasZero: (found & 2) !== 0 };
    },
  };
}

function scan(wasm: Wasm, kernel: CsvExports, powers: BigUint64Array, block: CsvBlock): CsvRows {
  const { bytes, modes, rowsMax } = block;
  const tableSize = modes.includes("text") ? 2 ** Math.ceil(Math.log2(2 * rowsMax)) : 0;
  const at = wasm.layOut({
    bytes: bytes.length + PADDING,
    powers: powers.byteLength,
    columns: 4 * COLUMN_WORDS * modes.length,
    values: 8 * rowsMax * modes.length,
    lines: 4 * rowsMax,
    out: 4 * OUT_WORDS,
    // What follows is used by columns of text, one after the other.
    table: 4 * tableSize,
    firsts: 4 * rowsMax,
  });
  const buffer = wasm.buffer();
  const inner = new Uint8Array(buffer, at.bytes, bytes.length + PADDING);
  inner.set(bytes);
  inner.fill(LINE_FEED, bytes.length);
  new BigUint64Array(buffer, at.powers, powers.length).set(powers);
  const columns = new Uint32Array(buffer, at.columns, COLUMN_WORDS * modes.length).fill(0);
  modes.forEach((mode, i) => {
    columns[COLUMN_WORDS * i] = MODES.indexOf(mode);
  });
  const marks = Number(block.hasPoint) + 2 * Number(block.hasComma);
  const rowCount = kernel.scanCsv(
    ...[at.bytes, bytes.length, Number(block.isLast), block.delimiter, marks, at.powers],
    ...[at.columns, modes.length, at.values, rowsMax, at.lines, block.line, at.out],
  );
  const [status = 0, consumed = 0, line = 0, faultLine = 0, faultAt = 0] = new Uint32Array(buffer, at.out, OUT_WORDS);
  const kind = FAULTS[status] ?? null;
  const textAt = (places: number): CsvText => {
    kernel.equalCells(at.bytes, places, rowCount, at.table, tableSize, at.firsts);
    return {
      places: new Uint32Array(buffer, places, 2 * rowCount).slice(),
      firsts: new Uint32Array(buffer, at.firsts, rowCount).slice(),
    };
  };
  return {
    rowCount,
    columns: modes.map((_, i) => {
      const words = columns.subarray(COLUMN_WORDS * i, COLUMN_WORDS * (i + 1));
      const values = at.values + 8 * rowsMax * i;
      const text = words[0] === MODES.indexOf("text") ? textAt(values) : null;
      return columnOf(words, bytes, { numbers: new Float64Array(buffer, values, rowCount), text });
    }),
    lines: new Uint32Array(buffer, at.lines, rowCount).slice(),
    consumed,
    line,
    fault: kind === null ? null : { kind, line: faultLine, at: faultAt },
  };
}

interface Values {
  numbers: Float64Array;
  text: CsvText | null;
}

function columnOf(words: Uint32Array, bytes: Uint8Array, values: Values): CsvColumn {
  const [mode = 0, hardCount = 0, point = 0, surePoint = 0, comma = 0, sureComma = 0] = words;
  const numbers = MODES[mode] === "numbers" ? values.numbers.slice() : null;
  if (numbers !== null && hardCount > 0) readHard(numbers, bytes);
  const isSpoilt = mode === SPOILT;
  return {
    mode: MODES[mode] as CsvMode,
    numbers,
    text: values.text,
    point: { line: isSpoilt ? 0 : point, sureLine: isSpoilt ? 0 : surePoint },
    comma: { line: isSpoilt ? 0 : comma, sureLine: isSpoilt ? 0 : sureComma },
  };
}

const HARD = 0xfff80000;

/** Numbers of more digits, or further from 1, than the kernel reads: there it left where they stand. */
function readHard(numbers: Float64Array, bytes: Uint8Array): void {
  const words = new Uint32Array(numbers.buffer);
  const decoder = new TextDecoder();
  for (let row = 0; row < numbers.length; row++) {
    const length = (words[2 * row + 1] as number) - HARD;
    if (length < 0) continue;
    const at = words[2 * row] as number;
    const text = decoder.decode(bytes.subarray(at, at + length));
    numbers[row] = Number(text.replace(",", "."));
  }
}
