// `npm run start:deno` and `deno task start`: the service under Deno, with no more permissions than it needs. Runs on both.
import { spawn } from "node:child_process";
import process from "node:process";
import { inUrl, readSettings, SETTINGS } from "./src/runtime/deno/settings.ts";

const { host, port, path } = settings();
// Under Deno the very binary that runs this; under Node the one that npm has installed.
const deno = process.versions.deno === undefined ? "deno" : process.execPath;
const server = spawn(
  deno,
  [
    "run",
    `--allow-net=${inUrl(host)}:${port}`,
    `--allow-env=${SETTINGS}`,
    `--allow-read=src,build,node_modules,${path}`,
    `--allow-write=${path}`,
    "src/runtime/deno.ts",
  ],
  { stdio: "inherit", cwd: import.meta.dirname },
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => process.exit(code ?? 1));

/** The same as the service reads, which ends in the same words where they cannot be used. */
function settings() {
  try {
    return readSettings((name) => process.env[name]);
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
