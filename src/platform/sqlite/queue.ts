// A queue as a table, with the promises of Cloudflare Queues: a message is delivered at least once; one that is not
// acknowledged in time, or is retried, comes again after a pause that doubles; one that fails too often is kept as dead.
import type { DatabaseSync } from "node:sqlite";

export interface QueueOptions {
  name: string;
  nowMs(): number;
  /** How long a delivered message stays hidden while its consumer works. */
  visibilityMs: number;
  /** Deliveries after the first before a message is dead, as max_retries of Cloudflare Queues. */
  retriesMax: number;
  /** The pause before the first retry; every further one doubles it, up to an hour. */
  backoffMs: number;
  /** Messages handed over at once, as max_batch_size. */
  batchLengthMax: number;
}

export interface Message {
  id: string;
  body: unknown;
  /** Deliveries so far, this one included. */
  attempts: number;
  ack(): void;
  retry(options?: { delaySeconds?: number }): void;
}

export interface DeadMessage {
  id: string;
  body: unknown;
  attempts: number;
}

/** Returning acknowledges what was neither acknowledged nor retried; throwing retries it. */
export type Consumer = (batch: { queue: string; messages: Message[] }) => Promise<void>;

export interface Queue {
  send(body: unknown, options?: { delaySeconds?: number }): Promise<void>;
  sendBatch(messages: { body: unknown; delaySeconds?: number }[]): Promise<void>;
  /** Hands the messages that are due to a consumer, at most one batch; answers how many. */
  deliver(consumer: Consumer): Promise<number>;
  /** What failed too often, oldest first. */
  dead(): DeadMessage[];
}

const MESSAGE_BYTES_MAX = 128_000;
const BACKOFF_MAX_MS = 3_600_000;

/** A queue in a table of its own, which it makes if it is not there. */
export function createQueue(database: DatabaseSync, options: QueueOptions): Queue {
  database.exec(`create table if not exists queue_messages (
    id text primary key, queue text not null, body text not null, attempts integer not null default 0,
    available_at_ms integer not null, dead_at_ms integer, sequence integer not null
  ) strict`);
  database.exec("create index if not exists queue_messages_due on queue_messages (queue, dead_at_ms, available_at_ms)");
  const insert = database.prepare(`insert into queue_messages (id, queue, body, available_at_ms, sequence)
    values (lower(hex(randomblob(16))), ?, ?, ?, (select coalesce(max(sequence), 0) + 1 from queue_messages))`);
  const take = database.prepare(`update queue_messages set attempts = attempts + 1, available_at_ms = ?
    where id in (select id from queue_messages where queue = ? and dead_at_ms is null and available_at_ms <= ? order by sequence limit ?)
    returning id, body, attempts, sequence`);
  const remove = database.prepare("delete from queue_messages where id = ? and attempts = ?");
  const postpone = database.prepare("update queue_messages set available_at_ms = ? where id = ? and attempts = ?");
  const bury = database.prepare("update queue_messages set dead_at_ms = ? where id = ? and attempts = ?");
  const selectDead = database.prepare(
    "select id, body, attempts from queue_messages where queue = ? and dead_at_ms is not null order by sequence",
  );
  const { name, nowMs } = options;

  function send(body: unknown, delaySeconds = 0): void {
    const text = JSON.stringify(body);
    const length = new TextEncoder().encode(text).length;
    if (length > MESSAGE_BYTES_MAX)
      throw new Error(`Queue send failed: message of ${length} bytes exceeds the limit of ${MESSAGE_BYTES_MAX}`);
    insert.run(name, text, nowMs() + 1000 * delaySeconds);
  }

  /** Ends one delivery. A message that was delivered again meanwhile is no longer ours: `attempts` tells. */
  function end(message: Taken, outcome: "ack" | { delaySeconds?: number }): void {
    const { id, attempts } = message;
    if (outcome === "ack") remove.run(id, attempts);
    else if (attempts > options.retriesMax) bury.run(nowMs(), id, attempts);
    else {
      const pauseMs = Math.min(options.backoffMs * 2 ** (attempts - 1), BACKOFF_MAX_MS);
      postpone.run(
        nowMs() + (outcome.delaySeconds === undefined ? pauseMs : 1000 * outcome.delaySeconds),
        id,
        attempts,
      );
    }
  }

  return {
    async send(body, { delaySeconds } = {}) {
      send(body, delaySeconds);
    },

    async sendBatch(messages) {
      database.exec("begin immediate");
      try {
        for (const { body, delaySeconds } of messages) send(body, delaySeconds);
        database.exec("commit");
      } catch (error) {
        database.exec("rollback");
        throw error;
      }
    },

    async deliver(consumer) {
      const now = nowMs();
      const taken = (
        take.all(now + options.visibilityMs, name, now, options.batchLengthMax) as unknown as Taken[]
      ).sort((a, b) => a.sequence - b.sequence);
      // A process that died with a message in hand never ended its delivery: that counts as a failure too.
      const [due, spent] = [taken.filter(isDue), taken.filter((message) => !isDue(message))];
      for (const { id, attempts } of spent) bury.run(now, id, attempts);
      if (due.length === 0) return 0;
      const outcomes = new Map<string, "ack" | { delaySeconds?: number }>();
      const messages = due.map(({ id, body, attempts }) => ({
        id,
        body: JSON.parse(body),
        attempts,
        ack: () => void outcomes.set(id, "ack"),
        retry: (retry = {}) => void outcomes.set(id, retry),
      }));
      const otherwise = await consumer({ queue: name, messages }).then(
        () => "ack" as const,
        () => ({}),
      );
      for (const message of due) end(message, outcomes.get(message.id) ?? otherwise);
      return due.length;
    },

    dead() {
      const rows = selectDead.all(name) as unknown as Taken[];
      return rows.map(({ id, body, attempts }) => ({ id, body: JSON.parse(body), attempts }));
    },
  };

  function isDue({ attempts }: Taken): boolean {
    return attempts <= options.retriesMax + 1;
  }
}

interface Taken {
  id: string;
  body: string;
  attempts: number;
  sequence: number;
}

/**
 * Delivers whatever is due until `signal` aborts, looking again after `intervalMs` when there was nothing, or when the file was not to be
 * had (another process holds it, the disk is full): `onError` is told.
 */
export async function pollQueue(
  queue: Queue,
  consumer: Consumer,
  { intervalMs, signal, onError }: { intervalMs: number; signal: AbortSignal; onError: (error: unknown) => void },
): Promise<void> {
  const deliver = () =>
    queue.deliver(consumer).catch((error: unknown) => {
      onError(error);
      return 0;
    });
  while (!signal.aborted) {
    if ((await deliver()) > 0) continue;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, intervalMs);
      signal.addEventListener("abort", done, { once: true });
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      }
    });
  }
}
