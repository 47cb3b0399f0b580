// The Worker in workerd, with what wrangler.toml binds, without the second process that wrangler puts in front: a call takes half as long.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { D1Database } from "@cloudflare/workers-types";
import type { Plugin } from "esbuild";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4MiniflareOptions } from "miniflare";
import { migrate } from "./migrations.ts";

const root = new URL("../../", import.meta.url);

/** Over wrangler.toml's plan, which is the free one: what takes more CPU time than that gives is refused. */
const UNLIMITED = { PLAN: "paid" };

export interface Workerd {
  origin: string;
  stop(): Promise<void>;
}

/**
 * `vars` are the variables and secrets. `port`: any unless given; `folder`: where the data are, in memory alone unless given; `inspectorPort`:
 * where a debugger may ask the isolate, nowhere unless given.
 */
export async function openWorkerd(
  vars: Record<string, string>,
  { port = 0, folder, inspectorPort }: { port?: number; folder?: string; inspectorPort?: number } = {},
): Promise<Workerd> {
  const { options, code } = await prepared();
  const worker = {
    ...options,
    name: "edgefit",
    bindings: { ...UNLIMITED, ...vars },
    modules: [
      { type: "ESModule" as const, path: "worker.js", contents: code },
      {
        type: "CompiledWasm" as const,
        path: "kernel.wasm",
        contents: readFileSync(new URL("build/kernel.wasm", root)),
      },
    ],
  };
  // It speaks of its own doings, tells of each request, and asks Cloudflare where this machine is.
  const silent = { log: new Log(LogLevel.NONE), logRequests: false, handleStructuredLogs: () => undefined, cf: false };
  const inspector = inspectorPort === undefined ? {} : { inspectorPort };
  const miniflare = new Miniflare({
    ...convertV4MiniflareOptions({
      workers: [worker],
      host: "127.0.0.1",
      port,
      ...inspector,
      ...silent,
    } as V4MiniflareOptions),
    ...(folder && { resourcePersistencePath: folder }),
  });
  const { origin } = await miniflare.ready;
  const database = await miniflare.getD1Database("DATABASE");
  if (!(await hasTables(database))) await migrate(database);
  return { origin, stop: () => miniflare.dispose() };
}

async function hasTables(database: D1Database): Promise<boolean> {
  return (await database.prepare("select 1 from sqlite_master where name = 'norms'").first()) !== null;
}

/** What wrangler makes of wrangler.toml and of the Worker's code, in one file. */
export interface Prepared {
  options: object;
  code: string;
}

let ours: Promise<Prepared> | undefined;

/** Made once for all tests (prepare-worker.ts), for what it takes is longer than workerd's start; else by this process. */
function prepared(): Promise<Prepared> {
  const { PREPARED_WORKER } = process.env;
  ours ??= PREPARED_WORKER ? Promise.resolve(JSON.parse(readFileSync(PREPARED_WORKER, "utf8"))) : prepareWorker();
  return ours;
}

export async function prepareWorker(): Promise<Prepared> {
  const [{ unstable_getMiniflareWorkerOptions }, { build }] = await Promise.all([
    import("wrangler"),
    import("esbuild"),
  ]);
  const { workerOptions } = unstable_getMiniflareWorkerOptions(fileURLToPath(new URL("wrangler.toml", root)));
  const { rootPath: _, ...options } = workerOptions as typeof workerOptions & { rootPath?: string };
  const { outputFiles } = await build({
    ...{ bundle: true, write: false, format: "esm", logLevel: "warning", plugins: [kernelBeside] },
    stdin: { contents: ENTRY, resolveDir: fileURLToPath(root) },
    conditions: ["workerd", "worker", "browser"],
  });
  return { options, code: outputFiles[0]?.text ?? "" };
}

const kernelBeside: Plugin = {
  name: "kernel",
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm$/ }, () => ({ path: "./kernel.wasm", external: true }));
  },
};

// What is left of a body is read away, as `wrangler dev` does it, or workerd resets the connection before the answer is read.
const ENTRY = `
  import worker from "./src/runtime/cloudflare.ts";
  export default {
    ...worker,
    async fetch(request, bindings, execution) {
      try {
        return await worker.fetch(request, bindings, execution);
      } finally {
        if (request.body !== null && !request.bodyUsed) await request.body.pipeTo(new WritableStream()).catch(() => undefined);
      }
    },
  };`;
