// The model of a version: from the isolate, from KV, or merged anew.
import type { NormModel } from "../schema/norm-model.ts";
import { readTail } from "../store/batches.ts";
import { cachedModel, cacheModel, readModel } from "../store/models.ts";
import type { NormRow } from "../store/norms.ts";
import { findVersion } from "../store/versions.ts";
import type { Context } from "./context.ts";
import { fitNorm } from "./fit-norm.ts";
import { mergeBatches } from "./merge-batches.ts";

/** The model of a version that norm_versions knows. */
export async function loadModel(context: Context, norm: NormRow, version: number): Promise<NormModel> {
  const cached = cachedModel(context.cache, norm, version);
  if (cached !== undefined) return cached;
  const model = (await readModel(context.models, norm, version)) ?? (await rebuildModel(context, norm, version));
  cacheModel(context.cache, norm, version, model);
  return model;
}

/** The same model from the factors, at the λ that it was given then. */
async function rebuildModel(context: Context, norm: NormRow, version: number): Promise<NormModel> {
  const [folds, { tail }, learned] = await Promise.all([
    mergeBatches(context, norm, version),
    readTail(context.database, norm.id, version + 1),
    findVersion(context.database, norm.id, version),
  ]);
  return fitNorm(context.kernel, norm.specification, folds, tail, learned?.lambda ?? norm.specification.lambda);
}
