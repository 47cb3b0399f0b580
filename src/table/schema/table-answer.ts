// What was found in a table, and what was guessed of it.
import * as v from "valibot";
import { Warnings } from "../../platform/schema/answer/warnings-answer.ts";
import { described } from "../../platform/schema/described.ts";

const Text = v.nullable(v.string());
const Figure = v.nullable(v.number());
const Count = v.pipe(v.number(), v.integer());

export const COLUMN_KINDS = ["number", "time", "category", "boolean", "text"] as const;
export const ROLES = ["time", "target", "feature", "weight", "none"] as const;

export const TableColumn = v.object({
  name: v.string(),
  type: described(
    v.picklist(COLUMN_KINDS),
    "What its values are taken for; text is what is too different from row to row to be categories",
  ),
  missing: described(Count, "Rows without a value"),
  distinct: described(v.nullable(Count), "Different values; null past 1,000"),
  min: described(Figure, "Of numbers, as max and mean are"),
  max: Figure,
  mean: Figure,
  levels: described(
    v.nullable(v.array(v.object({ name: v.string(), count: Count }))),
    "Of categories and booleans the ten most frequent",
  ),
  first: described(v.array(Text), "The first three values as they are written; null where one is missing"),
  role: described(v.picklist(ROLES), "What it was taken for"),
  reason: described(v.string(), "Why"),
});
export type TableColumn = v.InferOutput<typeof TableColumn>;

const Place = described(v.string(), "Where it stands: line 17, row 17, [16]");
const places = (what: string) =>
  described(v.object({ count: Count, first: v.array(v.object({ place: Place, time: v.string() })) }), what);

export const TableTime = v.object({
  column: v.string(),
  format: described(Text, "How they are written, as time_format= says it; null where that is not known"),
  formats: described(v.array(v.string()), "Formats that all would do and tell different times: one is to be said"),
  clock: described(
    v.nullable(v.picklist(["offset", "local", "date"])),
    "Whether they tell their offset, are what a clock on a wall shows, or are days",
  ),
  timezone: described(Text, "As timezone= says"),
  offsets: described(v.array(v.string()), "The offsets from universal time that they have, five at most"),
  first: described(Text, "The earliest, ISO 8601; with Z where it is known which instant it is"),
  last: Text,
  interval: described(Text, "The most frequent step, such as 15min, 1h, 1d, 1mo or 1y"),
  is_sorted: described(v.nullable(v.boolean()), "Whether the rows are in the order of their times"),
  gaps: described(
    v.object({
      count: Count,
      missing: described(Count, "Rows that would fill them"),
      first: v.array(v.object({ after: v.string(), before: v.string(), missing: Count })),
    }),
    "Steps that are longer than the interval",
  ),
  duplicates: places("Rows of a time that another row has"),
  never: places("Times that the clock of timezone= never shows"),
  twice: places(
    "Times that the clock of timezone= shows twice; without it, rows where the clock seems to have been put back",
  ),
});
export type TableTime = v.InferOutput<typeof TableTime>;

const Suggestion = v.record(v.string(), v.union([v.string(), v.array(v.string())]));
export type Suggestion = v.InferOutput<typeof Suggestion>;

export const TableDescription = v.object({
  form: v.picklist(["csv", "ndjson", "json", "parquet", "arrow"]),
  details: described(
    v.object({
      delimiter: described(Text, "Of CSV"),
      decimal: described(Text, "Of CSV; null where no number has a mark"),
      encoding: described(Text, "Of CSV"),
      compression: described(Text, "gzip, or what the pages of a Parquet file are folded by; null where there is none"),
      layout: described(Text, "Of JSON records, rows, split, table or columns; of Arrow file or stream"),
      file: described(Text, "Of a form what its file is called"),
    }),
    "How it is written, as far as that is known",
  ),
  rows: described(Count, "Rows of the whole table"),
  described: described(Count, "The first so many are described"),
  columns: v.array(TableColumn),
  target: described(Text, "The column of y"),
  problem: described(v.nullable(v.picklist(["regression", "classification"])), "Of that column"),
  time: described(v.nullable(TableTime), "Of the column of times"),
  suggestions: described(
    v.object({
      norm: described(v.nullable(Suggestion), "The query of POST /norms/{norm}/train"),
      model: described(v.nullable(Suggestion), "The query of POST /api/ml_models"),
    }),
    "With which query the same body is learned from, tried on a norm and a model that are new; null where a warning says why it is not. A list is a parameter that is given again and again",
  ),
  left_out: described(
    v.array(v.object({ place: Place, column: Text, value: Text, reason: v.string() })),
    "Rows and cells that are not learned from, the first fifty",
  ),
  left_out_count: Count,
  warnings: Warnings,
  data: v.optional(
    described(
      v.object({
        t: described(v.nullable(v.array(Text)), "Of each row its time, ISO 8601"),
        columns: v.record(v.string(), v.array(v.nullable(v.union([v.number(), v.string(), v.boolean()])))),
      }),
      "All values, in the order of the rows as they were sent: with data=true",
    ),
  ),
});
export type TableDescription = v.InferOutput<typeof TableDescription>;

/** Schemas that have a name in the document. */
export const tableComponents = { TableColumn, TableTime, TableDescription };
