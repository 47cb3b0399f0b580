// A file taken back.
import type { Context } from "../../platform/context/context.ts";
import type { Model } from "../schema/model-answer.ts";
import type { ModelFile } from "../schema/model-artifact.ts";
import { modelOf, requireModel } from "../serve/read-model.ts";
import { putHead, putOrigin, putPart } from "../store/artifacts.ts";
import { insertTraining } from "../store/registry.ts";
import { newKey } from "./start-training.ts";

/**
 * A new model out of a file; its predictions are those of the model that was downloaded. It has no data to retrain on, and no score: what the
 * file tells of that is kept as its origin.
 */
export async function uploadModel(context: Context, { units, about, card, ...head }: ModelFile): Promise<Model> {
  const { problem, name, params, unit_count } = head;
  const modelKey = newKey(context);
  const { bytes, ...part } = await putPart(
    context.models,
    { modelKey, version: 1 },
    { from: 0, to: unit_count, units },
  );
  if (card !== undefined) await putOrigin(context.models, modelKey, 1, card);
  const of = { parts: [part], bytes, ...(card && { has_origin: true }) };
  await putHead(context.models, modelKey, 1, { ...head, ...of });
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
  const inserted = await insertTraining(
    context.database,
    { modelKey, dataset: null, training, task: null, about },
    true,
  );
  const { modelId = 0 } = inserted ?? {};
  return modelOf(await requireModel(context, modelId, "upload"));
}
