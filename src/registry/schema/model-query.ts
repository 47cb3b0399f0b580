// What stands in the query where a model is sent a table: what its columns are, and the keys that the body has in JSON.
import * as v from "valibot";
import { PROBLEMS } from "../../engine/model/families.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { show } from "../../engine/parameter/show.ts";
import { Names, rowsQuery, trainQuery } from "../../platform/form/table-query.ts";

const Truth = v.pipe(
  v.picklist(["true", "false"], (issue) => `${show(issue.input)} is neither true nor false`),
  v.transform((text) => text === "true"),
);

/** An object as JSON. */
const Json = (what: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
        try {
          return JSON.parse(dataset.value);
        } catch {
          addIssue({ message: `${show(dataset.value)} is no JSON, such as {"${what}": …}` });
          return NEVER;
        }
      }),
    ),
  );

const { time: _time, duplicates: _duplicates, ...columns } = rowsQuery;

export const TrainModelQuery = exactObject({
  ...columns,
  ...trainQuery,
  t: v.optional(
    v.pipe(v.string(), v.description("Of a table: the column of times, by which folds are blocks of time")),
  ),
  groups: v.optional(v.pipe(v.string(), v.description("Of a table: the column of the rows' groups"))),
  problem: v.optional(v.picklist(PROBLEMS)),
  name: v.optional(v.string()),
  h_tune: v.optional(Truth),
  params: Json("n_estimators"),
  types: Json("column"),
  title: v.optional(v.string()),
  description: v.optional(v.string()),
  tags: v.optional(Names),
});
export type TrainModelQuery = v.InferOutput<typeof TrainModelQuery>;

export const PredictModelQuery = exactObject(columns);
export type PredictModelQuery = v.InferOutput<typeof PredictModelQuery>;
