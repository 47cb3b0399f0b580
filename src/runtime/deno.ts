// Deno's way in: the same app with another Context, in one process on one SQLite file. One thread accepts requests and answers the short
// ones, others answer what takes long or writes, and one works off the queue.
import { serve } from "../app.ts";
import { createSettle } from "../platform/sqlite/settle.ts";
import { toldError } from "../platform/store/told-error.ts";
import { resumeTasks } from "../registry/task/resume-tasks.ts";
import { openContext } from "./deno/context.ts";
import { openEdge } from "./deno/edge.ts";
import { orExit } from "./deno/or-exit.ts";
import { requireFree } from "./deno/require-free.ts";
import { inUrl, isLoopback, readSettings } from "./deno/settings.ts";
import { startThreads } from "./deno/threads.ts";

const settings = await orExit(() => readSettings((name) => Deno.env.get(name)));
const { host, port, access } = settings;
await orExit(() => requireFree(settings));
const { context: opened, sqlite, requireFile } = await orExit(() => openContext(settings));
const threads = startThreads(new URL("./deno/answer.ts", import.meta.url), opened);
const context = await orExit(() => ({
  ...opened,
  settle: createSettle(sqlite, requireFile),
  elsewhere: threads.answer,
  // The thread of the queue writes it: this one waits for no disk.
  noteUse: (token: string) => worker.postMessage({ used: token }),
}));
const told = (error: unknown) => context.log({ level: "error", ...toldError(error) });
// What was forgotten somewhere ends a request at most, never the service.
globalThis.addEventListener("unhandledrejection", (event: PromiseRejectionEvent) => {
  event.preventDefault();
  told(event.reason);
});
// What a process that was stopped had under way is taken up at once: before the first request, whose tasks are nobody else's. Where the disk
// is full the service starts all the same, so that something can be deleted.
await resumeTasks(context, true).catch(told);
const worker = new Worker(new URL("./deno/work.ts", import.meta.url), { type: "module" });
const isTold = (what: "opened" | "ended") =>
  new Promise<void>((resolve) => {
    worker.addEventListener("message", ({ data }: MessageEvent) => void (data === what && resolve()));
  });
const [workerOpened, workerEnded] = [isTold("opened"), isTold("ended")];
// A file that is moved away before all have it open would be made anew by those that come late.
await Promise.all([workerOpened, threads.opened]);

// A request that has not come in whole so long after the signal is given up, and a piece of a task that is not done: it comes again.
const STOP_MS = 10_000;
// A thread that is still at work then leaves the log beside the file, where the next start finds it.
const CLOSE_MS = 5_000;
const edgeOf = openEdge(settings, context.nowMs);
const server = await orExit(() =>
  Deno.serve({ port, hostname: host, onListen }, (request, { remoteAddr }) =>
    serve(request, context, access, edgeOf(request, remoteAddr.hostname)),
  ),
);

// Requests under way finish; then the file is closed, which folds the write-ahead log into it.
await new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, resolve);
});
worker.postMessage("end");
await Promise.race([Promise.all([server.shutdown(), workerEnded]), context.sleep(STOP_MS)]);
await Promise.race([threads.end(), context.sleep(CLOSE_MS)]);
sqlite.close();
Deno.exit(0);

function onListen(): void {
  const origin = `http://${isLoopback(host) ? "localhost" : inUrl(host)}:${port}`;
  console.log(`Edgefit serves on ${origin} (${origin}/openapi.json says what), data in ${settings.path}.`);
  if (access.token) return;
  if (!access.isPublic)
    console.log(
      "It is closed: set API_TOKEN to what callers send as a bearer token, or PUBLIC=true to serve everybody.",
    );
  else if (!isLoopback(host))
    console.log(`It is open: everybody who reaches ${origin} may read, change and delete everything.`);
}
