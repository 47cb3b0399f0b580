// What stands in the query where a norm is sent a table: what its columns are, and what else the body says in JSON.
import * as v from "valibot";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { show } from "../../engine/parameter/show.ts";
import { rowsQuery, trainQuery } from "../../platform/form/table-query.ts";
import { WholeText } from "../../platform/schema/page.ts";
import { BatchName, Level } from "./norm-request.ts";

const truth = (description: string) =>
  v.optional(
    v.pipe(
      v.picklist(["true", "false"], (issue) => `${show(issue.input)} is neither true nor false`),
      v.transform((text) => text === "true"),
      v.description(description),
    ),
  );
const Continues = truth(
  "Of a table: whether its rows follow on the last trained row; the norm's specification unless given",
);
export const LevelText = v.optional(
  v.pipe(
    v.string(),
    v.metadata({ type: "number", minimum: 0.5, maximum: 0.999 }),
    v.transform((text) => Number(text)),
    Level,
  ),
);
const asked = {
  version: v.optional(v.pipe(WholeText, v.description("Of a table: the version to ask; the newest unless given"))),
  continues: Continues,
  level: LevelText,
};

export const TrainQuery = exactObject({
  ...rowsQuery,
  ...trainQuery,
  batch: v.optional(BatchName),
  continues: Continues,
});
export type TrainQuery = v.InferOutput<typeof TrainQuery>;
export const PredictQuery = exactObject({
  ...rowsQuery,
  ...asked,
  explain: truth("Whether to tell how much of each y each feature accounts for; not unless given"),
});
export const SavingsQuery = exactObject({ ...rowsQuery, target: trainQuery.target, ...asked });
