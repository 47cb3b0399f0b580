// CSV is read to the same bits, and refused in the same words, on every runtime.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createTestHarness } from "wrangler";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const worker = fileURLToPath(new URL("../../support/csv-worker.ts", import.meta.url));

it("gives one answer on workerd, on Deno, and twice", async () => {
  Object.assign(process.env, { WRANGLER_LOG: "none", CLOUDFLARE_CF_FETCH_ENABLED: "false" });
  const harness = createTestHarness({
    workers: [{ config: { name: "csv", main: worker, compatibility_date: "2026-07-01" } }],
  });
  try {
    const { url } = await harness.listen();
    const onWorkerd = await (await fetch(url)).text();
    const program = `import worker from ${JSON.stringify(worker)};\nconsole.log(await (await worker.fetch()).text());`;
    const onDeno = execFileSync("deno", ["eval", program], { cwd: root, encoding: "utf8" }).trim();
    expect(onDeno).toBe(onWorkerd);
    expect(await (await fetch(url)).text()).toBe(onWorkerd);
    const [numbers, , latin1, refused] = JSON.parse(onWorkerd);
    expect(numbers).toMatchObject({ columns: ["a", "b", "c"], last: "line 5001" });
    expect(latin1.cells[0][0]).toMatch(/^€.*ÿ$/);
    expect(refused).toContain("charset=windows-1252");
  } finally {
    await harness.close();
  }
});
