// The tables of tokens and of the audit, from which drizzle-kit writes the migrations. Times are milliseconds since 1970.
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { SCOPES } from "../../platform/context/caller.ts";

export const tokens = sqliteTable("tokens", {
  name: text("name").primaryKey(),
  /** SHA-256 in hexadecimal; of 256 random bits it tells nothing. */
  hash: text("hash").notNull().unique(),
  scope: text("scope", { enum: SCOPES }).notNull(),
  /** What names begin with that it may touch; null where none is named. */
  norms: text("norms"),
  models: text("models"),
  sessions: text("sessions"),
  createdAtMs: integer("created_at_ms").notNull(),
  expiresAtMs: integer("expires_at_ms"),
  lastUsedAtMs: integer("last_used_at_ms"),
});

/** Who changed what, a row each. No index but the key's: D1 counts the rows that are written. */
export const changes = sqliteTable("changes", {
  /** In the order in which they were written. */
  sequence: integer("sequence").primaryKey(),
  atMs: integer("at_ms").notNull(),
  actor: text("actor").notNull(),
  action: text("action").notNull(),
  /** The path of what was changed. */
  target: text("target").notNull(),
  batch: text("batch"),
  version: integer("version"),
  count: integer("count"),
});
