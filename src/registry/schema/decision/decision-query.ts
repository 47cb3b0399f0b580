// What the query says where decisions of held-out rows are asked for.
import * as v from "valibot";
import { exactObject } from "../../../engine/parameter/exact-object.ts";
import { WHOLE_MAX, WholeNumber } from "../../../platform/schema/page.ts";
import { IntervalLevelText } from "../model-query.ts";
import { DECISION_ROW_COUNT, DECISION_ROW_COUNT_MAX } from "./decision-limit.ts";

export const DecisionsQuery = exactObject({
  version: v.optional(
    v.pipe(WholeNumber(WHOLE_MAX, 1), v.description("Of the model; the one that serves unless given.")),
  ),
  limit: v.optional(
    v.pipe(
      WholeNumber(DECISION_ROW_COUNT_MAX),
      v.description(
        `Rows at most, of which 0 leaves the figures alone; ${DECISION_ROW_COUNT} unless given. Of more a sample by chance is told.`,
      ),
    ),
  ),
  interval: v.optional(
    v.pipe(
      IntervalLevelText,
      v.description("The level of the intervals of regression that are asked for, such as 0.9"),
    ),
  ),
});
export type DecisionsQuery = v.InferOutput<typeof DecisionsQuery>;
