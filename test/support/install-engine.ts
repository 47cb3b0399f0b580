// The engine as others get it: packed by npm, and unpacked into a folder where there is nothing else.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

type Engine = typeof import("../../src/engine/engine.ts");

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface InstalledEngine {
  folder: string;
  /** Of the package, in the folder. */
  path(...parts: string[]): string;
  /** The package in this process. */
  load(): Promise<Engine>;
  remove(): void;
}

/** `npm pack` without the kernels' own build, which others read meanwhile. */
export function installEngine(): InstalledEngine {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-engine-"));
  const path = (...parts: string[]) => join(folder, "node_modules/edgefit", ...parts);
  execFileSync("npm", ["run", "--silent", "build:engine"], { cwd: root });
  const packed = execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    cwd: root,
    encoding: "utf8",
  });
  mkdirSync(path(), { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, packed.trim()), "-C", path(), "--strip-components", "1"]);
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }');
  copyFileSync(join(root, "test/support/exercise-engine.mjs"), join(folder, "exercise-engine.mjs"));
  return {
    folder,
    path,
    load: () => import(pathToFileURL(path("build/engine/engine.js")).href) as Promise<Engine>,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
