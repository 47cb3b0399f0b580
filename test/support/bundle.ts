// The Worker as it is deployed, bundled once for all servers that a test process starts.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unstable_getMiniflareWorkerOptions } from "wrangler";

const root = fileURLToPath(new URL("../../", import.meta.url));

let folder: string | undefined;

/** A folder with the bundle, a wrangler.toml that takes it as it is, and Miniflare's options for it in options.json. */
export function bundle(): string {
  folder ??= make();
  return folder;
}

function make(): string {
  const made = mkdtempSync(join(tmpdir(), "edgefit-"));
  process.on("exit", () => rmSync(made, { recursive: true, force: true }));
  execFileSync("wrangler", ["deploy", "--dry-run", "--outdir", made], { cwd: root, stdio: "pipe" });
  const main = join(made, "cloudflare.js");
  const modules = [
    { type: "ESModule", path: main },
    ...readdirSync(made)
      .filter((name) => name.endsWith(".wasm"))
      .map((name) => ({ type: "CompiledWasm", path: join(made, name) })),
  ];
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(root, "wrangler.toml"));
  writeFileSync(join(made, "options.json"), JSON.stringify({ ...workerOptions, modules, modulesRoot: made }));
  const config = readFileSync(join(root, "wrangler.toml"), "utf8");
  writeFileSync(
    join(made, "wrangler.toml"),
    config.replace(
      /^main = .*$/m,
      `main = "cloudflare.js"\nno_bundle = true\nfind_additional_modules = true\nrules = [{ type = "CompiledWasm", globs = ["**/*.wasm"] }]`,
    ),
  );
  return made;
}
