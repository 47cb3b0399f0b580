// A model whose copy in KV is gone is made again from what is committed, and a batch whose process died is learned when it comes again:
// both as they were made, or would have been, the first time.
import { afterEach, describe, expect, it } from "vitest";
import { countSavings } from "../../src/norm/answer/count-savings.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { UNDER_WAY_MS } from "../../src/norm/basis/learn-version.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, SavingsRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import type { Context } from "../../src/platform/context/context.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { normal, uniform } from "../support/numbers.ts";

const DAY_MS = 86_400_000;
const NAME = "norm";

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

const timesOf = (days: readonly number[]) =>
  days.map((day) => new Date(Date.UTC(2025, 0, 1) + day * DAY_MS).toISOString());

/** Days of a temperature that has three values only. */
function rowsOf(days: readonly number[]) {
  const draw = normal(uniform(days.length));
  const T = days.map((day) => (7 * day) % 3);
  return { t: timesOf(days), x: { T }, y: T.map((value) => 10 + value + draw() / 10) };
}
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const withoutTimes = ({ x, y }: ReturnType<typeof rowsOf>) => ({ x, y });
const withGaps = (rows: ReturnType<typeof rowsOf>) => ({
  ...rows,
  x: { T: rows.x.T.map((value, i) => (i % 7 === 3 ? null : value)) },
});
/** One of two tariffs, from the second half on of three. */
const withTariff = (rows: ReturnType<typeof rowsOf>, tariffs: readonly string[]) => ({
  ...rows,
  x: { ...rows.x, tariff: rows.x.T.map((_, i) => tariffs[(5 * i) % tariffs.length]) },
});
const TARIFF = { columns: ["T", "tariff"], categories: ["tariff"], interactions: [["tariff", "T"]] };
const weighed = (rows: ReturnType<typeof rowsOf>) => ({ ...rows, sample_weight: rows.y.map((_, i) => 1 + (i % 3)) });
const RARE = [0, 3, 5, 9, 13, 20, 24];

/** What a caller is warned of in the end, and the batches. */
const CASES: [string, string, object, object[]][] = [
  ["λ chosen", "Seasons missing", {}, [rowsOf(range(0, 30)), rowsOf(range(30, 60))]],
  [
    "knots placed",
    "2 of the 6 knots asked for",
    { piecewise: { T: { knots: 6 } } },
    [rowsOf(range(0, 30)), rowsOf(range(30, 60))],
  ],
  ["rows that follow on none", "No rows in succession", { step: "1d" }, [rowsOf(RARE)]],
  ["rows that come late", "Seasons missing", {}, [rowsOf(range(10, 40)), rowsOf(range(0, 30))]],
  [
    "windows with gaps",
    "Seasons missing",
    { rolling: [{ column: "T", window: 3, statistic: "mean", min_coverage: 0.5 }] },
    [withGaps(rowsOf(range(0, 30))), rowsOf(range(50, 80))],
  ],
  [
    "categories",
    "Seasons missing",
    TARIFF,
    [withTariff(rowsOf(range(0, 30)), ["night", "peak"]), withTariff(rowsOf(range(30, 60)), ["day", "night", "peak"])],
  ],
  [
    "categories that leave a window",
    "Seasons missing",
    { ...TARIFF, forget: { window: "20d" } },
    [withTariff(rowsOf(range(0, 30)), ["night", "peak"]), withTariff(rowsOf(range(70, 100)), ["day"])],
  ],
  ["weights", "Seasons missing", {}, [weighed(rowsOf(range(0, 30))), rowsOf(range(30, 60))]],
  ["lags without times", "Few rows", { lags: { T: [0, 2] } }, [withoutTimes(rowsOf(range(0, 20)))]],
  [
    "a window that forgets",
    "Seasons missing",
    { forget: { window: "20d" } },
    [rowsOf(range(0, 30)), rowsOf(range(70, 100))],
  ],
];

/** Trains batch after batch; answers what each was told, and what the norm was then. `isKilled`: each first dies once it is committed. */
async function train(specification: object, batches: readonly object[], isKilled: boolean) {
  let now = Date.UTC(2026, 0, 1);
  const context = openContext(10, () => now);
  open.push(context);
  const dies = () => {
    throw new Error("killed");
  };
  // A refusal of KV alone would be gone on without, and logged.
  const killed: Context = { ...context, models: { ...context.models, put: async () => dies() }, log: dies };
  await specifyNorm(context, NAME, parse(NormSpecification, { columns: ["T"], ...specification }));
  const told = [];
  for (const [i, batch] of batches.entries()) {
    const request = () => parse(TrainRequest, { ...batch, batch: `${i}` });
    if (isKilled) await expect(trainNorm(killed, NAME, request())).rejects.toThrow("killed");
    now += UNDER_WAY_MS + 1;
    const { replayed = false, ...answer } = await trainNorm({ ...context, cache: createCache() }, NAME, request());
    expect(replayed).toBe(isKilled);
    told.push({ answer, norm: await readTimeless(context) });
  }
  return { context, told };
}

/** The norm, but for when it and its newest batch were made. */
async function readTimeless(context: Context) {
  const { created_at: _, newest_batch, ...norm } = await readNorm(context, NAME);
  return { ...norm, newest_batch: newest_batch && { ...newest_batch, time: "" } };
}

/** Another isolate, of which KV has forgotten all models. */
const elsewhere = (context: Context): Context => ({
  ...context,
  cache: createCache(),
  models: { ...context.models, get: async () => null },
});

describe.each(CASES)("%s", (_, warning, specification, batches) => {
  it("are told as they were when the model is made again", async () => {
    const { context, told } = await train(specification, batches, false);
    const again = await readTimeless(elsewhere(context));
    expect(again.warnings.join()).toContain(warning);
    expect(again).toEqual(told.at(-1)?.norm);
  });

  it("are told as they would have been when the batch comes again after a crash", async () => {
    const { told } = await train(specification, batches, true);
    expect(told).toEqual((await train(specification, batches, false)).told);
  });
});

it("a version from before the norm forgot is made again as it was", async () => {
  const { context } = await train({}, [rowsOf(range(0, 300))], false);
  await specifyNorm(context, NAME, parse(NormSpecification, { columns: ["T"], forget: { half_life: "20d" } }));
  const rows = { ...rowsOf(range(360, 390)), version: 1 };
  const ask = async (of: Context) => {
    const { total } = await countSavings(of, NAME, parse(SavingsRequest, rows));
    const { lower, upper } = await predictNorm(of, NAME, parse(PredictRequest, { t: rows.t, x: rows.x, version: 1 }));
    return { total, lower, upper };
  };
  expect(await ask(elsewhere(context))).toEqual(await ask(context));
});
