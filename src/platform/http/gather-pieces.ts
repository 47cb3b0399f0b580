// A body as it comes, for another thread: who sends it byte by byte costs a message for many, and the bytes of each alone. Deno reads every
// byte into a buffer of 64 kB, and hands over the buffer.

const PIECE_BYTES = 65_536;
const FIRST_BYTES = 1_024;

export interface Pieces {
  /** The same bytes, in pieces of 64 kB at least but for the last. */
  stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Gives up the rest, however much would come: nothing of it is held. */
  stop(): void;
}

export function gatherPieces(body: ReadableStream<Uint8Array>): Pieces {
  const reader = body.getReader();
  const stop = () => void reader.cancel().catch(() => undefined);

  async function pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    let piece = new Uint8Array(FIRST_BYTES);
    let length = 0;
    let isOver = false;
    while (length < PIECE_BYTES && !isOver) {
      const { value, done } = await reader.read();
      isOver = done;
      if (value === undefined) continue;
      if (length + value.length > piece.length) piece = grown(piece, length + value.length);
      piece.set(value, length);
      length += value.length;
    }
    if (length > 0) controller.enqueue(piece.slice(0, length));
    if (isOver) controller.close();
  }

  return { stream: new ReadableStream({ pull, cancel: stop }, { highWaterMark: 0 }), stop };
}

/** At least twice as large, so that a byte is copied twice at most. */
function grown(piece: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(2 * piece.length, needed));
  larger.set(piece);
  return larger;
}
