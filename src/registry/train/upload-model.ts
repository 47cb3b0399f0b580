import type { Context } from "../../platform/context/context.ts";
import type { Model } from "../schema/model-answer.ts";
import type { ModelFile } from "../schema/model-artifact.ts";
import { modelOf, requireModel } from "../serve/read-model.ts";
import { putHead, putPart } from "../store/artifacts.ts";
import { insertTraining } from "../store/registry.ts";
import { newKey } from "./start-training.ts";

/** A new model out of a file; its predictions are those of the model that was downloaded. It has no data to retrain on. */
export async function uploadModel(context: Context, { units, ...head }: ModelFile): Promise<Model> {
  const { problem, name, params, unit_count } = head;
  const modelKey = newKey(context);
  const { bytes, ...part } = await putPart(
    context.models,
    { modelKey, version: 1 },
    { from: 0, to: unit_count, units },
  );
  await putHead(context.models, modelKey, 1, { ...head, parts: [part], bytes });
  const createdAtMs = context.nowMs();
  const training = {
    problem,
    name,
    hTune: false,
    given: params,
    params,
    datasetId: null,
    warnings: [],
    seconds: 0,
    bytes,
    createdAtMs,
  };
  const inserted = await insertTraining(context.database, { modelKey, dataset: null, training, task: null }, true);
  const { modelId = 0 } = inserted ?? {};
  return modelOf(await requireModel(context, modelId, "upload"));
}
