import { defineConfig } from "vitest/config";

// Two cores: API tests start a workerd each, and a slow machine is no failure.
export default defineConfig({
  test: { include: ["test/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 60_000, maxWorkers: 2 },
});
