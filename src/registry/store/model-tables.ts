// The D1 tables of the registry of models. What is large, tables and artifacts, is in KV.
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Problem } from "../../engine/model/training-set.ts";
import type { About } from "../../platform/schema/about.ts";
import type { Warning } from "../../warning.ts";
import type { DataProfile } from "../schema/data-figure.ts";
import type { Label } from "../schema/labels.ts";
import type { GridCell, StoredScore, TaskFailure } from "../schema/model-figure.ts";

export const models = sqliteTable("models", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  /** What its keys in KV begin with; no other model ever had it. */
  key: text("key").notNull().unique(),
  /** The version that serves; null before the first is ready. */
  activeVersion: integer("active_version"),
  createdAtMs: integer("created_at_ms").notNull(),
  /** What people call it, and how they find it; of all its versions. */
  about: text("about", { mode: "json" }).$type<About | null>(),
});

const modelId = () =>
  integer("model_id")
    .notNull()
    .references(() => models.id, { onDelete: "cascade" });

/** What versions were trained on. The numbers are in KV. */
export const datasets = sqliteTable("datasets", {
  id: text("id").primaryKey(),
  modelId: modelId(),
  /** Whose models they are for (model-owner.ts); null for the registry's own. */
  owner: text("owner"),
  rowCount: integer("row_count").notNull(),
  columns: text("columns", { mode: "json" }).$type<string[]>().notNull(),
  /** Labels by number, and how many rows each has; null for regression. */
  classes: text("classes", { mode: "json" }).$type<Label[] | null>(),
  classCounts: text("class_counts", { mode: "json" }).$type<number[] | null>(),
  missingCount: integer("missing_count").notNull(),
  /** What is told of the columns; null of before 0.10.0, when all held numbers. */
  profile: text("profile", { mode: "json" }).$type<DataProfile | null>(),
  /** Folds of cross-validation, how they were dealt, or why there are none. */
  foldCount: integer("fold_count").notNull(),
  foldsBy: text("folds_by", { enum: ["class", "row", "group", "time"] }).notNull(),
  foldsLacking: text("folds_lacking"),
  /** Groups that no fold cuts; 0 where rows have none. */
  groupCount: integer("group_count").notNull(),
  /** Pieces in KV. */
  chunkCount: integer("chunk_count").notNull(),
  createdAtMs: integer("created_at_ms").notNull(),
});

export const trainings = sqliteTable(
  "trainings",
  {
    modelId: modelId(),
    version: integer("version").notNull(),
    problem: text("problem").$type<Problem>().notNull(),
    name: text("name").notNull(),
    hTune: integer("h_tune", { mode: "boolean" }).notNull(),
    /** Hyperparameters as they were sent, and as they were used: null until tuning has chosen. */
    given: text("given", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
    params: text("params", { mode: "json" }).$type<Record<string, unknown> | null>(),
    /** null for a model that was uploaded. */
    datasetId: text("dataset_id").references(() => datasets.id),
    status: text("status", { enum: ["training", "ready", "failed", "cancelled"] }).notNull(),
    warnings: text("warnings", { mode: "json" }).$type<Warning[]>().notNull(),
    score: text("score", { mode: "json" }).$type<StoredScore | null>(),
    grid: text("grid", { mode: "json" }).$type<GridCell[] | null>(),
    /** By measure, one number a column. */
    importance: text("importance", { mode: "json" }).$type<Record<string, number[]> | null>(),
    /** Estimated work, in seconds on one core; what the artifact takes. */
    seconds: real("seconds").notNull(),
    bytes: integer("bytes").notNull().default(0),
    failure: text("failure", { mode: "json" }).$type<TaskFailure | null>(),
    createdAtMs: integer("created_at_ms").notNull(),
    finishedAtMs: integer("finished_at_ms"),
  },
  (table) => [primaryKey({ columns: [table.modelId, table.version] }), index("trainings_dataset").on(table.datasetId)],
);

/** Work that goes on after its request. */
export const tasks = sqliteTable(
  "tasks",
  {
    id: text("id").primaryKey(),
    kind: text("kind", { enum: ["train", "predict"] }).notNull(),
    modelId: modelId(),
    version: integer("version").notNull(),
    status: text("status", { enum: ["running", "done", "failed", "cancelled"] }).notNull(),
    /** What is done now: so many units, divided among so many pieces. */
    stage: text("stage", { enum: ["tune", "fit", "score", "report", "predict"] }).notNull(),
    unitCount: integer("unit_count").notNull(),
    pieceCount: integer("piece_count").notNull(),
    failure: text("failure", { mode: "json" }).$type<TaskFailure | null>(),
    createdAtMs: integer("created_at_ms").notNull(),
    /** When a piece was last done, or sent again. */
    updatedAtMs: integer("updated_at_ms").notNull(),
  },
  (table) => [index("tasks_status").on(table.status, table.updatedAtMs), index("tasks_model").on(table.modelId)],
);

/** Pieces that are done; what they gave, where it is small, else where in KV it is. */
export const taskPieces = sqliteTable(
  "task_pieces",
  {
    taskId: text("task_id")
      .notNull()
      .references(() => tasks.id, { onDelete: "cascade" }),
    stage: text("stage").notNull(),
    piece: integer("piece").notNull(),
    result: text("result", { mode: "json" }).$type<unknown>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.taskId, table.stage, table.piece] })],
);

/** A model's quality, where a caller put it. */
export const metrics = sqliteTable("metrics", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  modelId: modelId().unique(),
  problem: text("problem").$type<Problem>().notNull(),
  modelName: text("model_name").notNull(),
  hTune: integer("h_tune", { mode: "boolean" }).notNull(),
  metric: text("metric").notNull(),
  metricValue: real("metric_value"),
});
