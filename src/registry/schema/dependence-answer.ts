// How what a model says depends on its strongest columns, as the card tells it.
import * as v from "valibot";
import { described } from "../../platform/schema/described.ts";

const value = v.union([v.string(), v.number(), v.boolean()]);
/** A number for each value, or, of classes, such a list for each. */
const curve = v.union([v.array(v.number()), v.array(v.array(v.number()))]);

const ColumnDependence = v.object({
  column: described(v.string(), "As in `importance`: of a date, one of its parts"),
  values: described(v.array(value), "Up to 20: quantiles, or the most frequent levels"),
  mean: described(
    curve,
    "Partial dependence: for each value, the mean of what is said of the rows with this value in place of their own; y, or for each of " +
      "`classes` its probability",
  ),
  rows: described(
    v.array(curve),
    "The same of up to 20 single rows (individual conditional expectation), spread over the table",
  ),
});

export const PartialDependence = v.object({
  averaged_rows: described(v.number(), "Over how many rows of the training, spread over the table, the means are"),
  classes: v.optional(
    described(v.array(value), "Whose probabilities are told: of more than ten, those with the most rows"),
  ),
  columns: described(
    v.array(ColumnDependence),
    "Up to five, the strongest by importance; where there is none, of the first twenty those on which the means depend most",
  ),
});
export type PartialDependence = v.InferOutput<typeof PartialDependence>;
