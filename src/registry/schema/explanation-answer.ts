// Why a model says what it says of rows, as it is answered.
import * as v from "valibot";
import { EXPLAINED } from "../../engine/model/family.ts";
import { described } from "../../platform/schema/described.ts";

/** Of a row: one number a column, or, where classes have numbers of their own, such a list for each. */
const ofRow = v.union([v.array(v.number()), v.array(v.array(v.number()))]);

/** What the columns of X add to what is said of each row. */
export const ModelExplanation = v.object({
  of: described(
    v.picklist(EXPLAINED),
    "What `base` and a row's contributions sum to. `y`: y. `log_y`: its natural logarithm. `probability`: the probability of each class. `log_odds`: ln(p/(1 − p)) of the second " +
      "of two classes. `logit`: of each class a number; e to its power, divided by the sum over the classes, is the probability. `decision`: " +
      "a number above 0 where the second of two classes is told, for there are no probabilities",
  ),
  base: described(
    v.union([v.number(), v.array(v.number())]),
    "What the model says where nothing is known of a row; a number, or one for each of `classes`",
  ),
  contributions: described(
    v.array(ofRow),
    "Per row one number a column, in the order of `columns`; or, of `probability` and `logit`, such a list for each of `classes`",
  ),
  std_error: described(
    v.nullable(v.array(ofRow)),
    "Of each contribution, in its unit, where they are estimates: at most so much. null where they are exact",
  ),
});
export type ModelExplanation = v.InferOutput<typeof ModelExplanation>;
