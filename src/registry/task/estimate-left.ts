// How long work under way still takes: by how much of it is done, as it was estimated beforehand, and by the time that that took. An estimate that is
// wrong by a factor tells the right time all the same.

import type { Params } from "../../engine/model/family.ts";
import { modelSeconds, type Stage, trainingSeconds } from "../../engine/model/plan-training.ts";
import type { DatasetRow, TrainingRow } from "../store/registry.ts";
import { planOf } from "../train/prepare-training.ts";

/** In seconds; null until something is done, and when nothing that was estimated is left. `share`: of the work, what is done. */
export function secondsLeft(share: number, { startedMs, nowMs }: { startedMs: number; nowMs: number }): number | null {
  if (!(share > 0 && share < 1)) return null;
  return Math.round((((nowMs - startedMs) / 1000) * (1 - share)) / share);
}

interface Standing extends Pick<Stage, "stage"> {
  piecesDone: number;
  pieceCount: number;
}

/** Which share of a training is done. */
export function shareOfTraining(
  { stage, piecesDone, pieceCount }: Standing,
  training: TrainingRow,
  dataset: DatasetRow,
): number {
  const plan = planOf(training, dataset);
  const params = training.params as Params | null;
  const models = 1 + (plan.isCrossValidated ? plan.foldCount : 0);
  const tune = plan.foldCount * plan.cells.reduce((sum, cell) => sum + modelSeconds(plan, cell.params), 0);
  const planned = trainingSeconds(plan);
  const fit = params === null ? planned - tune : models * modelSeconds(plan, params);
  // Of data that have an owner: what comes after the model.
  const report = Math.max(0, training.seconds - planned);
  const before: Partial<Record<Stage["stage"], number>> = { tune: 0, fit: tune, score: tune + fit, report: tune + fit };
  const own: Partial<Record<Stage["stage"], number>> = { tune, fit, report };
  return ((before[stage] ?? 0) + (own[stage] ?? 0) * (piecesDone / pieceCount)) / (tune + fit + report);
}
