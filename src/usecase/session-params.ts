// What a gender model is trained with where the caller does not say.
import type { TrainSessionModelRequest } from "../schema/session-request.ts";

/** The family that did best on the real log that was tried, and what it does best with; see README. */
export const DEFAULT_FAMILY = "Random Forest";
const DEFAULT_PARAMS: Record<string, Record<string, unknown>> = {
  "Random Forest": { n_estimators: 200, min_samples_leaf: 10 },
  SVM: { kernel: "linear", C: 0.01 },
  Ridge: {},
};

/** What is not said: what the family does best with, and weights that make both genders count alike. */
export function paramsFor(
  name: string,
  { params = {}, h_tune }: Pick<TrainSessionModelRequest, "params" | "h_tune">,
): Record<string, unknown> {
  const { kernel, ...rest } = DEFAULT_PARAMS[name] ?? {};
  // Tuning is free in all but what would take days.
  const beside = h_tune
    ? kernel === undefined
      ? {}
      : { kernel }
    : { ...rest, ...(kernel !== undefined && { kernel }) };
  return { class_weight: "balanced", ...beside, ...params };
}
