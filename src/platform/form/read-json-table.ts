// Tables in JSON as others write them: records, and pandas' `to_json(orient=…)`: records, split, table, columns, values. Anything else is
// the body of a call as it is.
import { show } from "../../engine/parameter/show.ts";
import { AppError } from "../../error.ts";
import { FORM_COLUMN_COUNT_MAX } from "../schema/limit.ts";
import { summary } from "../schema/parse.ts";
import { elementsOf, isArrayOfObjects } from "../text/json-elements.ts";
import { parseJson } from "../text/parse-json.ts";
import { linesOf } from "../text/text-lines.ts";
import { columnBuilder } from "./column-builder.ts";
import { type Frame, INDEX_NAME } from "./frame.ts";
import { cellOf, type IsWanted, recordCollector, refuseTooLarge, tooManyColumns, unusable } from "./records.ts";

/** A text of JSON: a table, or the value of the body. AppError "malformed_json" or "invalid". */
export function readJsonTable(text: string, isWanted: IsWanted): { frame: Frame } | { value: unknown } {
  if (isArrayOfObjects(text)) return { frame: readRecords(text, isWanted) };
  const value = parsed(text, "");
  const frame = frameOf(value, isWanted);
  return frame === null ? { value } : { frame };
}

/** Records one a line; blank lines are passed over. */
export function readNdjson(text: string, isWanted: IsWanted): Frame {
  const collector = recordCollector(isWanted);
  const lines: number[] = [];
  for (const { line, text: record } of linesOf(text)) {
    if (record.trim() === "") continue;
    lines.push(line);
    collector.add(parsed(record, `line ${line}`), `line ${line}`);
  }
  return collector.frame((row) => `line ${lines[row]}`);
}

function readRecords(text: string, isWanted: IsWanted): Frame {
  const collector = recordCollector(isWanted);
  const elements = elementsOf(text);
  for (let row = 0; ; row++) {
    const { done, value } = elements.next();
    if (!done) {
      collector.add(parsed(value, `[${row}]`), `[${row}]`);
      continue;
    }
    if (value === null) throw malformed("the array of records is not closed");
    if (value.trim() !== "") throw malformed(`${show(value.trim())} after the array of records`);
    return collector.frame((row) => `[${row}]`);
  }
}

function parsed(text: string, place: string): unknown {
  const { value, faults, malformed: why } = parseJson(text);
  // Of a part of the body its own lines and positions say nothing.
  if (why !== undefined)
    throw malformed(place === "" ? why : `${place}: ${why.replace(/ \(line 1 column \d+\)$/, "")}`, faults);
  if (faults.length === 0) return value;
  const told = faults.map(({ path, message }) => ({ path: [place, path].filter(Boolean).join("."), message }));
  throw new AppError("invalid", `Cannot use the request body: ${summary(told)}`, told);
}

function malformed(why: string, faults: AppError["faults"] = []): AppError {
  return new AppError("malformed_json", `Cannot read the request body as JSON: ${why}`, faults);
}

/** The table that a value of JSON is; null where it is none. */
export function frameOf(value: unknown, isWanted: IsWanted): Frame | null {
  if (Array.isArray(value)) return frameOfRows(value, { isWanted, place: (row) => `[${row}]` });
  if (!isObject(value)) return null;
  const { columns, data, index, schema } = value;
  if (Array.isArray(columns) && Array.isArray(data))
    return frameOfRows(data, { columns, index, isWanted, place: (row) => `data[${row}]` });
  if (isObject(schema) && Array.isArray(data)) return frameOfObjects(data, schema, isWanted);
  return isOfColumns(value) ? frameOfColumns(value, isWanted) : null;
}

/** `to_json(orient="table")`, whose key is the index; one without a name is called `INDEX_NAME`. */
function frameOfObjects(data: unknown[], { primaryKey }: Record<string, unknown>, isWanted: IsWanted): Frame {
  const collector = recordCollector(isWanted);
  const place = (row: number) => `data[${row}]`;
  for (const [row, record] of data.entries()) collector.add(record, place(row));
  const frame = collector.frame(place);
  const hasIndex = Array.isArray(primaryKey) && primaryKey.includes(INDEX_NAME) && frame.columns.includes(INDEX_NAME);
  return hasIndex ? { ...frame, hasIndex } : frame;
}

interface Rows {
  /** x1 … xp unless given. */
  columns?: unknown[];
  index?: unknown;
  isWanted: IsWanted;
  place: (row: number) => string;
}

function frameOfRows(rows: unknown[], { columns, index, isWanted, place }: Rows): Frame {
  const [first] = rows;
  if (first === undefined) throw unusable("", "no rows: at least one is needed");
  const width = columns?.length ?? (Array.isArray(first) ? first.length : 0);
  const own = columns ?? Array.from({ length: width }, (_, j) => `x${j + 1}`);
  const wrong = own.findIndex((name) => typeof name !== "string" && typeof name !== "number");
  if (wrong >= 0) throw unusable(`columns[${wrong}]`, `${show(own[wrong])} is no name of a column: a string is`);
  const names = own.map(String);
  if (names.length > FORM_COLUMN_COUNT_MAX) throw tooManyColumns(names.length, "columns");
  const twice = names.findIndex((name, j) => names.indexOf(name) < j);
  if (twice >= 0) throw unusable(`columns[${twice}]`, `${show(names[twice])} names two columns`);
  const kept = [...names.keys()].filter((j) => isWanted(names[j] as string));
  const builders = kept.map(() => columnBuilder());
  refuseTooLarge(rows.length, kept.length, "");
  for (const [i, row] of rows.entries()) {
    if (!Array.isArray(row))
      throw unusable(place(i), `${show(row)} is no row: a row is an array with a value for each column`);
    if (row.length !== width) throw unusable(place(i), `length ${row.length}, but there are ${width} columns`);
    for (const [k, j] of kept.entries()) builders[k]?.push(cellOf(row[j], names[j] as string, place(i)));
  }
  const frame = {
    columns: kept.map((j) => names[j] as string),
    values: builders.map((builder) => builder.build()),
    rowCount: rows.length,
    placeOf: place,
  };
  return Array.isArray(index) ? withIndex(frame, index, isWanted) : frame;
}

/** `{column: {row: value}}`, what `to_json()` writes: as no call is sent, since each has an array somewhere. */
function isOfColumns(value: Record<string, unknown>): value is Record<string, Record<string, unknown>> {
  const all = Object.values(value);
  return all.length > 0 && all.every((column) => isObject(column) && isOfScalars(column));
}

function isOfScalars(column: Record<string, unknown>): boolean {
  const [first] = Object.values(column);
  return first !== undefined && (first === null || typeof first !== "object");
}

function frameOfColumns(value: Record<string, Record<string, unknown>>, isWanted: IsWanted): Frame {
  const names = Object.keys(value);
  const rows = Object.keys(value[names[0] as string] as object);
  if (names.length > FORM_COLUMN_COUNT_MAX) throw tooManyColumns(names.length, "");
  const kept = names.filter(isWanted);
  refuseTooLarge(rows.length, kept.length, "");
  const values = kept.map((name) => {
    const column = value[name] as Record<string, unknown>;
    const builder = columnBuilder();
    if (Object.keys(column).length !== rows.length)
      throw unusable(
        name,
        `${Object.keys(column).length} rows, but ${names[0]} has ${rows.length}: all columns have one length`,
      );
    for (const row of rows) {
      if (!Object.hasOwn(column, row)) throw unusable(`${name}.${row}`, "missing, but other columns have this row");
      builder.push(cellOf(column[row], name, `row ${row}`));
    }
    return builder.build();
  });
  const frame = { columns: kept, values, rowCount: rows.length, placeOf: (row: number) => `row ${rows[row]}` };
  return withIndex(frame, rows.every(isWhole) ? rows.map(Number) : rows, isWanted);
}

/** Names are text in JSON, whatever they were. */
function isWhole(name: string): boolean {
  return /^\d{1,15}$/.test(name);
}

/** With the index of the data frame as a column, as CSV has it. */
function withIndex(frame: Frame, index: unknown[], isWanted: IsWanted): Frame {
  if (!isWanted(INDEX_NAME) || frame.columns.includes(INDEX_NAME)) return frame;
  if (index.length !== frame.rowCount)
    throw unusable(INDEX_NAME, `length ${index.length}, but there are ${frame.rowCount} rows`);
  const builder = columnBuilder();
  for (const [row, value] of index.entries()) builder.push(cellOf(value, INDEX_NAME, frame.placeOf(row)));
  return {
    ...frame,
    columns: [INDEX_NAME, ...frame.columns],
    values: [builder.build(), ...frame.values],
    hasIndex: true,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
