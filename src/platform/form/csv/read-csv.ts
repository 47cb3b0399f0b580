// CSV as people have it (RFC 4180, spreadsheets, pandas, R), read as a stream: what stands in memory is a block, whatever comes.
import type { CsvKernel, CsvMode, CsvRows } from "../../../engine/kernel/csv-kernel.ts";
import { CSV_RECORD_BYTES_MAX } from "../../schema/limit.ts";
import type { Frame } from "../frame.ts";
import { checkDecimal, type DecimalMarks, noMarks } from "./csv-decimal.ts";
import { type Delimiter, findDelimiter, toldDelimiter } from "./csv-delimiter.ts";
import { byteOrderMarkLength, checkUtf8, refuseOthers, refuseZero, toUtf8 } from "./csv-encoding.ts";
import { tooLargeCsv, unusableCsv } from "./csv-fault.ts";
import { type CsvHeader, readCsvHeader } from "./csv-header.ts";
import { refuseRecord } from "./csv-refusal.ts";
import { textCells } from "./csv-text.ts";

export interface CsvOptions {
  /** Told from the first records where it is left out; AppError "invalid" where they could be read in several ways. */
  delimiter?: Delimiter | undefined;
  /** Told from the cells where it is left out, a point where a comma parts cells. */
  decimal?: "." | "," | undefined;
  /** Of the content type: utf-8, windows-1252, iso-8859-1 or utf-16le. */
  charset?: string | undefined;
  columnsMax: number;
  rowsMax: number;
  /** Which columns are read, all if it is left out. A column that is left out stands in no frame; what is in it is not looked at. */
  keeps?: ((name: string) => boolean) | undefined;
  /** Columns whose cells are text whatever they look like. */
  isText?: ((name: string) => boolean) | undefined;
}

export interface CsvReader {
  /**
   * Takes the next bytes, and answers the rows that are whole by then, in frames of some thousands. Where frames begin and end does not
   * depend on how the bytes were cut. A column is of text from the frame on in which anything else than numbers was first in it, so that
   * it may be numbers in one frame and text in those after it; whoever keeps both can read that column anew with `isText`. After an AppError
   * the reader is of no more use.
   */
  push(bytes: Uint8Array): Frame[];
  /** After all bytes: what is left. AppError where there were no rows, or the file ends where it cannot. */
  end(): Frame[];
  /** Once they are known: names of the columns that are kept. */
  columns(): string[] | null;
}

// Long enough that what a call of the kernel costs beside reading is little, and short enough for the cache.
const BLOCK_BYTES = 262_144;
/** Rows × columns of a frame: 2 MB. */
const FRAME_CELLS = 262_144;

interface State {
  kernel: CsvKernel;
  options: CsvOptions;
  block: Uint8Array;
  filled: number;
  isBegun: boolean;
  delimiter: Delimiter | null;
  header: CsvHeader | null;
  /** Of the record that the block begins with. */
  line: number;
  rowCount: number;
  modes: CsvMode[];
  marks: DecimalMarks;
}

export function csvReader(kernel: CsvKernel, options: CsvOptions): CsvReader {
  const recode = toUtf8(options.charset);
  const state: State = {
    ...{
      kernel,
      options,
      block: new Uint8Array(BLOCK_BYTES),
      filled: 0,
      isBegun: false,
      delimiter: null,
      header: null,
    },
    ...{ line: 1, rowCount: 0, modes: [], marks: noMarks() },
  };
  return {
    push: (bytes) => take(state, recode === null ? bytes : recode(bytes)),
    end() {
      const frames = recode === null ? [] : take(state, recode(null));
      frames.push(...readBlock(state, true));
      if (state.rowCount === 0) throw unusableCsv("it has a header and no rows", state.header?.line);
      checkDecimal(state.marks, true);
      return frames;
    },
    columns: () => (state.header === null ? null : keptNames(state.header, state.modes)),
  };
}

/** Fills the block to its end before it is read: so frames do not depend on how the bytes were cut. */
function take(state: State, bytes: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  for (let from = 0; from < bytes.length; ) {
    const count = Math.min(bytes.length - from, state.block.length - state.filled);
    state.block.set(bytes.subarray(from, from + count), state.filled);
    state.filled += count;
    from += count;
    if (state.filled === state.block.length) frames.push(...readBlock(state, false));
  }
  return frames;
}

/** The records of the block that are whole; what is left moves to its beginning. */
function readBlock(state: State, isLast: boolean): Frame[] {
  const bytes = state.block.subarray(0, state.filled);
  const { isAscii, hasZero } = state.kernel.lookAtBytes(bytes);
  let at = begin(state, bytes);
  if (hasZero) refuseZero(bytes.subarray(at), state.line);
  const frames: Frame[] = [];
  if (state.header === null) at = readHeader(state, bytes, { at, isLast, isAscii });
  while (state.header !== null && at < bytes.length) {
    const rows = readRows(state, bytes.subarray(at), { isLast, isAscii });
    if (rows.consumed === 0) break;
    if (rows.frame !== null) frames.push(rows.frame);
    at += rows.consumed;
  }
  state.block.copyWithin(0, at, state.filled);
  state.filled -= at;
  if (state.filled === state.block.length) makeRoom(state);
  return frames;
}

/** What the file begins with, once; answers how many bytes to leave out. */
function begin(state: State, bytes: Uint8Array): number {
  if (state.isBegun) return 0;
  state.isBegun = true;
  refuseOthers(bytes);
  return byteOrderMarkLength(bytes);
}

interface Piece {
  isLast: boolean;
  isAscii: boolean;
}

/** Answers where the rows begin, or `at` where the header is not there in whole. */
function readHeader(state: State, bytes: Uint8Array, { at, isLast, isAscii }: Piece & { at: number }): number {
  const { options } = state;
  const told = toldDelimiter(bytes.subarray(at), options.delimiter);
  const rest = bytes.subarray(at + told.length);
  const delimiter = options.delimiter ?? told.delimiter ?? findDelimiter(rest, isLast);
  const line = told.length > 0 ? 2 : 1;
  const header = readCsvHeader(rest, isLast, { delimiter, columnsMax: options.columnsMax, line });
  if (header === null) return at;
  if (!isAscii) checkUtf8(rest.subarray(0, header.next), line);
  state.delimiter = delimiter;
  state.header = header;
  state.line = header.nextLine;
  state.modes = header.names.map((name) => {
    if (name === null) return "empty";
    if (options.keeps?.(name) === false) return "skipped";
    return options.isText?.(name) ? "text" : "numbers";
  });
  return at + told.length + header.next;
}

function readRows(
  state: State,
  bytes: Uint8Array,
  { isLast, isAscii }: Piece,
): { consumed: number; frame: Frame | null } {
  const { kernel, options, marks } = state;
  const delimiter = state.delimiter as Delimiter;
  const mayBeComma = options.decimal === undefined ? delimiter !== "," : options.decimal === ",";
  const columnCount = state.modes.length;
  const rows = kernel.scanCsv({
    ...{ bytes, isLast, line: state.line, delimiter: delimiter.charCodeAt(0), modes: state.modes },
    ...{ hasPoint: options.decimal !== ",", hasComma: mayBeComma },
    // A row takes a byte for each cell.
    rowsMax: Math.max(1, Math.min(Math.floor(FRAME_CELLS / columnCount), Math.ceil(bytes.length / columnCount))),
  });
  const read = bytes.subarray(0, rows.consumed);
  if (!isAscii) checkUtf8(read, state.line);
  if (rows.fault !== null) refuseRecord(rows.fault, bytes.subarray(rows.consumed), { delimiter, isLast, columnCount });
  state.modes = rows.columns.map(({ mode }) => mode);
  if (options.decimal === undefined && mayBeComma) {
    marks.gather(rows.columns);
    checkDecimal(marks, false);
  }
  const frame = rows.rowCount === 0 ? null : toFrame(state, rows, read);
  state.line = rows.line;
  state.rowCount += rows.rowCount;
  if (state.rowCount > options.rowsMax) {
    const row = rows.rowCount - (state.rowCount - options.rowsMax);
    throw unusableCsv(`it has more than ${options.rowsMax} rows`, rows.lines[row]);
  }
  return { consumed: rows.consumed, frame };
}

function toFrame({ header, modes }: State, { rowCount, columns, lines }: CsvRows, bytes: Uint8Array): Frame {
  const { hasIndex } = header as CsvHeader;
  return {
    columns: keptNames(header as CsvHeader, modes),
    values: columns.flatMap(({ numbers, text }): Frame["values"] => {
      if (numbers !== null) return [numbers];
      return text === null ? [] : [textCells(bytes, text, lines)];
    }),
    rowCount,
    placeOf: (row) => `line ${lines[row]}`,
    ...(hasIndex && modes[0] !== "skipped" && { hasIndex }),
  };
}

function keptNames({ names }: CsvHeader, modes: readonly CsvMode[]): string[] {
  return names.flatMap((name, i) => (name === null || modes[i] === "skipped" ? [] : [name]));
}

function makeRoom(state: State): void {
  if (state.block.length >= CSV_RECORD_BYTES_MAX) {
    throw tooLargeCsv(
      state.line,
      `it does not end within ${CSV_RECORD_BYTES_MAX} bytes: a row may be no longer. Perhaps a quote is never closed`,
    );
  }
  const block = new Uint8Array(2 * state.block.length);
  block.set(state.block);
  state.block = block;
}
