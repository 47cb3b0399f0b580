// A Parquet file as a table. Each count and length that a file tells is checked before anything is made of it, for some bytes can tell of
// any number of values: hyparquet and fzstd believe them, and hang.
import { show } from "../../../engine/parameter/show.ts";
import { openAccount } from "../codec/account.ts";
import { columnName, emptyColumn, isIndex, placeOf, refusedColumn, requireCell, type Told } from "../codec/told.ts";
import type { Cell, Frame } from "../frame.ts";
import { type IsWanted, refuseTooLarge, unusable } from "../records.ts";
import { byteReader } from "./byte-reader.ts";
import { kindOf } from "./column-kind.ts";
import { type ParquetColumn, readFooter } from "./footer.ts";
import { type Pages, readChunk } from "./read-chunk.ts";

/** AppError "malformed_body" or "invalid". */
export async function readParquet(bytes: Uint8Array, isWanted: IsWanted): Promise<Frame> {
  const { rowCount, columns, start } = readFooter(bytes);
  const kept = columns
    .map((column) => ({ name: columnName(column.element.name), column }))
    .filter(({ name }) => isWanted(name));
  const names = kept.map(({ name }) => name);
  const twice = names.find((name, j) => names.indexOf(name) < j);
  if (twice !== undefined) throw unusable("", `${show(twice)} names two columns`);
  refuseTooLarge(rowCount, kept.length, "");
  const reader = byteReader(bytes.subarray(0, start));
  const pages: Pages = { reader, account: openAccount(), pageCount: 0, bytesRead: 0 };
  const values: Frame["values"] = [];
  for (const { name, column } of kept) values.push(await readColumn(pages, { name, column, rowCount }));
  return { columns: names, values, rowCount, placeOf, hasIndex: columns.some(({ element }) => isIndex(element.name)) };
}

interface Asked {
  name: string;
  column: ParquetColumn;
  rowCount: number;
}

async function readColumn(pages: Pages, { name, column, rowCount }: Asked): Promise<Float64Array | Cell[]> {
  const { element, chunks } = column;
  const kind = kindOf(element);
  if (typeof kind === "string") throw refusedColumn(name, kind);
  const values = emptyColumn(kind.of, rowCount);
  let first = 0;
  for (const chunk of chunks) {
    const put = (row: number, told: Told) => {
      values[first + row] = requireCell(told, first + row, name);
    };
    await readChunk(pages, chunk, { element, kind, put });
    first += chunk.rowCount;
  }
  return values;
}
