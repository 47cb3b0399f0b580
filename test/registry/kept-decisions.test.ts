// What is kept of held-out rows: a sample of many, gone with its version; and versions of before there was any say so.
import { afterEach, expect, it } from "vitest";
import { deleteModel } from "../../src/registry/serve/delete-model.ts";
import { readModelDecisions } from "../../src/registry/serve/read-decisions.ts";
import { readCard } from "../../src/registry/serve/read-model.ts";
import { trainings } from "../../src/registry/store/model-tables.ts";
import { findModel } from "../../src/registry/store/registry.ts";
import { retrainModel, trainModel } from "../../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../support/context.ts";

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

async function trained(rowCount = 8) {
  const context = openContext(1e9);
  open.push(context);
  const values = Float64Array.from({ length: rowCount }, (_, i) => i + 1);
  const X = { columns: ["a"], values: [values], rowCount, isNamed: true };
  const request = { problem: "regression" as const, name: "Ridge", h_tune: false };
  const { model } = await trainModel(context, { ...request, X, y: values.map(Math.sqrt) }, false);
  return { context, model, request };
}

it("is told to be none of a version of before, until it is trained again", async () => {
  const { context, model, request } = await trained();
  const score = (await findModel(context.database, model.id))?.training.score;
  expect(score?.hasDecisions).toBe(true);
  expect((await readCard(context, model.id)).score).not.toHaveProperty("hasDecisions");
  const { hasDecisions: _, ...before } = score as NonNullable<typeof score>;
  await context.database.update(trainings).set({ score: before });
  await expect(readModelDecisions(context, model.id, {})).rejects.toThrow("is of before 0.13.0 and kept none");
  await retrainModel(context, model.id, request, false);
  expect(await readModelDecisions(context, model.id, {})).toMatchObject({ version: 2, held_out: 8 });
});

it("stands under its version's key, and goes with the model", async () => {
  const { context, model } = await trained();
  const kept = async () => (await context.models.list({ prefix: "model/", cursor: null, limit: 100 })).keys;
  expect((await kept()).filter(({ name }) => name.endsWith("/v1/decisions"))).toHaveLength(1);
  await deleteModel(context, model.id);
  expect(await kept()).toEqual([]);
});

it("is of the rows that some tree did not draw, under their places in the table", async () => {
  const context = openContext(1e9);
  open.push(context);
  const values = Float64Array.from({ length: 60 }, (_, i) => i + 1);
  const X = { columns: ["a"], values: [values], rowCount: 60, isNamed: true };
  const request = { problem: "regression" as const, name: "Random Forest", h_tune: false, params: { n_estimators: 3 } };
  const y = values.map(Math.sqrt);
  const { model } = await trainModel(context, { ...request, X, y }, false);
  const { row, actual, held_out, rows } = await readModelDecisions(context, model.id, {});
  expect([held_out, rows]).toEqual([row.length, 60]);
  expect(held_out).toBeLessThan(60);
  expect(actual).toEqual(row.map((place) => y[place]));
});

it("is a sample of 20,000 of more rows, and its figures are of all", async () => {
  const { context, model } = await trained(20_001);
  const { row, held_out, kept, residuals } = await readModelDecisions(context, model.id, { limit: 20_000 });
  expect([held_out, kept, new Set(row).size]).toEqual([20_001, 20_000, 20_000]);
  const { counts = [], below = 0, above = 0 } = residuals?.histogram ?? {};
  expect(counts.reduce((sum, n) => sum + n, below + above)).toBe(20_001);
});
