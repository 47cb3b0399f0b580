// What is sent to a norm.
import * as v from "valibot";
import { BATCH_NAME_LENGTH_MAX, PAGE_LENGTH_MAX } from "./limit.ts";
import { NormName } from "./norm-specification.ts";
import { exactObject } from "./parse.ts";
import { ColumnOfNumbers, TableOfNumbers } from "./table.ts";

export const BatchName = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._:+@=-]*$/,
    "a batch name is letters, digits and ._:+@=-, and begins with a letter or digit",
  ),
  v.maxLength(BATCH_NAME_LENGTH_MAX, (issue) => `${issue.input.length} characters; at most ${BATCH_NAME_LENGTH_MAX}`),
);

const continues = v.optional(
  v.pipe(
    v.boolean(),
    v.description("Whether these rows follow on the last trained row; the norm's specification unless given."),
  ),
);

export const TrainRequest = v.pipe(
  exactObject({ x: TableOfNumbers, y: ColumnOfNumbers, batch: v.optional(BatchName), continues }),
  v.forward(
    v.partialCheck(
      [["x"], ["y"]],
      ({ x, y }) => x.rowCount === y.length,
      ({ input: { x, y } }) => `length ${y.length}, but x has ${x.rowCount}: one y per row`,
    ),
    ["y"],
  ),
);
export type TrainRequest = v.InferOutput<typeof TrainRequest>;

const Version = v.pipe(v.number(), v.integer("a version is a whole number"), v.minValue(1, "versions begin at 1"));

export const PredictRequest = exactObject({ x: TableOfNumbers, version: v.optional(Version), continues });
export type PredictRequest = v.InferOutput<typeof PredictRequest>;

/** A whole number in a query string. */
const WholeNumber = (most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,12}$/, "not a whole number"),
    v.transform(Number),
    v.maxValue(most, `at most ${most}`),
  );

export const PageQuery = exactObject({
  after: v.optional(
    v.pipe(WholeNumber(1e12), v.description("Only versions after this one: `next` of the page before.")),
  ),
  limit: v.optional(v.pipe(WholeNumber(PAGE_LENGTH_MAX), v.minValue(1, "at least 1"))),
});
export type PageQuery = v.InferOutput<typeof PageQuery>;

export const NormPageQuery = exactObject({
  after: v.optional(v.pipe(NormName, v.description("Only names after this one: `next` of the page before."))),
  limit: v.optional(v.pipe(WholeNumber(PAGE_LENGTH_MAX), v.minValue(1, "at least 1"))),
});
export type NormPageQuery = v.InferOutput<typeof NormPageQuery>;
