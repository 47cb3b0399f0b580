// What is answered of the rows that a version of a model did not learn from.
import * as v from "valibot";
import { PROBLEMS } from "../../../engine/model/families.ts";
import { described } from "../../../platform/schema/described.ts";

const LabelValue = v.union([v.string(), v.number(), v.boolean()]);
const numbers = v.array(v.number());
const told = (description: string) => described(numbers, description);
const ofClass = { class: described(LabelValue, "Against all others") };

export const RocCurve = v.object({
  ...ofClass,
  auc: described(v.nullable(v.number()), "Area under the whole curve; null where one side has no row"),
  fpr: told("False positive rate, from 0 to 1"),
  tpr: told("True positive rate, from 0 to 1"),
  thresholds: described(
    v.array(v.nullable(v.number())),
    "A row is told to be of the class from this probability on; null above all, where none is",
  ),
});

export const PrecisionRecallCurve = v.object({
  ...ofClass,
  average_precision: described(v.nullable(v.number()), "Of the whole curve; null of a class without a row"),
  precision: told("From the highest threshold on"),
  recall: told("Ascending"),
  thresholds: told("Descending"),
});

export const CalibrationCurve = v.object({
  ...ofClass,
  brier: described(v.number(), "Mean squared error of the class's probability"),
  predicted: told("Mean probability of each bin"),
  observed: told("Share of the class in it"),
  lower: told("Wilson's interval of that share, at 95 %"),
  upper: told("Its upper end"),
  rows: told("Rows of the bin"),
});

export const Residuals = v.object({
  mean: v.number(),
  std: described(v.number(), "Standard deviation"),
  quantiles: v.object({ share: told("Of rows at or below"), value: told("In units of y") }),
  histogram: v.object({
    edges: told("One more than there are bins"),
    counts: told("Rows of each bin"),
    below: described(v.number(), "Rows below the first edge"),
    above: described(v.number(), "Rows above the last edge"),
  }),
});

const figures = {
  held_out: described(v.number(), "Rows that were not learned from, as `method` says: all figures are of these"),
  roc: described(
    v.nullable(v.array(RocCurve)),
    "Of classification, by class; of more than ten those with the most rows. Corners alone, and 200 points at most. null without probabilities",
  ),
  precision_recall: described(
    v.nullable(v.array(PrecisionRecallCurve)),
    "Likewise, without points at equal recall between two others",
  ),
  calibration: described(
    v.nullable(v.array(CalibrationCurve)),
    "Likewise: bins between the deciles of the probability, ten at most",
  ),
  residuals: described(v.nullable(Residuals), "Of regression: y less what was said of it"),
};

/** As they are kept. */
export const DecisionFigures = v.object(figures);
export type DecisionFigures = v.InferOutput<typeof DecisionFigures>;

export const ModelDecisions = v.object({
  model_id: v.number(),
  version: v.number(),
  problem: v.picklist(PROBLEMS),
  method: described(
    v.picklist(["out_of_bag", "cross_validation"]),
    "Each row by the trees that did not draw it, or by a model of the other folds",
  ),
  rows: described(v.nullable(v.number()), "Rows of the training"),
  ...figures,
  confusion: described(
    v.nullable(v.object({ classes: v.array(LabelValue), counts: v.array(numbers) })),
    "Of classification: rows are true classes, columns predicted ones",
  ),
  kept: described(v.number(), "Rows in the lists below: all, or a sample by chance, the same each time"),
  row: told("Their places in the data of the training, from 0"),
  actual: described(v.array(LabelValue), "What they are: y or a class"),
  predicted: described(v.array(LabelValue), "What was said of them"),
  classes: described(v.nullable(v.array(LabelValue)), "Of classification"),
  probability: described(
    v.nullable(v.array(numbers)),
    "Of each row one per class, in the order of `classes`; null of regression, and where none could be calibrated",
  ),
  lower: v.optional(told("With `interval`: the lower end of each row's interval")),
  upper: v.optional(told("The upper end")),
  level: v.optional(described(v.number(), "The share of rows that are to lie within")),
});
export type ModelDecisions = v.InferOutput<typeof ModelDecisions>;
