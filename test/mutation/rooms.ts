import { boosting } from "./boosting.ts";
import { feature } from "./feature.ts";
import { kept } from "./kept.ts";
import { math } from "./math.ts";
import { model } from "./model.ts";
import type { Mutation } from "./mutation.ts";
import { schema } from "./schema.ts";
import { store } from "./store.ts";
import { usecase } from "./usecase.ts";

/** Mistakes by the kind of code that they are made in, whatever job it is of. */
export const rooms: Record<string, Mutation[]> = {
  math,
  feature,
  model,
  boosting,
  kept,
  schema,
  store,
  "usecase and route": usecase,
};
