// What an isolate remembers of a norm's factors changes no bit of what is learned, and is never that of another state.
import { afterAll, expect, it } from "vitest";
import { readBasis } from "../../src/norm/basis/read-basis.ts";
import { forgetBatch } from "../../src/norm/learn/forget-batch.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { cachedBasis } from "../../src/norm/store/norm-cache.ts";
import { findNorm, type NormRow } from "../../src/norm/store/norms.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { openContext } from "../support/context.ts";
import { normal, uniform } from "../support/numbers.ts";

const context = openContext(10);
afterAll(() => context.close());

const ROWS = 15;
const draw = normal(uniform(3));
const batches = Array.from({ length: 20 }, (_, batch) => ({
  batch: `b${batch}`,
  t: Array.from({ length: ROWS }, (_, i) => new Date(Date.UTC(2026, 0, 1, batch * ROWS + i)).toISOString()),
  x: { a: Array.from({ length: ROWS }, draw), b: Array.from({ length: ROWS }, draw) },
  y: Array.from({ length: ROWS }, draw),
}));

async function learn(name: string, specification: object): Promise<NormRow> {
  await specifyNorm(context, name, parse(NormSpecification, { columns: ["a", "b"], ...specification }));
  for (const batch of batches) await trainNorm(context, name, parse(TrainRequest, batch));
  return (await findNorm(context.database, name)) as NormRow;
}

/** As an isolate would read it that has just begun. */
const read = (norm: NormRow) => readBasis({ ...context, cache: createCache() }, norm, norm.version);

it("remembers what would be read, to the bit", async () => {
  const norm = await learn("steady", {});
  const { partCount: _, ...known } = cachedBasis(context.cache, norm, norm.version) ?? { partCount: 0 };
  expect(await read(norm)).toMatchObject(known);
  expect(await readBasis(context, norm, norm.version)).toBe(cachedBasis(context.cache, norm, norm.version));
});

it("remembers nothing where batches fade or leave", async () => {
  for (const forget of [{ half_life: "3d" }, { window: "5d" }]) {
    const norm = await learn(Object.keys(forget).join(), { forget });
    expect(cachedBasis(context.cache, norm, norm.version)).toBeUndefined();
  }
});

it("remembers nothing of a norm without rows", async () => {
  await specifyNorm(context, "empty", parse(NormSpecification, { columns: ["a", "b"] }));
  const [batch] = batches;
  await trainNorm(context, "empty", parse(TrainRequest, batch));
  await forgetBatch(context, "empty", "b0");
  const norm = (await findNorm(context.database, "empty")) as NormRow;
  expect(cachedBasis(context.cache, norm, norm.version)).toBeUndefined();
});

it("reads anew after a batch was forgotten, and for another version", async () => {
  const before = await learn("forgetful", {});
  expect(cachedBasis(context.cache, before, before.version)).toBeDefined();
  expect(cachedBasis(context.cache, before, before.version - 1)).toBeUndefined();
  // While the version without the batch is still being learned.
  expect(cachedBasis(context.cache, { ...before, forgetCount: 1 }, before.version)).toBeUndefined();
  await forgetBatch(context, "forgetful", "b4");
  const after = (await findNorm(context.database, "forgetful")) as NormRow;
  const { partCount: _, ...known } = await readBasis(context, after, after.version);
  expect(await read(after)).toMatchObject(known);
});
