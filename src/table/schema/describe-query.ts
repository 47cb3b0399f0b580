// What may be said of a table that is to be described: what train knows of tables, and whether its values are wanted too.
import * as v from "valibot";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { show } from "../../engine/parameter/show.ts";
import { rowsQuery, trainQuery } from "../../platform/form/table-query.ts";
import { DATA_VALUE_COUNT_MAX } from "../../platform/schema/limit.ts";
import { Types } from "../../registry/schema/model-request.ts";

const TypesAsJson = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
    try {
      return JSON.parse(dataset.value);
    } catch {
      addIssue({ message: `${show(dataset.value)} is no JSON, such as {"column": "category"}` });
      return NEVER;
    }
  }),
  Types,
  v.description("By column what its values are to be taken for, number, category or date, as JSON"),
);

export const DescribeQuery = exactObject({
  ...rowsQuery,
  ...trainQuery,
  types: v.optional(TypesAsJson),
  data: v.optional(
    v.pipe(
      v.picklist(["true", "false"], (issue) => `${show(issue.input)} is neither true nor false`),
      v.transform((text) => text === "true"),
      v.description(`Whether to answer the values too, at most ${DATA_VALUE_COUNT_MAX}; not unless given`),
    ),
  ),
});
export type DescribeQuery = v.InferOutput<typeof DescribeQuery>;
