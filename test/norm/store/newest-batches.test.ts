// What a list tells of each norm's newest batch is looked up, however many versions the norm has.
import { afterAll, beforeAll, expect, it } from "vitest";
import { listNorms } from "../../../src/norm/answer/list-norms.ts";
import { readHistory } from "../../../src/norm/answer/read-history.ts";
import { readNorm } from "../../../src/norm/answer/read-norm.ts";
import { forgetBatch } from "../../../src/norm/learn/forget-batch.ts";
import { specifyNorm } from "../../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../../src/norm/learn/train-norm.ts";
import { TrainRequest } from "../../../src/norm/schema/norm-request.ts";
import { SpecifyRequest } from "../../../src/norm/schema/specify-request.ts";
import { newestBatches } from "../../../src/norm/store/versions.ts";
import { parse } from "../../../src/platform/schema/parse.ts";
import { openContext, type TestContext } from "../../support/context.ts";

let context: TestContext;
beforeAll(() => {
  context = openContext(60);
});
afterAll(() => context.close());

const specify = (name: string, lambda: number) =>
  specifyNorm(context, name, parse(SpecifyRequest, { columns: ["x"], lambda }));
const train = (name: string, batch: string, y: number[]) =>
  trainNorm(context, name, parse(TrainRequest, { x: { x: y.map((_, i) => i) }, y, batch }));
const newest = async () => {
  const { norms } = await listNorms(context, {}, "");
  return norms.map(({ norm, newest_batch }) => [norm, newest_batch?.batch ?? null, newest_batch?.version ?? null]);
};

it("is the newest that is not forgotten, whatever came after it", async () => {
  for (const name of ["a", "b", "empty"]) await specify(name, 0);
  await train("a", "one", [1, 3, 4, 8]);
  await train("a", "two", [1, 2, 5, 6]);
  await train("b", "only", [2, 1, 5, 3]);
  await specify("a", 1);
  expect(await newest()).toEqual([
    ["a", "two", 2],
    ["b", "only", 1],
    ["empty", null, null],
  ]);
  const { history } = await readHistory(context, "a", {});
  const { newest_batch } = await readNorm(context, "a");
  const { batch, version, time, error, drift } = history[1] as (typeof history)[number];
  expect(newest_batch).toEqual({ batch, version, time, error, drift });
  expect(error?.rmse).toBeGreaterThan(0);
  await forgetBatch(context, "a", "two");
  expect(await newest()).toEqual([
    ["a", "one", 1],
    ["b", "only", 1],
    ["empty", null, null],
  ]);
});

it("is found by indexes alone", () => {
  const asked = newestBatches(context.database, ["a", "b"]).toSQL();
  const plan = context.sqlite.prepare(`explain query plan ${asked.sql}`).all(...(asked.params as string[]));
  const steps = plan.map(({ detail }) => String(detail)).filter((step) => /norm_|live/.test(step));
  expect(steps.every((step) => step.startsWith("SEARCH"))).toBe(true);
  expect(steps.find((step) => step.includes("live"))).toContain("INDEX norm_events_ends (norm_id=?)");
});
