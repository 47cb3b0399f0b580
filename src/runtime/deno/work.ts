// The thread beside the one that serves: it works off the queue and keeps the clock of wrangler.toml's crons, so that requests do not wait
// for trainings; and it writes which tokens were used. It ends when it is told to.

import { keepUse } from "../../access/token/keep-use.ts";
import { cleanUp } from "../../clean-up.ts";
import { pollQueue } from "../../platform/sqlite/queue.ts";
import { toldError } from "../../platform/store/told-error.ts";
import { consumePieces } from "../../registry/task/consume-pieces.ts";
import { resumeTasks } from "../../registry/task/resume-tasks.ts";
import { openContext } from "./context.ts";
import { readSettings } from "./settings.ts";

const LOOK_MS = 50;
const RESUME_MS = 300_000;
const CLEAN_MS = 86_400_000;

const thread = globalThis as unknown as {
  addEventListener(type: "message", listener: (event: { data: "end" | { used: string } }) => void): void;
  postMessage(message: unknown): void;
  close(): void;
};
const settings = readSettings((name) => Deno.env.get(name));
const { context, sqlite, queue } = openContext(settings);
const ending = new AbortController();
const told = (error: unknown) => context.log({ level: "error", ...toldError(error) });
const clocks = [
  setInterval(() => void resumeTasks(context).catch(told), RESUME_MS),
  setInterval(() => void cleanUp(context, settings.sessionsKeepMs).catch(told), CLEAN_MS),
];
thread.addEventListener("message", ({ data }) => {
  if (data === "end") ending.abort();
  else void keepUse(context, data.used).catch(told);
});
thread.postMessage("opened");

await pollQueue(queue, ({ messages }) => consumePieces(messages, context), {
  ...{ intervalMs: LOOK_MS, signal: ending.signal, onError: told },
});
for (const clock of clocks) clearInterval(clock);
sqlite.close();
thread.postMessage("ended");
thread.close();
