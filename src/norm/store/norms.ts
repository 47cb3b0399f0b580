// Norms by name: what they are made of, not what they learned.
import { and, asc, eq, getTableColumns, gt, type SQL, sql } from "drizzle-orm";
import type { Inferred } from "../../engine/feature/feature.ts";
import type { About, AboutRequest } from "../../platform/schema/about.ts";
import { filled, firstAbout, hasTag, patched } from "../../platform/store/about-sql.ts";
import { beginsWith } from "../../platform/store/begins-with.ts";
import type { Database } from "../../platform/store/database.ts";
import { keepsRows } from "../schema/keep-rows.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import { deleteParts } from "./archive.ts";
import { eventWithoutRows, holdsNone } from "./live-events.ts";
import { normEvents, normSelections, normSnapshots, normSpans, norms, normVersions } from "./norm-tables.ts";

export interface NormRow {
  id: string;
  name: string;
  specification: NormSpecification;
  /** What the first batch fixed; null while there is none. */
  inferred: Inferred | null;
  forgetCount: number;
  createdAtMs: number;
  about: About | null;
  /** The newest version with a model, and how many rows that rests on; both 0 before the first. */
  version: number;
  rows: number;
}

export const newestVersion = sql<number>`coalesce((select max(version) from ${normVersions} where norm_id = norms.id), 0)`;
export const newestRows = sql<number>`coalesce((select rows from ${normVersions} where norm_id = norms.id order by version desc limit 1), 0)`;

export async function findNorm(database: Database, name: string): Promise<NormRow | undefined> {
  return selectNorms(database, eq(norms.name, name)).get();
}

/** How often some norms have forgotten, and their newest versions. */
export async function findCounts(
  database: Database,
  ids: readonly string[],
): Promise<Pick<NormRow, "id" | "forgetCount" | "version">[]> {
  return database
    .select({ id: norms.id, forgetCount: norms.forgetCount, version: newestVersion })
    .from(norms)
    .where(sql`${norms.id} in (select value from json_each(${JSON.stringify(ids)}))`);
}

/** One page of the norms whose names begin so, by name; of those with a tag where one is given. */
export async function pageOfNorms(
  database: Database,
  { after, limit, tag, prefix }: { after: string; limit: number; tag: string | undefined; prefix: string },
): Promise<NormRow[]> {
  const is = and(gt(norms.name, after), hasTag(norms.about, tag), beginsWith(norms.name, prefix));
  return selectNorms(database, is).orderBy(asc(norms.name)).limit(limit);
}

function selectNorms(database: Database, where: SQL | undefined) {
  return database
    .select({ ...getTableColumns(norms), version: newestVersion, rows: newestRows })
    .from(norms)
    .where(where);
}

export type NewNorm = Pick<NormRow, "id" | "name" | "specification" | "createdAtMs">;

/** Creates a norm unless the name is taken; says whether it did. */
export async function insertNorm(database: Database, norm: NewNorm, about: AboutRequest = {}): Promise<boolean> {
  const { id, name, specification, createdAtMs } = norm;
  const created = await database
    .insert(norms)
    .values({ id, name, specification, createdAtMs, about: firstAbout(about) })
    .onConflictDoNothing()
    .returning({ id: norms.id });
  return created.length > 0;
}

/** Replaces the whole specification of a norm that holds no batches; says whether it did. */
export async function replaceSpecification(
  database: Database,
  id: string,
  specification: NormSpecification,
): Promise<boolean> {
  const isEmpty = holdsNone(id);
  const [, , replaced] = await database.batch([
    database.delete(normSnapshots).where(and(eq(normSnapshots.normId, id), isEmpty)),
    database.delete(normSelections).where(and(eq(normSelections.normId, id), isEmpty)),
    database
      .update(norms)
      .set({ specification, inferred: null })
      .where(and(eq(norms.id, id), isEmpty))
      .returning({ id: norms.id }),
  ]);
  return replaced.length > 0;
}

/**
 * Changes what may be changed of a trained norm whose specification still is what was read, and counts that as an event. Merges
 * kept go where batches weigh differently from now on. Answers the new version, or undefined where something else was faster.
 */
export async function amendSpecification(
  database: Database,
  norm: NormRow,
  specification: NormSpecification,
  nowMs: number,
): Promise<number | undefined> {
  const unchanged = sql`id = ${norm.id} and specification = ${JSON.stringify(norm.specification)}`;
  const [before, after] = [norm.specification.forget, specification.forget];
  const isReweighted = JSON.stringify(before) !== JSON.stringify(after);
  // A window leaves batches out, and weighs none.
  const isFading = before?.half_life !== after?.half_life;
  const [inserted] = await database.batch([
    database
      .insert(normEvents)
      .select(sql`
        select ${eventWithoutRows({
          normId: sql`id`,
          version: sql`coalesce((select max(version) from ${normEvents} where norm_id = ${norm.id}), 0) + 1`,
          kind: "specify",
          createdAtMs: nowMs,
        })} from ${norms} where ${unchanged}`)
      .returning({ version: normEvents.version }),
    database
      .delete(normSnapshots)
      .where(sql`${Number(isReweighted)} = 1 and norm_id in (select id from ${norms} where ${unchanged})`),
    database
      .delete(normSpans)
      .where(sql`${Number(isFading)} = 1 and norm_id in (select id from ${norms} where ${unchanged})`),
    database.update(norms).set({ specification }).where(unchanged),
  ]);
  return inserted[0]?.version;
}

/**
 * Changes how long the rows of a norm are kept, whose specification still is what was read; where none are to be, they go. Answers where
 * those lay, or undefined where something else was faster.
 */
export async function amendKeeping(
  database: Database,
  norm: NormRow,
  specification: NormSpecification,
): Promise<{ key: string | null }[] | undefined> {
  const isAmended = sql`exists (select 1 from ${norms} where id = ${norm.id} and specification = ${JSON.stringify(specification)})`;
  const [amended, deleted] = await database.batch([
    database
      .update(norms)
      .set({ specification })
      .where(sql`id = ${norm.id} and specification = ${JSON.stringify(norm.specification)}`)
      .returning({ id: norms.id }),
    deleteParts(database, norm.id, keepsRows(specification) ? sql`false` : isAmended),
  ]);
  return amended.length > 0 ? deleted : undefined;
}

/** Changes what people call a norm. */
export async function amendAbout(database: Database, id: string, about: AboutRequest): Promise<void> {
  await database
    .update(norms)
    .set({ about: patched(norms.about, about) })
    .where(eq(norms.id, id));
}

/** Says of a norm what is not said of it yet. */
export async function fillAbout(database: Database, id: string, about: AboutRequest): Promise<void> {
  await database
    .update(norms)
    .set({ about: filled(norms.about, about) })
    .where(eq(norms.id, id));
}

/** Deletes a norm with all that D1 knows of it; says whether this call did, and where its rows lay. */
export async function deleteNormRow(
  database: Database,
  id: string,
): Promise<{ isDeleted: boolean; archived: { key: string | null }[] }> {
  const [archived, deleted] = await database.batch([
    deleteParts(database, id),
    database.delete(norms).where(eq(norms.id, id)).returning({ id: norms.id }),
  ]);
  return { isDeleted: deleted.length > 0, archived };
}
