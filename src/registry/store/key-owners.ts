// What the keys of models in KV belong to, and which of it D1 knows.
import { eq, sql } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import { datasetKey, modelPrefix, prefixesOf, taskKey, versionKey } from "./artifacts.ts";
import { datasets, models, tasks, trainings } from "./model-tables.ts";

/** What a key belongs to: a version, a dataset or a task of a model. */
export interface KeyOwner {
  modelKey: string;
  /** All its keys begin so. */
  prefix: string;
  /** When the model was made, or its dataset. */
  createdAtMs: number;
}

export function keyOwnerOf(key: string): KeyOwner {
  const [, modelKey = "", kind = "", id = ""] = key.split("/");
  const timed = kind === "data" ? id : modelKey;
  const prefix = `${modelPrefix(modelKey)}${kind}/${/^v\d/.test(kind) ? "" : `${id}/`}`;
  return { modelKey, prefix, createdAtMs: Number(timed.split("-")[0]) };
}

/** Of some models, what KV's keys begin with that belong to a version, a dataset or a task that is there. */
export async function findKeyOwners(database: Database, modelKeys: readonly string[]): Promise<Set<string>> {
  const key = models.key;
  const isAsked = sql`${key} in (select value from json_each(${JSON.stringify(modelKeys)}))`;
  const [ofVersions, ofData, ofTasks] = await database.batch([
    database
      .select({ key, version: trainings.version })
      .from(trainings)
      .innerJoin(models, eq(models.id, trainings.modelId))
      .where(isAsked),
    database
      .select({ key, id: datasets.id })
      .from(datasets)
      .innerJoin(models, eq(models.id, datasets.modelId))
      .where(isAsked),
    database.select({ key, id: tasks.id }).from(tasks).innerJoin(models, eq(models.id, tasks.modelId)).where(isAsked),
  ]);
  return new Set(
    prefixesOf([
      ...ofVersions.map(({ key, version }) => versionKey(key, version)),
      ...ofData.map(({ key, id }) => datasetKey(key, id)),
      ...ofTasks.map(({ key, id }) => taskKey(key, id)),
    ]),
  );
}
