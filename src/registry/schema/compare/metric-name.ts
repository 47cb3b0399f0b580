// The figures that models can be compared by, under scikit-learn's names.
import type { Problem } from "../../../engine/model/training-set.ts";

/** By problem; the first is the one that is taken unless another is asked for. */
export const METRICS = {
  classification: ["accuracy", "balanced_accuracy", "roc_auc", "log_loss", "brier", "f1_macro", "average_precision"],
  regression: ["rmse", "mae", "r2", "mape", "poisson_deviance"],
} as const satisfies Record<Problem, readonly string[]>;

export type MetricName = (typeof METRICS)[Problem][number];

const LOSSES: readonly MetricName[] = ["log_loss", "brier", "rmse", "mae", "mape", "poisson_deviance"];

/** Whether the larger is the better. */
export function isMoreBetter(metric: MetricName): boolean {
  return !LOSSES.includes(metric);
}
