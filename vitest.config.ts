import { defineConfig } from "vitest/config";

// Base64 of Uint8Array, which workerd and Deno have, stands behind a flag in Node 24.
// Two cores: API tests start a workerd each, and a slow machine is no failure.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    // One process after the other loads what all files need, such as the simulator of Workers, once.
    isolate: false,
    execArgv: ["--js-base-64"],
  },
});
