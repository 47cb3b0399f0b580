// Text of any length in KV, in pieces that a value holds.
import type { KeyValueStore } from "./key-value.ts";

// KV takes 25 MiB. Pieces come one at a time, so that the memory of an isolate holds little beside what is made of them.
export const PIECE_CHARACTERS_MAX = 8 * 1024 * 1024;

/** Puts ASCII text under `key/0`, `key/1` …; answers how many pieces it took. */
export async function putText(
  store: KeyValueStore,
  key: string,
  text: string,
  expirationTtl?: number,
): Promise<number> {
  const count = Math.max(1, Math.ceil(text.length / PIECE_CHARACTERS_MAX));
  for (let piece = 0; piece < count; piece++) {
    const part = text.slice(piece * PIECE_CHARACTERS_MAX, (piece + 1) * PIECE_CHARACTERS_MAX);
    await store.put(`${key}/${piece}`, part, expirationTtl === undefined ? {} : { expirationTtl });
  }
  return count;
}

/** So many pieces of a text, one after the other; undefined for one that is not (or not yet) there. */
export async function* readPieces(
  store: KeyValueStore,
  key: string,
  count: number,
): AsyncGenerator<string | undefined> {
  for (let piece = 0; piece < count; piece++) yield (await store.get(`${key}/${piece}`)) ?? undefined;
}

/** The text of so many pieces; undefined where one is not (or not yet) there. */
export async function readText(store: KeyValueStore, key: string, count: number): Promise<string | undefined> {
  const pieces: string[] = [];
  for await (const piece of readPieces(store, key, count)) {
    if (piece === undefined) return undefined;
    pieces.push(piece);
  }
  return pieces.join("");
}

const KEYS_AT_ONCE = 1_000;

/** Deletes the keys that begin so, at most so many. KV lists a key only some time after it was put. */
export async function deleteAll(store: KeyValueStore, prefix: string, most = Number.POSITIVE_INFINITY): Promise<void> {
  let cursor: string | null = null;
  let deleted = 0;
  do {
    const page = await store.list({ prefix, cursor, limit: Math.min(KEYS_AT_ONCE, most - deleted) });
    await Promise.all(page.keys.map(({ name }) => store.delete(name)));
    deleted += page.keys.length;
    cursor = page.list_complete ? null : page.cursor;
  } while (cursor !== null && deleted < most);
}
