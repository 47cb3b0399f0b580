import * as v from "valibot";
import { described } from "../../platform/schema/described.ts";

/** Of which time a norm keeps its rows as they came. */
export const KeptSpan = v.object({
  keep: described(v.string(), 'How long: `keep_rows` of the specification, "800d" unless given'),
  from: described(v.nullable(v.string()), "The first time of which a row is kept; null where there is none"),
  to: described(v.nullable(v.string()), "The last one"),
});
export type KeptSpan = v.InferOutput<typeof KeptSpan>;

export const KeptRowsOfBatch = v.object({
  rows: v.number(),
  bytes: described(v.number(), "What they take as they are stored"),
  from: described(v.nullable(v.string()), "The first time of which a row is kept; null without times"),
  to: described(v.nullable(v.string()), "The last one"),
});
