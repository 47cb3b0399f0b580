// KV as Cloudflare has it, hard on its callers: other places see a write a minute late, and what a look-up found, or did not find, is
// remembered for a minute. A key is written once a second at most, and what a day allows may be used up.
import type { KeyValueStore } from "../../src/platform/store/key-value.ts";

const LATE_MS = 60_000;
const WRITE_EVERY_MS = 1_000;
const PAGE_LENGTH_MAX = 1_000;

interface Write {
  place: number;
  atMs: number;
  /** null: it was deleted. */
  value: string | null;
  expiresAtMs: number;
}

type Operation = "get" | "put" | "delete" | "list";

export interface LateKeyValue {
  /** As one more place sees it. */
  openPlace(): KeyValueStore;
  /** What fails because the day's quota is spent. */
  spent: Set<Operation>;
  /** How often each operation was asked for. */
  counts: Record<Operation, number>;
  /** What stands written, whoever sees it. */
  names(): string[];
  /** A write that everybody sees at once, as one of long ago. */
  set(key: string, value: string): void;
}

export function createLateKeyValue(nowMs: () => number): LateKeyValue {
  const writes = new Map<string, Write[]>();
  const spent = new Set<Operation>();
  const counts = { get: 0, put: 0, delete: 0, list: 0 };
  let placeCount = 0;

  function count(operation: Operation): void {
    counts[operation]++;
    if (spent.has(operation)) throw new Error(`KV ${operation}() limit exceeded for the day.`);
  }

  function write(operation: "put" | "delete", key: string, written: Omit<Write, "atMs">): void {
    count(operation);
    const all = writes.get(key) ?? [];
    const isSoon = nowMs() - (all.at(-1)?.atMs ?? -Infinity) < WRITE_EVERY_MS;
    if (isSoon) throw new Error(`KV ${operation.toUpperCase()} failed: 429 Too Many Requests`);
    writes.set(key, [...all, { ...written, atMs: nowMs() }]);
  }

  const readable = (write: Write | undefined) => (write && write.expiresAtMs > nowMs() ? write.value : null);

  function openPlace(): KeyValueStore {
    const place = placeCount++;
    const found = new Map<string, { atMs: number; write: Write | undefined }>();
    const isSeen = (write: Write) => write.place === place || nowMs() - write.atMs >= LATE_MS;

    return {
      async get(key) {
        count("get");
        const known = found.get(key);
        if (known !== undefined && nowMs() - known.atMs < LATE_MS) return readable(known.write);
        const write = writes.get(key)?.findLast(isSeen);
        found.set(key, { atMs: nowMs(), write });
        return readable(write);
      },
      async put(key, value, { expirationTtl = Infinity } = {}) {
        write("put", key, { place, value, expiresAtMs: nowMs() + 1000 * expirationTtl });
        found.delete(key);
      },
      async delete(key) {
        write("delete", key, { place, value: null, expiresAtMs: Infinity });
        found.delete(key);
      },
      async list({ prefix, cursor, limit = PAGE_LENGTH_MAX }) {
        count("list");
        const names = [...writes]
          .filter(([, all]) => readable(all.findLast((write) => nowMs() - write.atMs >= LATE_MS)) !== null)
          .map(([name]) => name)
          .filter((name) => name.startsWith(prefix) && name > (cursor ?? ""))
          .sort();
        const keys = names.slice(0, limit).map((name) => ({ name }));
        return names.length > limit
          ? { keys, list_complete: false, cursor: keys.at(-1)?.name ?? "" }
          : { keys, list_complete: true };
      },
    };
  }

  return {
    openPlace,
    spent,
    counts,
    names: () => [...writes].filter(([, all]) => readable(all.at(-1)) !== null).map(([name]) => name),
    set: (key, value) => writes.set(key, [{ place: -1, atMs: -Infinity, value, expiresAtMs: Infinity }]),
  };
}
