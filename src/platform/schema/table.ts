// Tables as they come over HTTP: shapes, finiteness and sizes are checked in one pass over the values, because a table may
// hold a million of them. null is a missing value and becomes NaN. Text, true and false are let through where a model's table is read.
import type { JsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import type { Table } from "../../engine/feature/table.ts";
import { collector } from "./collector.ts";
import {
  CELL_COUNT_MAX,
  FEATURE_COUNT_MAX,
  MAGNITUDE_MAX,
  MODEL_CELL_COUNT_MAX,
  MODEL_COLUMN_COUNT_MAX,
  ROW_COUNT_MAX,
} from "./limit.ts";
import { numberFaults } from "./number-fault.ts";
import { fromColumns, fromRows, type SentTable, type TableLimit, toColumn } from "./read-table.ts";
import { withLabels } from "./with-labels.ts";

export { show, showNames } from "../../engine/parameter/show.ts";
export { collector } from "./collector.ts";
export { columnNameFault, isReserved } from "./column-name.ts";
export type { Cell, SentColumn, SentTable } from "./read-table.ts";
export type { JsonSchema };

const columnInput = v.any();

const NORM_TABLE: TableLimit = {
  columns: FEATURE_COUNT_MAX,
  cells: CELL_COUNT_MAX,
  instead: "send several batches",
  hasText: true,
};
const MODEL_TABLE: TableLimit = {
  columns: MODEL_COLUMN_COUNT_MAX,
  cells: MODEL_CELL_COUNT_MAX,
  instead: "a sample of the rows would do",
  hasText: true,
};

/** `{column: values}`, or rows of values whose columns are named x1 … xp. */
const tableWithin = (limit: TableLimit) => {
  const input = v.any();
  handWritten.set(input, describe(limit));
  return v.pipe(
    input,
    v.rawTransform(({ dataset, addIssue, NEVER }): SentTable => {
      const fault = collector(addIssue);
      const table = Array.isArray(dataset.value)
        ? fromRows(dataset.value, limit, fault.add)
        : fromColumns(dataset.value, limit, fault.add);
      return fault.count() > 0 || table === null ? NEVER : table;
    }),
  );
};

const numberOrMissing: JsonSchema = { type: ["number", "null"], minimum: -MAGNITUDE_MAX, maximum: MAGNITUDE_MAX };
const numbers: JsonSchema = { type: "array", items: numberOrMissing, minItems: 1, maxItems: ROW_COUNT_MAX };

/** What the schemas of this file accept, for OpenAPI, which cannot be derived from their one-pass checks. */
export const handWritten = new Map<v.GenericSchema, JsonSchema>([
  [
    columnInput,
    { ...numbers, description: "One value per row: zero, or of size 1e-30 to 1e30; null is a missing value." },
  ],
]);

export const ModelTable = tableWithin(MODEL_TABLE);
export const NormTable = v.pipe(
  tableWithin(NORM_TABLE),
  v.rawTransform(({ dataset, addIssue, NEVER }): Table => {
    const fault = collector(addIssue);
    const table = withLabels(dataset.value, fault.add);
    return fault.count() > 0 ? NEVER : table;
  }),
);

/** `number[]`, null for a missing value. */
export const ColumnOfNumbers = v.pipe(
  columnInput,
  v.rawTransform(({ dataset, addIssue, NEVER }): Float64Array => {
    const fault = collector(addIssue);
    const { value } = dataset;
    const isText = Array.isArray(value) && value.length <= ROW_COUNT_MAX && value.every(isTextOrMissing);
    if (isText) for (const { row, message } of numberFaults(value)) if (!fault.add(message, row)) break;
    const column = fault.count() > 0 ? null : toColumn(value, fault.add);
    return fault.count() > 0 ? NEVER : (column as Float64Array);
  }),
);

function isTextOrMissing(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function describe({ columns, cells, hasText }: TableLimit): JsonSchema {
  const value: JsonSchema = hasText
    ? { anyOf: [numberOrMissing, { type: "string" }, { type: "boolean" }] }
    : numberOrMissing;
  const text = hasText ? " Text is read as numbers or dates where all of a column is, and else tells categories." : "";
  return {
    description:
      "By column, by rows whose columns are then named x1 … xp, or by records, where a name that one lacks is a missing value. A number is " +
      `zero, or of size 1e-30 to 1e30, and is held to 15 digits at least; null is a missing value.${text} At most ${cells} values.`,
    anyOf: [
      {
        type: "object",
        minProperties: 1,
        maxProperties: columns,
        additionalProperties: { ...numbers, items: value },
      },
      {
        type: "array",
        minItems: 1,
        maxItems: ROW_COUNT_MAX,
        items: { type: "array", items: value, minItems: 1, maxItems: columns },
      },
      {
        type: "array",
        minItems: 1,
        maxItems: ROW_COUNT_MAX,
        items: { type: "object", additionalProperties: value },
      },
    ],
  };
}
