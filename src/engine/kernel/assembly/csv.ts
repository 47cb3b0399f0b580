// AssemblyScript: records of comma-separated values (RFC 4180), read into columns of eight bytes a cell.
//
// Memory: `bytes` holds `length` bytes of UTF-8 that begin with a record, then a line feed and PADDING bytes more of it, so that nothing
// is read past them. `columns` has COLUMN_BYTES for each column, see below. `values` holds the cells column by column, `rowsMax` × 8
// bytes apart: of a column of numbers f64, NaN where one is missing, and for a hard number the bits HARD | length << 32 | offset; of a
// column of text offset and length, u32 each, the length with DOUBLED where its quotes are doubled, and MISSING for both. `lines`
// gets the line of each row, u32. `out` gets what stands in memory there afterwards: see `tell`.
import { isHard, isUnsure, mark, readNumber, setComma, setNumberForm, value } from "./read-number";

// A column: its mode; hard numbers; the first lines with a point and with a comma that may be decimal, each followed by the first where it
// can be nothing else. All u32, 0 where there is none.
const COLUMN_BYTES: usize = 24;
const HARD_AT: usize = 4;
const POINT_AT: usize = 8;
const COMMA_AT: usize = 16;

const NUMBER: u32 = 0;
const TEXT: u32 = 1;
const SKIPPED: u32 = 2;
// Of a column of numbers, once something else was in it.
const SPOILT: u32 = 3;
// Of a column without a name.
const EMPTY: u32 = 4;

const HARD: u64 = 0xfff8000000000000;
const HARD_LENGTH_MAX: usize = 0x7ffff;
export const DOUBLED: u32 = 0x80000000;
export const MISSING: u64 = 0xffffffffffffffff;

const READ: u32 = 0;
const UNFINISHED: u32 = 1;
const TOO_MANY: u32 = 2;
const TOO_FEW: u32 = 3;
const AFTER_QUOTE: u32 = 4;
const OPEN_QUOTE: u32 = 5;
const NOT_EMPTY: u32 = 6;

const LINE_FEED: u32 = 10;
const RETURN: u32 = 13;
const QUOTE: u32 = 34;

let start: usize = 0;
let end: usize = 0;
let isLast: bool = false;
let delimiter: u32 = 0;
let tab: u32 = 0;
let hasQuotedComma: bool = false;
let line: u32 = 0;
let status: u32 = READ;
let faultAt: usize = 0;
let faultLine: u32 = 0;

/** Reads records from `firstLine` on until there are `rowsMax` rows, the bytes end or something is wrong; answers how many rows. */
export function scanCsv(
  bytes: usize, length: i32, last: i32, separator: i32, marks: i32, powers: usize,
  columns: usize, columnCount: i32, values: usize, rowsMax: i32, lines: usize, firstLine: i32, out: usize,
): i32 {
  start = bytes;
  end = bytes + <usize>length;
  isLast = last != 0;
  delimiter = separator;
  tab = separator == 9 ? 32 : 9;
  line = firstLine;
  status = READ;
  const hasComma = (marks & 2) != 0;
  hasQuotedComma = hasComma && separator == 44;
  setNumberForm(powers, (marks & 1) != 0, hasComma && separator != 44);
  const distance = <usize>rowsMax << 3;
  let row = 0;
  let at = bytes;
  while (row < rowsMax && at < end) {
    const begin = at;
    const beginLine = line;
    store<u32>(lines + (<usize>row << 2), line);
    at = readRecord(begin, columns, columns + <usize>columnCount * COLUMN_BYTES, values + (<usize>row << 3), distance);
    if (status != READ) {
      if (status != OPEN_QUOTE) faultLine = beginLine;
      line = beginLine;
      at = begin;
      break;
    }
    row += wasBlank ? 0 : 1;
  }
  tell(out, at);
  return row;
}

function tell(out: usize, at: usize): void {
  store<u32>(out, status == UNFINISHED ? READ : status);
  store<u32>(out, <u32>(at - start), 4);
  store<u32>(out, line, 8);
  store<u32>(out, faultLine, 12);
  store<u32>(out, <u32>(faultAt - start), 16);
}

let wasBlank: bool = false;

/** One record; answers where the next begins. */
function readRecord(begin: usize, columns: usize, columnsEnd: usize, first: usize, distance: usize): usize {
  let at = begin;
  let slot = first;
  let column = columns;
  const finish = isLast ? usize.MAX_VALUE : end;
  wasBlank = false;
  for (;;) {
    let next: usize = 0;
    if (load<u32>(column) == NUMBER) {
      next = readNumber(at);
      if (next != 0) {
        const c = <u32>load<u8>(next);
        if (next < finish && (c == delimiter || c == LINE_FEED || c == RETURN)) putNumber(column, slot, at, next - at);
        else next = 0;
      }
    }
    if (next == 0) next = readOther(at, column, slot);
    if (status != READ) return at;
    at = next;
    if (<u32>load<u8>(at) != delimiter) break;
    at++;
    column += COLUMN_BYTES;
    slot += distance;
    if (column == columnsEnd) return fail(TOO_MANY, at);
  }
  if (column + COLUMN_BYTES != columnsEnd || column == columns) {
    wasBlank = column == columns && skipBlanks(begin) == at;
    if (!wasBlank && column + COLUMN_BYTES != columnsEnd) return fail(TOO_FEW, at);
  }
  return endLine(at);
}

function fail(what: u32, at: usize): usize {
  status = what;
  faultAt = at;
  return at;
}

/** Passes a line feed, a return, or both. */
function endLine(at: usize): usize {
  let next = at + 1;
  if (<u32>load<u8>(at) == RETURN) {
    // Whether a line feed follows is not known yet.
    if (next == end && !isLast) return fail(UNFINISHED, at);
    if (next < end && <u32>load<u8>(next) == LINE_FEED) next++;
  }
  line++;
  return min(next, end);
}

@inline
function putNumber(column: usize, slot: usize, at: usize, length: usize): void {
  if (isHard) {
    store<u32>(column, load<u32>(column, HARD_AT) + 1, HARD_AT);
    store<u64>(slot, HARD | (<u64>length << 32) | <u64>(at - start));
  } else store<f64>(slot, value);
  if (mark != 0) {
    const marks = column + (mark == 46 ? POINT_AT : COMMA_AT);
    if (load<u32>(marks) == 0) store<u32>(marks, line);
    if (!isUnsure && load<u32>(marks, 4) == 0) store<u32>(marks, line, 4);
  }
}

/** A cell that is not a bare number in a column of numbers; answers where it ends. */
function readOther(from: usize, column: usize, slot: usize): usize {
  let at = skipBlanks(from);
  const isQuoted = <u32>load<u8>(at) == QUOTE;
  const beginLine = line;
  let next: usize;
  let last: usize;
  hasDoubled = false;
  if (isQuoted) {
    last = closingQuote(++at);
    if (status != READ) {
      faultLine = beginLine;
      return at;
    }
    next = skipBlanks(last + 1);
  } else {
    next = cellEnd(at);
    last = next;
    while (last > at && isBlank(load<u8>(last - 1))) last--;
  }
  if (next >= end && !isLast) return fail(UNFINISHED, next);
  const c = <u32>load<u8>(next);
  if (c != delimiter && c != LINE_FEED && c != RETURN) return fail(AFTER_QUOTE, next);
  const mode = load<u32>(column);
  const isMissing = last == at || (!isQuoted && isMissingWord(at, last - at));
  if (mode == TEXT) {
    if (isMissing) store<u64>(slot, MISSING);
    else {
      store<u32>(slot, <u32>(at - start));
      store<u32>(slot, <u32>(last - at) | (hasDoubled ? DOUBLED : 0), 4);
    }
  } else if (mode == NUMBER) {
    if (hasQuotedComma) setComma(isQuoted);
    if (isMissing) store<f64>(slot, NaN);
    else if (!putTrimmed(column, slot, at, last)) store<u32>(column, SPOILT);
    if (hasQuotedComma) setComma(false);
  } else if (mode == EMPTY && !isMissing) return fail(NOT_EMPTY, at);
  return next;
}

/** Puts what stands from `at` to `last` if that is a number, with blanks around it or not. */
function putTrimmed(column: usize, slot: usize, at: usize, last: usize): bool {
  let first = at;
  let stop = last;
  while (first < stop && isBlank(load<u8>(first))) first++;
  while (stop > first && isBlank(load<u8>(stop - 1))) stop--;
  if (readNumber(first) != stop || (isHard && stop - first > HARD_LENGTH_MAX)) return false;
  putNumber(column, slot, first, stop - first);
  return true;
}

let hasDoubled: bool = false;

/** The quote that ends what began before `from`; lines on the way are counted. */
function closingQuote(from: usize): usize {
  let at = nextOf3(from, QUOTE, LINE_FEED, RETURN);
  while (at < end) {
    const c = <u32>load<u8>(at);
    if (c == QUOTE) {
      if (<u32>load<u8>(at + 1) != QUOTE) return at;
      hasDoubled = true;
      at++;
    } else if (c == LINE_FEED || <u32>load<u8>(at + 1) != LINE_FEED) line++;
    at = nextOf3(at + 1, QUOTE, LINE_FEED, RETURN);
  }
  return fail(isLast ? OPEN_QUOTE : UNFINISHED, from);
}

@inline
function cellEnd(at: usize): usize {
  return nextOf3(at, delimiter, LINE_FEED, RETURN);
}

/** The first byte from `at` on that is one of three; the line feed after the bytes is one. */
@inline
function nextOf3(from: usize, a: u32, b: u32, c: u32): usize {
  let at = from;
  for (; at <= end; at += 16) {
    const block = v128.load(at);
    const found = v128.or(
      v128.or(i8x16.eq(block, i8x16.splat(<i8>a)), i8x16.eq(block, i8x16.splat(<i8>b))),
      i8x16.eq(block, i8x16.splat(<i8>c)),
    );
    const bits = i8x16.bitmask(found);
    if (bits != 0) return at + <usize>ctz(bits);
  }
  return end;
}

@inline
function isBlank(c: u32): bool {
  return c == 32 || c == tab;
}

@inline
function skipBlanks(from: usize): usize {
  let at = from;
  while (isBlank(load<u8>(at))) at++;
  return at;
}

/** NA; NaN and null in letters of either size. */
function isMissingWord(at: usize, length: usize): bool {
  if (length == 2) return load<u16>(at) == 0x414e;
  if (length == 3) return (load<u16>(at) | 0x2020) == 0x616e && (load<u8>(at, 2) | 32) == 110;
  return length == 4 && (load<u32>(at) | 0x20202020) == 0x6c6c756e;
}

/** Whether there is a byte that is not ASCII (1), and one that is 0 (2), of bytes that end in a line feed. */
export function lookAtBytes(bytes: usize, length: i32): i32 {
  const stop = bytes + <usize>length;
  let high = i8x16.splat(0);
  let zero = i8x16.splat(0);
  let at = bytes;
  for (; at + 16 <= stop; at += 16) {
    const block = v128.load(at);
    high = v128.or(high, block);
    zero = v128.or(zero, i8x16.eq(block, i8x16.splat(0)));
  }
  let found = (i8x16.bitmask(high) != 0 ? 1 : 0) | (v128.any_true(zero) ? 2 : 0);
  for (; at < stop; at++) {
    const c = <u32>load<u8>(at);
    found |= (c >= 128 ? 1 : 0) | (c == 0 ? 2 : 0);
  }
  return found;
}
