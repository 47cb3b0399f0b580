// The service as an operator runs it, with its data on disk, so that it can be killed and started again.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";

export interface Killable {
  origin: string;
  /** SIGKILL to every process of the server at once: nothing is told, nothing is flushed. */
  kill(): Promise<void>;
}

/** Starts `wrangler dev` on a data folder, applying the migrations first. */
export async function startKillableWorker(folder: string): Promise<Killable> {
  const environment = { ...process.env, CI: "1" };
  const migrate = ["d1", "migrations", "apply", "edgefit", "--local", "--persist-to", folder];
  execFileSync("wrangler", migrate, { env: environment, stdio: "pipe" });
  const port = await freePort();
  const command = [
    "dev",
    "--port",
    String(port),
    "--inspector-port",
    "0",
    "--persist-to",
    folder,
    "--var",
    "PUBLIC:true",
  ];
  return startProcess("wrangler", command, port, environment);
}

/** Starts a server in a process group of its own and waits until it answers. */
export async function startProcess(
  command: string,
  args: string[],
  port: number,
  environment: NodeJS.ProcessEnv,
): Promise<Killable> {
  const server = spawn(command, args, { detached: true, stdio: "ignore", env: environment });
  const gone = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const origin = `http://127.0.0.1:${port}`;
  await answers(`${origin}/health`, server);
  return {
    origin,
    async kill() {
      process.kill(-(server.pid as number), "SIGKILL");
      await gone;
    },
  };
}

export function freePort(): Promise<number> {
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
