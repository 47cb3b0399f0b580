// Files that are broken, or look so: what docs/broken-tables.md says is answered, on both runtimes, and nothing that is stored changes.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brokenTables, prepare, rowOf, rowsOfDocs, sendBroken } from "../support/broken/broken-tables.ts";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const rows = rowsOfDocs();

it("the docs tell of each, and of no other", () => {
  expect([...rows.keys()]).toEqual(brokenTables.map(({ what }) => what));
  expect(new Set(rows.keys()).size).toBe(brokenTables.length);
});

async function stored(call: Client): Promise<unknown[]> {
  const [norms, models, sessions] = await Promise.all([
    call("GET", "/norms"),
    call("GET", "/api/ml_models"),
    call("GET", "/sessions"),
  ]);
  return [norms.body, models.body[1], sessions.body];
}

describeOnEachRuntime("broken tables", (call) => {
  let before: unknown[];
  beforeAll(async () => {
    await prepare(call);
    before = await stored(call);
  });

  describe("are answered as the docs have it", () => {
    it.each(brokenTables.map((file) => [file.what, file] as const))("%s", { timeout: 60_000 }, async (what, file) => {
      expect(rowOf(file, ...(await sendBroken(call, file)))).toBe(rows.get(what));
    });
  });

  afterAll(async () => expect(await stored(call)).toEqual(before));
});
