// Comparisons: what is done of them, and what they came to. A piece may be done twice and is counted once.
import { and, asc, eq, getTableColumns, gt, inArray, lt, sql } from "drizzle-orm";
import type { AboutRequest } from "../../platform/schema/about.ts";
import { firstAbout, hasTag } from "../../platform/store/about-sql.ts";
import { beginsWith } from "../../platform/store/begins-with.ts";
import type { Database } from "../../platform/store/database.ts";
import { valuesOf } from "../../platform/store/values-of.ts";
import type { ComparisonResult } from "../schema/compare/stored-comparison.ts";
import { comparisonPieces, comparisons } from "./comparison-tables.ts";
import { models } from "./model-tables.ts";

export type ComparisonRow = typeof comparisons.$inferSelect;
export type ComparisonStage = Pick<ComparisonRow, "stage" | "unitCount" | "pieceCount">;

/** With how many pieces of its stage are done, and the model that came of it, while that is there. */
export interface FoundComparison extends ComparisonRow {
  piecesDone: number;
  modelId: number | null;
}

export const ALL_COMPARISONS = "comparison/";
export const comparisonPrefix = (key: string) => `${ALL_COMPARISONS}${key}/`;

const found = {
  ...getTableColumns(comparisons),
  piecesDone: sql<number>`(select count(*) from ${comparisonPieces} p where p.comparison_id = comparisons.id and p.stage = comparisons.stage)`,
  modelId: sql<number | null>`(select m.id from ${models} m where m.key = comparisons.model_key)`,
};

/** By its id, or by the key that messages call it by. */
export async function findComparison(
  database: Database,
  idOrKey: number | string,
): Promise<FoundComparison | undefined> {
  const is = typeof idOrKey === "number" ? eq(comparisons.id, idOrKey) : eq(comparisons.key, idOrKey);
  return database.select(found).from(comparisons).where(is).get();
}

export async function isComparisonAt(database: Database, { key, stage }: ComparisonRow): Promise<boolean> {
  const is = and(eq(comparisons.key, key), eq(comparisons.stage, stage), eq(comparisons.status, "running"));
  return (await database.select({ id: comparisons.id }).from(comparisons).where(is).get()) !== undefined;
}

/** One page of the comparisons whose titles begin so, oldest first; of those with a tag where one is given. */
export async function pageOfComparisons(
  database: Database,
  { after, limit, tag, prefix }: { after: number; limit: number; tag: string | undefined; prefix: string },
): Promise<FoundComparison[]> {
  const about = comparisons.about;
  return database
    .select(found)
    .from(comparisons)
    .where(and(gt(comparisons.id, after), hasTag(about, tag), beginsWith(sql`${about} ->> '$.title'`, prefix)))
    .orderBy(asc(comparisons.id))
    .limit(limit);
}

export type NewComparison = Omit<ComparisonRow, "id" | "about" | "status" | "result" | "updatedAtMs" | "finishedAtMs">;

/** Commits a comparison that begins, and answers its id. */
export async function insertComparison(database: Database, row: NewComparison, about: AboutRequest): Promise<number> {
  const begun = { status: "running", result: null, updatedAtMs: row.createdAtMs, finishedAtMs: null } as const;
  const values = valuesOf(comparisons, { ...row, ...begun, id: sql`null`, about: firstAbout(about) });
  const [inserted] = await database.insert(comparisons).select(sql`select ${values}`).returning({ id: comparisons.id });
  return (inserted as { id: number }).id;
}

/** Commits what a piece gave, unless it is there already or the stage is cut otherwise by now; answers how many pieces of the stage are done. */
export async function insertComparisonPiece(
  database: Database,
  { id, stage, pieceCount }: ComparisonRow,
  { piece, result }: { piece: number; result: unknown },
  nowMs: number,
): Promise<number> {
  const done = sql<number>`(select count(*) from ${comparisonPieces} where comparison_id = ${id} and stage = ${stage})`;
  const values = valuesOf(comparisonPieces, { comparisonId: sql`id`, stage, piece, result });
  const [, [counted]] = await database.batch([
    database
      .insert(comparisonPieces)
      .select(
        sql`select ${values} from ${comparisons} where id = ${id} and status = 'running' and stage = ${stage} and piece_count = ${pieceCount}`,
      )
      .onConflictDoNothing(),
    database.update(comparisons).set({ updatedAtMs: nowMs }).where(eq(comparisons.id, id)).returning({ done }),
  ]);
  return counted?.done ?? 0;
}

/** What the pieces of some stages gave: by stage, and of each in their order, as they were committed. */
export async function listComparisonPieces(
  database: Database,
  id: number,
  stages: readonly ComparisonRow["stage"][],
): Promise<unknown[][]> {
  const rows = await database
    .select({ stage: comparisonPieces.stage, result: comparisonPieces.result })
    .from(comparisonPieces)
    .where(and(eq(comparisonPieces.comparisonId, id), inArray(comparisonPieces.stage, stages)))
    .orderBy(asc(comparisonPieces.piece));
  return stages.map((of) => rows.filter(({ stage }) => stage === of).map(({ result }) => result));
}

/** Numbers of the pieces of a stage that are done. */
export async function listComparisonPiecesDone(
  database: Database,
  { id, stage }: Pick<ComparisonRow, "id" | "stage">,
): Promise<Set<number>> {
  const is = and(eq(comparisonPieces.comparisonId, id), eq(comparisonPieces.stage, stage));
  const rows = await database.select({ piece: comparisonPieces.piece }).from(comparisonPieces).where(is);
  return new Set(rows.map(({ piece }) => piece));
}

/** Goes on from a stage to the next, once: says whether this call did. */
export async function moveComparison(
  database: Database,
  { key, stage }: ComparisonRow,
  next: ComparisonStage & { result?: ComparisonResult },
  nowMs: number,
): Promise<boolean> {
  const is = and(eq(comparisons.key, key), eq(comparisons.stage, stage), eq(comparisons.status, "running"));
  return updated(database, is, { ...next, updatedAtMs: nowMs });
}

/** Cuts the first stage anew, of which nobody has heard anything yet; says whether it did. */
export async function recutComparison(
  database: Database,
  { key, stage, updatedAtMs }: ComparisonRow,
  pieceCount: number,
  nowMs: number,
): Promise<boolean> {
  const isUntouched = and(
    eq(comparisons.key, key),
    eq(comparisons.stage, stage),
    eq(comparisons.updatedAtMs, updatedAtMs),
    eq(comparisons.status, "running"),
    sql`not exists (select 1 from ${comparisonPieces} where comparison_id = comparisons.id and stage = ${stage})`,
  );
  return updated(database, isUntouched, { pieceCount, updatedAtMs: nowMs });
}

/** Ends a comparison under way; says whether this call did. */
export async function endComparison(
  database: Database,
  { key }: Pick<ComparisonRow, "key">,
  { nowMs, ...how }: { status: "done" | "cancelled"; result?: ComparisonResult; nowMs: number },
): Promise<boolean> {
  const is = and(eq(comparisons.key, key), eq(comparisons.status, "running"));
  return updated(database, is, { ...how, updatedAtMs: nowMs, finishedAtMs: nowMs });
}

/** Says that one of which nothing was heard is taken up again; false where another was faster. */
export async function touchComparison(
  database: Database,
  { key, updatedAtMs }: Pick<ComparisonRow, "key" | "updatedAtMs">,
  nowMs: number,
): Promise<boolean> {
  const is = and(eq(comparisons.key, key), eq(comparisons.updatedAtMs, updatedAtMs), eq(comparisons.status, "running"));
  return updated(database, is, { updatedAtMs: nowMs });
}

/** Those of which nothing was heard since a time, oldest first. */
export async function listStalledComparisons(
  database: Database,
  sinceMs: number,
  limit: number,
): Promise<ComparisonRow[]> {
  const is = and(eq(comparisons.status, "running"), lt(comparisons.updatedAtMs, sinceMs));
  return database.select().from(comparisons).where(is).orderBy(asc(comparisons.updatedAtMs)).limit(limit);
}

/** Deletes a comparison; answers its key, or undefined where there is none. */
export async function deleteComparisonRow(database: Database, id: number): Promise<string | undefined> {
  const [deleted] = await database
    .delete(comparisons)
    .where(eq(comparisons.id, id))
    .returning({ key: comparisons.key });
  return deleted?.key;
}

/** Which of some keys are of comparisons under way. */
export async function findRunningKeys(database: Database, keys: readonly string[]): Promise<Set<string>> {
  const isAsked = sql`${comparisons.key} in (select value from json_each(${JSON.stringify(keys)}))`;
  const is = and(isAsked, eq(comparisons.status, "running"));
  const rows = await database.select({ key: comparisons.key }).from(comparisons).where(is);
  return new Set(rows.map(({ key }) => key));
}

async function updated(
  database: Database,
  is: ReturnType<typeof and>,
  values: Partial<ComparisonRow>,
): Promise<boolean> {
  const rows = await database.update(comparisons).set(values).where(is).returning({ id: comparisons.id });
  return rows.length > 0;
}
