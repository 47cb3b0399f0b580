// How far what a model told is from what is so, of numbers and labels as a caller has them.
import { type RegressionScore, scoreRegression } from "../score/score.ts";
import { type ClassificationScore, scoreClassification } from "../score/score-classification.ts";
import { type Label, numberLabels } from "./read-labels.ts";
import { type Numbers, readNumbers, refuseMissing } from "./read-table.ts";
import { refuse } from "./refuse.ts";

export interface PredictedLabels {
  y: readonly Label[];
  /** Row by row, of each class. */
  probability: Float64Array | null;
}

export function scoreNumbers(actual: Numbers, predicted: Numbers): RegressionScore | null {
  const y = readNumbers(actual, { path: "actual" });
  const asked = readNumbers(predicted, { path: "predicted", rowCount: y.length });
  refuseMissing([y, asked], ["actual", "predicted"]);
  return scoreRegression(y, asked);
}

export function scoreLabels(
  classes: readonly Label[],
  actual: readonly Label[],
  { y, probability }: PredictedLabels,
): ClassificationScore {
  if (actual.length === 0 || y.length !== actual.length)
    refuse("actual", `${actual.length} labels, and ${y.length} predicted ones`);
  const decided = { target: numberLabels(y, classes), probability };
  return scoreClassification(numberLabels(actual, classes), decided, classes.length);
}
