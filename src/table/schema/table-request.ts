// A table as JSON, whatever of it is known: records, rows, and what pandas writes.
import * as v from "valibot";
import { ROW_COUNT_MAX } from "../../platform/schema/limit.ts";
import { handWritten, type JsonSchema } from "../../platform/schema/table.ts";

const value: JsonSchema = { type: ["number", "string", "boolean", "null"] };
const list = (items: JsonSchema): JsonSchema => ({ type: "array", minItems: 1, maxItems: ROW_COUNT_MAX, items });
const record: JsonSchema = { type: "object", additionalProperties: value };
const row: JsonSchema = { type: "array", items: value, minItems: 1 };
const names: JsonSchema = { type: "array", items: { type: ["string", "number"] }, minItems: 1 };

export const TableRequest = v.any();
handWritten.set(TableRequest, {
  description:
    "Records, rows whose columns are then named x1 … xp, or what pandas' to_json writes: split, table or columns. What a value is, is found.",
  anyOf: [
    list(record),
    list(row),
    { type: "object", required: ["columns", "data"], properties: { columns: names, data: list(row) } },
    {
      type: "object",
      required: ["schema", "data"],
      properties: { schema: { type: "object" }, data: list(record) },
    },
    { type: "object", minProperties: 1, additionalProperties: { ...record, minProperties: 1 } },
  ],
});
