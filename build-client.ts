// `npm run build:client`: the client in TypeScript as others install it, in build/client, with types made of the document.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openApiText } from "./test/support/open-api.ts";

const root = fileURLToPath(new URL(".", import.meta.url));
const source = join(root, "clients/typescript");
const folder = join(root, "build/client");

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "openapi.json"), await openApiText());
run(
  "openapi-typescript",
  join(folder, "openapi.json"),
  "-o",
  join(folder, "schema.d.ts"),
  "--default-non-nullable=false",
);
run("tsc", "-p", source);
for (const file of ["package.json", "README.md"]) copyFileSync(join(source, file), join(folder, file));
copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));

/** Runs a tool of one of the two places that npm puts it in. */
function run(name: string, ...args: string[]): void {
  const places = ["test/openapi", "."].map((place) => join(root, place, "node_modules/.bin", name));
  const tool = places.find(existsSync);
  if (tool === undefined) throw new Error(`Cannot make the client: ${name} is not installed; npm ci installs it`);
  execFileSync(process.execPath, [realpathSync(tool), ...args], { stdio: ["ignore", "ignore", "inherit"] });
}
