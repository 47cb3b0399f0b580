// The shape of the key-value store: Cloudflare's KV, or ours on SQLite.

/** What of Cloudflare's KVNamespace is used. */
export interface KeyValueStore {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options?: { expirationTtl?: number }): Promise<void>;
  delete(key: string): Promise<void>;
  list(options: { prefix: string; cursor?: string | null; limit?: number }): Promise<KeyPage>;
}

export type KeyPage = { keys: { name: string }[] } & (
  | { list_complete: true }
  | { list_complete: false; cursor: string }
);
