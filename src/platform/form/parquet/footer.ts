// What a Parquet file says of itself at its end: its columns, and where their pieces begin. github.com/apache/parquet-format
import { FORM_COLUMN_COUNT_MAX, ROW_COUNT_MAX } from "../../schema/limit.ts";
import { tooManyColumns, unusable } from "../records.ts";
import { byteReader, damaged, take } from "./byte-reader.ts";
import { bytesOf, countOf, numberOf, readStruct, type Shape, type Struct, structOf, structsOf } from "./thrift.ts";

/** How values of a column are written. */
export const PHYSICAL = [
  "BOOLEAN",
  "INT32",
  "INT64",
  "INT96",
  "FLOAT",
  "DOUBLE",
  "BYTE_ARRAY",
  "FIXED_LEN_BYTE_ARRAY",
] as const;
export type Physical = (typeof PHYSICAL)[number];

export interface SchemaElement {
  name: string;
  /** null of a column that holds others, or several values a row. */
  physical: Physical | null;
  /** Bytes of a value of FIXED_LEN_BYTE_ARRAY. */
  width: number;
  mayBeMissing: boolean;
  /** What the values stand for, by the two lists of it: ConvertedType, which is older, and LogicalType. */
  converted: number | undefined;
  logical: Struct | undefined;
  scale: number;
}

/** One column's piece of a row group. */
export interface Chunk {
  start: number;
  codec: number;
  rowCount: number;
}

export interface ParquetColumn {
  element: SchemaElement;
  chunks: Chunk[];
}

export interface Footer {
  rowCount: number;
  columns: ParquetColumn[];
  /** Where it begins, and the data end. */
  start: number;
}

const UNIT: Shape = { 1: {}, 2: {}, 3: {} };
const LOGICAL: Shape = {
  1: {},
  2: {},
  3: {},
  4: {},
  5: { 1: true },
  6: {},
  7: {},
  8: { 1: true, 2: UNIT },
  10: { 1: true, 2: true },
  11: {},
  12: {},
  13: {},
  14: {},
  15: {},
  16: {},
  17: {},
  18: {},
};
const SCHEMA: Shape = { 1: true, 2: true, 3: true, 4: true, 5: true, 6: true, 7: true, 10: LOGICAL };
const CHUNK: Shape = { 1: true, 3: { 1: true, 4: true, 5: true, 9: true, 11: true }, 8: {}, 9: true };
const FILE: Shape = { 2: SCHEMA, 3: true, 4: { 1: CHUNK, 3: true }, 8: {} };

const MAGIC = "PAR1";
const MAGIC_ENCRYPTED = "PARE";

export function readFooter(bytes: Uint8Array): Footer {
  const magic = new TextDecoder().decode(bytes.subarray(-MAGIC.length));
  if (magic === MAGIC_ENCRYPTED) throw unusable("", "the file is encrypted: it is read only as it is without");
  if (magic !== MAGIC || bytes.length < 12) throw damaged("it does not end with PAR1, as each Parquet file does");
  const tail = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8);
  const length = tail.getUint32(0, true);
  const start = bytes.length - 8 - length;
  if (start < MAGIC.length) throw damaged(`its footer of ${length} bytes is longer than it`);
  const reader = byteReader(bytes.subarray(0, bytes.length - 8));
  take(reader, start);
  const file = readStruct(reader, FILE);
  const rowCount = countOf(file, 3);
  if (rowCount > ROW_COUNT_MAX)
    throw unusable("", `${rowCount} rows are more than the ${ROW_COUNT_MAX} that are accepted at once`);
  if (rowCount === 0) throw unusable("", "no rows: at least one is needed");
  const columns = columnsOf(structsOf(file, 2));
  addChunks(columns, structsOf(file, 4), { rowCount, start });
  return { rowCount, columns: columns.map(({ column }) => column), start };
}

interface Leaves {
  column: ParquetColumn;
  /** How many of a row group's pieces are its own: one, but of a column that holds others. */
  count: number;
}

/** The columns of the table; those that hold others with all that is in them. */
function columnsOf([root, ...elements]: Struct[]): Leaves[] {
  const columns: Leaves[] = [];
  for (let at = 0; at < elements.length; ) {
    const element = elements[at] as Struct;
    const end = endOf(elements, at);
    const count = elements.slice(at, end).filter((each) => !hasChildren(each)).length;
    columns.push({ column: { element: elementOf(element), chunks: [] }, count });
    at = end;
  }
  if (root === undefined || numberOf(root, 5) !== columns.length)
    throw damaged("its columns are not as many as it tells");
  if (columns.length > FORM_COLUMN_COUNT_MAX) throw tooManyColumns(columns.length, "");
  return columns;
}

function hasChildren(element: Struct): boolean {
  return (numberOf(element, 5) ?? 0) > 0;
}

/** The first element past one and all that it holds. */
function endOf(elements: Struct[], start: number): number {
  let at = start;
  for (let open = 1; open > 0; at++) {
    const element = elements[at];
    if (element === undefined) throw damaged("a column's parts are missing");
    open += Math.max(0, numberOf(element, 5) ?? 0) - 1;
  }
  return at;
}

const REQUIRED = 0;
const REPEATED = 2;

function elementOf(element: Struct): SchemaElement {
  const isPlain = !hasChildren(element) && numberOf(element, 3) !== REPEATED;
  const physical = PHYSICAL[numberOf(element, 1) ?? -1];
  const name = new TextDecoder().decode(bytesOf(element, 4));
  if (isPlain && physical === undefined) throw damaged(`column ${name} is of no known type`);
  return {
    name,
    physical: isPlain && physical !== undefined ? physical : null,
    width: numberOf(element, 2) ?? 0,
    mayBeMissing: numberOf(element, 3) !== REQUIRED,
    converted: numberOf(element, 6),
    logical: structOf(element, 10),
    scale: numberOf(element, 7) ?? 0,
  };
}

function addChunks(columns: Leaves[], groups: Struct[], { rowCount, start }: Omit<Footer, "columns">): void {
  let rowsLeft = rowCount;
  for (const group of groups) {
    const pieces = structsOf(group, 1);
    const groupRows = countOf(group, 3);
    if (groupRows === 0) continue;
    rowsLeft -= groupRows;
    let at = 0;
    for (const { column, count } of columns) {
      const piece = pieces[at];
      at += count;
      if (column.element.physical === null) continue;
      if (piece === undefined) throw damaged(`a part of column ${column.element.name} is missing`);
      column.chunks.push(chunkOf(piece, { element: column.element, groupRows, end: start }));
    }
    if (at !== pieces.length) throw damaged("a row group has other columns than the file");
  }
  if (rowsLeft !== 0) throw damaged("its row groups have other rows than it tells");
}

interface Place {
  element: SchemaElement;
  groupRows: number;
  end: number;
}

function chunkOf(piece: Struct, { element, groupRows, end }: Place): Chunk {
  const about = structOf(piece, 3);
  if (piece[8] !== undefined || piece[9] !== undefined)
    throw unusable(element.name, "the column is encrypted: it is read only as it is without");
  if (piece[1] !== undefined) throw unusable(element.name, "the column is in another file: all have to be in one");
  if (about === undefined) throw damaged(`nothing is told of where column ${element.name} is`);
  if (PHYSICAL[countOf(about, 1)] !== element.physical || countOf(about, 5) !== groupRows)
    throw damaged(`column ${element.name} has two types or lengths`);
  const dictionary = numberOf(about, 11) ?? 0;
  const first = countOf(about, 9);
  const start = dictionary > 0 && dictionary < first ? countOf(about, 11) : first;
  if (start < MAGIC.length || start > end) throw damaged(`column ${element.name} begins outside of it`);
  return { start, codec: countOf(about, 4), rowCount: groupRows };
}
