import type { Context } from "../../platform/context/context.ts";
import type { AboutRequest } from "../../platform/schema/about.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import type { Model } from "../schema/model-answer.ts";
import { amendAbout } from "../store/model-about.ts";
import { modelOf, noModel, requireModel } from "./read-model.ts";

/** Changes what people call a model, and nothing that it says: no version is made. What is left out stays. */
export async function amendModel(context: Context, id: number, about: AboutRequest): Promise<Model> {
  if (!(await amendAbout(context.database, id, about))) throw noModel(id, "change");
  forgetRecent(context.cache);
  return modelOf(await requireModel(context, id, "change"));
}
