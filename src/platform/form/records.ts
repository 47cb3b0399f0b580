// Records, one a row, whose names are the columns: a name that a record lacks is a missing value there.
import { cut, show } from "../../engine/parameter/show.ts";
import { AppError } from "../../error.ts";
import { FORM_CELL_COUNT_MAX, FORM_COLUMN_COUNT_MAX, ROW_COUNT_MAX } from "../schema/limit.ts";
import { type ColumnBuilder, columnBuilder } from "./column-builder.ts";
import type { Cell, Frame } from "./frame.ts";

/** Which columns are to be kept. */
export type IsWanted = (column: string) => boolean;

export interface RecordCollector {
  /** `place`: where the record stands. */
  add(record: unknown, place: string): void;
  frame(placeOf: (row: number) => string): Frame;
}

export function recordCollector(isWanted: IsWanted): RecordCollector {
  const columns = new Map<string, ColumnBuilder | null>();
  let rowCount = 0;
  return {
    add(record, place) {
      if (typeof record !== "object" || record === null || Array.isArray(record))
        throw unusable(place, `${show(record)} is no record: a record is an object with a value for each column`);
      for (const name of Object.keys(record)) {
        let column = columns.get(name);
        if (column === undefined) {
          column = isWanted(name) ? columnBuilder() : null;
          columns.set(name, column);
          if (columns.size > FORM_COLUMN_COUNT_MAX) throw tooManyColumns(columns.size, place);
          column?.skip(rowCount);
        }
        if (column === null) continue;
        column.push(cellOf((record as Record<string, unknown>)[name], name, place));
      }
      rowCount++;
      for (const column of columns.values()) if (column !== null && column.length < rowCount) column.skip(1);
      refuseTooLarge(rowCount, columns.size, place);
    },
    frame(placeOf) {
      if (rowCount === 0) throw unusable("", "no records: at least one is needed");
      const kept = [...columns].flatMap(([name, column]) => (column === null ? [] : [{ name, column }]));
      return {
        columns: kept.map(({ name }) => name),
        values: kept.map(({ column }) => column.build()),
        rowCount,
        placeOf,
      };
    },
  };
}

/** A body of JSON with records where it has a table by column or by rows: as the table by column that they are. */
export function withRecords(body: unknown, key: string): unknown {
  const sent = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[key] : undefined;
  if (!Array.isArray(sent) || !isRecord(sent[0])) return body;
  const collector = recordCollector(() => true);
  for (const [row, record] of sent.entries()) collector.add(record, `${key}[${row}]`);
  const { columns, values } = collector.frame((row) => `${key}[${row}]`);
  return { ...(body as object), [key]: Object.fromEntries(columns.map((name, j) => [name, values[j]])) };
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a cell may hold. */
export function cellOf(value: unknown, column: string, place: string): Cell {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  const what = Array.isArray(value) ? "an array" : "an object";
  throw unusable(pathOf(place, column), `${what}, where a number, text, true, false or null is needed`);
}

/** Where a cell stands: in JSON as a path goes, else in words. */
export function pathOf(place: string, column: string): string {
  return /^[a-zA-Z]*\[/.test(place) ? `${place}.${cut(column)}` : `${place}, column ${cut(column)}`;
}

export function refuseTooLarge(rowCount: number, columnCount: number, place: string): void {
  if (rowCount > ROW_COUNT_MAX) throw unusable(place, `more than the ${ROW_COUNT_MAX} rows that are accepted at once`);
  if (rowCount * columnCount > FORM_CELL_COUNT_MAX) {
    const told = `more than the ${FORM_CELL_COUNT_MAX} values that are accepted at once; columns= leaves out what is not needed`;
    throw unusable(place, told);
  }
}

export function tooManyColumns(count: number, place: string): AppError {
  return unusable(place, `${count} columns are more than the ${FORM_COLUMN_COUNT_MAX} that are accepted`);
}

export function unusable(path: string, message: string): AppError {
  return new AppError("invalid", `Cannot use the table: ${path === "" ? "" : `${path}: `}${message}`, [
    { path, message },
  ]);
}
