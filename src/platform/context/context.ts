import type { Kernel } from "../../engine/kernel/kernel.ts";
import type { Cache } from "../store/cache.ts";
import type { Database } from "../store/database.ts";
import type { KeyValueStore } from "../store/key-value.ts";
import type { Budget } from "./budget.ts";
import type { Caller } from "./caller.ts";
import type { CpuTime } from "./cpu-time.ts";
import type { PieceMessage } from "./piece-message.ts";

/** All that a use case may touch of the world. The entry files make it; nothing else reads the environment. */
export interface Context {
  database: Database;
  models: KeyValueStore;
  cache: Cache;
  kernel: Kernel;
  /** Hands pieces to whoever works them off, not before `delaySeconds` are over: at least once each, in any order. */
  sendPieces(messages: PieceMessage[], delaySeconds?: number): Promise<void>;
  /** Pieces of a task that are handed over at once: each that is done hands over the next, behind those of others. */
  piecesAhead: number;
  /** A try of each part that the service stands on, by the part's name; it rejects where that cannot be had. */
  probes: Record<string, () => Promise<unknown>>;
  /** A file of build/assets, which `npm run build` makes of page/; null where there is none of that name. */
  asset(name: string): Promise<ReadableStream<Uint8Array> | null>;
  /** What this process or isolate may hold of bodies and answers. */
  budget: Budget;
  /** Estimated work of one piece of a task, in seconds on one core. */
  pieceSeconds: number;
  /** What the host gives this request, or this piece of a task. */
  cpu: CpuTime;
  /** To be called before an answer: what was written is lost by no power cut from here on. */
  settle(): void;
  /**
   * Has another thread answer a request that takes long or writes; undefined where this one may take its time: on Workers, whose isolates
   * become more by themselves, and in those other threads.
   */
  elsewhere?(request: Request, caller: Caller): Promise<Response>;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  newId(): string;
  /** So many bytes that nobody can guess. */
  randomBytes(count: number): Uint8Array;
  /** Writes, when there is time, that a token was used: no answer waits for it. */
  noteUse(token: string): void;
  log(entry: Record<string, unknown>): void;
}
