// The service in a process of its own, with its data on disk, so that it can be killed and started again.
import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:net";
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

/** workerd on a data folder, with the tables where it is empty. */
export async function startKillableWorker(
  folder: string,
  vars: Record<string, string> = { PUBLIC: "true" },
): Promise<Killable> {
  const environment = { ...process.env, DATA: folder, VARS: JSON.stringify(vars) };
  return startProcess("node", () => ["test/support/workerd-process.ts"], environment);
}

/** `npm run start:deno` without the build, on a file in a data folder. */
export async function startKillableDeno(
  folder: string,
  vars: Record<string, string> = { PUBLIC: "true" },
): Promise<Killable> {
  const { API_TOKEN: _, PUBLIC: __, HOST: ___, ...inherited } = process.env;
  const environment = { ...inherited, ...vars, EDGEFIT_DB: join(folder, "edgefit.sqlite") };
  return startProcess("node", () => ["start-deno.ts"], environment);
}

// Some other program may take a port between our look at it and the server's.
const STARTS_MAX = 3;

/** Starts a server on a free port, also told as PORT, in a process group of its own, and waits until it can work. */
export async function startProcess(
  command: string,
  argumentsFor: (port: number) => string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Killable> {
  for (let start = 1; ; start++) {
    const { port, claim } = await claimPort();
    const env = { ...environment, PORT: String(port) };
    const server = spawn(command, argumentsFor(port), { cwd: root, detached: true, stdio: "ignore", env });
    const gone = new Promise<number | null>((resolve) => server.once("exit", resolve));
    void gone.then(() => claim.close());
    const origin = `http://127.0.0.1:${port}`;
    if (await answers(`${origin}/ready`, server)) {
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
    if (start === STARTS_MAX)
      throw new Error(
        `${command} ended with ${server.exitCode ?? server.signalCode} before it answered ${origin}/ready`,
      );
  }
}

// Under the ports that systems hand out by themselves, so that nobody gets one of ours by chance; above those that fetch refuses.
const PORTS = { from: 11_000, to: 30_000 };

/**
 * An even port that nobody listens on, and the claim to it: whoever listens on the odd one above. While that is held no other process of
 * these tests takes the port, so that what answers there is the server that was started there.
 */
async function claimPort(): Promise<{ port: number; claim: Server }> {
  for (;;) {
    const port = 2 * Math.floor((PORTS.from + (PORTS.to - PORTS.from) * Math.random()) / 2);
    const claim = await listen(port + 1);
    const probe = claim && (await listen(port));
    if (claim && probe) {
      await new Promise((resolve) => probe.close(resolve));
      return { port, claim: claim.unref() };
    }
    claim?.close();
  }
}

/** undefined: the port is taken. */
function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, () => resolve(server));
  });
}

/** Waits for an answer; false where the server ends, whoever may have answered in its place. */
async function answers(url: string, server: ChildProcess): Promise<boolean> {
  const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
  for (;;) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (hasEnded()) return false;
    if (isUp) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
