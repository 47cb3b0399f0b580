// The tables, from which drizzle-kit writes the migrations. Numbers in bulk are base64 text (codec.ts), because D1 hands
// BLOBs back as arrays of numbers; small structures are JSON text. Times are milliseconds since 1970.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Inferred } from "../../engine/feature/feature.ts";
import type { Summary } from "../../engine/feature/summary.ts";
import type { About } from "../../platform/schema/about.ts";
import type { Warning } from "../../warning.ts";
import type { Selection } from "../schema/choice-answer.ts";
import type { CrossValidation, Drift, NormError } from "../schema/norm-figure.ts";
import type { ModelSetting } from "../schema/norm-model.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";

export const norms = sqliteTable("norms", {
  id: text("id").primaryKey(),
  name: text("name").notNull().unique(),
  specification: text("specification", { mode: "json" }).$type<NormSpecification>().notNull(),
  /** What the first batch fixed for all that follow; null while there is none. */
  inferred: text("inferred", { mode: "json" }).$type<Inferred | null>(),
  /** How many batches were forgotten so far: part of the key of every copy, so that no copy outlives what it was made of. */
  forgetCount: integer("forget_count").notNull().default(0),
  createdAtMs: integer("created_at_ms").notNull(),
  /** What people call it, and how they find it. */
  about: text("about", { mode: "json" }).$type<About | null>(),
});

const normId = () =>
  text("norm_id")
    .notNull()
    .references(() => norms.id, { onDelete: "cascade" });

/** What happened to a norm, in order; the number of an event is the norm's version. */
export const normEvents = sqliteTable(
  "norm_events",
  {
    normId: normId(),
    version: integer("version").notNull(),
    kind: text("kind", { enum: ["train", "forget", "specify", "select"] }).notNull(),
    batch: text("batch"),
    contentHash: text("content_hash"),
    rowsReceived: integer("rows_received").notNull().default(0),
    rowsUsed: integer("rows_used").notNull().default(0),
    forgottenAtVersion: integer("forgotten_at_version"),
    createdAtMs: integer("created_at_ms").notNull(),
    /** Factors of the batch's folds and of its steps, and the last rows after it; emptied when the batch is forgotten, as the summary is. */
    factors: text("factors"),
    tail: text("tail"),
    /** When the batch's last row was; null where rows have no times, and its age is counted from when it was trained. */
    endedAtMs: integer("ended_at_ms"),
    summary: text("summary", { mode: "json" }).$type<Summary | null>(),
    /** The batch's last row, for the next batch's first to follow; null where that was not used. */
    lastRow: text("last_row"),
  },
  (table) => [
    primaryKey({ columns: [table.normId, table.version] }),
    uniqueIndex("norm_events_batch")
      .on(table.normId, table.batch)
      .where(sql`kind = 'train' and forgotten_at_version is null`),
    // What decides which batches are read: without it each row is read, factors and all, to see when it ended.
    index("norm_events_ends")
      .on(table.normId, table.version, table.endedAtMs, table.createdAtMs)
      .where(sql`kind = 'train' and forgotten_at_version is null`),
  ],
);

/** What was learned at each version. A row here says that the version's model is in KV. */
export const normVersions = sqliteTable(
  "norm_versions",
  {
    normId: normId(),
    version: integer("version").notNull(),
    rows: integer("rows").notNull(),
    lambda: real("lambda"),
    error: text("error", { mode: "json" }).$type<NormError | null>(),
    errorBefore: text("error_before", { mode: "json" }).$type<NormError | null>(),
    cv: text("cv", { mode: "json" }).$type<CrossValidation | null>(),
    warnings: text("warnings", { mode: "json" }).$type<Warning[]>().notNull(),
    drift: text("drift", { mode: "json" }).$type<Drift | null>(),
    /** How the residuals of the batch scatter, by the model that had learned from it (engine/score/scatter.ts); null for other events. */
    scatter: text("scatter"),
    /** What the model of the version was made with, so that it can be made again. */
    setting: text("setting", { mode: "json" }).$type<ModelSetting | null>(),
  },
  (table) => [primaryKey({ columns: [table.normId, table.version] })],
);

/** The merge of all batches up to a version that are not forgotten, weighted as of a time where batches fade. */
export const normSnapshots = sqliteTable(
  "norm_snapshots",
  {
    normId: normId(),
    version: integer("version").notNull(),
    factors: text("factors").notNull(),
    asOfMs: integer("as_of_ms"),
    summary: text("summary", { mode: "json" }).$type<Summary | null>(),
    scatter: text("scatter"),
  },
  (table) => [primaryKey({ columns: [table.normId, table.version] })],
);

/**
 * Merges of eight, 64, 512 … versions each, so that few rows are read whichever batches are asked for. A merge is of the batches after
 * `since` up to `version` that are not forgotten. Where batches fade it is weighted as of a time; a window leaves none of them out.
 */
export const normSpans = sqliteTable(
  "norm_spans",
  {
    normId: normId(),
    version: integer("version").notNull(),
    since: integer("since").notNull(),
    /** When the first of their parts ended, and the last. */
    fromMs: integer("from_ms").notNull(),
    asOfMs: integer("as_of_ms").notNull(),
    factors: text("factors").notNull(),
    summary: text("summary", { mode: "json" }).$type<Summary>().notNull(),
    scatter: text("scatter").notNull(),
  },
  (table) => [primaryKey({ columns: [table.normId, table.version, table.since] })],
);

/** Which features a selection chose, and why. */
export const normSelections = sqliteTable(
  "norm_selections",
  {
    normId: normId(),
    version: integer("version").notNull(),
    chosen: text("chosen", { mode: "json" }).$type<number[]>().notNull(),
    selection: text("selection", { mode: "json" }).$type<Selection>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.normId, table.version] })],
);

/**
 * The rows of batches as they were trained, in parts: what was used is shown beside what was expected, and nothing is learned from them. A part
 * goes with its batch, or when it is older than `keep_rows` says.
 */
export const normRows = sqliteTable(
  "norm_rows",
  {
    normId: normId(),
    /** Of the batch, and which part of it. */
    version: integer("version").notNull(),
    part: integer("part").notNull(),
    /** When its first row was and its last; without times, when the batch was trained. */
    fromMs: integer("from_ms").notNull(),
    toMs: integer("to_ms").notNull(),
    rows: integer("rows").notNull(),
    /** What it takes as it is stored. */
    bytes: integer("bytes").notNull(),
    /** Where it is in KV; null where it is short, and stands here. */
    key: text("key"),
    data: text("data"),
  },
  (table) => [
    primaryKey({ columns: [table.normId, table.version, table.part] }),
    // Which parts a period has, without a look at what stands in them.
    index("norm_rows_ends").on(table.normId, table.toMs, table.fromMs),
  ],
);
