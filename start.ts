// `npm start`: the service on this machine, open to whoever reaches it, with its data in .wrangler/state.
import { spawn } from "node:child_process";

const port = process.env.PORT ?? "8787";
const origin = `http://localhost:${port}`;
const server = spawn("wrangler", ["dev", "--port", port, "--var", "PUBLIC:true", "--log-level", "warn"], {
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => process.exit(code ?? 0));

while (!(await isUp())) await new Promise((resolve) => setTimeout(resolve, 100));
console.log(`
Edgefit serves on ${origin} (${origin}/openapi.json says what), data in .wrangler/state. Try:

  curl --json '{"x": {"T_out": [10, 5, 0]}, "y": [20, 30, 40]}' ${origin}/train
`);

async function isUp(): Promise<boolean> {
  return fetch(`${origin}/health`).then(
    (response) => response.ok,
    () => false,
  );
}
