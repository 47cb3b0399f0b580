// Data that were stored before columns had types hold numbers, and go on as they were; what is told of columns is all there is to tell.
import { afterEach, expect, it } from "vitest";
import { predictModel } from "../../src/registry/serve/predict-model.ts";
import { listModels, readCard } from "../../src/registry/serve/read-model.ts";
import { datasets } from "../../src/registry/store/model-tables.ts";
import { predictStored } from "../../src/registry/task/predict-stored.ts";
import { readResult } from "../../src/registry/task/read-result.ts";
import { retrainModel, trainModel } from "../../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../support/context.ts";

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

it("is listed, shown, asked and retrained", async () => {
  const context = openContext(1e9);
  open.push(context);
  const values = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const X = { columns: ["a", "b"], values: [values, values.map(Math.sqrt)], rowCount: values.length, isNamed: true };
  const request = { problem: "regression" as const, name: "Random Forest", h_tune: false };
  const { model } = await trainModel(context, { ...request, X, y: values }, false);
  const before = await predictModel(context, model.id, { X });
  await context.database.update(datasets).set({ profile: null });

  const [listed] = (await listModels(context, {}, "")).models;
  const { types, ...rest } = model;
  expect([listed, types]).toEqual([rest, { a: "number", b: "number" }]);
  const card = await readCard(context, model.id);
  expect(card).not.toHaveProperty("types");
  expect(card.data).toMatchObject({ columns: ["a", "b"], inputs: null, might_be_categories: [], is_weighted: false });
  expect(await predictModel(context, model.id, { X })).toEqual(before);
  expect(await readResult(context, await predictStored(context, model.id), 0)).toEqual({
    json: JSON.stringify(before.y),
  });
  await retrainModel(context, model.id, request, false);
  expect(await predictModel(context, model.id, { X })).toEqual({ ...before, version: 2 });
});
