import type { IRequest } from "itty-router";
import { answer } from "../../platform/http/respond.ts";
import { noteChange } from "../../platform/http/served.ts";
import type { StartedTraining } from "../train/train-model.ts";

/** A model with `status` where it is trained, 202 with its task where it is not. */
export function sendTrained(
  request: IRequest,
  { model, version, taskId, isDone }: StartedTraining,
  status: number,
): Response {
  noteChange(request, { on: `/api/ml_models/${model.id}`, version });
  if (isDone) return answer(model, status);
  return answer({ ...model, task_id: taskId }, 202, { location: `/results/${taskId}` });
}
