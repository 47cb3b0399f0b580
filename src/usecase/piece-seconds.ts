// A piece is as long as other requests under Deno may wait, and as the CPU time of the Worker's plan allows many times over.
const PIECE_SECONDS = 1;

/** The setting PIECE_SECONDS: estimated work of one piece of a task; 1 unless set. */
export function readPieceSeconds(text: string | undefined): number {
  const seconds = text === undefined || text === "" ? PIECE_SECONDS : Number(text);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new Error(`Cannot start: PIECE_SECONDS is "${text}", not a number above 0`);
}
