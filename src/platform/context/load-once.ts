import { entriesOf, type Kind } from "../store/cache.ts";
import type { Context } from "./context.ts";

// On Workers a request ends when its caller hangs up, and what it was loading never comes. Whoever waits so long loads it as well.
const LOADING_MS = 5_000;

/** Loads what several requests may ask for at once, once. What fails is told to all of them, and not kept. */
export async function loadOnce<T extends object>(
  context: Context,
  kind: Kind<string, Promise<T>>,
  key: string,
  load: () => Promise<T>,
): Promise<T> {
  const loading = entriesOf(context.cache, kind);
  for (let underWay = loading.get(key); underWay !== undefined; underWay = loading.get(key)) {
    const loaded = await Promise.race([underWay, context.sleep(LOADING_MS)]);
    if (loaded !== undefined) return loaded;
    if (loading.get(key) === underWay) loading.delete(key);
  }
  const own = load().finally(() => {
    if (loading.get(key) === own) loading.delete(key);
  });
  loading.set(key, own);
  return own;
}
