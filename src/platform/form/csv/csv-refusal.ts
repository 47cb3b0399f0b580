// What is told of a record that the kernel could not read.
import type { CsvRows } from "../../../engine/kernel/csv-kernel.ts";
import { type Delimiter, delimiterName } from "./csv-delimiter.ts";
import { malformedCsv } from "./csv-fault.ts";
import { recordAt } from "./csv-record.ts";

/** AppError "malformed_csv"; the bytes begin with the record. */
export function refuseRecord(
  { kind, line }: NonNullable<CsvRows["fault"]>,
  bytes: Uint8Array,
  { delimiter, isLast, columnCount }: { delimiter: Delimiter; isLast: boolean; columnCount: number },
): never {
  if (kind === "open quote") {
    throw malformedCsv(line, "a quote opens here and is never closed; a quote inside quotes is written twice");
  }
  if (kind === "after quote") {
    throw malformedCsv(
      line,
      `text stands after a closing quote: ${delimiterName(delimiter)} or the line's end has to follow it`,
    );
  }
  if (kind === "not empty") {
    throw malformedCsv(line, `cell ${columnCount} has a value, and its column has no name in the header`);
  }
  const { cells, isWhole } = recordAt(bytes, 0, delimiter.charCodeAt(0));
  const more = isWhole || isLast ? "" : " or more";
  const count = `${cells.length}${more} ${cells.length === 1 && more === "" ? "cell" : "cells"}`;
  throw malformedCsv(
    line,
    `it has ${count} where the header has ${columnCount}; cells are parted by ${delimiterName(delimiter)}, and one with that in it has to stand in quotes`,
  );
}
