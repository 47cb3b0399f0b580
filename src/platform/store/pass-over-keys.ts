// All keys of the key-value store that begin with something, so many at a time as can be asked about together.
import type { KeyPage, KeyValueStore } from "./key-value.ts";

const KEYS_AT_ONCE = 1_000;
// So many are asked about in one exchange with the database, and their names held: some 2 MB.
const KEYS_TOGETHER = 20_000;

export type Key = KeyPage["keys"][number];

export async function passOverKeys(
  models: KeyValueStore,
  prefix: string,
  clean: (keys: Key[]) => Promise<void>,
): Promise<void> {
  let cursor: string | null = null;
  let keys: Key[] = [];
  do {
    const page: KeyPage = await models.list({ prefix, cursor, limit: KEYS_AT_ONCE });
    keys.push(...page.keys);
    cursor = page.list_complete ? null : page.cursor;
    if (cursor !== null && keys.length < KEYS_TOGETHER) continue;
    await clean(keys);
    keys = [];
  } while (cursor !== null);
}
