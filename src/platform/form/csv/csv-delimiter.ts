// What parts the cells of a CSV, where its sender does not say: told from its first records, and never guessed.
import { show } from "../../../engine/parameter/show.ts";
import { unusableCsv } from "./csv-fault.ts";
import { recordAt } from "./csv-record.ts";

export type Delimiter = "," | ";" | "\t" | "|";

const DELIMITERS: readonly Delimiter[] = [",", ";", "\t", "|"];

/** Enough to see a pattern, few enough to be quick with. */
const RECORDS_LOOKED_AT = 100;
const BYTES_LOOKED_AT = 65_536;

/** A header of so many cells is refused anyway; no more are counted. */
const CELLS_COUNTED = 10_000;

/**
 * The one that parts the header; of several, the one that parts the first records into as many cells. Where none parts the
 * header: a comma, if records have none either, so that each is one cell. AppError "invalid" where several would do.
 */
export function findDelimiter(bytes: Uint8Array, isLast: boolean): Delimiter {
  const looked = bytes.subarray(0, BYTES_LOOKED_AT);
  const isAll = isLast && looked.length === bytes.length;
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, counts: cellCounts(looked, delimiter, isAll) }));
  const parting = counts.filter(({ counts: [header = 1] }) => header > 1);
  if (parting.length === 0) return ",";
  const even = parting.filter(({ counts: [header, ...others] }) => others.every((count) => count === header));
  const [only, another] = parting.length === 1 ? parting : even;
  if (only !== undefined && another === undefined) return only.delimiter;
  const names = (even.length > 1 ? even : parting).map(({ delimiter }) => delimiterName(delimiter));
  throw unusableCsv(
    `its cells could be parted by ${names.join(" or by ")}: say which by delimiter=, one of ${DELIMITERS.map(delimiterName).join(", ")}`,
  );
}

// Excel writes it, and asks for it where the comma is decimal.
const TELLS = /^sep=([^\r\n])(\r\n|\n|\r)/i;

/** What a first line such as `sep=;` says, and its length; AppError "invalid" where that is no delimiter, or not the one that was given. */
export function toldDelimiter(
  bytes: Uint8Array,
  given: Delimiter | undefined,
): { delimiter: Delimiter | undefined; length: number } {
  const [line = "", told] = TELLS.exec(String.fromCharCode(...bytes.subarray(0, 8))) ?? [];
  const delimiter = DELIMITERS.find((each) => each === told);
  if (told !== undefined && (delimiter === undefined || (given ?? delimiter) !== delimiter)) {
    const instead =
      delimiter === undefined
        ? `one of ${DELIMITERS.map(delimiterName).join(", ")} is needed`
        : `delimiter= says ${delimiterName(given as Delimiter)}`;
    throw unusableCsv(`its first line says that ${show(told)} parts cells, but ${instead}`);
  }
  return { delimiter, length: line.length };
}

export function delimiterName(delimiter: Delimiter): string {
  return delimiter === "\t" ? "a tab" : `"${delimiter}"`;
}

/** Cells of the header and of the first records that are there in whole, blank lines apart. */
function cellCounts(bytes: Uint8Array, delimiter: Delimiter, isLast: boolean): number[] {
  const counts: number[] = [];
  for (let at = 0; at < bytes.length && counts.length < RECORDS_LOOKED_AT; ) {
    const record = recordAt(bytes, at, delimiter.charCodeAt(0), CELLS_COUNTED);
    // The header counts though its end is not there yet.
    if (!record.isWhole && !isLast && counts.length > 0) break;
    if (!record.isBlank) counts.push(record.cells.length);
    if (!record.isWhole) break;
    at = record.next;
  }
  return counts;
}
