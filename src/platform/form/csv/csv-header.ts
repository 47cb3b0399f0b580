// The first record of a CSV: the names of its columns.
import { show } from "../../../engine/parameter/show.ts";
import { isCsvNumber } from "../../schema/text-number.ts";
import { INDEX_NAME } from "../frame.ts";
import { recogniseFormat } from "../time-format.ts";
import { type Delimiter, delimiterName } from "./csv-delimiter.ts";
import { malformedCsv, unusableCsv } from "./csv-fault.ts";
import { cellText, recordAt } from "./csv-record.ts";

export interface CsvHeader {
  /** One for each cell of a record; null for the last one where it has no name: what an export that ends each line with a delimiter leaves. */
  names: (string | null)[];
  hasIndex: boolean;
  line: number;
  /** The byte and the line after it. */
  next: number;
  nextLine: number;
}

/**
 * The first record that is not blank; null where it does not end in these bytes, and more may come. AppError where it has no names, the same
 * name twice, or too many.
 */
export function readCsvHeader(
  bytes: Uint8Array,
  isLast: boolean,
  { delimiter, columnsMax, line: first }: { delimiter: Delimiter; columnsMax: number; line: number },
): CsvHeader | null {
  let line = first;
  for (let at = 0; at < bytes.length; ) {
    const record = recordAt(bytes, at, delimiter.charCodeAt(0), columnsMax + 1);
    const { cells } = record;
    if (cells.length > columnsMax + 1) {
      throw unusableCsv(`its header has more than ${columnsMax} columns`, line);
    }
    if (!record.isWhole && !isLast) return null;
    const next = { line, next: record.next, nextLine: line + record.lineCount };
    if (!record.isBlank) {
      const broken = cells.find((cell) => cell.hasMore || (cell.isQuoted && cell.to === bytes.length));
      if (broken?.hasMore) throw malformedCsv(line, "text stands after a closing quote in the header");
      if (broken) throw malformedCsv(line, "a quote opens in the header and is never closed");
      return {
        ...namesOf(
          cells.map((cell) => cellText(bytes, cell).trim()),
          { line, delimiter, columnsMax },
        ),
        ...next,
      };
    }
    at = record.next;
    line = next.nextLine;
  }
  if (!isLast) return null;
  throw unusableCsv("it is empty: a line with the names of the columns is needed, and the rows under it");
}

function namesOf(
  texts: string[],
  { line, delimiter, columnsMax }: { line: number; delimiter: Delimiter; columnsMax: number },
): Pick<CsvHeader, "names" | "hasIndex"> {
  const names: (string | null)[] = [...texts];
  if (names.length > 1 && names.at(-1) === "") names[names.length - 1] = null;
  if (names.length - (names.at(-1) === null ? 1 : 0) > columnsMax) {
    throw unusableCsv(`its header has more than ${columnsMax} columns`, line);
  }
  const hasIndex = names[0] === "";
  if (!hasIndex || !names.slice(1).every((name, i) => name === null || name === String(i))) refuseNumbers(texts, line);
  if (hasIndex) names[0] = INDEX_NAME;
  const places = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    if (name === null) continue;
    if (name === "") throw unusableCsv(`column ${i + 1} of ${names.length} has no name in its header`, line);
    const other = places.get(name);
    if (other !== undefined) {
      const unnamed = hasIndex && other === 1 ? " (a first column without a name is called so)" : "";
      throw unusableCsv(`columns ${other} and ${i + 1} are both called ${show(name)}${unnamed}`, line);
    }
    places.set(name, i + 1);
  }
  if (names.length === 1 && hasIndex)
    throw unusableCsv(`its one column has no name; ${delimiterName(delimiter)} parts cells`, line);
  return { names, hasIndex };
}

/** Without a header the first row of numbers would be lost in silence. */
function refuseNumbers(texts: string[], line: number): void {
  const named = texts.filter((text) => text !== "");
  const isTime = (text: string) => recogniseFormat([text]) !== null;
  if (named.length === 0 || !named.every((text) => isCsvNumber(text) || isTime(text))) return;
  const what = named.some(isTime) ? "times and numbers only" : "numbers only";
  throw unusableCsv(
    `its first line has ${what} (${show(named[0])} …): a line with the names of the columns is needed above them`,
    line,
  );
}
