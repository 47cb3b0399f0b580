// The threads beside the one that accepts requests. They answer what takes long or writes; so /health, say, waits neither for numbers nor
// for the disk. Each has the file open for itself, as an isolate of Workers has D1.

import type { Caller } from "../../platform/context/caller.ts";
import type { Context } from "../../platform/context/context.ts";
import { paced } from "../../platform/http/paced.ts";
import { hasShortBody } from "../../platform/http/read.ts";
import { catchError } from "../../platform/http/respond.ts";
import { forgetRecent } from "../../platform/store/cache.ts";

// A longer body is read by one thread alone; a longer answer is counted as long as it is sent, and sent as it is read.
const LONG_BYTES = 1_000_000;
const PIECE_BYTES = 65_536;

// While one is at something long the other takes what else comes. Long bodies go to the first alone, and others rather not: reading one takes hundreds of
// megabytes, which a thread keeps for the next.
const THREAD_COUNT = 2;

export interface Threads {
  /** Resolves once each has the file open: before, one that is moved away would be made anew. */
  opened: Promise<void>;
  /** The answer of a thread; 500 where the thread ends before it has given it. */
  answer(request: Request, caller: Caller): Promise<Response>;
  /** Has each close the file; resolves once all have. */
  end(): Promise<void>;
}

/** `script`: what runs in each; `context`: of the thread that accepts requests. */
export function startThreads(script: URL, context: Context): Threads {
  const first = startThread(script, context);
  const threads = [first, ...Array.from({ length: THREAD_COUNT - 1 }, () => startThread(script, context))];
  return {
    opened: Promise.all(threads.map(({ opened }) => opened)).then(() => undefined),
    answer: (request, caller) =>
      hasShortBody(request, LONG_BYTES)
        ? threads.reduce((a, b) => (b.underWay() <= a.underWay() ? b : a)).answer(request, caller)
        : first.answer(request, caller),
    end: async () => void (await Promise.all(threads.map((thread) => thread.end()))),
  };
}

/** A request as it is handed over; of a long body the stream itself. */
export interface Asked {
  id: number;
  method: string;
  url: string;
  headers: [string, string][];
  body: string | ReadableStream<Uint8Array> | null;
  /** Who was let in. */
  caller: Caller;
  /** Whether others have written since the request before. */
  isStale: boolean;
}

export interface Answered {
  id: number;
  status: number;
  headers: [string, string][];
  body: ArrayBuffer | null;
  /** Whether anything was written since the answer before. */
  hasWritten: boolean;
}

function startThread(script: URL, context: Context): Threads & { underWay(): number } {
  const { cache } = context;
  const waiting = new Map<number, (answered: Answered | Error) => void>();
  let asked = 0;
  let underWay = 0;
  let writesKnown = cache.writes;
  let tellEnded: () => void = () => undefined;
  let tellOpened: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => {
    tellOpened = resolve;
  });
  let worker: Worker | undefined = open();

  function open(): Worker {
    const opened = new Worker(script, { type: "module" });
    opened.addEventListener("message", ({ data }: MessageEvent<Answered | "opened" | "ended">) => {
      if (data === "opened") tellOpened();
      else if (data === "ended") tellEnded();
      else waiting.get(data.id)?.(data);
    });
    opened.addEventListener("error", (event) => {
      // Unless prevented, it ends the process. The next request opens another thread.
      event.preventDefault();
      worker = undefined;
      for (const told of waiting.values()) told(new Error(`A thread has ended: ${event.message}`));
      tellOpened();
      tellEnded();
    });
    return opened;
  }

  async function ask(request: Request, caller: Caller): Promise<Response> {
    const { method, url, headers } = request;
    const body = request.body === null ? null : hasShortBody(request) ? await request.text() : request.body;
    const id = asked++;
    const isStale = writesKnown !== cache.writes;
    writesKnown = cache.writes;
    worker ??= open();
    const message: Asked = { id, method, url, headers: [...headers], body, caller, isStale };
    worker.postMessage(message, body instanceof ReadableStream ? [body] : []);
    const answered = await new Promise<Answered | Error>((resolve) => waiting.set(id, resolve));
    waiting.delete(id);
    if (answered instanceof Error) return catchError(answered, context);
    // Who is answered reads what was written, whichever thread he asks next.
    if (answered.hasWritten) forgetRecent(cache);
    const { body: bytes, status, headers: told } = answered;
    if (bytes === null || bytes.byteLength < LONG_BYTES) return new Response(bytes, { status, headers: told });
    return paced(textsOf(bytes), bytes.byteLength, { status, headers: told });
  }

  return {
    opened: isOpen,
    underWay: () => underWay,
    async answer(request, caller) {
      underWay++;
      return ask(request, caller).finally(() => {
        underWay--;
      });
    },
    async end() {
      if (worker === undefined) return;
      const ended = new Promise<void>((resolve) => {
        tellEnded = resolve;
      });
      worker.postMessage("end");
      await ended;
    },
  };
}

function* textsOf(bytes: ArrayBuffer): Generator<string> {
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES)
    yield decoder.decode(new Uint8Array(bytes, at, Math.min(PIECE_BYTES, bytes.byteLength - at)), { stream: true });
}
