// How a CSV is written, and its first cells as they stand there: what a table that was read of it tells no longer.
import { FORM_COLUMN_COUNT_MAX } from "../../schema/limit.ts";
import { isCsvNumber } from "../../schema/text-number.ts";
import { type Delimiter, findDelimiter, toldDelimiter } from "./csv-delimiter.ts";
import { byteOrderMarkLength, charsetLabel, toUtf8 } from "./csv-encoding.ts";
import { readCsvHeader } from "./csv-header.ts";
import { cellText, recordAt } from "./csv-record.ts";
import type { CsvOptions } from "./read-csv.ts";

/** Of a file so many bytes are looked at: as many as its delimiter is told from. */
export const CSV_HEAD_BYTES = 65_536;

export interface CsvHead {
  delimiter: Delimiter;
  /** null where no number has a mark. */
  decimal: "." | "," | null;
  encoding: string;
  /** Of each row that is there in whole its cells, by the names of the header. */
  rows: Map<string, string>[];
}

/** The beginning of a CSV that could be read. `isAll`: whether nothing comes after it. */
export function readCsvHead(
  start: Uint8Array,
  isAll: boolean,
  { delimiter: given, decimal, charset }: Pick<CsvOptions, "delimiter" | "decimal" | "charset">,
): CsvHead {
  const recoded = toUtf8(charset)?.(start) ?? start;
  const marked = recoded.subarray(byteOrderMarkLength(recoded));
  const told = toldDelimiter(marked, given);
  const bytes = marked.subarray(told.length);
  const delimiter = given ?? told.delimiter ?? findDelimiter(bytes, isAll);
  const header = readCsvHeader(bytes, isAll, { delimiter, columnsMax: FORM_COLUMN_COUNT_MAX, line: 1 });
  const rows: CsvHead["rows"] = [];
  for (let at = header?.next ?? bytes.length; at < bytes.length; ) {
    const { cells, isBlank, isWhole, next } = recordAt(bytes, at, delimiter.charCodeAt(0), FORM_COLUMN_COUNT_MAX);
    at = next;
    if (!isWhole && !isAll) break;
    const named = cells.flatMap((cell, j): [string, string][] => {
      const name = header?.names[j];
      return name === null || name === undefined ? [] : [[name, cellText(bytes, cell)]];
    });
    if (!isBlank) rows.push(new Map(named));
  }
  return { delimiter, decimal: decimal ?? decimalOf(rows, delimiter), encoding: charsetLabel(charset), rows };
}

/** Numbers of a file have one mark: where they have two, it was refused. */
function decimalOf(rows: CsvHead["rows"], delimiter: Delimiter): "." | "," | null {
  for (const row of rows)
    for (const text of row.values()) {
      if (!isCsvNumber(text)) continue;
      if (text.includes(".")) return ".";
      if (text.includes(",") && delimiter !== ",") return ",";
    }
  return null;
}
