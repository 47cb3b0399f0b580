// Whoever stands on the registry and has models of their own kind there: a shop, its gender model. The registry knows this much of them.

import type { Plan, Stage, WorkAfter } from "../../engine/model/plan-training.ts";
import { assert } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import type { Dataset } from "../store/datasets.ts";
import type { DatasetRow, TaskRow } from "../store/registry.ts";
import type { TrainingResult } from "../store/tasks.ts";
import type { TaskWork } from "../task/do-work.ts";
import type { OpenTraining } from "./open-training.ts";

/** What an owner adds to a training on its data: a last stage, "report", without which the version is not ready. */
export interface ModelOwner {
  /** AppError where stored data are of a kind that the owner has left behind. */
  requireUsable(dataset: Pick<DatasetRow, "columns">): void;
  /** What the stage takes. */
  estimate(plan: Plan): ReturnType<WorkAfter>;
  /** How it is cut. */
  stageOf(context: Context, open: OpenTraining): Stage;
  /** One piece of it. */
  work(
    context: Context,
    task: TaskRow,
    on: { open: OpenTraining; data: Dataset; units: { from: number; to: number } },
  ): TaskWork<object>;
  /** Once all pieces are done; it may be called again. */
  finish(context: Context, task: TaskRow, open: OpenTraining, trained: TrainingResult): Promise<void>;
}

export interface RegistryContext extends Context {
  /** By the name that stands with their data. */
  owners: Record<string, ModelOwner>;
}

/** null where the data are the registry's own. */
export function ownerOfData({ owners }: RegistryContext, { owner }: Pick<DatasetRow, "owner">): ModelOwner | null {
  if (owner === null) return null;
  const known = owners[owner];
  assert(known !== undefined, `nobody is ${owner}, whose data a model was trained on`);
  return known;
}

/** Of data that are at their owner's stage. */
export function requireOwner(context: RegistryContext, dataset: Pick<DatasetRow, "owner">): ModelOwner {
  const owner = ownerOfData(context, dataset);
  assert(owner !== null, "a training is at its owner's stage, and its data have none");
  return owner;
}
