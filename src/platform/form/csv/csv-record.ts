// One record of a CSV in plain code: for the header, for the choice of a delimiter, and for messages. Rows go through the kernel, which
// reads by the same rules.

/** A cell's bytes, without its quotes and the blanks around it. */
export interface CsvCell {
  from: number;
  to: number;
  isQuoted: boolean;
  /** Whether anything stands between its closing quote and the delimiter. */
  hasMore: boolean;
}

export interface CsvRecord {
  cells: CsvCell[];
  /** Where the next record begins. */
  next: number;
  /** Whether a line end was met: the bytes may stop before it. */
  isWhole: boolean;
  /** Line ends in it, its own included. */
  lineCount: number;
  isBlank: boolean;
}

const TAB = 9;
const LINE_FEED = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;

/** The record at `from`; of more than `cellsMax` cells one more is looked at. */
export function recordAt(bytes: Uint8Array, from: number, delimiter: number, cellsMax = Infinity): CsvRecord {
  const record: CsvRecord = { cells: [], next: from, isWhole: false, lineCount: 0, isBlank: false };
  let at = from;
  while (record.cells.length <= cellsMax) {
    const cell = cellAt(bytes, at, delimiter, record);
    record.cells.push(cell);
    at = record.next;
    const c = bytes[at];
    if (c === delimiter) {
      record.next = ++at;
      continue;
    }
    record.isBlank = record.cells.length === 1 && !cell.isQuoted && cell.to === cell.from;
    if (c === undefined) break;
    record.next = at + (c === RETURN && bytes[at + 1] === LINE_FEED ? 2 : 1);
    record.lineCount++;
    record.isWhole = true;
    break;
  }
  return record;
}

/** A cell; `record.next` is where it ends: at a delimiter, a line end or the end of the bytes. */
function cellAt(bytes: Uint8Array, start: number, delimiter: number, record: CsvRecord): CsvCell {
  const isBlank = (c: number | undefined) => c === SPACE || (c === TAB && delimiter !== TAB);
  const isEnd = (c: number | undefined) => c === undefined || c === delimiter || c === LINE_FEED || c === RETURN;
  let from = start;
  while (isBlank(bytes[from])) from++;
  const isQuoted = bytes[from] === QUOTE;
  let to = isQuoted ? closingQuote(bytes, ++from, record) : from;
  let next = to + (isQuoted ? 1 : 0);
  if (isQuoted) while (isBlank(bytes[next])) next++;
  const hasMore = isQuoted && !isEnd(bytes[next]);
  while (!isEnd(bytes[next])) next++;
  if (!isQuoted) {
    to = next;
    while (to > from && isBlank(bytes[to - 1])) to--;
  }
  record.next = next;
  return { from, to, isQuoted, hasMore };
}

/** Of a quote that is never closed, the end of the bytes. */
function closingQuote(bytes: Uint8Array, from: number, record: CsvRecord): number {
  for (let at = from; at < bytes.length; at++) {
    const c = bytes[at];
    if (c === QUOTE && bytes[++at] !== QUOTE) return at - 1;
    if (c === LINE_FEED || (c === RETURN && bytes[at + 1] !== LINE_FEED)) record.lineCount++;
  }
  return bytes.length;
}

/** The text of a cell, its doubled quotes as one. */
export function cellText(bytes: Uint8Array, { from, to, isQuoted }: CsvCell): string {
  const text = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(bytes.subarray(from, to));
  return isQuoted ? text.replaceAll('""', '"') : text;
}
