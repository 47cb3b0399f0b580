// `npm run start:deno` and `deno task start`: the service under Deno, with no more permissions than it needs. Runs on both.
import { spawn } from "node:child_process";
import process from "node:process";

const { PORT: port = "8787", EDGEFIT_DB: path = "edgefit.sqlite" } = process.env;
// Under Deno the very binary that runs this; under Node the one that npm has installed.
const deno = process.versions.deno === undefined ? "deno" : process.execPath;
const server = spawn(
  deno,
  [
    "run",
    `--allow-net=0.0.0.0:${port}`,
    "--allow-env=PORT,EDGEFIT_DB,API_TOKEN,PUBLIC,PIECE_SECONDS",
    `--allow-read=src,build,node_modules,${path}`,
    `--allow-write=${path}`,
    "src/deno.ts",
  ],
  { stdio: "inherit", cwd: import.meta.dirname },
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => process.exit(code ?? 1));
