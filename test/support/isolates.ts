// Two isolates in two places on one database, with a KV that is as late as Cloudflare's, and a clock that is set by hand.

import type { PieceMessage } from "../../src/platform/context/piece-message.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { createCloudflareKeyValue } from "../../src/platform/store/cloudflare-key-value.ts";
import { consumePieces } from "../../src/registry/task/consume-pieces.ts";
import { openContext, type TestContext } from "./context.ts";
import { createLateKeyValue, type LateKeyValue } from "./late-key-value.ts";

interface Sent {
  body: PieceMessage;
  delaySeconds: number;
}

export interface Isolates {
  here: TestContext;
  there: TestContext;
  kv: LateKeyValue;
  /** What was sent and nobody took, with its pauses. */
  sent: Sent[];
  nowMs(): number;
  /** Lets time go by. */
  pass(seconds: number): void;
  /** One more isolate, in a place of its own. */
  openIsolate(): TestContext;
  close(): void;
}

// Noon, so that a day's end is twelve hours away.
const START_MS = Date.UTC(2026, 0, 15, 12);

export function openIsolates(pieceSeconds: number): Isolates {
  let now = START_MS;
  const nowMs = () => now;
  const context = openContext(pieceSeconds, nowMs);
  const kv = createLateKeyValue(nowMs);
  const sent: Sent[] = [];
  let sleepers: { untilMs: number; wake: () => void }[] = [];
  const wakeUp = () => {
    for (const { wake } of sleepers.filter(({ untilMs }) => untilMs <= now)) wake();
    sleepers = sleepers.filter(({ untilMs }) => untilMs > now);
  };
  /** Until time has gone by. */
  const sleep = (ms: number) =>
    new Promise<void>((wake) => {
      sleepers.push({ untilMs: now + ms, wake });
      wakeUp();
    });
  const pass = (seconds: number) => {
    now += 1000 * seconds;
    wakeUp();
  };
  /** Lets the time go by itself. */
  const passBy = async (ms: number) => pass(ms / 1000);
  const openIsolate = (): TestContext => ({
    ...context,
    cache: createCache(),
    models: createCloudflareKeyValue(kv.openPlace(), { nowMs, sleep: passBy }),
    sleep,
    sendPieces: async (pieces, delaySeconds = 0) => void sent.push(...pieces.map((body) => ({ body, delaySeconds }))),
  });
  return {
    ...{ here: openIsolate(), there: openIsolate(), kv, sent, nowMs, pass, openIsolate },
    close: context.close,
  };
}

/** Works off messages in an isolate, each when its pause is over, until none is left; answers the pauses in seconds. */
export async function workOff({ sent, pass }: Isolates, isolate: TestContext): Promise<number[]> {
  const pauses: number[] = [];
  for (let next = sent.shift(); next !== undefined; next = sent.shift()) {
    pass(next.delaySeconds);
    pauses.push(next.delaySeconds);
    await deliver(isolate, next.body);
  }
  return pauses;
}

/** One delivery of a message; answers how it ended. */
export async function deliver(isolate: TestContext, body: PieceMessage, attempts = 1): Promise<"ack" | "retry"> {
  let end: "ack" | "retry" = "ack";
  const retry = () => {
    end = "retry";
  };
  await consumePieces([{ body, attempts, ack: () => undefined, retry }], isolate);
  return end;
}
