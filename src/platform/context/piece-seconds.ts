import { WAITING_SECONDS_MAX } from "../schema/limit.ts";

// A piece is as long as other requests under Deno may wait, and as the CPU time of the Worker's plan allows many times over.
import { show } from "../schema/table.ts";

const PIECE_SECONDS = 1;

/** What is waited for: a training, or a prediction, of at most so many seconds, and of those no more than a piece. */
export function waitingSeconds({ pieceSeconds }: { pieceSeconds: number }): number {
  return Math.min(WAITING_SECONDS_MAX, pieceSeconds);
}

/** The setting PIECE_SECONDS: estimated work of one piece of a task; unless set 1, or half of what the host gives. */
export function readPieceSeconds(text: string | undefined, cpuSeconds = Number.POSITIVE_INFINITY): number {
  const fault = faultOfPieceSeconds(text, cpuSeconds);
  if (fault !== undefined) throw new Error(`Cannot start: ${fault}`);
  return text ? Number(text) : Math.min(PIECE_SECONDS, cpuSeconds / 2);
}

/** What is wrong with the setting; undefined where nothing is. */
export function faultOfPieceSeconds(
  text: string | undefined,
  cpuSeconds = Number.POSITIVE_INFINITY,
): string | undefined {
  const seconds = text ? Number(text) : 0;
  if (text && !(seconds > 0 && Number.isFinite(seconds))) return `PIECE_SECONDS is ${show(text)}, not a number above 0`;
  if (seconds <= cpuSeconds) return undefined;
  return `PIECE_SECONDS is ${show(text)}, more than the ${cpuSeconds} that PLAN "free" gives; leave it out`;
}
