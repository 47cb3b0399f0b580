// `npm start`: the service for this machine alone, open to whoever is on it, with its data in .wrangler/state.
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { isLoopback, readHost, readPort } from "./src/runtime/deno/settings.ts";

const { port, host } = settings();
const origin = `http://localhost:${port}`;

if (await isUp()) end(`Cannot start: something serves on ${origin} already; PORT=… takes another port`);
if (!(await isFree())) end(`Cannot start: port ${port} is taken; PORT=… takes another one`);

// CI=1: wrangler asks no questions.
const migration = spawnSync("wrangler", ["d1", "migrations", "apply", "edgefit", "--local"], {
  encoding: "utf8",
  env: { ...process.env, CI: "1" },
});
if (migration.status !== 0)
  end(`Cannot apply the migrations: ${migration.error?.message ?? `${migration.stdout}${migration.stderr}`}`);

const server = spawn(
  "wrangler",
  [
    "dev",
    "--ip",
    host,
    "--port",
    `${port}`,
    "--var",
    "PUBLIC:true",
    "--var",
    "PLAN:paid",
    "--var",
    `HOST:${host}`,
    "--log-level",
    "error",
  ],
  {
    stdio: "inherit",
  },
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => process.exit(code ?? 0));

while (!(await isUp())) await new Promise((resolve) => setTimeout(resolve, 100));
console.log(`
Edgefit serves on ${origin} (${origin}/openapi.json says what), data in .wrangler/state. Try:

  curl --json '{"x": {"T_out": [-5, 0, 5, 10, 15]}, "y": [61, 50, 41, 30, 19]}' ${origin}/norms/try/train
`);

async function isUp(): Promise<boolean> {
  return fetch(`${origin}/health`).then(
    (response) => response.ok,
    () => false,
  );
}

function isFree(): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** This is for trying things out: other machines are served by what is deployed, or by Deno. */
function settings() {
  try {
    const host = readHost(process.env.HOST);
    if (!isLoopback(host)) throw new Error(`Cannot start: HOST is ${host}, and npm start serves this machine alone`);
    return { host, port: readPort(process.env.PORT) };
  } catch (error) {
    return end((error as Error).message);
  }
}

/** In one line. */
function end(message: string): never {
  console.error(message.replace(/\s+/g, " "));
  process.exit(1);
}
