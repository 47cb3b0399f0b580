// What a gender model is trained with where the caller does not say.
import type { TrainSessionModelRequest } from "../schema/session-request.ts";

/**
 * What does best on the real log that was tried, over 10,000 to 300,000 for λ alike. So much regularisation makes weights nearly those of
 * each category by itself, which orders visitors better than those of the least squared error, for which "auto" looks.
 */
const DEFAULT_PARAMS: Record<string, Record<string, unknown>> = {
  "Random Forest": { n_estimators: 100, min_samples_leaf: 20 },
  SVM: { kernel: "linear", C: 0.0001 },
  Ridge: { lambda: 30_000 },
};
/** What tuning leaves alone: another kernel would take hours. */
const FIXED_PARAMS: Record<string, Record<string, unknown>> = { SVM: { kernel: "linear" } };

/** Hyperparameters of a family, with weights that make both genders count alike unless others are given. */
export function paramsFor({
  name,
  params = {},
  h_tune,
}: Pick<TrainSessionModelRequest, "name" | "params" | "h_tune">): Record<string, unknown> {
  return { class_weight: "balanced", ...(h_tune ? FIXED_PARAMS : DEFAULT_PARAMS)[name], ...params };
}
