import { cleanModels } from "./usecase/clean-models.ts";
import { cleanNorms } from "./usecase/clean-norms.ts";
import type { Context } from "./usecase/context.ts";

/** Once a day: deletes what each job has left behind. */
export async function cleanUp(context: Context): Promise<void> {
  await cleanModels(context);
  await cleanNorms(context);
}
