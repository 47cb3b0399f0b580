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

/** What the body says where it is JSON. */
const ofTable = <S extends v.GenericSchema>(schema: S, description: string) =>
  v.optional(v.pipe(schema, v.description(`Of a table: ${description}`)));

/** An object as JSON. */
const Json = (what: string, description: string) =>
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
      v.description(`Of a table: ${description}, as JSON`),
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
  problem: ofTable(v.picklist(PROBLEMS), "what is learned"),
  name: ofTable(v.string(), "the family's name, such as Random Forest"),
  h_tune: ofTable(Truth, "whether to search the family's grid"),
  params: Json("n_estimators", "hyperparameters"),
  types: Json("column", "by column what its values are to be taken for"),
  title: ofTable(v.string(), "what people call the model"),
  description: ofTable(v.string(), "what is to be known of it"),
  tags: ofTable(Names, "by which it is found, with commas between them"),
});
export type TrainModelQuery = v.InferOutput<typeof TrainModelQuery>;

export const PredictModelQuery = exactObject({
  ...columns,
  explain: v.optional(
    v.pipe(
      Truth,
      v.description("Whether to tell, too, what each column adds to what is said of each row; false unless given"),
    ),
  ),
});
export type PredictModelQuery = v.InferOutput<typeof PredictModelQuery>;
