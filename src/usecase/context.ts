import type { Kernel } from "../math/kernel.ts";
import type { Cache } from "../store/cache.ts";
import type { Database } from "../store/database.ts";
import type { KeyValueStore } from "../store/key-value.ts";

/** All that a use case may touch of the world. The entry files make it; nothing else reads the environment. */
export interface Context {
  database: Database;
  models: KeyValueStore;
  cache: Cache;
  kernel: Kernel;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  newId(): string;
  log(entry: Record<string, unknown>): void;
}
