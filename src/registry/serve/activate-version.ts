import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import type { Model } from "../schema/model-answer.ts";
import { findTraining, setActiveVersion } from "../store/registry.ts";
import { modelOf, requireModel } from "./read-model.ts";

/** Makes an older, or a newer, version serve. */
export async function activateVersion(context: Context, id: number, version: number): Promise<Model> {
  await requireModel(context, id, "activate");
  if (!(await setActiveVersion(context.database, id, version))) {
    const found = await findTraining(context.database, id, version);
    if (found !== undefined)
      throw new AppError(
        "conflict",
        `Cannot activate: version ${version} of model ${id} is ${found.training.status}, not ready`,
      );
    const where = `GET /api/ml_models/${id}/versions lists those there are`;
    throw new AppError("not_found", `Cannot activate: model ${id} has no version ${version}; ${where}`);
  }
  forgetRecent(context.cache);
  return modelOf(await requireModel(context, id, "activate"));
}
