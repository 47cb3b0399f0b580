// A Parquet file as a table. Each count and length that a file tells is checked before anything is made of it, for some bytes can tell of
// any number of values: hyparquet and fzstd believe them, and hang.
import { cut, show } from "../../../engine/parameter/show.ts";
import { type Cell, type Frame, INDEX_NAME } from "../frame.ts";
import { type IsWanted, pathOf, refuseTooLarge, unusable } from "../records.ts";
import { openAccount } from "./account.ts";
import { byteReader } from "./byte-reader.ts";
import { kindOf, type Told } from "./column-kind.ts";
import { type ParquetColumn, readFooter } from "./footer.ts";
import { type Pages, readChunk } from "./read-chunk.ts";

/** What pandas calls an index without a name; a CSV file has it without one. */
const UNNAMED_INDEX = "__index_level_0__";

/** AppError "malformed_body" or "invalid". */
export async function readParquet(bytes: Uint8Array, isWanted: IsWanted): Promise<Frame> {
  const { rowCount, columns, start } = readFooter(bytes);
  const kept = columns.map((column) => ({ name: nameOf(column), column })).filter(({ name }) => isWanted(name));
  const names = kept.map(({ name }) => name);
  const twice = names.find((name, j) => names.indexOf(name) < j);
  if (twice !== undefined) throw unusable("", `${show(twice)} names two columns`);
  refuseTooLarge(rowCount, kept.length, "");
  const reader = byteReader(bytes.subarray(0, start));
  const pages: Pages = { reader, account: openAccount(), pageCount: 0, bytesRead: 0 };
  const values: Frame["values"] = [];
  for (const { name, column } of kept) values.push(await readColumn(pages, { name, column, rowCount }));
  return { columns: names, values, rowCount, placeOf, hasIndex: columns.some(isIndex) };
}

function nameOf(column: ParquetColumn): string {
  return isIndex(column) ? INDEX_NAME : column.element.name;
}

function isIndex({ element }: ParquetColumn): boolean {
  return element.name === UNNAMED_INDEX;
}

function placeOf(row: number): string {
  return `row ${row + 1}`;
}

interface Asked {
  name: string;
  column: ParquetColumn;
  rowCount: number;
}

async function readColumn(pages: Pages, { name, column, rowCount }: Asked): Promise<Float64Array | Cell[]> {
  const { element, chunks } = column;
  const kind = kindOf(element);
  if (typeof kind === "string") throw unusable(cut(name), `the column ${kind}; ${LEAVE_OUT}`);
  const values =
    kind.of === "numbers" ? new Float64Array(rowCount).fill(Number.NaN) : new Array<Cell>(rowCount).fill(null);
  let first = 0;
  for (const chunk of chunks) {
    const put = (row: number, told: Told) => {
      if (told === null || typeof told === "bigint")
        throw unusable(pathOf(placeOf(first + row), name), refusalOf(told));
      values[first + row] = told;
    };
    await readChunk(pages, chunk, { element, kind, put });
    first += chunk.rowCount;
  }
  return values;
}

const LEAVE_OUT = "columns= leaves it out";

function refusalOf(told: bigint | null): string {
  return told === null
    ? "a time outside of the years 0 to 9999"
    : `${told} is no number that can be held exactly: whole ones are, up to 2^53; ${LEAVE_OUT}`;
}
