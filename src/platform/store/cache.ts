// What one isolate remembers between requests. A job says what it keeps, and how much of it: a kind.

/** Values that are kept under keys, and what all of them may take together. */
export interface Kind<Key, T> {
  sizeOf(value: T, key: Key): number;
  sizeMax: number;
  /** Whether a write may make it wrong. */
  isRecent: boolean;
}

/** As the database had it lately. */
export interface Recent<T> {
  value: T;
  readAtMs: number;
}

export interface Cache {
  /** By kind; what was asked for last is last. */
  entries: Map<unknown, Map<unknown, unknown>>;
  /** Counts the writes of this isolate, so that a read under way during a write is not remembered. */
  writes: number;
}

// A read of D1 takes longer than all the rest of a prediction. What this isolate writes it knows at once; what another one
// writes is seen within this time. Only predictions are answered so.
const AGE_MAX_MS = 1_000;

const COUNT_MAX = 100;

/** The hundred that were asked for last. */
export function hundredOf<Key, T>(): Kind<Key, T> {
  return { sizeOf: () => 1, sizeMax: COUNT_MAX, isRecent: false };
}

/** The hundred that were asked for last, of what a write may make wrong. */
export function recentOf<Key, T>(): Kind<Key, Recent<T>> {
  return { ...hundredOf<Key, Recent<T>>(), isRecent: true };
}

/** What is being loaded, for whoever else asks for it meanwhile. */
export function loadingOf<T>(): Kind<string, Promise<T>> {
  return { sizeOf: () => 0, sizeMax: 0, isRecent: false };
}

export function createCache(): Cache {
  return { entries: new Map(), writes: 0 };
}

/** All that is kept of a kind. */
export function entriesOf<Key, T>(cache: Cache, kind: Kind<Key, T>): Map<Key, T> {
  const entries = (cache.entries.get(kind) ?? new Map()) as Map<Key, T>;
  cache.entries.set(kind, entries);
  return entries;
}

/** What the database had at most a second ago; read by `read` where it is not remembered. */
export async function recent<Key, T>(
  cache: Cache,
  kind: Kind<Key, Recent<T>>,
  key: Key,
  { nowMs, read }: { nowMs: number; read: () => Promise<T> },
): Promise<T> {
  const known = lookUp(cache, kind, key);
  if (known !== undefined && Math.abs(nowMs - known.readAtMs) < AGE_MAX_MS) return known.value;
  const { writes } = cache;
  const value = await read();
  if (writes === cache.writes) remember(cache, kind, key, { value, readAtMs: nowMs });
  return value;
}

/** To be called after writes, of this isolate or of others. */
export function forgetRecent(cache: Cache): void {
  cache.writes++;
  for (const [kind, entries] of cache.entries) if ((kind as Kind<unknown, unknown>).isRecent) entries.clear();
}

/** What is kept under a key, which is the last to be dropped from now on. */
export function lookUp<Key, T>(cache: Cache, kind: Kind<Key, T>, key: Key): T | undefined {
  const entries = entriesOf(cache, kind);
  const value = entries.get(key);
  if (value === undefined) return undefined;
  entries.delete(key);
  entries.set(key, value);
  return value;
}

/** Keeps an entry, and drops those that were asked for longest ago while all are too large together. */
export function remember<Key, T>(cache: Cache, kind: Kind<Key, T>, key: Key, value: T): void {
  const entries = entriesOf(cache, kind);
  entries.delete(key);
  entries.set(key, value);
  let size = 0;
  for (const [name, each] of entries) size += kind.sizeOf(each, name);
  for (const [oldest, each] of entries) {
    if (size <= kind.sizeMax) return;
    entries.delete(oldest);
    size -= kind.sizeOf(each, oldest);
  }
}
