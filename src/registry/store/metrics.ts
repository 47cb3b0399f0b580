// The quality of models, as callers put it in the database.
import { eq } from "drizzle-orm";
import type { Database } from "../../platform/store/database.ts";
import { metrics } from "./model-tables.ts";

export type MetricRow = typeof metrics.$inferSelect;
type Values = Omit<MetricRow, "id">;

export async function findMetric(database: Database, modelId: number): Promise<MetricRow | undefined> {
  return database.select().from(metrics).where(eq(metrics.modelId, modelId)).get();
}

/** undefined where the model has one already. */
export async function insertMetric(database: Database, values: Values): Promise<MetricRow | undefined> {
  const [inserted] = await database.insert(metrics).values(values).onConflictDoNothing().returning();
  return inserted;
}

/** undefined where there is none. */
export async function updateMetric(database: Database, values: Values): Promise<MetricRow | undefined> {
  const [updated] = await database.update(metrics).set(values).where(eq(metrics.modelId, values.modelId)).returning();
  return updated;
}

/** Says whether there was one. */
export async function deleteMetricRow(database: Database, modelId: number): Promise<boolean> {
  return (await database.delete(metrics).where(eq(metrics.modelId, modelId)).returning({ id: metrics.id })).length > 0;
}
