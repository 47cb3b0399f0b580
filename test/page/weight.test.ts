// What a browser fetches for each view, gzipped, and how large the Worker is.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

const FIRST_VIEW_BYTES_MAX = 120_000;
const VIEW_BYTES_MAX = 250_000;
const WORKER_BYTES_MAX = 1_000_000;

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "build/assets/page");
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
const views = Object.keys(manifest).filter((name) => name.startsWith("view/"));
const packed = (file: string) => gzipSync(readFileSync(file)).length;

it("has every view in a part of its own", () => {
  expect(views.length).toBe(5);
});

it.each(views)("weighs little: %s", (view) => {
  const files = new Set(["index.html", ...filesOf("index.html"), ...filesOf(view)]);
  const bytes = [...files].reduce((sum, file) => sum + packed(join(folder, file)), 0);
  console.log(`${view}: ${bytes} bytes gzipped in ${files.size} files`);
  expect(bytes).toBeLessThan(view.startsWith("view/start/") ? FIRST_VIEW_BYTES_MAX : VIEW_BYTES_MAX);
});

it("leaves the Worker small", () => {
  const out = mkdtempSync(join(tmpdir(), "edgefit-worker-"));
  try {
    execFileSync("wrangler", ["deploy", "--dry-run", "--outdir", out], { cwd: root, stdio: "ignore" });
    const bytes = readdirSync(out)
      .filter((file) => /\.(js|wasm)$/.test(file))
      .reduce((sum, file) => sum + packed(join(out, file)), 0);
    console.log(`Worker: ${bytes} bytes gzipped`);
    expect(bytes).toBeLessThan(WORKER_BYTES_MAX);
  } finally {
    rmSync(out, { recursive: true });
  }
});

/** A part and all that it imports before it runs. */
function filesOf(name: string): string[] {
  const { file, css = [], imports = [] } = manifest[name] as Chunk;
  return [file, ...css, ...imports.flatMap(filesOf)];
}
