import type { Kernel } from "../math/kernel.ts";
import type { Database } from "../store/database.ts";
import type { KeyValueStore, ModelCache } from "../store/models.ts";

/** All that a use case may touch of the world. The entry files make it; nothing else reads the environment. */
export interface Context {
  database: Database;
  models: KeyValueStore;
  modelCache: ModelCache;
  kernel: Kernel;
  nowMs(): number;
  newId(): string;
  log(entry: Record<string, unknown>): void;
}
