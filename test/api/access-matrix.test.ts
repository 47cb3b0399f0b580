// Every call of the route table with every kind of caller: who is let in, who is refused, and how. A new call fails here until it has a line.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { covers, SCOPES, type Scope } from "../../src/platform/context/caller.ts";
import { routes } from "../../src/routes.ts";
import { type Client, clientOf } from "../support/client.ts";
import { runtimes } from "../support/runtimes.ts";
import type { Server } from "../support/server.ts";

const SECRET = "the-administrator";
// Each call comes from another address: from one, only so many wrong tokens are looked at.
const ADDRESS = "CF-Connecting-IP";
const OWN = { norms: "plant-a-", models: "shop ", sessions: "be-" };
const FOREIGN = { norms: "plant-b-", models: "till ", sessions: "fr-" };

/** What was made before, whose names begin as `OWN` says. */
interface Made {
  admin: Client;
  model: number;
  comparison: number;
  task: string;
  file: object;
}

/** A request that comes to something, or fails only behind the door. */
interface Entry {
  path: string | ((made: Made) => string | Promise<string>);
  body?: (made: Made) => unknown;
  /** For whoever may touch all. */
  status: number;
  /** For a token of what is named here, unless that is the same; and for one of other names. */
  own?: number;
  foreign: number;
}

let count = 0;
const next = () => String(count++);
let callCount = 0;
const calledFrom = () => ({ [ADDRESS]: `10.0.${callCount >> 8}.${callCount++ & 255}` });
const table = { X: [[1], [2], [3], [4], [5], [6]], y: [3, 5, 7, 9, 11, 13] };
const ridge = (title: string) => ({ problem: "regression", name: "Ridge", h_tune: false, title, ...table });
const dummies = (title: string) => ({ problem: "regression", candidates: [{ name: "Dummy" }], title, ...table });
const rows = { x: { T: [1, 2, 3] }, y: [3, 5, 7] };
const visit = { start: "2026-01-31 10:00", end: "2026-01-31 10:05", views: ["Shoes/Boots"] };
const sessions = (session_id: string, visitor: string) => ({ sessions: [{ session_id, visitor, ...visit }] });

const norm = "/norms/plant-a-1";
const madeNorm = async ({ admin }: Made) => {
  const path = `/norms/plant-a-${next()}x`;
  await done(admin("POST", `${path}/train`, { ...rows, batch: "b" }));
  return path;
};
const madeModel = async ({ admin }: Made) =>
  (await done(admin("POST", "/api/ml_models", ridge("shop made")))).body.id as number;
const madeComparison = async ({ admin }: Made) =>
  (await done(admin("POST", "/api/comparisons", dummies("shop made")))).body.id as number;
const madeSession = async ({ admin }: Made) => {
  const [id, visitor] = [`be-${next()}x`, `v${next()}x`];
  await done(admin("POST", "/sessions", sessions(id, visitor)));
  return { id, visitor };
};
const model = (rest = "") => ({ path: ({ model: id }: Made) => `/api/ml_models/${id}${rest}`, foreign: 404 });
const task = { path: ({ task: id }: Made) => `/results/${id}?wait=0`, foreign: 404 };
const comparison = (rest = "") => ({
  path: ({ comparison: id }: Made) => `/api/comparisons/${id}${rest}`,
  foreign: 404,
});
const metric = { path: ({ model: id }: Made) => `/metrics/${id}`, foreign: 404 };
const open = (path: string): Entry => ({ path, status: 200, foreign: 200 });
const ofAll = { own: 403, foreign: 403 };

const entries: Record<string, Entry> = {
  "GET /": open("/"),
  "GET /health": open("/health"),
  "GET /ready": open("/ready"),
  "GET /openapi.json": open("/openapi.json"),
  "GET /docs": open("/docs"),
  "GET /problems": open("/problems"),
  "GET /problems/:code": open("/problems/invalid"),
  "GET /storage": { path: "/storage", status: 200, ...ofAll },
  // The norm named default is neither's.
  "POST /train": { path: "/train", body: () => rows, status: 200, ...ofAll },
  "POST /predict": { path: "/predict", body: () => ({ x: rows.x }), status: 200, ...ofAll },
  // It touches nothing that is stored.
  "POST /tables": { path: "/tables", body: () => [{ T: 1, y: 3 }], status: 200, foreign: 200 },
  "GET /norms": { path: "/norms", status: 200, foreign: 200 },
  "GET /norms/:norm": { path: norm, status: 200, foreign: 403 },
  "PUT /norms/:norm": { path: norm, body: () => ({ columns: ["T"], title: "A" }), status: 200, foreign: 403 },
  "DELETE /norms/:norm": { path: madeNorm, status: 204, foreign: 403 },
  "POST /norms/:norm/train": { path: `${norm}/train`, body: () => rows, status: 200, foreign: 403 },
  "POST /norms/:norm/predict": { path: `${norm}/predict`, body: () => ({ x: rows.x }), status: 200, foreign: 403 },
  "POST /norms/:norm/savings": { path: `${norm}/savings`, body: () => rows, status: 200, foreign: 403 },
  "POST /norms/:norm/selection": { path: `${norm}/selection`, body: () => ({}), status: 409, foreign: 403 },
  "GET /norms/:norm/selection": { path: `${norm}/selection`, status: 404, foreign: 403 },
  "GET /norms/:norm/lambda": { path: `${norm}/lambda`, status: 200, foreign: 403 },
  "POST /norms/:norm/what-if": { path: `${norm}/what-if`, body: () => ({ lambda: 1 }), status: 200, foreign: 403 },
  "GET /norms/:norm/rows": { path: `${norm}/rows`, status: 200, foreign: 403 },
  "GET /norms/:norm/history": { path: `${norm}/history`, status: 200, foreign: 403 },
  "GET /norms/:norm/batches": { path: `${norm}/batches`, status: 200, foreign: 403 },
  "GET /norms/:norm/batches/:batch": { path: `${norm}/batches/first`, status: 200, foreign: 403 },
  "GET /norms/:norm/batches/:batch/rows": { path: `${norm}/batches/first/rows`, status: 200, foreign: 403 },
  "DELETE /norms/:norm/batches/:batch": {
    path: async (made) => `${await madeNorm(made)}/batches/b`,
    status: 200,
    foreign: 403,
  },
  "GET /api/ml_models": { path: "/api/ml_models", status: 200, foreign: 200 },
  "POST /api/ml_models": { path: "/api/ml_models", body: () => ridge("shop new"), status: 201, foreign: 403 },
  "POST /api/ml_models/upload": {
    path: "/api/ml_models/upload",
    body: ({ file }) => file,
    status: 201,
    foreign: 403,
  },
  "GET /api/ml_models/:id": { ...model(), status: 200 },
  "PUT /api/ml_models/:id": {
    ...model(),
    body: () => ({ problem: "regression", name: "Ridge", h_tune: false }),
    status: 200,
  },
  "PATCH /api/ml_models/:id": { ...model(), body: () => ({ title: "shop b" }), status: 200 },
  "DELETE /api/ml_models/:id": {
    path: async (made) => `/api/ml_models/${await madeModel(made)}`,
    status: 204,
    foreign: 404,
  },
  "POST /api/ml_models/:id/predict": { ...model("/predict"), body: () => ({ X: table.X }), status: 200 },
  "GET /api/ml_models/:id/card": { ...model("/card"), status: 200 },
  "GET /api/ml_models/:id/decisions": { ...model("/decisions"), status: 200 },
  "GET /api/ml_models/:id/versions": { ...model("/versions"), status: 200 },
  "POST /api/ml_models/:id/versions/:version/activate": { ...model("/versions/1/activate"), status: 200 },
  "GET /api/ml_models/:id/download": { ...model("/download"), status: 200 },
  "GET /api/comparisons": { path: "/api/comparisons", status: 200, foreign: 200 },
  "POST /api/comparisons": { path: "/api/comparisons", body: () => dummies("shop new"), status: 201, foreign: 403 },
  "GET /api/comparisons/:comparison": { ...comparison(), status: 200 },
  // It has ended.
  "POST /api/comparisons/:comparison/cancel": { ...comparison("/cancel"), status: 409 },
  "DELETE /api/comparisons/:comparison": {
    path: async (made) => `/api/comparisons/${await madeComparison(made)}`,
    status: 204,
    foreign: 404,
  },
  "GET /results/:task_id": { ...task, status: 200 },
  // It has ended.
  "DELETE /results/:task_id": { path: ({ task: id }) => `/results/${id}`, foreign: 404, status: 409 },
  "POST /metrics/:model_id": { ...metric, status: 409 },
  "GET /metrics/:model_id": { ...metric, status: 200 },
  "PUT /metrics/:model_id": { ...metric, status: 200 },
  "DELETE /metrics/:model_id": {
    async path(made) {
      const path = `/metrics/${await madeModel(made)}`;
      await done(made.admin("POST", path));
      return path;
    },
    status: 204,
    foreign: 404,
  },
  // There are too few sessions with a gender.
  "POST /sessions/model": { path: "/sessions/model", body: () => ({}), status: 422, ...ofAll },
  "GET /sessions/model": { path: "/sessions/model", status: 409, ...ofAll },
  "GET /sessions/report": { path: "/sessions/report", status: 409, ...ofAll },
  "POST /sessions/prediction": { path: "/sessions/prediction", body: () => visit, status: 409, foreign: 409 },
  "GET /sessions/:session_id/prediction": { path: "/sessions/be-1/prediction", status: 409, foreign: 403 },
  "GET /sessions": { path: "/sessions", status: 200, foreign: 200 },
  // The one that is sent cannot be used.
  "POST /sessions": { path: "/sessions", body: () => sessions("be-1", "v"), status: 200, foreign: 422 },
  "GET /sessions/categories": { path: "/sessions/categories", status: 200, ...ofAll },
  "GET /sessions/categories/history": { path: "/sessions/categories/history", status: 200, ...ofAll },
  "GET /sessions/:session_id": { path: "/sessions/be-1", status: 200, foreign: 403 },
  "DELETE /sessions/:session_id": {
    path: async (made) => `/sessions/${(await madeSession(made)).id}`,
    status: 204,
    foreign: 403,
  },
  "GET /sessions/:session_id/categories": { path: "/sessions/be-1/categories", status: 200, foreign: 403 },
  "POST /sessions/:session_id/views": {
    path: "/sessions/be-1/views",
    body: () => ({ views: ["Shoes/Boots"] }),
    status: 200,
    foreign: 403,
  },
  "GET /visitors/:visitor": { path: "/visitors/v", status: 200, ...ofAll },
  "DELETE /visitors/:visitor": {
    path: async (made) => `/visitors/${(await madeSession(made)).visitor}`,
    status: 200,
    ...ofAll,
  },
  "GET /tokens": { path: "/tokens", status: 200, ...ofAll },
  "POST /tokens": { path: "/tokens", body: () => ({ name: `t${next()}`, scope: "read" }), status: 201, ...ofAll },
  "GET /tokens/:token": { path: "/tokens/read", status: 200, ...ofAll },
  "DELETE /tokens/:token": {
    async path({ admin }) {
      const name = `t${next()}`;
      await done(admin("POST", "/tokens", { name, scope: "read" }));
      return `/tokens/${name}`;
    },
    status: 204,
    ...ofAll,
  },
  "GET /audit": { path: "/audit", status: 200, ...ofAll },
};

const keyOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

it("knows every call", () => {
  expect(Object.keys(entries).sort()).toEqual(routes.map(keyOf).sort());
});

describe.each(runtimes)("on $name", ({ start }) => {
  let server: Server;
  let made: Made;
  /** By kind of caller what is sent; undefined for nothing. */
  const sent: Record<string, string | undefined> = { none: undefined, wrong: "edgefit_wrong" };

  beforeAll(async () => {
    server = await start({ API_TOKEN: SECRET, CLIENT_ADDRESS_HEADER: ADDRESS });
    const admin = bearing(SECRET);
    const give = async (name: string, more: object) => {
      sent[name] = (await done(admin("POST", "/tokens", { name, ...more }))).body.token;
    };
    const expiresAtMs = Date.now() + 1_000;
    await give("expired", { scope: "admin", expires_at: new Date(expiresAtMs).toISOString() });
    await give("revoked", { scope: "admin" });
    await done(bearing(sent.revoked)("GET", "/norms"));
    await done(admin("DELETE", "/tokens/revoked"));
    for (const scope of SCOPES) await give(scope, { scope });
    await give("own", { scope: "train", ...OWN });
    await give("foreign", { scope: "train", ...FOREIGN });
    for (const kind of ["norms", "models", "sessions"]) await give(`all-${kind}`, { scope: "train", [kind]: "" });
    await done(admin("POST", `${norm}/train`, { ...rows, batch: "first" }));
    await done(admin("POST", "/train", rows));
    await done(admin("POST", "/sessions", sessions("be-1", "v")));
    const { id } = (await done(admin("POST", "/api/ml_models", ridge("shop a")))).body;
    await done(admin("POST", `/metrics/${id}`));
    const told = (await done(admin("GET", `/api/ml_models/${id}`))).body as string;
    const file = (await done(admin("GET", `/api/ml_models/${id}/download`))).body;
    const { id: comparison } = (await done(admin("POST", "/api/comparisons", dummies("shop a")))).body;
    made = { admin, model: id, comparison, task: told.split(" ").at(-1) as string, file };
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, expiresAtMs - Date.now())));
  });
  afterAll(() => server.stop());

  function bearing(token: string | undefined): Client {
    const call = clientOf(server.origin);
    return (method, path, body) =>
      call(method, path, body, { ...calledFrom(), ...(token !== undefined && { authorization: `Bearer ${token}` }) });
  }

  it.each(routes.map((route) => [keyOf(route), route] as const))("%s", async (key, { method, scope, kind }) => {
    const entry = entries[key] as Entry;
    const { path, body, status, own = status, foreign } = entry;
    const isAllowed = (by: Scope) => scope === "open" || covers(by, scope);
    const expected: Record<string, number> = {
      ...Object.fromEntries(["none", "wrong", "expired", "revoked"].map((by) => [by, scope === "open" ? status : 401])),
      foreign,
      own,
      ...Object.fromEntries(
        (["norms", "models", "sessions"] as const).map((each) => [
          `all-${each}`,
          isAllowed("train") && (kind === undefined || kind === each) ? status : 403,
        ]),
      ),
      ...Object.fromEntries(SCOPES.map((by) => [by, isAllowed(by) ? status : 403])),
    };
    const statuses: Record<string, number> = {};
    for (const by of Object.keys(expected)) {
      const at = typeof path === "string" ? path : await path(made);
      statuses[by] = (await bearing(sent[by])(method, at, body?.(made))).status;
    }
    expect(statuses).toEqual(expected);
  });

  it("tells of lists what is inside, and of what is nowhere only whom it knows", async () => {
    const foreign = bearing(sent.foreign);
    expect((await foreign("GET", "/norms")).body.norms).toEqual([]);
    expect((await foreign("GET", "/api/ml_models")).body[1]).toEqual([]);
    expect((await foreign("GET", "/sessions")).body.sessions).toEqual([]);
    const own = bearing(sent.own);
    const listed = [
      ...(await own("GET", "/norms")).body.norms.map((each: { norm: string }) => each.norm),
      ...(await own("GET", "/api/ml_models")).body[1].map((each: { title: string }) => each.title),
      ...(await own("GET", "/sessions")).body.sessions.map((each: { session_id: string }) => each.session_id),
    ];
    expect(listed.filter((name) => !Object.values(OWN).some((prefix) => name.startsWith(prefix)))).toEqual([]);
    expect(listed).toEqual(expect.arrayContaining(["plant-a-1", "shop b", "be-1"]));
    const nowhere = Object.keys(sent).map(async (by) => [by, (await bearing(sent[by])("GET", "/nowhere")).status]);
    const unknown = ["none", "wrong", "expired", "revoked"];
    expect(await Promise.all(nowhere)).toEqual(Object.keys(sent).map((by) => [by, unknown.includes(by) ? 401 : 404]));
  });
});

async function done(asked: ReturnType<Client>) {
  const answer = await asked;
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer;
}
