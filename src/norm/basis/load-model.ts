// The model of a version: from the isolate, from KV, or merged anew.

import type { Forget } from "../../engine/time/forget.ts";
import type { Context } from "../../platform/context/context.ts";
import { leaveIfLong } from "../../platform/context/leave-if-long.ts";
import { loadOnce } from "../../platform/context/load-once.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import type { NormModel } from "../schema/norm-model.ts";
import { cachedModel, cacheModel, LOADING_MODELS } from "../store/norm-cache.ts";
import { keyOf, readNormModel } from "../store/norm-models.ts";
import type { NormRow } from "../store/norms.ts";
import { readPast } from "../store/standing.ts";
import { findVersion } from "../store/versions.ts";
import { fitNorm } from "./fit-norm.ts";
import { spendFit } from "./fit-time.ts";
import { readBasis } from "./read-basis.ts";

// Of a wide norm, whose batches are many.
const REBUILD_SECONDS = 1;

/** The model of a version that norm_versions knows. */
export async function loadModel(context: Context, norm: NormRow, version: number): Promise<NormModel> {
  const { cache } = context;
  const load = async () => {
    const copy = await orWithout(context, readNormModel(context.models, norm, version));
    if (copy === undefined) {
      spendFit(context, norm);
      leaveIfLong(context, REBUILD_SECONDS);
    }
    const model = copy ?? (await rebuildModel(context, norm, version));
    cacheModel(cache, norm, version, model);
    return model;
  };
  return cachedModel(cache, norm, version) ?? loadOnce(context, LOADING_MODELS, keyOf(norm, version), load);
}

/** Means of a model's features: of one that was kept without them they are found in the factors. */
export async function loadMeans(
  context: Context,
  norm: NormRow,
  version: number,
  model: NormModel,
): Promise<Float64Array> {
  if (model.means !== null) return model.means;
  spendFit(context, norm);
  leaveIfLong(context, REBUILD_SECONDS);
  const { means } = (await rebuildModel(context, norm, version)) as NormModel & { means: Float64Array };
  cacheModel(context.cache, norm, version, { ...model, means });
  return means;
}

/** The same model from the factors, made as it was made then: λ is not chosen again, so what was found by choosing it is what is recorded. */
async function rebuildModel(context: Context, norm: NormRow, version: number): Promise<NormModel> {
  const learned = await findVersion(context.database, norm.id, version);
  const { setting, lambda, cv } = learned ?? {};
  const [basis, { tail }] = await Promise.all([
    readBasis(context, norm, version, setting?.forget ?? null),
    readPast(context.database, norm.id, version + 1),
  ]);
  // A version whose training was cut short is made as the next one would be.
  const chosen = setting ? setting.chosen : basis.chosen;
  const asked = { ...(lambda != null && { lambda }), ...(setting && { rho: setting.rho }) };
  const model = fitNorm(
    context.kernel,
    setting ? asOf(norm, setting.forget) : norm,
    { ...basis, chosen },
    { tail, ...asked },
  );
  return cv === undefined ? model : { ...model, cv };
}

/** The norm as it forgot then. */
function asOf(norm: NormRow, forget: Forget | null | undefined): NormRow {
  return { ...norm, specification: { ...norm.specification, forget: forget ?? undefined } };
}
