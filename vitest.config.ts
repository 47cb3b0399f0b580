import { configDefaults, defineConfig } from "vitest/config";

/** What `npm run test:quick` leaves out: most of what starts servers, and what takes more than some seconds. */
const LONG = [
  "test/api/!(norm).test.ts",
  "test/clients/**",
  "test/docs/**",
  "test/engine/package.test.ts",
  "test/engine/model/forest/golden.test.ts",
  "test/engine/model/ridge/wide.test.ts",
  "test/growth.test.ts",
  "test/norm/{cut,held-out-rows,knots,placebo,spans}.test.ts",
  "test/platform/form/csv-runtimes.test.ts",
  "test/platform/sqlite/platform.test.ts",
  "test/notebook/gender-notebook.test.ts",
  "test/openapi/tools.test.ts",
  "test/page/**",
  "test/{examples,postman}.test.ts",
  "test/registry/{cut-off,pieces}.test.ts",
  "test/runtime/**",
  "test/shop/session-model.test.ts",
  "test/shop/store/session.test.ts",
  "test/together/**",
];

// Base64 of Uint8Array, which workerd and Deno have, stands behind a flag in Node 24.
// Two cores; a third file runs while another one waits for a server. A slow machine is no failure.
export default defineConfig(({ mode }) => ({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...(mode === "quick" ? LONG : [])],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 3,
    // Modules shared between files: the quick run loads each once.
    isolate: mode !== "quick",
    globalSetup: "test/support/prepare-worker.ts",
    execArgv: ["--js-base-64"],
  },
}));
