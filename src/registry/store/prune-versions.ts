// Old versions of a model that give way, with their data and their tasks.
import { eq, sql } from "drizzle-orm";
import type { BatchResponse } from "drizzle-orm/batch";
import { MODEL_VERSIONS_MAX } from "../../platform/schema/limit.ts";
import type { Database } from "../../platform/store/database.ts";
import { datasetKey, prefixesOf, taskKey, versionKey } from "./artifacts.ts";
import { datasets, models, tasks, trainings } from "./model-tables.ts";

/**
 * What takes away the versions past those kept, oldest first, and of those whose data have an owner all, but neither the newest, nor the
 * one that serves, nor one under way; and the data that no version names any more. It is part of the commit that lets them go, so that what
 * an owner forgets, a session say, leaves no trace wherever a process stops.
 */
export function pruning(database: Database, modelId: number) {
  const kept = sql`(select version from ${trainings} where model_id = ${modelId} order by version desc limit ${MODEL_VERSIONS_MAX})`;
  const isOwned = sql`exists (select 1 from ${datasets} where id = trainings.dataset_id and owner is not null)`;
  const isSpare = sql`model_id = ${modelId} and status <> 'training' and (version not in ${kept} or ${isOwned})
    and version <> (select max(version) from ${trainings} where model_id = ${modelId})
    and version <> coalesce((select active_version from ${models} where id = ${modelId}), 0)`;
  const isOrphan = sql`model_id = ${modelId} and version not in (select version from ${trainings} where model_id = ${modelId})`;
  return [
    database.select({ key: models.key }).from(models).where(eq(models.id, modelId)),
    database.delete(trainings).where(isSpare).returning({ version: trainings.version }),
    database.select({ id: tasks.id, version: tasks.version }).from(tasks).where(isOrphan),
    database
      .delete(datasets)
      .where(
        sql`model_id = ${modelId} and id not in (select dataset_id from ${trainings} where dataset_id is not null)`,
      )
      .returning({ id: datasets.id }),
  ] as const;
}

/** What KV's keys begin with that belong to the versions that were taken away, their data and their tasks. */
export function pruned([[model], versions, goneTasks, goneData]: BatchResponse<ReturnType<typeof pruning>>): string[] {
  if (model === undefined) return [];
  const { key } = model;
  const gone = new Set(versions.map(({ version }) => version));
  return prefixesOf([
    ...Array.from(gone, (version) => versionKey(key, version)),
    ...goneData.map(({ id }) => datasetKey(key, id)),
    ...goneTasks.filter(({ version }) => gone.has(version)).map(({ id }) => taskKey(key, id)),
  ]);
}
