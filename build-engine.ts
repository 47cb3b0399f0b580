// `npm run build:engine`, after the kernels: the engine as others import it, in build/engine. One file with all that it needs: jStat and
// ml-matrix are CommonJS, which no browser imports. Workers compile no WebAssembly at run time: theirs imports the module beside it.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const root = fileURLToPath(new URL(".", import.meta.url));
const folder = join(root, "build/engine");

const common: BuildOptions = {
  absWorkingDir: root,
  entryPoints: ["src/engine/engine.ts"],
  bundle: true,
  format: "esm",
  // Its modules, of which two are needed, and not all of it in one file.
  alias: { "ml-matrix": "./node_modules/ml-matrix/src/index.js" },
  // The oldest that run relaxed SIMD.
  target: ["node22", "deno2", "chrome114"],
  minify: true,
  metafile: true,
  logLevel: "warning",
};

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({ ...common, loader: { ".wasm": "binary" }, outfile: "build/engine/engine.js" });
await build({
  ...common,
  loader: { ".wasm": "copy" },
  assetNames: "[name]",
  outfile: "build/engine/engine-workerd.js",
});
execFileSync("tsc", ["-p", "tsconfig.engine.json"], { cwd: root, stdio: "inherit" });
keepTypes(join(folder, "types"), "engine/engine.d.ts");
writeFileSync(join(folder, "LICENSES.txt"), licences(Object.keys(metafile?.inputs ?? {})));

/** Of the declarations those that the public ones reach: others are of libraries that are in the bundle, and would want theirs. */
function keepTypes(types: string, entry: string): void {
  const reached = new Set([entry]);
  for (const file of reached) {
    const text = readFileSync(join(types, file), "utf8");
    for (const [, to = ""] of text.matchAll(/from "(.*?)"/g)) {
      if (!to.startsWith(".")) throw new Error(`Cannot tell the types by themselves: ${file} needs ${to}`);
      reached.add(join(file, "..", to.replace(/\.ts$/, ".d.ts")));
    }
    // tsc leaves the extension of a type's import as it is, which is no file of the package.
    writeFileSync(join(types, file), text.replaceAll(/(from "\.[^"]*)\.ts"/g, '$1.js"'));
  }
  for (const file of readdirSync(types, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".d.ts") && !reached.has(file)) rmSync(join(types, file));
  }
}

/** Of the packages that are in the bundle, whose licences want to be told wherever they go. */
function licences(inputs: string[]): string {
  const packages = new Set(inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  return [...packages]
    .sort()
    .map((name) => {
      const files = ["LICENSE", "LICENSE.md"].map((file) => join(root, "node_modules", name, file));
      const found = files.find(existsSync);
      if (found === undefined) throw new Error(`Cannot tell the licence of ${name}: it has no file of it`);
      return `${name}\n\n${readFileSync(found, "utf8").trim()}\n`;
    })
    .join("\n---\n\n");
}
