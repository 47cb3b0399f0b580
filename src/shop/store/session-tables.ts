// The tables of a shop's sessions, from which drizzle-kit writes the migrations. One row a session, views and all, since D1 counts the rows
// that are written; the order of arrival is a number, so that training reads them page by page.
import { sql } from "drizzle-orm";
import { foreignKey, index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { datasets, trainings } from "../../registry/store/model-tables.ts";
import type { Vocabulary } from "../feature/session.ts";
import type { SessionReport } from "../schema/session-report.ts";

export const sessions = sqliteTable(
  "sessions",
  {
    /** The order of arrival. A session that is sent again keeps its place; that of a deleted one is never given again. */
    sequence: integer("sequence").primaryKey({ autoIncrement: true }),
    id: text("session_id").notNull().unique(),
    /** As they were sent. */
    start: text("start").notNull(),
    end: text("end").notNull(),
    /** What the clock on the wall showed at the start, as ms since 1970 on Greenwich's wall. */
    startMs: integer("start_ms").notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** How far that clock was ahead of universal time, in ms; null where the start has no offset, or came before 0.8.0. */
    offsetMs: integer("offset_ms"),
    gender: text("gender", { enum: ["female", "male"] }),
    visitor: text("visitor"),
    viewCount: integer("view_count").notNull(),
    /** When it was first sent. */
    arrivedAtMs: integer("arrived_at_ms").notNull(),
    /** As in the shop's log: names from the widest category to the product between slashes, views between semicolons. */
    views: text("views").notNull().default(""),
  },
  (table) => [
    index("sessions_labelled").on(table.sequence).where(sql`gender is not null`),
    index("sessions_of_visitor").on(table.visitor, table.sequence).where(sql`visitor is not null`),
  ],
);

/**
 * What was delivered to a visit that grows, by the name of the delivery or of the view: a delivery that is repeated counts once. It goes with
 * its session, by a trigger, or when it is old. Rows come by the view `session_growth` alone (migration 0008), whose trigger notes what is
 * delivered for the first time and adds it to its session, or makes that, in one step. What has no name ('') is added and not noted.
 */
export const sessionDeliveries = sqliteTable(
  "session_deliveries",
  {
    sessionId: text("session_id").notNull(),
    delivery: text("delivery").notNull(),
    /** What it held, as a hash; null for a view with an id of its own. */
    content: text("content"),
    deliveredAtMs: integer("delivered_at_ms").notNull(),
  },
  ({ sessionId, delivery }) => [primaryKey({ columns: [sessionId, delivery] })],
);

/**
 * On which days sessions start, by the clock as written: of each 32 sessions that arrive one after another, every day that one of them
 * starts on. As sessions come more or less in the order of time, these are few rows, where an index of the start would be one more for each
 * session, and D1 counts rows written. A trigger on `sessions` makes them (migration 0009). A row says where to look, and may be out of date.
 */
export const sessionBlocks = sqliteTable(
  "session_blocks",
  {
    /** Since 1970. */
    day: integer("day").notNull(),
    /** `sequence` divided by `BLOCK_LENGTH`. */
    block: integer("block").notNull(),
  },
  ({ day, block }) => [primaryKey({ columns: [day, block] })],
);

/** As migration 0009 has it. */
export const BLOCK_LENGTH = 32;

/**
 * How often each category was viewed in a day, month or year; a row where it was counted, and none where a session of that time has changed
 * since, for a trigger on `sessions` removes it. So what is here is right. Level 0 counts the sessions themselves, by gender: whatever was
 * counted has it.
 */
export const categoryCounts = sqliteTable(
  "category_counts",
  {
    unit: text("unit", { enum: ["day", "month", "year"] }).notNull(),
    /** Days since 1970, twelve times the year and the months before, or the year. */
    period: integer("period").notNull(),
    level: integer("level").notNull(),
    /** '' at level 0. */
    gender: text("gender", { enum: ["", "female", "male", "unknown"] }).notNull(),
    /** A row holds 2 MB: very many categories are several. */
    part: integer("part").notNull(),
    categoryCount: integer("category_count").notNull(),
    /** JSON: views by category. */
    counts: text("counts").notNull(),
  },
  ({ unit, period, level, gender, part }) => [primaryKey({ columns: [unit, period, level, gender, part] })],
);

/** What the columns of a dataset are made of, where its rows are sessions. */
export const sessionVocabularies = sqliteTable("session_vocabularies", {
  datasetId: text("dataset_id")
    .primaryKey()
    .references(() => datasets.id, { onDelete: "cascade" }),
  vocabulary: text("vocabulary", { mode: "json" }).$type<Vocabulary>().notNull(),
  /** Of each column the median, which explanations compare with. */
  medians: text("medians", { mode: "json" }).$type<number[]>().notNull(),
});

/** How good a version of the gender model is, and from which probability on it says so. */
export const sessionReports = sqliteTable(
  "session_reports",
  {
    modelId: integer("model_id").notNull(),
    version: integer("version").notNull(),
    /** Of the second class, by code unit of its name. */
    threshold: real("threshold").notNull(),
    report: text("report", { mode: "json" }).$type<SessionReport>().notNull(),
  },
  ({ modelId, version }) => [
    primaryKey({ columns: [modelId, version] }),
    foreignKey({ columns: [modelId, version], foreignColumns: [trainings.modelId, trainings.version] }).onDelete(
      "cascade",
    ),
  ],
);
