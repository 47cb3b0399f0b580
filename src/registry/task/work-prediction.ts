// What the pieces of a prediction on stored data do: ask about a range of rows, and put the answer where the result is read.

import { unitsOf } from "../../engine/model/plan-training.ts";
import { assert } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { RESULT_DAYS } from "../../platform/schema/limit.ts";
import { putText } from "../../platform/store/text.ts";
import { askModel, labelsOf, openModel } from "../serve/open-model.ts";
import { taskKey } from "../store/artifacts.ts";
import { findTraining, type TaskRow } from "../store/registry.ts";
import { loadDataset } from "../train/open-training.ts";

/** Where the predictions of a range of rows are. */
export interface Predicted {
  from: number;
  chunks: number;
}

export async function workPrediction(context: Context, task: TaskRow, piece: number): Promise<Predicted> {
  const found = await findTraining(context.database, task.modelId, task.version);
  assert(found?.dataset != null, `version ${task.version} of model ${task.modelId} has no data`);
  const { key, dataset } = found;
  const { from, to } = unitsOf(task, piece);
  const data = await loadDataset(context, key, dataset);
  const model = await openModel(context, key, task.version);
  const asked = { columns: data.columns.map((column) => column.subarray(from, to)), rowCount: to - from };
  const { target } = await askModel(context, { key, version: task.version, model }, asked);
  const text = JSON.stringify(labelsOf(model.head, target));
  return {
    from,
    chunks: await putText(context.models, rowsKey(key, task.id, from), asciiJson(text), RESULT_DAYS * 86_400),
  };
}

export function rowsKey(modelKey: string, taskId: string, from: number): string {
  return `${taskKey(modelKey, taskId)}/rows-${from}`;
}

/** The same JSON in ASCII alone, so that it may be cut anywhere. */
function asciiJson(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
