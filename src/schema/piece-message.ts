import * as v from "valibot";

/** What a message of the queue says. */
export const PieceMessage = v.object({ task: v.string(), stage: v.string(), piece: v.number() });
export type PieceMessage = v.InferOutput<typeof PieceMessage>;
