// KV as a table: the subset of Cloudflare's KVNamespace that the store uses, with its limits. Here a write is seen at once.
import type { DatabaseSync } from "node:sqlite";
import type { KeyPage, KeyValueStore } from "../store/key-value.ts";

// KV's documented limits.
const KEY_BYTES_MAX = 512;
const VALUE_BYTES_MAX = 25 * 1024 * 1024;
const EXPIRATION_SECONDS_MIN = 60;
const PAGE_LENGTH_MAX = 1_000;

/** KV in a table of its own, which it makes if it is not there. What is asked for at once is one commit: each waits for the disk. */
export function createKeyValueStore(
  database: DatabaseSync,
  nowMs: () => number,
  requireFile: () => void = () => undefined,
): KeyValueStore {
  database.exec(
    "create table if not exists kv (key text primary key, value text not null, expires_at_ms integer) strict, without rowid",
  );
  // Few values expire; the others are not to be looked through at each put.
  database.exec("create index if not exists kv_expiring on kv (expires_at_ms) where expires_at_ms is not null");
  const select = database.prepare(
    "select value from kv where key = ? and (expires_at_ms is null or expires_at_ms > ?)",
  );
  const upsert = database.prepare("insert or replace into kv (key, value, expires_at_ms) values (?, ?, ?)");
  const remove = database.prepare("delete from kv where key = ?");
  const removeExpired = database.prepare("delete from kv where expires_at_ms <= ?");
  const page = database.prepare(
    "select key from kv where key > ? and key >= ? and substr(key, 1, length(?)) = ? and (expires_at_ms is null or expires_at_ms > ?) order by key limit ?",
  );

  let writes: (() => unknown)[] = [];
  let committed = Promise.resolve();

  /** Writes with all others that are asked for until the next turn. */
  function commit(write: () => unknown): Promise<void> {
    if (writes.length === 0) committed = Promise.resolve().then(writeAll);
    writes.push(write);
    return committed;
  }

  function writeAll(): void {
    const all = writes;
    writes = [];
    requireFile();
    database.exec("begin immediate");
    try {
      removeExpired.run(nowMs());
      for (const write of all) write();
      database.exec("commit");
    } catch (error) {
      if (database.isTransaction) database.exec("rollback");
      throw error;
    }
  }

  return {
    async get(key) {
      const row = select.get(key, nowMs());
      return row === undefined ? null : String(row.value);
    },

    async put(key, value, { expirationTtl } = {}) {
      const [keyBytes, valueBytes] = [byteLength(key), byteLength(value)];
      if (keyBytes > KEY_BYTES_MAX)
        throw new Error(`KV PUT failed: 414 key of ${keyBytes} bytes exceeds the limit of ${KEY_BYTES_MAX}.`);
      if (valueBytes > VALUE_BYTES_MAX)
        throw new Error(`KV PUT failed: 413 value of ${valueBytes} bytes exceeds the limit of ${VALUE_BYTES_MAX}.`);
      if (expirationTtl !== undefined && expirationTtl < EXPIRATION_SECONDS_MIN) {
        throw new Error(
          `KV PUT failed: 400 Invalid expiration_ttl of ${expirationTtl}. Expiration TTL must be at least 60.`,
        );
      }
      const expiresAtMs = expirationTtl === undefined ? null : nowMs() + 1000 * expirationTtl;
      await commit(() => upsert.run(key, value, expiresAtMs));
    },

    async delete(key) {
      await commit(() => remove.run(key));
    },

    async list({ prefix, cursor, limit = PAGE_LENGTH_MAX }): Promise<KeyPage> {
      // A cursor is the last key of the page before; a key is never smaller than its prefix.
      const rows = page
        .all(cursor ?? "", prefix, prefix, prefix, nowMs(), limit + 1)
        .map(({ key }) => ({ name: String(key) }));
      const keys = rows.slice(0, limit);
      const last = keys.at(-1);
      return rows.length > limit && last
        ? { keys, list_complete: false, cursor: last.name }
        : { keys, list_complete: true };
    },
  };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
