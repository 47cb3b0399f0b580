// Deno's way in: the same app with another Context, in one process on one SQLite file. One thread serves, one works off the queue.
import { serve } from "./app.ts";
import { databasePath, openContext } from "./deno/context.ts";
import { createSettle } from "./store/sqlite/settle.ts";
import { resumeTasks } from "./usecase/resume-tasks.ts";

const port = readPort(Deno.env.get("PORT") ?? "8787");
const access = { token: Deno.env.get("API_TOKEN"), isPublic: Deno.env.get("PUBLIC") === "true" };
// Before the file is opened, which another process may be at work on.
requireFree(port);
const { context: opened, sqlite } = openContext();
const context = { ...opened, settle: createSettle(sqlite) };
// What a process that was stopped had under way is taken up at once: before the first request, whose tasks are nobody else's.
await resumeTasks(context, true);
const worker = new Worker(new URL("./deno/work.ts", import.meta.url), { type: "module" });
const workerEnded = new Promise<void>((resolve) => {
  worker.addEventListener("message", () => resolve());
});

// A request that has not come in whole so long after the signal is given up, and a piece of a task that is not done: it comes again.
const STOP_MS = 10_000;
const server = Deno.serve({ port, hostname: "0.0.0.0", onListen }, (request) => serve(request, context, access));

// Requests under way finish; then the file is closed, which folds the write-ahead log into it.
await new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, resolve);
});
worker.postMessage("end");
await Promise.race([Promise.all([server.shutdown(), workerEnded]), context.sleep(STOP_MS)]);
sqlite.close();
Deno.exit(0);

function onListen(): void {
  const origin = `http://localhost:${port}`;
  console.log(`Edgefit serves on ${origin} (${origin}/openapi.json says what), data in ${databasePath}.`);
  if (!access.token && !access.isPublic) {
    console.log(
      "It is closed: set API_TOKEN to what callers send as a bearer token, or PUBLIC=true to serve everybody.",
    );
  }
}

function requireFree(port: number): void {
  try {
    Deno.listen({ port, hostname: "0.0.0.0" }).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    console.error(
      `Cannot start: port ${port} is taken; PORT=… takes another one, with a file of its own (EDGEFIT_DB=…)`,
    );
    Deno.exit(1);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`Cannot listen: PORT is "${text}", not a number from 1 to 65535`);
}
