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
  plugins: [sample(), plainLanguage()],
  // In dev mode, too, so that it passes by plainLanguage.
  optimizeDeps: { exclude: ["uplot"] },
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

/**
 * uPlot asks Intl for numbers in the browser's language as soon as it is loaded, and a language such as "en-US@posix" or "" is none to
 * Intl: the page would stay empty. The page writes all numbers itself (part/format.ts), so any language will do.
 */
function plainLanguage(): Plugin {
  return {
    name: "plain-language",
    transform(code, id) {
      if (!id.includes("/uplot/dist/")) return;
      const plain = code.replace("domEnv ? nav.language : 'en-US'", "'en-US'");
      if (plain === code)
        this.error("uPlot no longer asks for the browser's language as it did: see whether this is needed still");
      return { code: plain, map: null };
    },
  };
}
