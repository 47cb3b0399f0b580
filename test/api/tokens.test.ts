// Tokens: made once, told once, and what they may touch. The matrix beside (access-matrix.test.ts) asks each call with each kind of token.
import { expect, it } from "vitest";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const SECRET = "the-administrator";
const rows = { x: { T: [1, 2, 3] }, y: [3, 5, 7] };
const ridge = (title?: string | null) => ({
  ...{ problem: "regression", name: "Ridge", h_tune: false, X: [[1], [2], [3], [4]], y: [3, 5, 7, 9] },
  ...(title !== undefined && { title }),
});
const visit = { start: "2026-01-31 10:00", end: "2026-01-31 10:05", views: ["Shoes/Boots"] };

describeOnEachRuntime({ title: "tokens", vars: { API_TOKEN: SECRET } }, (call) => {
  const bearing =
    (token: string): Client =>
    (method, path, body, headers) =>
      call(method, path, body, { ...headers, authorization: `Bearer ${token}` });
  const admin = bearing(SECRET);
  const give = async (name: string, more: object): Promise<Client> => {
    const { status, body } = await admin("POST", "/tokens", { name, ...more });
    expect([status, body.code]).toEqual([201, undefined]);
    return bearing(body.token);
  };

  it("are told once, listed without, and have a name each", async () => {
    const asked = { name: "kiosk", scope: "predict", expires_at: "2199-01-01T01:00:00+01:00", norms: "plant-a-" };
    const { status, body, headers } = await admin("POST", "/tokens", asked);
    expect([status, headers.get("location")]).toEqual([201, "/tokens/kiosk"]);
    const { token, ...told } = body;
    expect(token).toMatch(/^edgefit_[A-Za-z0-9_-]{43}$/);
    expect(told).toEqual({
      ...{ name: "kiosk", scope: "predict", norms: "plant-a-", models: null, sessions: null },
      ...{ created_at: expect.any(String), expires_at: "2199-01-01T00:00:00.000Z", last_used_at: null },
    });
    expect((await admin("GET", "/tokens/kiosk")).body).toEqual(told);
    const other = await admin("POST", "/tokens", { name: "kiosk", scope: "read" });
    expect([other.status, other.body.code]).toEqual([409, "conflict"]);
    await give("alpha", { scope: "read" });
    await give("zeta", { scope: "read" });
    const page = await admin("GET", "/tokens?limit=2");
    expect([page.body.tokens.map((each: { name: string }) => each.name), page.body.next]).toEqual([
      ["alpha", "kiosk"],
      "kiosk",
    ]);
    expect(page.body.tokens[1]).toEqual(told);
    const rest = await admin("GET", "/tokens?after=kiosk", undefined, { accept: "text/csv" });
    expect(rest.text.split("\r\n").map((line) => line.split(",").slice(0, 2).join())).toEqual([
      "name,scope",
      "zeta,read",
      "",
    ]);
    expect(page.text + rest.text).not.toContain("edgefit_");
    const none = await admin("GET", "/tokens/nobody");
    expect([none.status, none.body.code]).toEqual([404, "not_found"]);
    expect((await admin("DELETE", "/tokens/nobody")).status).toBe(404);
  });

  it.each([
    [{ scope: "read" }, "name"],
    [{ name: "API_TOKEN", scope: "read" }, "name"],
    [{ name: "x".repeat(64), scope: "read" }, "name"],
    [{ name: "x", scope: "write" }, "scope"],
    [{ name: "x", scope: "admin", models: "" }, "scope"],
    [{ name: "x", scope: "read", expires_at: "2199-01-01T00:00:00" }, "expires_at"],
    [{ name: "x", scope: "read", expires_at: "2020-01-01T00:00:00Z" }, "expires_at"],
    [{ name: "x", scope: "read", norms: "x".repeat(64) }, "norms"],
    [{ name: "x", scope: "read", models: "a\u0000" }, "models"],
    [{ name: "x", scope: "read", sessions: 7 }, "sessions"],
    [{ name: "x", scope: "read", prefix: "a" }, "prefix"],
  ])("refuse %j", async (asked, path) => {
    const { status, body } = await admin("POST", "/tokens", asked);
    expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
    expect((await admin("GET", "/tokens/x")).status).toBe(404);
  });

  it("have a name of 63 letters at most, which is free again once they are revoked", async () => {
    const name = "y".repeat(63);
    const before = await give(name, { scope: "read" });
    expect((await before("GET", "/norms")).status).toBe(200);
    expect((await admin("DELETE", `/tokens/${name}`)).status).toBe(204);
    const after = await give(name, { scope: "read" });
    expect([(await before("GET", "/norms")).status, (await after("GET", "/norms")).status]).toEqual([401, 200]);
  });

  it("say what is lacking, before the body is read", async () => {
    const reader = await give("reader", { scope: "read" });
    const { status, body, headers } = await reader("POST", "/train", "{ no JSON");
    expect([status, body.code]).toEqual([403, "forbidden"]);
    expect(body.detail).toMatch(/token reader .* read, .* train/);
    expect(headers.get("www-authenticate")).toBe('Bearer error="insufficient_scope"');
    expect((await call("GET", "/norms")).headers.get("www-authenticate")).toBe("Bearer");
  });

  it("end when they expire, and say when that was", async () => {
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const brief = await give("brief", { scope: "read", expires_at: expiresAt });
    expect((await brief("GET", "/norms")).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    const { status, body } = await brief("GET", "/norms");
    expect([status, body.code]).toEqual([401, "unauthorized"]);
    expect(body.detail).toContain(expiresAt);
  });

  it("are of no use once revoked, to whichever thread", async () => {
    const ended = await give("ended", { scope: "train" });
    const requests: [method: string, path: string, body?: unknown][] = [
      ["GET", "/norms/none"],
      ["GET", "/norms"],
      ["POST", "/norms/ended/train", rows],
      ["GET", "/api/ml_models"],
    ];
    const ask = () => Promise.all([...requests, ...requests].map(async (request) => (await ended(...request)).status));
    expect(await ask()).not.toContain(401);
    expect((await admin("DELETE", "/tokens/ended")).status).toBe(204);
    expect(new Set(await ask())).toEqual(new Set([401]));
  });

  it("are known to have been used", async () => {
    const used = await give("used", { scope: "predict" });
    const beganMs = Date.now();
    await used("GET", "/norms");
    let at: string | null = null;
    while (at === null) at = (await admin("GET", "/tokens/used")).body.last_used_at;
    expect(Date.parse(at)).toBeGreaterThanOrEqual(beganMs - 1);
  });

  it("of some norms touch no others", async () => {
    await admin("POST", "/norms/plant-b/train", rows);
    const plant = await give("plant", { scope: "train", norms: "plant-a-" });
    expect((await plant("POST", "/norms/plant-a-1/train", rows)).status).toBe(200);
    const { status, body } = await plant("POST", "/norms/plant-b/train", "{ no JSON");
    expect([status, body.code]).toEqual([403, "forbidden"]);
    expect(body.detail).toContain('"plant-a-"');
    // What is there is told no more than what is not.
    const there = (await plant("GET", "/norms/plant-b")).text;
    expect((await plant("GET", "/norms/plant-z")).text).toBe(there.replaceAll("plant-b", "plant-z"));
    expect((await plant("GET", "/norms/%70lant-b")).status).toBe(403);
    expect((await plant("GET", "/norms")).body).toMatchObject({ norms: [{ norm: "plant-a-1" }], next: null });
    const models = await plant("GET", "/api/ml_models");
    expect([models.status, models.body.detail]).toEqual([403, expect.stringContaining("no models, only norms")]);
  });

  it("of all norms touch all, the default one too", async () => {
    const all = await give("all-norms", { scope: "train", norms: "" });
    expect((await all("POST", "/train", rows)).status).toBe(200);
    expect((await all("GET", "/norms")).body.norms.length).toBeGreaterThan(1);
    const start = await give("start", { scope: "predict", norms: "def" });
    expect((await start("POST", "/predict", { x: rows.x })).status).toBe(200);
  });

  it("of some models see no others, and can neither make nor call one otherwise", async () => {
    const other = (await admin("POST", "/api/ml_models", ridge("bar one"))).body.id;
    const untitled = (await admin("POST", "/api/ml_models", ridge())).body.id;
    const shop = await give("shop", { scope: "train", models: "shop " });
    const { status, body } = await shop("POST", "/api/ml_models", ridge("shop one"));
    expect(status).toBe(201);
    const own = `/api/ml_models/${body.id}`;
    expect((await shop("GET", "/api/ml_models")).body[1].map((each: { id: number }) => each.id)).toEqual([body.id]);
    for (const id of [other, untitled]) {
      const seen = await shop("GET", `/api/ml_models/${id}/card`);
      const nowhere = await shop("GET", "/api/ml_models/999/card");
      expect([seen.status, seen.text]).toEqual([404, nowhere.text.replaceAll("999", String(id))]);
      const told = await admin("GET", `/api/ml_models/${id}`);
      const task = told.body.split(" ").at(-1);
      expect((await shop("GET", `/results/${task}?wait=0`)).status).toBe(404);
      expect((await shop("GET", `/metrics/${id}`)).status).toBe(404);
    }
    const file = (await shop("GET", `${own}/download`)).body;
    const refused = [
      await shop("POST", "/api/ml_models", ridge()),
      await shop("POST", "/api/ml_models", ridge("Shop one")),
      await shop("POST", "/api/ml_models?problem=regression&name=Ridge&target=y&title=bar", "a,y\n1,3\n2,5\n3,7\n", {
        "content-type": "text/csv",
      }),
      await shop("POST", "/api/ml_models/upload", { ...file, about: { title: "bar" } }),
      await shop("POST", "/api/ml_models/upload", { ...file, about: undefined }),
      await shop("PATCH", own, { title: "bar" }),
      await shop("PATCH", own, { title: null }),
      await shop("PUT", own, { problem: "regression", name: "Ridge", h_tune: false, title: "bar" }),
    ];
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(refused.map(() => [403, "forbidden"]));
    expect((await shop("PATCH", own, { title: "shop two", tags: ["a"] })).status).toBe(200);
    // Whoever takes a model out takes it away.
    expect((await admin("PATCH", own, { title: "bar two" })).status).toBe(200);
    expect((await shop("POST", `${own}/predict`, { X: [[1]] })).status).toBe(404);
  });

  it("of some sessions store no others, in whatever form they come", async () => {
    await admin("POST", "/sessions", { sessions: [{ session_id: "fr-1", visitor: "v", ...visit }] });
    const shop = await give("belgium", { scope: "train", sessions: "be-" });
    const both = [
      { session_id: "be-1", visitor: "v", ...visit },
      { session_id: "fr-1", gender: "male", ...visit },
    ];
    const { status, body } = await shop("POST", "/sessions", { sessions: both });
    expect([status, body]).toEqual([
      200,
      { received: 2, stored: 1, replaced: 0, rejected: [{ line: 2, message: expect.stringContaining('"be-"') }] },
    ]);
    const log =
      "fr-1,2026-01-31 10:00,2026-01-31 10:05,Shoes/Boots,male\nbe-2,2026-01-31 10:00,2026-01-31 10:05,Shoes/Boots\n";
    const logged = await shop("POST", "/sessions", log, { "content-type": "text/csv" });
    expect([logged.body.stored, logged.body.rejected]).toEqual([1, [{ line: 1, message: expect.any(String) }]]);
    const alone = await shop("POST", "/sessions", { sessions: [both[1]] });
    expect([alone.status, alone.body.errors[0].message]).toEqual([422, expect.stringContaining("belgium")]);
    expect((await admin("GET", "/sessions/fr-1")).body.gender).toBeNull();
    expect((await shop("POST", "/sessions/fr-1/views", { views: ["Shoes"] })).status).toBe(403);
    const listed = (await shop("GET", "/sessions?visitor=v")).body.sessions;
    expect(listed.map((each: { session_id: string }) => each.session_id)).toEqual(["be-1"]);
    expect((await shop("GET", "/visitors/v")).body.detail).toContain("all sessions");
  });
});

describeOnEachRuntime("without API_TOKEN", (call) => {
  it("no token is made, for it would protect nothing", async () => {
    const { status, body } = await call("POST", "/tokens", { name: "kiosk", scope: "read" });
    expect([status, body.code]).toEqual([503, "not_configured"]);
    expect((await call("GET", "/tokens")).body).toEqual({ tokens: [], next: null });
  });
});
