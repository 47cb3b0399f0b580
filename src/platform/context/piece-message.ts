import * as v from "valibot";

/** What a message of the queue says. */
export const PieceMessage = v.object({
  task: v.string(),
  /** What `task` is, where it is no task of a model. */
  of: v.optional(v.literal("comparison")),
  stage: v.string(),
  piece: v.number(),
  /** How often it found that KV does not show yet what it needs; 0 unless given. */
  waits: v.optional(v.number()),
});
export type PieceMessage = v.InferOutput<typeof PieceMessage>;
