// Which model of the registry tells genders: one whose table was made of sessions. Its vocabulary stands with its data, its report and
// threshold with its version.
import { and, desc, eq, sql } from "drizzle-orm";
import { hundredOf, recentOf } from "../../platform/store/cache.ts";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import { datasets, models, tasks, trainings } from "../../registry/store/model-tables.ts";
import { lastOwnedBy } from "../../registry/store/registry.ts";
import type { SessionReport } from "../schema/session-report.ts";
import { sessionReports, sessionVocabularies } from "./session-tables.ts";

export type SessionVocabulary = Pick<typeof sessionVocabularies.$inferSelect, "vocabulary" | "medians">;

/** The gender model in use: the newest model with a report of the version that serves. */
export interface SessionModel extends SessionVocabulary {
  id: number;
  key: string;
  version: number;
  columns: string[];
  threshold: number;
}

/** The gender model in use; null where there is none. */
export const SESSION_MODEL = recentOf<"", SessionModel | null>();

/** What answered a prediction last, by the model's key. */
export const SERVING_SESSIONS = hundredOf<string, SessionModel>();

export async function findSessionModel(
  database: Database,
): Promise<(SessionModel & { report: SessionReport }) | undefined> {
  return database
    .select({
      id: models.id,
      key: models.key,
      version: trainings.version,
      columns: datasets.columns,
      vocabulary: sessionVocabularies.vocabulary,
      medians: sessionVocabularies.medians,
      threshold: sessionReports.threshold,
      report: sessionReports.report,
    })
    .from(models)
    .innerJoin(trainings, and(eq(trainings.modelId, models.id), eq(trainings.version, models.activeVersion)))
    .innerJoin(datasets, eq(datasets.id, trainings.datasetId))
    .innerJoin(sessionVocabularies, eq(sessionVocabularies.datasetId, datasets.id))
    .innerJoin(
      sessionReports,
      and(eq(sessionReports.modelId, models.id), eq(sessionReports.version, trainings.version)),
    )
    .orderBy(desc(models.id))
    .limit(1)
    .get();
}

/** Whose data are made of sessions. */
export const SHOP = "shop";

/** The newest model whose last training was on sessions; the next one makes its next version. */
export async function findSessionModelKey(database: Database): Promise<string | undefined> {
  const found = await database
    .select({ key: models.key })
    .from(models)
    .innerJoin(trainings, lastOwnedBy(SHOP))
    .orderBy(desc(models.id))
    .limit(1)
    .get();
  return found?.key;
}

/** What the columns of a dataset are made of; nothing where the dataset is not there. */
export function insertVocabulary(database: Database, datasetId: string, { vocabulary, medians }: SessionVocabulary) {
  const values = valuesOf(sessionVocabularies, { datasetId: sql`id`, vocabulary, medians });
  return database.insert(sessionVocabularies).select(sql`select ${values} from ${datasets} where id = ${datasetId}`);
}

/** Once: a report of a version does not change. Nothing where the version is gone. */
export async function insertReport(database: Database, row: typeof sessionReports.$inferInsert): Promise<void> {
  const values = valuesOf(sessionReports, { ...row, modelId: sql`model_id`, version: sql`version` });
  await database
    .insert(sessionReports)
    .select(sql`select ${values} from ${trainings} where model_id = ${row.modelId} and version = ${row.version}`)
    .onConflictDoNothing();
}

/** The task that trains a gender model now; the newest of several. */
export async function findSessionTask(database: Database): Promise<string | undefined> {
  const found = await database
    .select({ id: tasks.id })
    .from(tasks)
    .innerJoin(trainings, and(eq(trainings.modelId, tasks.modelId), eq(trainings.version, tasks.version)))
    .innerJoin(sessionVocabularies, eq(sessionVocabularies.datasetId, trainings.datasetId))
    .where(and(eq(tasks.kind, "train"), eq(tasks.status, "running")))
    .orderBy(desc(tasks.createdAtMs))
    .limit(1)
    .get();
  return found?.id;
}
