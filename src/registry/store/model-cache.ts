// What one isolate remembers of the registry's models.
import type { Held } from "../../engine/model/family.ts";
import { hundredOf, type Kind, loadingOf, recentOf } from "../../platform/store/cache.ts";
import type { ReadyInput } from "../feature/code-asked.ts";
import type { StoredHead } from "./artifacts.ts";
import type { Dataset } from "./datasets.ts";
import type { RegisteredModel } from "./registry.ts";

/** Models by id. */
export const REGISTERED = recentOf<number, RegisteredModel>();

/** What answered a prediction last, by the model's key. */
export const SERVING = hundredOf<string, RegisteredModel>();

/** By the model's key and version, and by the dataset's id. */
export const LOADING_HELD = loadingOf<HeldModel>();
export const LOADING_DATASETS = loadingOf<Dataset>();

/** A model's head, how it reads X, and its units ready to be asked; null where they are too large to be kept. */
export interface HeldModel {
  head: StoredHead;
  inputs: ReadyInput[];
  /** Not so of what SVM and Ridge have learned before 0.10.0. */
  answersMissing: boolean;
  held: Held | null;
}

/** Of one model of the registry, and of all of them together: a quarter of an isolate. */
export const HELD_BYTES_MAX = 32_000_000;
// What a model takes beside its numbers and levels; and a level with its place, some 4 MB for all that are accepted.
const HELD_BYTES_LEAST = 100_000;
const LEVEL_BYTES = 80;

/** Models by key and version; they never change. */
export const HELD: Kind<string, HeldModel> = {
  sizeOf: ({ held, inputs }) => HELD_BYTES_LEAST + LEVEL_BYTES * countLevels(inputs) + (held?.bytes ?? 0),
  sizeMax: HELD_BYTES_MAX,
  isRecent: false,
};

function countLevels(inputs: readonly ReadyInput[]): number {
  return inputs.reduce((sum, input) => sum + (input.type === "category" ? input.levels.length : 0), 0);
}

/** What was trained on last, by its id, where that is small: 8 MB. */
export const DATASET: Kind<string, Dataset> = { sizeOf: () => 1, sizeMax: 1, isRecent: false };
export const DATASET_VALUES_KEPT = 1_000_000;
