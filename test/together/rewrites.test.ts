// KV takes one write of a key a second: no call writes one twice. And what deletes leave goes with the daily cleaning.
import { afterEach, describe, expect, it } from "vitest";
import { cleanUp } from "../../src/clean-up.ts";
import { deleteNorm } from "../../src/norm/answer/delete-norm.ts";
import { forgetBatch } from "../../src/norm/learn/forget-batch.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { commitForgetting } from "../../src/norm/store/batches.ts";
import { spareModels } from "../../src/norm/store/norm-models.ts";
import { findNorm } from "../../src/norm/store/norms.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { deleteModel } from "../../src/registry/serve/delete-model.ts";
import { retrainModel, trainModel } from "../../src/registry/train/train-model.ts";
import type { TestContext } from "../support/context.ts";
import { deliver, type Isolates, openIsolates, workOff } from "../support/isolates.ts";

const open: Isolates[] = [];
afterEach(() => {
  for (const isolates of open.splice(0)) isolates.close();
});

/** KV itself, which refuses what is too soon, without the patience of the Worker's. */
function start(): Isolates & { bare: TestContext } {
  const isolates = openIsolates(1e9);
  open.push(isolates);
  return { ...isolates, bare: { ...isolates.here, models: isolates.kv.openPlace() } };
}

const batch = (name: string) =>
  parse(TrainRequest, { batch: name, x: { a: [0, 1, 2, 3, 4, 5] }, y: [1, 3, 5, 7, 9, 12] });
const values = Float64Array.from({ length: 60 }, (_, row) => row);
const X = { columns: ["a"], values: [values], rowCount: values.length, isNamed: true };
const request = { problem: "regression" as const, name: "Ridge", h_tune: false, X, y: values };

describe("a key is written once a second at most", () => {
  it("where a norm is deleted, by two at once too", async () => {
    const { bare, kv, pass } = start();
    for (let version = 1; version <= 40; version++) {
      await trainNorm(bare, "n", batch(`b${version}`));
      pass(1);
    }
    await Promise.all([deleteNorm(bare, "n"), deleteNorm(bare, "n").catch(() => undefined)]);
    expect(bare.logged).toEqual([]);
    expect(kv.names()).toEqual([]);
  });

  it("where batches are forgotten one after the other, and the norm after them", async () => {
    const { bare, kv, pass } = start();
    for (const name of ["a", "b", "c"]) await trainNorm(bare, "n", batch(name));
    // So long that KV lists them, and goes on listing what is deleted.
    pass(120);
    await forgetBatch(bare, "n", "a");
    pass(1);
    await forgetBatch(bare, "n", "b");
    pass(1);
    await deleteNorm(bare, "n");
    expect(bare.logged).toEqual([]);
    expect(kv.names()).toEqual([]);
  });

  it.each([
    ["before", false],
    ["after", true],
  ])("where a batch is forgotten %s the model of one that is being learned is put", async (_, isPutFirst) => {
    const { bare, kv, pass } = start();
    await trainNorm(bare, "n", batch("a"));
    pass(2);
    const reached = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const wait = async () => {
      reached.resolve();
      await gate.promise;
    };
    const put = async (key: string, value: string) => {
      if (!isPutFirst) await wait();
      await bare.models.put(key, value);
      if (isPutFirst) await wait();
    };
    const training = trainNorm({ ...bare, models: { ...bare.models, put } }, "n", batch("b"));
    await reached.promise;
    await forgetBatch(bare, "n", "a");
    gate.resolve();
    const trained = training.then(() => true);
    while (!(await Promise.race([trained, new Promise((resolve) => setTimeout(resolve, 1, false))]))) pass(0.1);
    expect(bare.logged).toEqual([]);
    // The version without the batch alone, under the key of a norm that has forgotten once.
    expect(kv.names().map((name) => name.replace(/^norm\/[^/]+/, ""))).toEqual(["/f1/v3"]);
  });

  it("where a model is deleted just after a version gave way, which is still listed", async () => {
    const isolates = start();
    const { here, kv, pass } = isolates;
    const { model } = await trainModel(here, request, false);
    for (let version = 2; version <= 16; version++) await retrainModel(here, model.id, request, false);
    pass(120);
    await retrainModel(here, model.id, request, false);
    pass(0.5);
    await deleteModel(here, model.id);
    expect(here.logged).toEqual([]);
    // What was put last is not listed yet.
    pass(2 * 86_400);
    await cleanUp(here);
    expect(kv.names()).toEqual([]);
  });
});

it("a batch that a stopped process forgot takes its copies along when it is forgotten again", async () => {
  const { bare, kv, pass, nowMs } = start();
  for (const name of ["a", "b"]) await trainNorm(bare, "n", batch(name));
  pass(10);
  const { id = "" } = (await findNorm(bare.database, "n")) ?? {};
  await commitForgetting(bare.database, id, "a", nowMs());
  pass(3);
  await forgetBatch(bare, "n", "a");
  expect(kv.names()).toEqual([`norm/${id}/f1/v3`]);
});

it("of a norm the newest 32 models since it forgot last are kept", () => {
  const keys = ["norm/n/f1/v8", "norm/n/f1/v9", "norm/n/f1/v40", "norm/n/f1/v41", "norm/n/f0/v40", "norm/m/f0/v1"];
  const spare = spareModels(keys, [{ id: "n", forgetCount: 1, version: 40 }]);
  expect(spare).toEqual(["norm/n/f1/v8", "norm/n/f0/v40", "norm/m/f0/v1"]);
});

it("the daily cleaning takes what a training puts after its model was deleted", async () => {
  const isolates = start();
  const { here, kv, pass, sent } = isolates;
  const { model } = await trainModel(here, request, true);
  const { body } = sent.shift() as (typeof sent)[number];
  const put = here.models.put.bind(here.models);
  pass(120);
  const deleting = {
    ...here,
    models: {
      ...here.models,
      put: async (key: string, value: string, options?: { expirationTtl?: number }) => {
        // Only results expire; what does not is what stays.
        if (options?.expirationTtl === undefined && kv.names().some((name) => name.includes("/data/")))
          await deleteModel(here, model.id);
        await put(key, value, options);
      },
    },
  };
  await deliver(deleting, body);
  await workOff(isolates, here);
  expect(kv.names().map((name) => name.split("/")[2])).toEqual(expect.arrayContaining(["v1"]));
  pass(60);
  await cleanUp(here);
  expect(kv.names()).not.toEqual([]);
  pass(86_400);
  await cleanUp(here);
  expect(kv.names()).toEqual([]);
});
