// The winner as a model of its own: what POST /api/ml_models would make of the same table.
import { AppError, assert } from "../../error.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import type { Candidate } from "../schema/compare/stored-comparison.ts";
import { type FoundComparison, findComparison } from "../store/comparisons.ts";
import type { RegistryContext } from "../train/model-owner.ts";
import { planTraining } from "../train/prepare-training.ts";
import { startTraining } from "../train/start-training.ts";
import { loadForTraining } from "./compared-data.ts";

/** Begins the training, once; a short one is done at once. Why it could not begin; null where it has. */
export async function trainWinner(context: RegistryContext, comparison: FoundComparison): Promise<string | null> {
  const { key, problem, candidates, shape, result, modelKey } = comparison;
  assert(modelKey !== null && result?.winner != null, `comparison ${key} has no winner to train`);
  // A model of its key is there only where the training has begun.
  if (comparison.modelId !== null) return null;
  const { name, hTune, given } = candidates[result.winner] as Candidate;
  const order = { problem, name, hTune, given };
  const data = { ...(await loadForTraining(context, comparison)), shape };
  try {
    const { warnings, ...planned } = planTraining(order, shape);
    await startTraining(context, {
      ...{ modelKey, isNew: true, order, ...planned, data, isAsync: false },
      warnings: [...warnings, ...comparison.warnings],
      about: comparison.about ?? {},
    });
    return null;
  } catch (error) {
    // It has failed, as the model says; or another message was faster; or it is refused.
    if ((await findComparison(context.database, key))?.modelId != null) return null;
    if (error instanceof AppError) return error.message;
    throw error;
  } finally {
    forgetRecent(context.cache);
  }
}
