import { cleanNorms } from "./norm/answer/clean-norms.ts";
import type { Context } from "./platform/context/context.ts";
import { cleanModels } from "./registry/serve/clean-models.ts";

/** Once a day: deletes what each job has left behind. */
export async function cleanUp(context: Context): Promise<void> {
  await cleanModels(context);
  await cleanNorms(context);
}
