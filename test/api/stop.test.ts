// How the self-hosted service ends: gracefully at SIGTERM, and at once where its port is taken. (On Workers nobody stops a service: there is nothing to test.)
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { clientOf } from "../support/client.ts";
import { startKillableDeno } from "../support/killable.ts";
import { randomColumns } from "../support/numbers.ts";

it("Deno leaves a taken port alone, and the file too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  const taken = createServer().listen(0, "0.0.0.0");
  try {
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const env = { ...process.env, PORT: String(port), EDGEFIT_DB: join(folder, "edgefit.sqlite"), PUBLIC: "true" };
    const { status, stderr } = spawnSync("node", ["start-deno.ts"], { env, encoding: "utf8" });
    expect([status, stderr]).toEqual([1, expect.stringContaining(`Cannot start: port ${port} is taken; PORT=… takes`)]);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    taken.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

it("Deno finishes the requests under way, then folds the log into the one file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  try {
    const server = await startKillableDeno(folder);
    const columns = randomColumns(200, 2_000).map((column) => [...column]);
    const x = Object.fromEntries(columns.slice(1).map((column, i) => [`c${i}`, column]));
    const ended = await new Promise<number | null>((resolve, reject) => {
      const headers = { "content-type": "application/json", expect: "100-continue" };
      const underWay = request(`${server.origin}/train`, { method: "POST", headers });
      underWay.once("error", reject);
      // The server is at work on it, and has to wait for the rest.
      underWay.once("continue", () => {
        const stopped = server.stop();
        underWay.once("response", (response) => {
          expect(response.statusCode).toBe(200);
          response.resume();
          resolve(stopped);
        });
        underWay.end(JSON.stringify({ x, y: columns[0] }));
      });
    });
    expect(ended).toBe(0);
    expect(readdirSync(folder)).toEqual(["edgefit.sqlite"]);

    const again = await startKillableDeno(folder);
    expect((await clientOf(again.origin)("GET", "/norms/default")).body).toMatchObject({ version: 1, rows: 2_000 });
    await again.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it("Deno gives up a request that never comes in whole, after ten seconds", async () => {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  try {
    const server = await startKillableDeno(folder);
    const headers = { "content-type": "application/json", "content-length": 100, expect: "100-continue" };
    const underWay = request(`${server.origin}/train`, { method: "POST", headers });
    underWay.on("error", () => undefined);
    // The server is at work on it, and has to wait for the rest.
    await once(underWay, "continue");
    underWay.write("{");
    const stoppedAtMs = performance.now();
    expect(await server.stop()).toBe(0);
    // No upper bound: a slow machine takes its time to end a process.
    expect(performance.now() - stoppedAtMs).toBeGreaterThan(9_000);
    expect(readdirSync(folder)).toEqual(["edgefit.sqlite"]);
    underWay.destroy();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
