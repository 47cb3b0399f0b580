// How the page is built: into build/assets/page, all files in one folder, with what they hold in their names.
import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

/** Where `npm run dev:page` finds the service whose data it shows. */
const SERVICE = process.env.EDGEFIT ?? "http://localhost:8787";
/** Rows of the sample that the page offers, as anyone would drop them. */
const SAMPLE = new URL("sample.csv", import.meta.url);

export default defineConfig(({ command }) => ({
  base: command === "build" ? "/page/" : "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../build/assets/page",
    emptyOutDir: true,
    assetsDir: "",
    target: "es2023",
    modulePreload: { polyfill: false },
    // A file of its own for each: data: is no place for scripts, and the policy says so.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // What each view needs: test/page/weight.test.ts weighs it.
    manifest: "manifest.json",
  },
  server: {
    proxy: {
      "^/(norms|train|predict|tables|storage|api|results|metrics|sessions|tokens|audit|health|ready|openapi.json|docs|about)":
        { target: SERVICE },
    },
  },
  plugins: [sample()],
}));

/** `sample.csv` in a file of its own. */
function sample(): Plugin {
  return {
    name: "sample",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "sample.csv", source: readFileSync(SAMPLE) });
    },
  };
}
