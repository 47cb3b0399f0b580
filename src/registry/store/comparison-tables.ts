// The D1 tables of comparisons. Their table, and what models say of rows, is in KV while a comparison is under way.
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Problem } from "../../engine/model/training-set.ts";
import type { About } from "../../platform/schema/about.ts";
import type { Warning } from "../../warning.ts";
import type { MetricName } from "../schema/compare/metric-name.ts";
import type { Candidate, ComparedFolds, ComparedShape, ComparisonResult } from "../schema/compare/stored-comparison.ts";

export const comparisons = sqliteTable(
  "comparisons",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** What its keys in KV begin with, and what messages call it; no other comparison ever had it. */
    key: text("key").notNull().unique(),
    about: text("about", { mode: "json" }).$type<About | null>(),
    problem: text("problem").$type<Problem>().notNull(),
    metric: text("metric").$type<MetricName>().notNull(),
    candidates: text("candidates", { mode: "json" }).$type<Candidate[]>().notNull(),
    /** Of the data, with the folds that a model's training has; and the folds that are compared on. */
    shape: text("shape", { mode: "json" }).$type<ComparedShape>().notNull(),
    folds: text("folds", { mode: "json" }).$type<ComparedFolds>().notNull(),
    /** Pieces of the data in KV. */
    chunkCount: integer("chunk_count").notNull(),
    /** The key of the model that the winner becomes; null where none is to be. */
    modelKey: text("model_key"),
    status: text("status", { enum: ["running", "done", "cancelled"] }).notNull(),
    /** What is done now: so many units, divided among so many pieces. */
    stage: text("stage", { enum: ["fit", "score", "train"] }).notNull(),
    unitCount: integer("unit_count").notNull(),
    pieceCount: integer("piece_count").notNull(),
    /** Of the data, as a training tells them, and of the folds. */
    warnings: text("warnings", { mode: "json" }).$type<Warning[]>().notNull(),
    foldWarnings: text("fold_warnings", { mode: "json" }).$type<Warning[]>().notNull(),
    result: text("result", { mode: "json" }).$type<ComparisonResult | null>(),
    /** Estimated work, in seconds on one core. */
    seconds: real("seconds").notNull(),
    createdAtMs: integer("created_at_ms").notNull(),
    /** When a piece was last done, or sent again. */
    updatedAtMs: integer("updated_at_ms").notNull(),
    finishedAtMs: integer("finished_at_ms"),
  },
  (table) => [index("comparisons_status").on(table.status, table.updatedAtMs)],
);

/** Pieces that are done, and what they gave. */
export const comparisonPieces = sqliteTable(
  "comparison_pieces",
  {
    comparisonId: integer("comparison_id")
      .notNull()
      .references(() => comparisons.id, { onDelete: "cascade" }),
    stage: text("stage").notNull(),
    piece: integer("piece").notNull(),
    result: text("result", { mode: "json" }).$type<unknown>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.comparisonId, table.stage, table.piece] })],
);
