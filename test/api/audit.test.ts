// Who changed what, and that it is still known after a kill.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Client, clientOf } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { runtimes } from "../support/runtimes.ts";

const SECRET = "the-administrator";
const rows = { x: { T: [1, 2, 3] }, y: [3, 5, 7] };
const visit = { start: "2026-01-31 10:00", end: "2026-01-31 10:05", views: ["Shoes/Boots"] };
const ridge = { problem: "regression", name: "Ridge", h_tune: false, X: [[1], [2], [3], [4]], y: [3, 5, 7, 9] };
const bearing =
  (call: Client, token: string): Client =>
  (method, path, body, headers) =>
    call(method, path, body, { ...headers, authorization: `Bearer ${token}` });

describeOnEachRuntime({ title: "the audit", vars: { API_TOKEN: SECRET } }, (call) => {
  const admin = bearing(call, SECRET);

  it("has a row of each change that was done, and none of what was refused, repeated, asked or viewed", async () => {
    const { token } = (await admin("POST", "/tokens", { name: "kiosk", scope: "train" })).body;
    const kiosk = bearing(call, token);
    await kiosk("PUT", "/norms/boiler", { columns: ["T"] });
    await kiosk("POST", "/norms/boiler/train", { ...rows, batch: "monday" });
    await kiosk("POST", "/norms/boiler/train", { ...rows, batch: "monday" });
    await kiosk("POST", "/norms/boiler/train", { ...rows, y: [1, 2, 3], batch: "monday" });
    await kiosk("POST", "/norms/boiler/train", "{");
    await kiosk("POST", "/norms/boiler/predict", { x: rows.x });
    await kiosk("DELETE", "/norms/%62oiler/batches/monday");
    await kiosk("POST", "/train", { ...rows, batch: "first" });
    await kiosk("DELETE", "/norms/boiler");
    await kiosk("DELETE", "/norms/boiler");
    const { id } = (await kiosk("POST", "/api/ml_models", ridge)).body;
    const { X, y, ...order } = ridge;
    await kiosk("PUT", `/api/ml_models/${id}`, order);
    await kiosk("PATCH", `/api/ml_models/00${id}`, { title: "a" });
    await kiosk("POST", `/api/ml_models/${id}/versions/1/activate`);
    await kiosk("POST", `/metrics/${id}`);
    await kiosk("DELETE", `/api/ml_models/${id}`);
    const sessions = ["anna", "ben", "carl"].map((name) => ({ session_id: name, visitor: `of ${name}`, ...visit }));
    await kiosk("POST", "/sessions", { sessions });
    await kiosk("POST", "/sessions/anna/views", { views: ["Shoes"] });
    await kiosk("DELETE", "/sessions/anna");
    await kiosk("DELETE", "/visitors/of%20ben");
    await admin("DELETE", "/tokens/kiosk");
    const { body, text } = await admin("GET", "/audit");
    const told = body.changes.toReversed().map((change: Record<string, unknown>) => {
      const { actor, action, on, batch, version, count } = change;
      return [actor, action, on, batch, version, count];
    });
    const model = `/api/ml_models/${id}`;
    expect(told).toEqual([
      ["API_TOKEN", "makeToken", "/tokens/kiosk", null, null, null],
      ["kiosk", "specifyNorm", "/norms/boiler", null, 0, null],
      ["kiosk", "trainNorm", "/norms/boiler", "monday", 1, null],
      ["kiosk", "forgetBatch", "/norms/boiler", "monday", 2, null],
      ["kiosk", "trainDefault", "/norms/default", "first", 1, null],
      ["kiosk", "deleteNorm", "/norms/boiler", null, null, null],
      ["kiosk", "trainModel", model, null, 1, null],
      ["kiosk", "retrainModel", model, null, 2, null],
      ["kiosk", "amendModel", model, null, null, null],
      ["kiosk", "activateVersion", model, null, 1, null],
      ["kiosk", "putMetric", `/metrics/${id}`, null, null, null],
      ["kiosk", "deleteModel", model, null, null, null],
      ["kiosk", "storeSessions", "/sessions", null, null, 3],
      ["kiosk", "deleteSession", "/sessions", null, null, 1],
      ["kiosk", "deleteVisitor", "/visitors", null, null, 1],
      ["API_TOKEN", "revokeToken", "/tokens/kiosk", null, null, null],
    ]);
    // Of persons nothing is left.
    expect(text).not.toMatch(/anna|ben/);
    expect(body.changes.every(({ at }: { at: string }) => Math.abs(Date.parse(at) - Date.now()) < 600_000)).toBe(true);
  });

  it("is read page by page, by actor, action and thing, and as CSV and lines of JSON", async () => {
    for (const norm of ["one", "two", "three"]) await admin("POST", `/norms/${norm}/train`, rows);
    const first = await admin("GET", "/audit?action=trainNorm&actor=API_TOKEN&limit=2");
    expect(first.body.changes.map(({ on }: { on: string }) => on)).toEqual(["/norms/three", "/norms/two"]);
    const next = await admin("GET", `/audit?action=trainNorm&actor=API_TOKEN&limit=2&after=${first.body.next}`);
    expect([next.body.changes.map(({ on }: { on: string }) => on), next.body.next]).toEqual([["/norms/one"], null]);
    const on = await admin("GET", "/audit?on=/norms/two", undefined, { accept: "text/csv" });
    expect(on.text).toMatch(
      /^sequence,at,actor,action,on,batch,version,count\r\n\d+,[^,]*,API_TOKEN,trainNorm,\/norms\/two,[^,]+,1,\r\n$/,
    );
    const lines = await admin("GET", "/audit?on=/norms/two", undefined, { accept: "application/x-ndjson" });
    expect(JSON.parse(lines.text)).toMatchObject({ action: "trainNorm", on: "/norms/two" });
    expect((await admin("GET", "/audit?action=nothing")).body).toEqual({ changes: [], next: null });
    expect((await admin("GET", "/audit?by=me")).status).toBe(422);
  });
});

describeOnEachRuntime("the audit of a service that asks nobody", (call) => {
  it("names nobody", async () => {
    await call("POST", "/train", rows);
    expect((await call("GET", "/audit")).body.changes).toMatchObject([{ actor: "PUBLIC", action: "trainDefault" }]);
  });
});

describe.each(runtimes)("killed on $name", ({ startKillable }) => {
  it("a token stays revoked, and each change that was answered has its row", async () => {
    const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
    const vars = { API_TOKEN: SECRET };
    let server = await startKillable(folder, vars);
    const asAdmin = () => bearing(clientOf(server.origin), SECRET);
    const { token } = (await asAdmin()("POST", "/tokens", { name: "kiosk", scope: "train" })).body;
    const kiosk = () => bearing(clientOf(server.origin), token);
    const done: string[] = [];
    const under = Promise.all(
      Array.from({ length: 4 }, async (_, part) => {
        for (let i = 0; ; i++) {
          const { status } = await kiosk()("POST", `/norms/n-${part}-${i}/train`, rows);
          if (status !== 200) return;
          done.push(`/norms/n-${part}-${i}`);
        }
      }).map((each) => each.catch(() => undefined)),
    );
    while (done.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await asAdmin()("DELETE", "/tokens/kiosk")).status).toBe(204);
    await server.kill();
    await under;
    server = await startKillable(folder, vars);
    expect((await kiosk()("GET", "/norms")).status).toBe(401);
    const { changes } = (await asAdmin()("GET", "/audit?action=trainNorm")).body;
    const recorded = changes.map(({ on }: { on: string }) => on);
    expect(done.filter((on) => !recorded.includes(on))).toEqual([]);
    expect((await asAdmin()("GET", "/audit?on=/tokens/kiosk")).body.changes).toMatchObject([
      { action: "revokeToken" },
      { action: "makeToken" },
    ]);
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
});
