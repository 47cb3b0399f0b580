// What another version of this service has stored in a format of its own is no matter of waiting.
import { afterEach, expect, it } from "vitest";
import { downloadModel } from "../../src/registry/serve/download-model.ts";
import { predictModel } from "../../src/registry/serve/predict-model.ts";
import { requireModel } from "../../src/registry/serve/read-model.ts";
import { readHead, versionKey } from "../../src/registry/store/artifacts.ts";
import { predictStored } from "../../src/registry/task/predict-stored.ts";
import { readResult } from "../../src/registry/task/read-result.ts";
import { retrainModel, trainModel } from "../../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../support/context.ts";

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

it("is refused with what to do, and can be retrained", async () => {
  const context = openContext(1e9);
  open.push(context);
  const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const X = { columns: ["a"], values: [values], rowCount: values.length, isNamed: true };
  const request = { problem: "regression" as const, name: "Ridge", h_tune: false };
  const { model } = await trainModel(context, { ...request, X, y: values }, false);
  const { key } = (await requireModel(context, model.id, "test")).model;
  const head = await readHead(context.models, key, 1);
  await context.models.put(`${versionKey(key, 1)}/head`, JSON.stringify({ ...head, format: 3 }));
  const refused = {
    code: "conflict",
    message:
      "Cannot read the model: version 1 is stored in a format that this service does not read (3; it reads 1 and 2); retrain it",
  };
  const asked = { columns: ["a"], values: [Float64Array.of(9)], rowCount: 1, isNamed: true };
  await expect(predictModel(context, model.id, { X: asked })).rejects.toMatchObject(refused);
  await expect(downloadModel(context, model.id)).rejects.toMatchObject(refused);
  await expect(predictStored(context, model.id)).rejects.toMatchObject(refused);
  // A version that has answered before does not answer in its place.
  await retrainModel(context, model.id, request, false);
  expect((await predictModel(context, model.id, { X: asked })).version).toBe(2);
  await retrainModel(context, model.id, request, false);
  await context.models.put(`${versionKey(key, 3)}/head`, JSON.stringify({ ...head, format: 3 }));
  await expect(predictModel(context, model.id, { X: asked })).rejects.toMatchObject({ code: "conflict" });
  await retrainModel(context, model.id, request, false);
  expect((await predictModel(context, model.id, { X: asked })).version).toBe(4);
  const taskId = await predictStored(context, model.id);
  expect(await readResult(context, taskId, 0)).toHaveProperty("json");
});
