// A process that stopped between committing an event and learning from it. What it left is made by taking the version away again
// from the one file of the Deno side; the code that finishes it is the same on both.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, clientOf } from "../support/client.ts";
import { type Killable, startKillableDeno } from "../support/killable.ts";
import { relativeError } from "../support/numbers.ts";

describe("what a stopped process left unfinished", () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  let server: Killable;
  let call: Client;
  const start = async () => {
    server = await startKillableDeno(folder);
    call = clientOf(server.origin);
  };
  beforeAll(start);
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The newest version of a norm, gone as if its process had stopped an hour ago, after committing its event. */
  async function unlearn(norm: string, version: number): Promise<void> {
    await server.stop();
    const database = new DatabaseSync(join(folder, "edgefit.sqlite"));
    const id = `(select id from norms where name = '${norm}')`;
    database.exec(`delete from norm_versions where norm_id = ${id} and version = ${version}`);
    database.exec(`delete from kv where key like 'norm/%/v${version}' and key like '%' || ${id} || '%'`);
    database.exec(`update norm_events set created_at_ms = created_at_ms - 3600000 where norm_id = ${id}`);
    database.close();
    await start();
  }

  const batches = [
    { x: { a: [1, 5, 2, 8, 3] }, y: [1, 2, 3, 5, 8], batch: "b1" },
    { x: { a: [4, 4, 9] }, y: [2, 7, 1], batch: "b2" },
    { x: { a: [7, 1, 6, 2] }, y: [3, 1, 4, 1], batch: "b3" },
  ];
  const make = async (norm: string) => {
    await call("PUT", `/norms/${norm}`, { columns: ["a"], lags: { a: [0, 1] }, lambda: 0 });
    for (const batch of batches) await call("POST", `/norms/${norm}/train`, batch);
  };
  const predict = async (norm: string, version?: number) =>
    (await call("POST", `/norms/${norm}/predict`, { x: { a: [1, 2, 4] }, continues: false, version })).body.y.slice(1);

  it("a batch is finished as it was committed, whatever was forgotten since", async () => {
    await make("trained");
    await unlearn("trained", 3);
    expect((await call("GET", "/norms/trained")).body).toMatchObject({ version: 2 });
    expect((await call("DELETE", "/norms/trained/batches/b2")).body).toMatchObject({ version: 4, rows: 8 });
    const again = await call("POST", "/norms/trained/train", batches[2]);
    expect(again.body).toMatchObject({
      version: 3,
      batch: "b3",
      replayed: true,
      rows: { received: 4, used: 4, skipped: 0 },
    });
    // Versions 3 and 4 rest on the same batches: b1, and b3 with the past that it had.
    expect(relativeError(await predict("trained", 3), await predict("trained", 4))).toBeLessThan(1e-9);
  });

  it("a forgetting is finished when it is asked for again", async () => {
    await make("forgotten");
    await call("DELETE", "/norms/forgotten/batches/b2");
    const before = await predict("forgotten");
    await unlearn("forgotten", 4);
    expect((await call("GET", "/norms/forgotten")).body).toMatchObject({ version: 3 });
    expect((await call("DELETE", "/norms/forgotten/batches/b2")).body).toMatchObject({ version: 4, rows: 8 });
    expect(relativeError(await predict("forgotten"), before)).toBeLessThan(1e-9);
    expect((await call("DELETE", "/norms/forgotten/batches/b2")).status).toBe(404);
  });

  it("a selection is finished when it is asked for again", async () => {
    const specification = { columns: ["a", "b"], candidates: ["a", "b"] };
    await call("PUT", "/norms/selected", specification);
    const a = Array.from({ length: 60 }, (_, i) => (i * 7) % 11);
    const b = a.map((_, i) => (i * 5) % 13);
    await call("POST", "/norms/selected/train", { x: { a, b }, y: a.map((value) => 3 * value) });
    const first = await call("POST", "/norms/selected/selection", {});
    expect(first.body).toMatchObject({ version: 2, chosen: ["a"], left_out: ["b"] });
    await unlearn("selected", 2);
    expect((await call("GET", "/norms/selected")).body).toMatchObject({ version: 1, left_out: [] });
    expect((await call("POST", "/norms/selected/selection", {})).body).toEqual(first.body);
    expect((await call("GET", "/norms/selected")).body).toMatchObject({ version: 2, left_out: ["b"] });
  });

  it("a new λ is learned when it is asked for again", async () => {
    await make("specified");
    const specification = { columns: ["a"], lags: { a: [0, 1] }, lambda: 7 };
    await call("PUT", "/norms/specified", specification);
    await unlearn("specified", 4);
    expect((await call("GET", "/norms/specified")).body).toMatchObject({ version: 3, lambda: 0 });
    expect((await call("PUT", "/norms/specified", specification)).body).toMatchObject({ version: 4, lambda: 7 });
  });
});
