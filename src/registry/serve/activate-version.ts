import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import type { Model } from "../schema/model-answer.ts";
import { listTrainings, setActiveVersion } from "../store/registry.ts";
import { modelOf, requireModel } from "./read-model.ts";

/** Makes an older, or a newer, version serve. */
export async function activateVersion(context: Context, id: number, version: number): Promise<Model> {
  await requireModel(context, id, "activate");
  if (!(await setActiveVersion(context.database, id, version))) {
    const versions = await listTrainings(context.database, id);
    const found = versions.find((each) => each.version === version);
    if (found !== undefined)
      throw new AppError(
        "conflict",
        `Cannot activate: version ${version} of model ${id} is ${found.status}, not ready`,
      );
    const known = versions.map((each) => each.version).join(", ");
    throw new AppError("not_found", `Cannot activate: model ${id} has no version ${version}; there are ${known}`);
  }
  forgetRecent(context.cache);
  return modelOf(await requireModel(context, id, "activate"));
}
