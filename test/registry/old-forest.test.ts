// A forest that 0.4.0 stored does not tell which of its columns had missing values in training.
import { afterEach, expect, it } from "vitest";
import { predictModel } from "../../src/registry/serve/predict-model.ts";
import { requireModel } from "../../src/registry/serve/read-model.ts";
import { readHead, versionKey } from "../../src/registry/store/artifacts.ts";
import { trainModel } from "../../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../support/context.ts";

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

/** What a forest as 0.4.0 stored it says of a gap in its only column. */
async function askOld(values: Float64Array) {
  const context = openContext(1e9);
  open.push(context);
  const X = { columns: ["a"], values: [values], rowCount: values.length };
  const y = values.map((_, row) => row);
  const request = { problem: "regression" as const, name: "Random Forest", h_tune: false, X, y, params: {} };
  const { model } = await trainModel(context, request, false);
  const { key } = (await requireModel(context, model.id, "test")).model;
  const { columns_with_missing: _, ...head } = (await readHead(context.models, key, 1)) as NonNullable<
    Awaited<ReturnType<typeof readHead>>
  >;
  await context.models.put(`${versionKey(key, 1)}/head`, JSON.stringify(head));
  const asked = { columns: ["a"], values: [Float64Array.of(Number.NaN)], rowCount: 1, isNamed: true };
  return predictModel(context, model.id, { X: asked });
}

it("warns of gaps where its whole table had none, and says what helps", async () => {
  expect((await askOld(Float64Array.of(1, 2, 3, 4))).warnings).toEqual([
    "Unseen gaps: rows with missing values in columns that had none in training: 1 (a); trained anew, the model would send them with more rows.",
  ]);
});

it("says nothing where its table had gaps, for nobody knows in which columns", async () => {
  expect((await askOld(Float64Array.of(1, 2, Number.NaN, 4))).warnings).toEqual([]);
});
