// The service as an operator runs it, with its data on disk, so that it can be killed and started again.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Killable {
  origin: string;
  /** SIGKILL to every process of the server at once: nothing is told, nothing is flushed. */
  kill(): Promise<void>;
  /** SIGTERM, and the wait for its end; answers its exit code. */
  stop(): Promise<number | null>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** `wrangler dev` on a data folder, after the migrations where it is empty. */
export async function startKillableWorker(
  folder: string,
  vars: Record<string, string> = { PUBLIC: "true" },
): Promise<Killable> {
  const environment = { ...process.env, CI: "1" };
  const migrate = ["d1", "migrations", "apply", "edgefit", "--local", "--persist-to", folder];
  if (readdirSync(folder).length === 0)
    execFileSync("wrangler", migrate, { cwd: root, env: environment, stdio: "pipe" });
  const open = [
    "--persist-to",
    folder,
    ...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
  ];
  return startProcess(
    "wrangler",
    (port) => ["dev", "--port", `${port}`, "--inspector-port", "0", ...open],
    environment,
  );
}

/** `npm run start:deno` without the build, on a file in a data folder. */
export async function startKillableDeno(
  folder: string,
  vars: Record<string, string> = { PUBLIC: "true" },
): Promise<Killable> {
  const { API_TOKEN: _, PUBLIC: __, ...inherited } = process.env;
  const environment = { ...inherited, ...vars, EDGEFIT_DB: join(folder, "edgefit.sqlite") };
  return startProcess("node", () => ["start-deno.ts"], environment);
}

/** Starts a server on a free port, also told as PORT, in a process group of its own, and waits until it answers. */
export async function startProcess(
  command: string,
  argumentsFor: (port: number) => string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Killable> {
  const port = await freePort();
  const env = { ...environment, PORT: String(port) };
  const server = spawn(command, argumentsFor(port), { cwd: root, detached: true, stdio: "ignore", env });
  const gone = new Promise<number | null>((resolve) => server.once("exit", resolve));
  const origin = `http://127.0.0.1:${port}`;
  await answers(`${origin}/health`, server);
  return {
    origin,
    async kill() {
      process.kill(-(server.pid as number), "SIGKILL");
      await gone;
    },
    async stop() {
      server.kill("SIGTERM");
      return gone;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (;;) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode} before it answered ${url}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
