// What stands in the query where a model is sent a table: what its columns are, and the keys that the body has in JSON.
import * as v from "valibot";
import { PROBLEMS } from "../../engine/model/families.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { show } from "../../engine/parameter/show.ts";
import { Names, rowsQuery, trainQuery } from "../../platform/form/table-query.ts";
import { COMPARISON_FOLDS } from "../../platform/schema/limit.ts";
import { WholeNumber } from "../../platform/schema/page.ts";
import { IntervalLevel } from "./conformal.ts";

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

const learned = {
  ...columns,
  ...trainQuery,
  t: v.optional(
    v.pipe(v.string(), v.description("Of a table: the column of times, by which folds are blocks of time")),
  ),
  groups: v.optional(v.pipe(v.string(), v.description("Of a table: the column of the rows' groups"))),
  problem: ofTable(v.picklist(PROBLEMS), "what is learned"),
};
const beside = (what: string) => ({
  types: Json("column", "by column what its values are to be taken for"),
  title: ofTable(v.string(), `what people call the ${what}`),
  description: ofTable(v.string(), "what is to be known of it"),
  tags: ofTable(Names, "by which it is found, with commas between them"),
  unit: ofTable(v.string(), "the unit of what is predicted, such as kWh"),
});

export const TrainModelQuery = exactObject({
  ...learned,
  name: ofTable(v.string(), "the family's name, such as Random Forest"),
  h_tune: ofTable(Truth, "whether to search the family's grid"),
  params: Json("n_estimators", "hyperparameters"),
  ...beside("model"),
});
export type TrainModelQuery = v.InferOutput<typeof TrainModelQuery>;

export const CompareQuery = exactObject({
  ...learned,
  candidates: Json("name", "what to compare"),
  metric: ofTable(v.string(), "by which figure"),
  folds: ofTable(WholeNumber(COMPARISON_FOLDS.most, COMPARISON_FOLDS.least), "how many folds to hold out"),
  train_best: ofTable(Truth, "whether to train the winner on all rows"),
  ...beside("comparison, and the model that comes of it"),
});
export type CompareQuery = v.InferOutput<typeof CompareQuery>;

/** As it stands in a query. */
export const IntervalLevelText = v.pipe(
  v.string(),
  v.metadata({ type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 }),
  v.transform((text) => (text.trim() === "" ? Number.NaN : Number(text))),
  IntervalLevel,
);

export const PredictModelQuery = exactObject({
  ...columns,
  explain: v.optional(
    v.pipe(
      Truth,
      v.description("Whether to tell, too, what each column adds to what is said of each row; false unless given"),
    ),
  ),
  interval: v.optional(
    v.pipe(
      IntervalLevelText,
      v.description("Of a table: the level of the intervals of regression that are asked for, such as 0.9"),
    ),
  ),
});
export type PredictModelQuery = v.InferOutput<typeof PredictModelQuery>;
