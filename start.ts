// `npm start`: the service on this machine, open to whoever reaches it, with its data in .wrangler/state.
import { spawn, spawnSync } from "node:child_process";

const port = process.env.PORT ?? "8787";
const origin = `http://localhost:${port}`;

if (await isUp()) throw new Error(`Cannot start: something serves on ${origin} already; PORT=… takes another port`);

// CI=1: wrangler asks no questions.
const migration = spawnSync("wrangler", ["d1", "migrations", "apply", "edgefit", "--local"], {
  encoding: "utf8",
  env: { ...process.env, CI: "1" },
});
if (migration.status !== 0) throw new Error(`Cannot apply the migrations: ${migration.stdout}${migration.stderr}`);

const server = spawn("wrangler", ["dev", "--port", port, "--var", "PUBLIC:true", "--log-level", "error"], {
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => process.exit(code ?? 0));

while (!(await isUp())) await new Promise((resolve) => setTimeout(resolve, 100));
console.log(`
Edgefit serves on ${origin} (${origin}/openapi.json says what), data in .wrangler/state. Try:

  curl --json '{"x": {"T_out": [10, 5, 0]}, "y": [20, 30, 40]}' ${origin}/norms/try/train
`);

async function isUp(): Promise<boolean> {
  return fetch(`${origin}/health`).then(
    (response) => response.ok,
    () => false,
  );
}
