// One column's piece of a row group, page by page. Each length that a page tells is checked before anything is made of it.
import { cut } from "../../../engine/parameter/show.ts";
import { FORM_PAGE_BYTES_MAX, FORM_PAGE_COUNT_MAX, ROW_COUNT_MAX } from "../../schema/limit.ts";
import { type Account, TEXT_BYTES } from "../codec/account.ts";
import type { Told } from "../codec/told.ts";
import { unusable } from "../records.ts";
import { type ByteReader, byteReader, damaged, left, readUint32, take } from "./byte-reader.ts";
import type { ColumnKind } from "./column-kind.ts";
import type { Chunk, SchemaElement } from "./footer.ts";
import { readRuns } from "./read-runs.ts";
import { ENCODINGS, readIndices, readValues } from "./read-values.ts";
import { countOf, numberOf, readStruct, type Shape, type Struct, structOf } from "./thrift.ts";
import { unfoldPage } from "./unfold-page.ts";

/** What is read of a file: one page after another, none of them twice. */
export interface Pages {
  reader: ByteReader;
  account: Account;
  pageCount: number;
  bytesRead: number;
}

export interface ReadColumn {
  element: SchemaElement;
  kind: ColumnKind;
  /** A value of the row that many rows into the piece; it is not called for what is missing. */
  put(row: number, told: Told): void;
}

const DATA_PAGE: Shape = { 1: true, 2: true, 3: true };
const DICTIONARY_PAGE: Shape = { 1: true, 2: true };
const DATA_PAGE_2: Shape = { 1: true, 2: true, 3: true, 4: true, 5: true, 6: true, 7: true };
const PAGE: Shape = { 1: true, 2: true, 3: true, 5: DATA_PAGE, 7: DICTIONARY_PAGE, 8: DATA_PAGE_2 };

const TYPES = { DATA: 0, DICTIONARY: 2, DATA_2: 3 };

export async function readChunk(pages: Pages, chunk: Chunk, column: ReadColumn): Promise<void> {
  let dictionary: Told[] | null = null;
  pages.reader.at = chunk.start;
  for (let row = 0; row < chunk.rowCount; ) {
    const { header, body } = nextPage(pages);
    const type = numberOf(header, 1);
    const page = { header, body, codec: chunk.codec, column, pages, dictionary };
    if (type === TYPES.DICTIONARY) dictionary = await readDictionary(page);
    if (type !== TYPES.DATA && type !== TYPES.DATA_2) continue;
    row += await (type === TYPES.DATA ? readPage : readPage2)(page, { row, rowsLeft: chunk.rowCount - row });
  }
}

interface Page {
  header: Struct;
  body: Uint8Array;
  codec: number;
  column: ReadColumn;
  pages: Pages;
  dictionary: Told[] | null;
}

interface Rows {
  row: number;
  rowsLeft: number;
}

function nextPage(pages: Pages): Pick<Page, "header" | "body"> {
  const { reader } = pages;
  const start = reader.at;
  const header = readStruct(reader, PAGE);
  const body = take(reader, countOf(header, 3));
  // Pieces that lie over each other would be read as often as there are columns.
  pages.bytesRead += reader.at - start;
  if (pages.bytesRead > reader.bytes.length) throw damaged("its columns lie over each other");
  if (++pages.pageCount > FORM_PAGE_COUNT_MAX)
    throw unusable("", `more than the ${FORM_PAGE_COUNT_MAX} pages that are accepted of a Parquet file`);
  return { header, body };
}

async function unfold({ column, codec, pages }: Page, folded: Uint8Array, length: number): Promise<ByteReader> {
  if (length > FORM_PAGE_BYTES_MAX) {
    const told = `a page of ${length} bytes, where at most ${FORM_PAGE_BYTES_MAX} are accepted: more and smaller row groups are`;
    throw unusable(column.element.name, told);
  }
  pages.account.take(length);
  return byteReader(await unfoldPage(folded, { codec, length, name: column.element.name }));
}

async function readDictionary(page: Page): Promise<Told[]> {
  const { element, kind } = page.column;
  const count = countOf(structOf(page.header, 7) ?? {}, 1);
  if (count > ROW_COUNT_MAX)
    throw unusable(element.name, `a dictionary of ${count} values: ${ROW_COUNT_MAX} are accepted`);
  const reader = await unfold(page, page.body, countOf(page.header, 2));
  const raw = readValues(reader, { element, encoding: ENCODINGS.PLAIN, count, account: page.pages.account });
  takeTexts(page, count);
  return Array.from(raw ?? [], kind.tell);
}

/** Answers its rows. */
async function readPage(page: Page, rows: Rows): Promise<number> {
  const { element } = page.column;
  const about = structOf(page.header, 5) ?? {};
  const count = rowsOf(about, rows);
  const reader = await unfold(page, page.body, countOf(page.header, 2));
  let present: Uint8Array | null = null;
  if (element.mayBeMissing) {
    if (countOf(about, 3) !== ENCODINGS.RLE)
      throw unusable(element.name, "what is missing is written in a way that is no longer used");
    const length = readUint32(reader);
    present = presentOf(take(reader, length), count);
  }
  putValues(page, reader, { encoding: countOf(about, 2), present, count, row: rows.row });
  return count;
}

/** Of the second form: what is missing stands before the rest, which alone is folded. */
async function readPage2(page: Page, rows: Rows): Promise<number> {
  const { element } = page.column;
  const about = structOf(page.header, 8) ?? {};
  const count = rowsOf(about, rows);
  const folded = byteReader(page.body);
  take(folded, numberOf(about, 6) ?? 0);
  const levels = take(folded, numberOf(about, 5) ?? 0);
  const present = element.mayBeMissing ? presentOf(levels, count) : null;
  const length = countOf(page.header, 2) - folded.at;
  if (length < 0) throw damaged("a page is shorter than its parts");
  const codec = about[7] === false ? UNFOLDED : page.codec;
  const reader = await unfold({ ...page, codec }, take(folded, left(folded)), length);
  putValues(page, reader, { encoding: countOf(about, 4), present, count, row: rows.row });
  return count;
}

const UNFOLDED = 0;

function rowsOf(about: Struct, { rowsLeft }: Rows): number {
  const count = countOf(about, 1);
  if (count > rowsLeft) throw damaged(`a page of ${count} values where ${rowsLeft} are left`);
  return count;
}

function presentOf(levels: Uint8Array, count: number): Uint8Array {
  const present = new Uint8Array(count);
  readRuns(byteReader(levels), 1, present);
  return present;
}

interface Values {
  encoding: number;
  /** 1 where there is a value; null where all are there. */
  present: Uint8Array | null;
  count: number;
  row: number;
}

function putValues(page: Page, reader: ByteReader, { encoding, present, count, row }: Values): void {
  const { column } = page;
  const valueCount = present === null ? count : present.reduce((sum, each) => sum + each, 0);
  if (valueCount === 0) return;
  const tellAt = tellerOf(page, reader, { encoding, count: valueCount });
  if (tellAt === null) {
    const told = `its values are written in a way that is not read (encoding ${encoding}, codec ${page.codec})`;
    throw unusable(cut(column.element.name), told);
  }
  for (let i = 0, at = 0; i < count; i++) if (present === null || present[i] === 1) column.put(row + i, tellAt(at++));
}

/** Each text takes memory beside its place in the column; those of a dictionary do so once. */
function takeTexts({ column, pages }: Page, count: number): void {
  if (column.kind.of === "texts") pages.account.take(TEXT_BYTES * count);
}

function tellerOf(page: Page, reader: ByteReader, { encoding, count }: Pick<Values, "encoding" | "count">) {
  const { column, dictionary, pages } = page;
  if (encoding === ENCODINGS.PLAIN_DICTIONARY || encoding === ENCODINGS.RLE_DICTIONARY) {
    if (dictionary === null) throw damaged(`the dictionary of column ${column.element.name} is missing`);
    const indices = readIndices(reader, count, dictionary.length);
    return (at: number) => dictionary[indices[at] as number] as Told;
  }
  const raw = readValues(reader, { element: column.element, encoding, count, account: pages.account });
  takeTexts(page, count);
  return raw && ((at: number) => column.kind.tell(raw[at] as never));
}
