// The registry of models: models, their versions (each a training), what those were trained on.
import { and, desc, eq, getTableColumns, lt, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { AppError } from "../../error.ts";
import { type AboutRequest, isAsked } from "../../platform/schema/about.ts";
import { firstAbout } from "../../platform/store/about-sql.ts";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import { amending } from "./model-about.ts";
import { datasets, models, tasks, trainings } from "./model-tables.ts";

export type ModelRow = typeof models.$inferSelect;
export type TrainingRow = typeof trainings.$inferSelect;
export type DatasetRow = typeof datasets.$inferSelect;
export type TaskRow = typeof tasks.$inferSelect;

/** A model with the version that is shown: the one that serves, or else the newest. */
export interface RegisteredModel {
  model: ModelRow;
  training: TrainingRow;
  dataset: DatasetRow | null;
  /** Its training under way. */
  taskId: string | null;
}

/** Joins a model with the version that is shown. */
export const speaking = and(
  eq(trainings.modelId, models.id),
  sql`${trainings.version} = coalesce(${models.activeVersion}, (select max(version) from ${trainings} t where t.model_id = ${models.id}))`,
);

/** Its training under way. */
export const underWay = sql<
  string | null
>`(select id from ${tasks} t where t.model_id = ${models.id} and t.kind = 'train' and t.status = 'running' order by version desc limit 1)`;

export async function findModel(database: Database, id: number): Promise<RegisteredModel | undefined> {
  return database
    .select({
      model: getTableColumns(models),
      training: getTableColumns(trainings),
      dataset: getTableColumns(datasets),
      taskId: underWay,
    })
    .from(models)
    .innerJoin(trainings, speaking)
    .leftJoin(datasets, eq(datasets.id, trainings.datasetId))
    .where(eq(models.id, id))
    .get();
}

/** All versions of a model, newest first, with the rows that each learned from. */
export async function pageOfTrainings(
  database: Database,
  modelId: number,
  { after, limit }: { after: number | undefined; limit: number },
) {
  return database
    .select({ ...getTableColumns(trainings), rows: datasets.rowCount })
    .from(trainings)
    .leftJoin(datasets, eq(datasets.id, trainings.datasetId))
    .where(and(eq(trainings.modelId, modelId), after === undefined ? undefined : lt(trainings.version, after)))
    .orderBy(desc(trainings.version))
    .limit(limit);
}

export async function findTraining(
  database: Database,
  modelId: number,
  version: number,
): Promise<{ key: string; training: TrainingRow; dataset: DatasetRow | null } | undefined> {
  return database
    .select({
      key: models.key,
      training: getTableColumns(trainings),
      dataset: getTableColumns(datasets),
    })
    .from(trainings)
    .innerJoin(models, eq(models.id, trainings.modelId))
    .leftJoin(datasets, eq(datasets.id, trainings.datasetId))
    .where(and(eq(trainings.modelId, modelId), eq(trainings.version, version)))
    .get();
}

export type NewTraining = Pick<
  TrainingRow,
  "problem" | "name" | "hTune" | "given" | "params" | "datasetId" | "warnings" | "seconds" | "bytes" | "createdAtMs"
>;
export type NewDataset = Omit<DatasetRow, "modelId">;
export type NewTask = Pick<TaskRow, "id" | "stage" | "unitCount" | "pieceCount">;

type Statement = BatchItem<"sqlite">;

/** What a new version is made of. `task`: none for a model that comes ready made. */
export interface NewVersion {
  modelKey: string;
  dataset: NewDataset | null;
  training: NewTraining;
  task: NewTask | null;
  /** What is asked of the model's title and tags: nothing unless given. */
  about?: AboutRequest | undefined;
  insertOwn?: InsertOwn | undefined;
}

/** Makes the statement that keeps what an owner has of a dataset; it runs when the dataset is there. */
export type InsertOwn = (database: Database, datasetId: string) => Statement;

/**
 * Commits the first version of a new model (`isNew`) or the next of one that is there, with its data and its task; answers which, or
 * undefined where the model is gone, or its data's owner has a model already and this would be another. Without a task the version is ready
 * and serves.
 */
export async function insertTraining(
  database: Database,
  { modelKey, dataset, training, task, about = {}, insertOwn }: NewVersion,
  isNew: boolean,
): Promise<{ modelId: number; version: number } | undefined> {
  const { createdAtMs } = training;
  const from = sql`from ${models} where key = ${modelKey}`;
  // The same number in every statement: the training, which would raise it, is inserted last.
  const version = sql`(select coalesce(max(version), 0) + 1 from ${trainings} where model_id = ${models.id})`;
  const begun = {
    status: task === null ? "ready" : "training",
    finishedAtMs: task === null ? createdAtMs : null,
  } as const;
  const insertion = database
    .insert(trainings)
    .select(sql`
      select ${valuesOf(trainings, {
        ...training,
        ...begun,
        modelId: sql`id`,
        version,
        score: null,
        grid: null,
        importance: null,
        failure: null,
      })} ${from}`)
    .returning({ modelId: trainings.modelId, version: trainings.version });
  const insertDataset = (row: NewDataset) =>
    database.insert(datasets).select(sql`select ${valuesOf(datasets, { ...row, modelId: sql`id` })} ${from}`);
  const insertTask = (row: NewTask) =>
    database.insert(tasks).select(sql`
      select ${valuesOf(tasks, {
        ...row,
        kind: "train",
        modelId: sql`id`,
        version,
        status: "running",
        failure: null,
        createdAtMs,
        updatedAtMs: createdAtMs,
      })} ${from}`);
  const serve = database
    .update(models)
    .set({ activeVersion: version as unknown as number })
    .where(eq(models.key, modelKey));
  const others: Statement[] = [
    ...(isNew ? [insertModel(database, { key: modelKey, createdAtMs }, about, dataset?.owner ?? null)] : []),
    ...(!isNew && isAsked(about) ? [amending(database, eq(models.key, modelKey), about)] : []),
    ...(dataset === null ? [] : [insertDataset(dataset)]),
    ...(dataset === null || insertOwn === undefined ? [] : [insertOwn(database, dataset.id)]),
  ];
  const statements = [...others, task === null ? serve : insertTask(task), insertion];
  const results = await database.batch(statements as [Statement, ...Statement[]]).catch((error: unknown) => {
    // What it was to learn from went away with the versions that gave way to newer ones.
    if (!/FOREIGN KEY/i.test(`${error} ${(error as Error).cause}`)) throw error;
    throw new AppError("conflict", "Cannot train: the stored data gave way to newer ones meanwhile; send it again");
  });
  return (results.at(-1) as { modelId: number; version: number }[])[0];
}

function insertModel(
  database: Database,
  { key, createdAtMs }: Pick<ModelRow, "key" | "createdAtMs">,
  about: AboutRequest,
  owner: string | null,
) {
  const isFree =
    owner === null ? sql`true` : sql`not exists (select 1 from ${models} join ${trainings} on ${lastOwnedBy(owner)})`;
  const values = valuesOf(models, { id: sql`null`, key, activeVersion: null, createdAtMs, about: firstAbout(about) });
  return database.insert(models).select(sql`select ${values} where ${isFree}`);
}

/** Joins a model with its last training, ready or not, where that was on data of an owner. */
export function lastOwnedBy(owner: string): SQL {
  return sql`trainings.model_id = models.id
    and trainings.version = (select max(version) from ${trainings} newest where newest.model_id = models.id)
    and exists (select 1 from ${datasets} where id = trainings.dataset_id and owner = ${owner})`;
}

/** Makes a ready version serve; says whether there is one. */
export async function setActiveVersion(database: Database, modelId: number, version: number): Promise<boolean> {
  const isReady = sql`exists (select 1 from ${trainings} where model_id = ${modelId} and version = ${version} and status = 'ready')`;
  const activated = await database
    .update(models)
    .set({ activeVersion: version })
    .where(and(eq(models.id, modelId), isReady))
    .returning({ id: models.id });
  return activated.length > 0;
}

/** Deletes a model with all that D1 knows of it; says whether this call did. */
export async function deleteRegistered(database: Database, key: string): Promise<boolean> {
  const isOf = sql`model_id in (select id from ${models} where key = ${key})`;
  // Trainings name their dataset, so they go first.
  const [, deleted] = await database.batch([
    database.delete(trainings).where(isOf),
    database.delete(models).where(eq(models.key, key)).returning({ id: models.id }),
  ]);
  return deleted.length > 0;
}
