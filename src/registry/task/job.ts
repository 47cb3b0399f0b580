import type { PieceMessage } from "../../platform/context/piece-message.ts";
import type { RegistryContext } from "../train/model-owner.ts";

/** What messages are about, a task or a comparison: how a piece of it is done, and what becomes of it where that cannot be. */
export interface Job {
  /** Does one piece and what follows from it. `isRepeated`: whether the message came before. */
  run(context: RegistryContext, message: PieceMessage, how: { isRepeated: boolean }): Promise<unknown>;
  /** What is to become of it where a piece has failed for good. */
  fail(context: RegistryContext, message: PieceMessage, error: unknown): Promise<void>;
  /** Says that nothing will be heard of it until a time, and that it is not lost; false where it has ended. */
  postpone(context: RegistryContext, message: PieceMessage, untilMs: number): Promise<boolean>;
}
