// Cloudflare's free plan lets a request have 50 statements of D1, of 100 parameters and 2 MB each: every call has 41 at most, one of them
// the audit's, and as many with a thousand batches as with sixteen. A token that was made here is two more.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve } from "../../src/app.ts";
import { cleanUp } from "../../src/clean-up.ts";
import { ADMINISTRATOR } from "../../src/platform/context/caller.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { openDatabase } from "../../src/platform/store/database.ts";
import { consumePieces } from "../../src/registry/task/consume-pieces.ts";
import { resumeTasks } from "../../src/registry/task/resume-tasks.ts";
import type { RegistryContext } from "../../src/registry/train/model-owner.ts";
import { routes } from "../../src/routes.ts";
import { openContext } from "../support/context.ts";
import { copyBatches } from "../support/copy-batches.ts";
import { type Counted, countStatements, later } from "../support/count-statements.ts";
import { madeUpSessions, toLog } from "../support/shop.ts";

const STATEMENTS_MAX = 41;
const PARAMETERS_MAX = 100;
const PARAMETER_BYTES_MAX = 2_000_000;

const opened = openContext(20);
afterAll(() => opened.close());
const counter = countStatements(opened.d1);
const context: RegistryContext = { ...opened, database: openDatabase(counter.d1) };
// Whom a thread has let in: the administrator, who may make tokens.
const access = { token: undefined, isPublic: false, caller: ADMINISTRATOR };
const asked = new Set<string>();

/** One request of an isolate that knows nothing, unless a context is given, with what was counted. */
async function call(
  method: string,
  path: string,
  body?: unknown,
  own: RegistryContext = { ...context, cache: createCache() },
) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "content-type": typeof body === "string" ? "text/csv" : "application/json" };
  counter.take();
  const response = await serve(
    new Request(`http://localhost${path}`, { method, ...(body !== undefined && { body: text, headers }) }),
    own,
    access,
  );
  const answer = await response.text();
  const counted = counter.take();
  const { pathname } = new URL(`http://localhost${path}`);
  const route = routes.find(
    (known) => known.method === method && new RegExp(`^${known.path.replace(/:\w+/g, "[^/]+")}$`).test(pathname),
  );
  asked.add(`${method} ${route?.path}`);
  within(counted, `${method} ${path}`);
  const isJson = response.headers.get("content-type")?.includes("json");
  return { status: response.status, body: isJson ? JSON.parse(answer) : answer, counted };
}

function within({ statements, parameters, bytes }: Counted, what: string): void {
  expect(statements, what).toBeLessThanOrEqual(STATEMENTS_MAX);
  expect(parameters, what).toBeLessThanOrEqual(PARAMETERS_MAX);
  expect(bytes, what).toBeLessThan(PARAMETER_BYTES_MAX);
}

async function ok(method: string, path: string, body?: unknown, own?: RegistryContext) {
  const answer = await call(method, path, body, own);
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer;
}

const HOUR_MS = 3_600_000;
const ROWS = 6;

/** Batch i: the i-th day, every fourth hour. */
function day(i: number, { columns }: { columns: string[] }) {
  const hours = Array.from({ length: ROWS }, (_, k) => ROWS * i + k);
  return {
    batch: `b${i}`,
    t: hours.map((hour) => new Date(Date.UTC(2020, 0, 1) + 4 * HOUR_MS * hour).toISOString()),
    x: {
      a: hours.map((hour) => Math.sin(hour)),
      b: hours.map((hour) => Math.cos(1.7 * hour)),
      // A level that is new, with each batch of the eight that are copied.
      ...(columns.includes("tariff") && { tariff: hours.map((hour) => (hour % 2 === 0 ? "even" : `odd ${i % 8}`)) }),
    },
    y: hours.map((hour) => 20 + Math.sin(hour / 3)),
  };
}

const SPECIFICATIONS = {
  plain: { columns: ["a", "b"] },
  lagged: { columns: ["a", "b"], lags: { a: [0, 1, 2] }, step: "4h", candidates: ["b"] },
  days: { columns: ["a", "b"], forget: { window: "50d" } },
  months: { columns: ["a", "b"], forget: { window: "366d" } },
  fading: { columns: ["a", "b"], forget: { half_life: "30d" } },
  levels: { columns: ["a", "b", "tariff"], categories: ["tariff"] },
};

/** Statements of each call on a norm that holds so many batches; `to`: the next ones. */
async function count(
  norm: string,
  specification: { columns: string[] },
  batches: number,
): Promise<Record<string, number>> {
  const { t, x, y } = day(batches, specification);
  const path = `/norms/${norm}`;
  const until = day(batches - 3, specification).t[2];
  const others = { ...specification, forget: { half_life: "20d" } };
  const ask: Record<string, [method: string, path: string, body?: unknown]> = {
    train: ["POST", `${path}/train`, day(batches, specification)],
    "train again": ["POST", `${path}/train`, day(batches, specification)],
    predict: ["POST", `${path}/predict`, { t, x }],
    "predict by an old version": ["POST", `${path}/predict`, { t, x, version: 7 }],
    savings: ["POST", `${path}/savings`, { t, x, y }],
    read: ["GET", path],
    lambda: ["GET", `${path}/lambda`],
    history: ["GET", `${path}/history?limit=1000`],
    batches: ["GET", `${path}/batches?limit=1000`],
    batch: ["GET", `${path}/batches/b3`],
    "rows of a batch": ["GET", `${path}/batches/b3/rows`],
    rows: ["GET", `${path}/rows`],
    "savings of a period": ["POST", `${path}/savings`, { from: t[0] }],
    "what if until a version": ["POST", `${path}/what-if`, { until: batches - 2 }],
    "what if until a time": ["POST", `${path}/what-if`, { until }],
    "what if of some": ["POST", `${path}/what-if`, { batches: ["b1", "b2", "b5"] }],
    amend: ["PUT", path, others],
    "amend back": ["PUT", path, specification],
    forget: ["DELETE", `${path}/batches/b1`],
    "predict after forgetting": ["POST", `${path}/predict`, { t, x, version: batches - 1 }],
  };
  const counts: Record<string, number> = {};
  for (const [what, request] of Object.entries(ask)) counts[what] = (await ok(...request)).counted.statements;
  return counts;
}

describe.each(Object.entries(SPECIFICATIONS))("a norm of %s", (kind, specification) => {
  /** 16 or 1,000 batches: eights both, which a merge ends with. */
  const filled = async (count: number) => {
    const norm = `${kind}-${count}`;
    await ok("PUT", `/norms/${norm}`, specification);
    for (let i = 0; i < 8; i++) await ok("POST", `/norms/${norm}/train`, day(i, specification), context);
    await copyBatches(opened.d1, norm, { period: 8, count, roundMs: 8 * 24 * HOUR_MS });
    return norm;
  };

  it("has as many statements with a thousand batches as with sixteen, none too many", async () => {
    const few = await count(await filled(16), specification, 16);
    const many = await count(await filled(1_000), specification, 1_000);
    // A training is one more version, which is before the last one that is asked for here.
    expect(many).toEqual(few);
  });

  it("keeps merges beside the eighth training, and has none too many", async () => {
    const norm = await filled(32);
    const statements: number[] = [];
    for (let i = 32; i < 40; i++)
      statements.push((await ok("POST", `/norms/${norm}/train`, day(i, specification))).counted.statements);
    expect(statements.at(-1)).toBeGreaterThan(statements.at(-2) as number);
    await ok("DELETE", `/norms/${norm}`);
  });
});

describe.each([
  ["30 trainings of a norm that looks back", 30, SPECIFICATIONS.lagged],
  ["five trainings that bring a level each", 5, SPECIFICATIONS.levels],
])("%s, at once", (_, count, specification) => {
  it("find a turn each", async () => {
    const path = `/norms/crowd-${count}`;
    await ok("PUT", path, specification);
    await ok("POST", `${path}/train`, day(0, specification));
    const crowd = Array.from({ length: count }, async (_, i) => {
      const own = countStatements(later(opened.d1, 5));
      const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const mine: RegistryContext = { ...opened, sleep, database: openDatabase(own.d1), cache: createCache() };
      const body = JSON.stringify(day(i + 1, specification));
      const headers = { "content-type": "application/json" };
      const request = new Request(`http://localhost${path}/train`, { method: "POST", body, headers });
      const { status } = await serve(request, mine, access);
      within(own.take(), `training ${i}`);
      return status;
    });
    expect(await Promise.all(crowd)).toEqual(Array(count).fill(200));
  });
});

describe("trainings that are learned meanwhile", () => {
  it("ask for one that is being learned a few times", async () => {
    let nowMs = Date.now();
    const sleep = async (ms: number) => {
      nowMs += ms;
    };
    const clock = { nowMs: () => nowMs, sleep };
    await ok("PUT", "/norms/cut", SPECIFICATIONS.fading);
    for (let i = 0; i < 8; i++) await ok("POST", "/norms/cut/train", day(i, SPECIFICATIONS.fading));
    await ok("POST", "/norms/cut/train", day(8, SPECIFICATIONS.fading), { ...context, ...clock });
    // As if its process had stopped after the commit.
    await opened.d1.prepare("delete from norm_versions where version = 9").run();
    const again = await ok("POST", "/norms/cut/train", day(8, SPECIFICATIONS.fading), {
      ...context,
      ...clock,
      cache: createCache(),
    });
    expect(again.body).toMatchObject({ version: 9, replayed: true });
  });
});

describe("sessions", () => {
  it("come in by 16 MB, and are deleted, counted and learned from", async () => {
    const log = toLog(madeUpSessions(50_000));
    // Paths twice as long, until the body is full.
    const long = log.replace(/A(\d)\/B/g, "A$1-a-rather-long-name-of-a-category-of-products/B").slice(0, 16_700_000);
    const whole = long.slice(0, long.lastIndexOf("\n"));
    const { body, counted } = await ok("POST", "/sessions", whole);
    expect(body.stored).toBeGreaterThan(40_000);
    expect(counted.bytes).toBeGreaterThan(1_900_000);
    expect((await ok("POST", "/sessions", whole)).body.replaced).toBe(body.stored);
    await ok("GET", "/sessions?limit=1000");
    await ok("GET", "/sessions/1-3");
    await ok("GET", "/sessions/1-3/categories?level=3");
    let total = await call("GET", "/sessions/categories?level=4");
    // Where one request cannot count all days, the next goes on.
    for (let i = 0; i < 9 && total.status === 503; i++) total = await call("GET", "/sessions/categories?level=4");
    expect(total.body.sessions).toBe(body.stored);
    await ok("GET", "/sessions/categories?from=2014-11-20T12:00&to=2014-11-29T12:00");
    await ok("DELETE", "/sessions/1-3");
    const ids = Array.from({ length: 1000 }, (_, i) => ({ path: "A1/B1", id: `${i}` }));
    await ok("POST", "/sessions/grown/views", { start: "2026-03-02", visitor: "v", views: ids });
    await ok("GET", "/visitors/v");
    await ok("DELETE", "/visitors/v");
  });

  it("teach a model, tuned or not, first or next, while the caller waits", async () => {
    await opened.d1.prepare("delete from sessions").run();
    await ok("POST", "/sessions", toLog(madeUpSessions(300)));
    for (const h_tune of [false, true]) expect((await ok("POST", "/sessions/model", { h_tune })).status).toBe(201);
    const { id } = (await ok("GET", "/sessions/1-3/prediction")).body.model;
    await ok("PUT", `/api/ml_models/${id}`, { problem: "classification", name: "Ridge", h_tune: true });
    await ok("PATCH", `/api/ml_models/${id}`, { title: "A ridge", tags: ["a"] });
    for (const path of ["/sessions/model", "/sessions/report"]) await ok("GET", path);
    const { start, end, views } = madeUpSessions(1)[0] as { start: string; end: string; views: string[] };
    await ok("POST", "/sessions/prediction", { start, end, views });
    await ok("DELETE", `/api/ml_models/${id}`);
  });
});

describe("models of the registry", () => {
  const X = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(2 * i), i % 7]);
  const y = X.map(([a = 0, b = 0, c = 0]) => a + 2 * b + c);
  const ridge = { problem: "regression", name: "Ridge", h_tune: true, X, y };
  let id = 0;

  beforeAll(async () => {
    id = (await ok("POST", "/api/ml_models", ridge)).body.id;
  });

  it.each(["Random Forest", "SVM"])("%s, tuned while the caller waits", async (name) => {
    const target = y.map((value) => (value > 3 ? "a" : "b"));
    await ok("POST", "/api/ml_models", { problem: "classification", name, h_tune: true, X, y: target });
    await drain();
  });

  it("retrained more often than versions are kept, in the background too", async () => {
    for (let i = 0; i < 18; i++) await ok("PUT", `/api/ml_models/${id}`, { ...ridge, X: undefined, y: undefined });
    counter.take();
    const order = JSON.stringify(ridge);
    const headers = { "content-type": "application/json", prefer: "respond-async" };
    const request = new Request("http://localhost/api/ml_models", { method: "POST", body: order, headers });
    expect((await serve(request, context, access)).status).toBe(202);
    within(counter.take(), "in the background");
    await drain();
  });

  it("compared while the caller waits, and in the background, tuned and trained", async () => {
    const target = y.map((value) => (value > 3 ? "a" : "b"));
    const order = { problem: "classification", X, y: target, train_best: true };
    const done = await ok("POST", "/api/comparisons", order);
    expect(done).toMatchObject({ status: 201, body: { status: "done", model: { status: "ready" } } });
    const candidates = [{ name: "Ridge", h_tune: true }, { name: "SVM" }, { name: "Dummy" }];
    const many = { ...context, pieceSeconds: 1e-9, cache: createCache() };
    const begun = await call("POST", "/api/comparisons", { ...order, candidates, folds: 10 }, many);
    expect(begun).toMatchObject({ status: 202, body: { status: "running" } });
    const path = `/api/comparisons/${begun.body.id}`;
    await drain();
    expect((await ok("GET", path)).body).toMatchObject({ status: "done", folds: { count: 10 } });
    await ok("GET", "/api/comparisons?limit=1000");
    expect((await call("POST", `${path}/cancel`)).status).toBe(409);
    await ok("DELETE", path);
  });

  it("asked, told of, taken away", async () => {
    const path = `/api/ml_models/${id}`;
    await ok("GET", "/api/ml_models?limit=1000");
    await ok("POST", `${path}/predict`, { X: X.slice(0, 3) });
    const task = String((await ok("GET", path)).body)
      .split(" ")
      .at(-1);
    await drain();
    await ok("GET", `/results/${task}`);
    await call("DELETE", `/results/${task}`);
    await ok("GET", `${path}/card`);
    await ok("GET", `${path}/decisions`);
    const { version } = (await ok("GET", `${path}/versions`)).body.versions[0];
    await ok("POST", `${path}/versions/${version}/activate`);
    const file = (await ok("GET", `${path}/download`)).body;
    await ok("POST", "/api/ml_models/upload", file);
    for (const method of ["POST", "GET", "PUT", "DELETE"]) await ok(method, `/metrics/${id}`);
    counter.take();
    await resumeTasks(context);
    within(counter.take(), "the clock of five minutes");
    await cleanUp(context);
    within(counter.take(), "the clock of a day");
    await ok("DELETE", path);
  });

  /** Works off what was sent to the queue, each message a call of its own. */
  async function drain(): Promise<void> {
    while (opened.messages.length > 0) {
      const body = opened.messages.shift();
      counter.take();
      await consumePieces([{ body, attempts: 1, ack: () => undefined, retry: () => undefined }], context);
      within(counter.take(), JSON.stringify(body));
    }
  }
});

it("asks every route", async () => {
  await ok("POST", "/train", { x: { a: [1, 2, 3] }, y: [1, 2, 4] });
  await ok("POST", "/predict", { x: { a: [1] } });
  for (const path of ["/", "/health", "/ready", "/docs", "/openapi.json", "/storage"]) await ok("GET", path);
  for (const path of ["/problems", "/problems/invalid", "/norms?limit=1000"]) await ok("GET", path);
  await ok("POST", "/tables", [{ a: 1, b: 2 }]);
  await ok("GET", "/sessions/categories/history");
  await ok("POST", "/norms/lagged-16/selection", {});
  await ok("GET", "/norms/lagged-16/selection");
  await ok("POST", "/tokens", { name: "kiosk", scope: "read" });
  for (const path of ["/tokens", "/tokens/kiosk", "/audit?limit=1000"]) await ok("GET", path);
  await ok("DELETE", "/tokens/kiosk");
  expect(routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !asked.has(route))).toEqual([]);
});
