// Requests that come at once to an isolate that has just begun load each thing once; what they keep is what was asked for last.
import { afterEach, describe, expect, it } from "vitest";
import { NotYet } from "../../src/error.ts";
import { askWhatIf } from "../../src/norm/answer/ask-what-if.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import type { NormModel } from "../../src/norm/schema/norm-model.ts";
import { PredictRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import type { Basis } from "../../src/norm/store/factors.ts";
import { cachedBasis, cachedModel, cacheModel, NORMS, rememberBasis } from "../../src/norm/store/norm-cache.ts";
import type { NormRow } from "../../src/norm/store/norms.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { createCache, entriesOf, lookUp, recent, remember } from "../../src/platform/store/cache.ts";
import { predictModel } from "../../src/registry/serve/predict-model.ts";
import type { StoredHead } from "../../src/registry/store/artifacts.ts";
import { HELD, LOADING_HELD } from "../../src/registry/store/model-cache.ts";
import { findTraining } from "../../src/registry/store/registry.ts";
import { loadDataset } from "../../src/registry/train/open-training.ts";
import { trainModel } from "../../src/registry/train/train-model.ts";
import type { TestContext } from "../support/context.ts";
import { type Isolates, openIsolates } from "../support/isolates.ts";
import { normal, uniform } from "../support/numbers.ts";

const open: Isolates[] = [];
afterEach(() => {
  for (const isolates of open.splice(0)) isolates.close();
});

function start(): Isolates {
  const isolates = openIsolates(1e9);
  open.push(isolates);
  return isolates;
}

const AT_ONCE = 8;
const atOnce = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: AT_ONCE }, ask));

const draw = normal(uniform(5));
const values = Float64Array.from({ length: 200 }, draw);
const X = { columns: ["a"], values: [values], rowCount: values.length, isNamed: true };
const asked = { columns: ["a"], values: [Float64Array.of(0.5)], rowCount: 1, isNamed: true };

async function train({ here }: Isolates, name: string, params: Record<string, unknown>): Promise<number> {
  const request = { problem: "regression" as const, name, h_tune: false, params, X, y: values };
  return (await trainModel(here, request, false)).model.id;
}

const nextTurn = () => new Promise<false>((resolve) => setTimeout(resolve, 1, false));

/** How often KV is read meanwhile. */
async function gets({ kv }: Isolates, work: () => Promise<unknown>): Promise<number> {
  const before = kv.counts.get;
  await work();
  return kv.counts.get - before;
}

/** How often a cold isolate reads several statements of D1 at once, as it does of factors. */
async function batchesRead({ openIsolate }: Isolates, work: (isolate: TestContext) => Promise<unknown>) {
  const isolate = openIsolate();
  let count = 0;
  const { database } = isolate;
  const batch: typeof database.batch = (statements) => {
    count++;
    return database.batch(statements);
  };
  const counting = new Proxy(database, {
    get: (target, name) => (name === "batch" ? batch : Reflect.get(target, name)),
  });
  await work({ ...isolate, database: counting });
  expect(count).toBeGreaterThan(0);
  return count;
}

describe("eight at once", () => {
  it("open one copy of a model, and answer as one alone does", async () => {
    const isolates = start();
    const id = await train(isolates, "Random Forest", { n_estimators: 20 });
    isolates.pass(120);
    const alone = isolates.openIsolate();
    const single = await gets(isolates, () => predictModel(alone, id, { X: asked }));
    const cold = isolates.openIsolate();
    let answers: unknown[] = [];
    expect(await gets(isolates, async () => (answers = await atOnce(() => predictModel(cold, id, { X: asked }))))).toBe(
      single,
    );
    expect(answers).toEqual(Array(AT_ONCE).fill(await predictModel(alone, id, { X: asked })));
    expect(await gets(isolates, () => predictModel(cold, id, { X: asked }))).toBe(0);
  });

  it("are told alike what fails, which is not kept", async () => {
    const isolates = start();
    const id = await train(isolates, "Ridge", {});
    const { there, pass } = isolates;
    const tried = () => predictModel(there, id, { X: asked }).catch((error: unknown) => error);
    for (const error of await atOnce(tried)) expect(error).toBeInstanceOf(NotYet);
    expect(entriesOf(there.cache, LOADING_HELD).size).toBe(0);
    pass(61);
    expect((await predictModel(there, id, { X: asked })).version).toBe(1);
  });

  it("wait no longer than some seconds for one that never comes, as its caller has hung up", async () => {
    const isolates = start();
    const id = await train(isolates, "Ridge", {});
    isolates.pass(120);
    const cold = isolates.openIsolate();
    const reached = Promise.withResolvers<void>();
    const get = () => {
      reached.resolve();
      return new Promise<null>(() => undefined);
    };
    void predictModel({ ...cold, models: { ...cold.models, get } }, id, { X: asked });
    await reached.promise;
    let seconds = 0;
    const count = await gets(isolates, async () => {
      const others = atOnce(() => predictModel(cold, id, { X: asked })).then(() => true);
      while (!(await Promise.race([others, nextTurn()]))) {
        isolates.pass(1);
        seconds++;
      }
    });
    expect(seconds).toBeGreaterThanOrEqual(5);
    // One of them loads it for all: its head and its only part.
    expect(count).toBe(2);
  });

  it("read a norm's model once, from KV or from D1, and its basis", async () => {
    const isolates = start();
    const { here, kv, pass } = isolates;
    const batch = { batch: "a", x: { a: [...values.subarray(0, 50)] }, y: [...values.subarray(50, 100)] };
    await specifyNorm(here, "n", parse(NormSpecification, { columns: ["a"] }));
    await trainNorm(here, "n", parse(TrainRequest, batch));
    pass(120);
    const rows = parse(PredictRequest, { x: { a: [1, 2] } });
    const cold = isolates.openIsolate();
    expect(await gets(isolates, () => atOnce(() => predictNorm(cold, "n", rows)))).toBe(1);
    kv.spent.add("get");
    const answer = await predictNorm(here, "n", rows);
    const predict = (isolate: TestContext) => predictNorm(isolate, "n", rows);
    expect(
      await batchesRead(isolates, async (isolate) => {
        expect(await atOnce(() => predict(isolate))).toEqual(Array(AT_ONCE).fill(answer));
      }),
    ).toBe(await batchesRead(isolates, predict));
    const whatIf = (isolate: TestContext) => askWhatIf(isolate, "n", { lambda: 1 });
    expect(await batchesRead(isolates, (isolate) => atOnce(() => whatIf(isolate)))).toBe(
      await batchesRead(isolates, whatIf),
    );
  });

  it("read data once", async () => {
    const isolates = start();
    const id = await train(isolates, "Ridge", {});
    isolates.pass(120);
    const { key = "", dataset } = (await findTraining(isolates.here.database, id, 1)) ?? {};
    const cold = isolates.openIsolate();
    const read = () => loadDataset(cold, key, dataset as NonNullable<typeof dataset>);
    expect(await gets(isolates, () => atOnce(read))).toBe(1);
    expect(await gets(isolates, read)).toBe(0);
  });
});

describe("what was asked for longest ago is dropped first", () => {
  // Three of these are too large together, two are not.
  const LARGE = { values: 900_000, bytes: 15_000_000 };
  const of = (id: string) => ({ id, forgetCount: 0, specification: { columns: ["a"] } as NormRow["specification"] });

  it("of rows that D1 had lately", async () => {
    const cache = createCache();
    const read = async () => of("any") as NormRow;
    const ask = (name: string) => recent(cache, NORMS, name, { nowMs: 0, read });
    for (let i = 0; i < 100; i++) await ask(`n${i}`);
    await ask("n0");
    await ask("one more");
    const norms = entriesOf(cache, NORMS);
    expect([norms.has("n0"), norms.has("n1"), norms.has("n2")]).toEqual([true, false, true]);
  });

  it("of norms' models", () => {
    const cache = createCache();
    const model = { spread: { r: new Float64Array(LARGE.values) }, tail: { positions: [], values: [] } };
    const keep = (id: string) => cacheModel(cache, of(id), 1, model as unknown as NormModel);
    const has = (id: string) => cachedModel(cache, of(id), 1) !== undefined;
    keep("a");
    keep("b");
    expect(has("a")).toBe(true);
    keep("c");
    expect([has("a"), has("b"), has("c")]).toEqual([true, false, true]);
  });

  it("of what norms rest on", () => {
    const cache = createCache();
    const factor = { size: 2, r: Float64Array.of(1, 0, 1), ...{} };
    const steps = { r: new Float64Array(LARGE.values / 2) };
    const keep = (id: string) =>
      rememberBasis(cache, of(id), 1, { folds: [factor], steps, unlearnedCount: 0 } as unknown as Basis);
    const has = (id: string) => cachedBasis(cache, of(id), 1) !== undefined;
    keep("a");
    keep("b");
    expect(has("a")).toBe(true);
    keep("c");
    expect([has("a"), has("b"), has("c")]).toEqual([true, false, true]);
  });

  it("of models of the registry", () => {
    const cache = createCache();
    const held = { bytes: LARGE.bytes, respond: () => new Float64Array() };
    const keep = (name: string) =>
      remember(cache, HELD, name, { head: {} as StoredHead, inputs: [], answersMissing: true, held });
    keep("a");
    keep("b");
    expect(lookUp(cache, HELD, "a")).toBeDefined();
    keep("c");
    expect([...entriesOf(cache, HELD).keys()]).toEqual(["a", "c"]);
  });
});
