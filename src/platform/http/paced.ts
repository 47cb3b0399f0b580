// Long answers go out piece by piece, as fast as they are read: what is not read is not made. They are counted while they are sent, and whoever
// stops reading is hung up on.

import type { Account } from "../context/budget.ts";
import type { Context } from "../context/context.ts";
import { toldError } from "../store/told-error.ts";

// A connection's buffers take some megabytes by themselves; this much stands ready for them.
const PIECE_CHARACTERS = 65_536;

// So long may a reader rest between two pieces.
const REST_MS = 60_000;

/** An answer that is being sent: how much of it is held, and for whom that counts. */
interface Sending {
  bytes: number;
  end(): void;
  account?: Account;
  log?: Context["log"];
}

const sendings = new WeakMap<Response, Sending>();

/** An answer of texts in their order; `bytes` says how much of it is held at once. */
export function paced(texts: Iterator<string> | AsyncIterator<string>, bytes: number, init: ResponseInit): Response {
  const encoder = new TextEncoder();
  let rest = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const sending: Sending = {
    bytes,
    end() {
      if (timer !== undefined) clearTimeout(timer);
      rest = "";
      sending.account?.close();
    },
  };

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (timer !== undefined) clearTimeout(timer);
    try {
      while (rest === "") {
        const { done, value } = await texts.next();
        if (done) {
          sending.end();
          return controller.close();
        }
        rest = value;
      }
    } catch (error) {
      sending.log?.({ level: "error", ...toldError(error) });
      return breakOff(controller, "what was to come could not be read");
    }
    const length = lengthOfPiece(rest);
    controller.enqueue(encoder.encode(rest.slice(0, length)));
    rest = rest.slice(length);
    timer = setTimeout(() => breakOff(controller, "nobody read on"), REST_MS);
  }

  /** The connection is closed before the end of the answer, so that nobody takes a part for the whole. */
  function breakOff(controller: ReadableStreamDefaultController<Uint8Array>, why: string): void {
    stop();
    const error = new Error(`An answer broke off: ${why}`);
    // Deno prints what a stream fails with; where in this file that was tells nothing.
    error.stack = error.message;
    controller.error(error);
  }

  function stop(): void {
    sending.end();
    // One that is at work, or cannot be stopped, ends by itself.
    void Promise.resolve(texts.return?.()).catch(() => undefined);
  }

  const body = new ReadableStream<Uint8Array>({ pull, cancel: stop }, { highWaterMark: 0 });
  const response = new Response(body, init);
  sendings.set(response, sending);
  return response;
}

/** Whether an answer is made as it is sent, so that nobody knows its length before. */
export function isPaced(response: Response): boolean {
  return sendings.has(response);
}

/** Counts an answer as long as it is sent, where it is a long one; AppError "busy" where that is too much now. */
export function countWhileSent(response: Response, { budget, log }: Pick<Context, "budget" | "log">): Response {
  const sending = sendings.get(response);
  if (sending === undefined) return response;
  const account = budget.open();
  try {
    account.take(sending.bytes);
  } catch (error) {
    void response.body?.cancel();
    throw error;
  }
  sending.account = account;
  sending.log = log;
  return response;
}

/** No character of two halves is cut. */
function lengthOfPiece(text: string): number {
  const last = text.charCodeAt(PIECE_CHARACTERS - 1);
  return last >= 0xd800 && last < 0xdc00 ? PIECE_CHARACTERS - 1 : PIECE_CHARACTERS;
}
