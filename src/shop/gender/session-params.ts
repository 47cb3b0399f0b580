// What a gender model is trained with where the caller does not say.
import type { TrainSessionModelRequest } from "../schema/session-request.ts";

/**
 * What does best on the real log that was tried, over 40 to 100 for λ alike. Columns are of one unit, and are not standardised: a category
 * that few look at would weigh as much as one that all do. Each category has two columns that say nearly the same: a forest that tries the
 * usual √ of them is as good and takes longer.
 */
const DEFAULT_PARAMS: Record<string, Record<string, unknown>> = {
  "Random Forest": { n_estimators: 100, min_samples_leaf: 20, max_features: 0.05 },
  SVM: { kernel: "linear", C: 0.0002 },
  Ridge: { lambda: 60, standardize: false },
  "Gradient Boosting": { max_iter: 60, max_leaf_nodes: 8, max_features: 0.2 },
};
/** What tuning leaves alone: another kernel would take hours. */
const FIXED_PARAMS: Record<string, Record<string, unknown>> = {
  SVM: { kernel: "linear" },
  Ridge: { standardize: false },
};

/** Hyperparameters of a family, with weights that make both genders count alike unless others are given. */
export function paramsFor({
  name,
  params = {},
  h_tune,
}: Pick<TrainSessionModelRequest, "name" | "params" | "h_tune">): Record<string, unknown> {
  return { class_weight: "balanced", ...(h_tune ? FIXED_PARAMS : DEFAULT_PARAMS)[name], ...params };
}
