// What a norm may have where the host gives a request little CPU time: as many features as are said, and not one more; nothing is stored of
// what is refused.
import { afterEach, expect, it } from "vitest";
import { readLambda } from "../../src/norm/answer/read-lambda.ts";
import { forgetBatch } from "../../src/norm/learn/forget-batch.ts";
import { selectFeatures } from "../../src/norm/learn/select-features.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { createCpuTime } from "../../src/platform/context/cpu-time.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext, type TestContext } from "../support/context.ts";

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

function start(): TestContext {
  const context = openContext(1);
  open.push(context);
  return context;
}

/** As each request on the free plan has it. */
const limited = (context: TestContext): TestContext => ({ ...context, cpu: createCpuTime(0.01) });

const columnsOf = (count: number) => Array.from({ length: count }, (_, j) => `x${j}`);
const specification = (count: number, more: object = {}) =>
  parse(NormSpecification, { columns: columnsOf(count), ...more });
const rows = (count: number, batch: string) =>
  parse(TrainRequest, {
    x: Object.fromEntries(
      columnsOf(count).map((name, j) => [name, Array.from({ length: 24 }, (_, i) => Math.sin(i * (j + 1)))]),
    ),
    y: Array.from({ length: 24 }, (_, i) => i),
    batch,
  });
const events = ({ sqlite }: TestContext) => sqlite.prepare("select count(*) as count from norm_events").get();

it("trains 44 features and no more", async () => {
  const context = start();
  await trainNorm(limited(context), "a", rows(44, "first"));
  expect(events(context)).toEqual({ count: 1 });
  const told = "to train a norm of 45 features takes about 11 ms";
  await expect(trainNorm(limited(context), "b", rows(45, "first"))).rejects.toThrow(told);
  await expect(specifyNorm(limited(context), "b", specification(45))).rejects.toThrow(told);
  expect(events(context)).toEqual({ count: 1 });
  expect((await specifyNorm(limited(context), "b", specification(44))).created).toBe(true);
});

it("learns 32 features anew and no more, whatever asks for it", async () => {
  const context = start();
  for (const count of [32, 33]) {
    await trainNorm(context, `n${count}`, rows(count, "first"));
    await trainNorm(context, `n${count}`, rows(count, "second"));
  }
  expect((await forgetBatch(limited(context), "n32", "first")).version).toBe(3);
  const told = "to learn a norm of 33 features anew from all batches takes about 11 ms";
  await expect(forgetBatch(limited(context), "n33", "first")).rejects.toThrow(told);
  const fading = { forget: { half_life: "9d" } };
  await expect(specifyNorm(limited(context), "n33", specification(33, fading))).rejects.toThrow(told);
  expect(events(context)).toEqual({ count: 5 });
});

it("counts a fading norm as made of many merges, a selection by its candidates, pieces for knots by how many are kept", async () => {
  const context = start();
  await specifyNorm(context, "fading", specification(29, { forget: { half_life: "9d" } }));
  await trainNorm(limited(context), "fading", rows(29, "first"));
  const wide = { forget: { half_life: "9d" } };
  await expect(specifyNorm(limited(context), "wide", specification(30, wide))).rejects.toThrow("30 features");

  await specifyNorm(context, "chosen", specification(20, { candidates: columnsOf(20) }));
  await trainNorm(context, "chosen", rows(20, "first"));
  await readLambda(limited(context), "chosen");
  await expect(selectFeatures(limited(context), "chosen", { lags: "together" })).rejects.toThrow("learn a norm of 20");

  const bent = { piecewise: { x0: { knots: 3 }, x1: { knots: 3 } } };
  const counted = "to train a norm of 64 features, pieces for knots counted, takes";
  await expect(specifyNorm(limited(context), "bent", specification(2, bent))).rejects.toThrow(counted);
});
