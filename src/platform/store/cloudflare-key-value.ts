// Cloudflare's KV with its refusals in our words.

import { DAY_MS } from "../../engine/time/duration.ts";
import { QuotaSpent } from "../../error.ts";
import type { KeyValueStore } from "./key-value.ts";

// What it says when the day's quota of the free plan is spent: by the binding, and with the code of its API.
const SPENT = /limit exceeded for the day|free usage limit/i;
// What it says when a key is written a second time within a second.
const TOO_SOON = /429 Too Many Requests/i;

// Another request, here or elsewhere, has just written the key.
const PAUSE_MS = 1_100;
const TRIES_MAX = 3;

interface Clock {
  nowMs(): number;
  sleep(ms: number): Promise<void>;
}

export function createCloudflareKeyValue(store: KeyValueStore, { nowMs, sleep }: Clock): KeyValueStore {
  async function told<T>(operation: () => Promise<T>, triesLeft = TRIES_MAX): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      const resetAtMs = (Math.floor(nowMs() / DAY_MS) + 1) * DAY_MS;
      if (SPENT.test(String(error))) throw new QuotaSpent(resetAtMs, { cause: error });
      if (triesLeft === 1 || !TOO_SOON.test(String(error))) throw error;
      await sleep(PAUSE_MS);
      return told(operation, triesLeft - 1);
    }
  }

  return {
    get: (key) => told(() => store.get(key)),
    put: (key, value, options) => told(() => store.put(key, value, options)),
    delete: (key) => told(() => store.delete(key)),
    list: (options) => told(() => store.list(options)),
  };
}
