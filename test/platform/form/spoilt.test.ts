// Spoilt files, ten thousand of them: each is a table or a refusal, in a heap of 300 MB and no time.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const script = fileURLToPath(new URL("../../support/spoil-tables.ts", import.meta.url));

it.each(["parquet", "arrow"])("%s is neither a crash nor a hang", { timeout: 300_000 }, (kind) => {
  const told = execFileSync(process.execPath, ["--max-old-space-size=300", script, kind, "10000"], {
    encoding: "utf8",
    timeout: 280_000,
  });
  const { read, refused, wrong } = JSON.parse(told);
  expect([wrong, read + refused]).toEqual([[], 10_000]);
  expect(Math.min(read, refused)).toBeGreaterThan(500);
});
