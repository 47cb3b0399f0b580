import { expect, it } from "vitest";
import { checkReady } from "../../../src/platform/context/check-ready.ts";
import type { Context } from "../../../src/platform/context/context.ts";
import { createCache, forgetRecent } from "../../../src/platform/store/cache.ts";

it("tries each part once a second, whatever is written meanwhile", async () => {
  let probes = 0;
  let now = 0;
  const cache = createCache();
  const probe = async () => void probes++;
  const context = { cache, nowMs: () => now, probes: { database: probe } } as unknown as Context;
  for (; now < 1_000; now += 250) {
    await checkReady(context);
    forgetRecent(cache);
  }
  expect(probes).toBe(1);
  await checkReady(context);
  expect(probes).toBe(2);
});
