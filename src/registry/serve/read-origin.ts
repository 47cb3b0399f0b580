// Where a version came from: from a training here, or from another service by a file.
import { NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { VERSION } from "../../platform/http/about.ts";
import type { ModelOrigin } from "../schema/model-answer.ts";
import { readOrigin } from "../store/artifacts.ts";
import type { RegisteredModel } from "../store/registry.ts";
import { detailsOf } from "./model-details.ts";
import { requireHead } from "./open-model.ts";

/** What the file of the version told; null where it was trained here, or the file told nothing. */
export async function originOf(context: Context, { model, training }: RegisteredModel): Promise<ModelOrigin | null> {
  if (training.datasetId !== null) return null;
  const { version } = training;
  const head = await requireHead(context, model.key, version);
  if (!head.has_origin) return null;
  const origin = await readOrigin(context.models, model.key, version);
  if (origin === undefined) throw new NotYet(`The origin of ${model.key} v${version}`);
  return origin;
}

/** What a file of the version tells. Of a version that was uploaded it is what its own file told: it goes on as it came. */
export async function describeOrigin(
  context: Context,
  found: RegisteredModel,
  source: string,
): Promise<ModelOrigin | undefined> {
  const { model, training } = found;
  if (training.datasetId === null) return (await originOf(context, found)) ?? undefined;
  const { version, hTune, warnings, createdAtMs, finishedAtMs } = training;
  const details = detailsOf(found);
  return {
    ...{ service: `Edgefit ${VERSION}`, source, model_id: model.id, version, h_tune: hTune },
    metric: details.score?.metric ?? null,
    metric_value: details.score?.metric_value ?? null,
    ...details,
    warnings,
    created_at: new Date(createdAtMs).toISOString(),
    finished_at: finishedAtMs === null ? null : new Date(finishedAtMs).toISOString(),
  };
}
