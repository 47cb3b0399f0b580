// Norms with categories: the same in whatever batches and order their rows come, and what rows of new levels are answered.
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { askWhatIf } from "../../src/norm/answer/ask-what-if.ts";
import { countSavings } from "../../src/norm/answer/count-savings.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { forgetBatch } from "../../src/norm/learn/forget-batch.ts";
import { selectFeatures } from "../../src/norm/learn/select-features.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, SavingsRequest, TrainRequest, WhatIfRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";
import { relativeError, uniform } from "../support/numbers.ts";

// Merges in another order, and of other columns.
const ROUNDING = 1e-9;

const context = openContext(10);
afterAll(() => context.close());

const specify = (name: string, specification: object) =>
  specifyNorm(context, name, parse(NormSpecification, specification));
const train = (name: string, body: object) => trainNorm(context, name, parse(TrainRequest, body));
const predict = (name: string, body: object) => predictNorm(context, name, parse(PredictRequest, body));
const coefficientsOf = async (name: string) => {
  const { intercept, coefficients } = await readNorm(context, name);
  return Object.fromEntries([["", intercept], ...coefficients.map(({ feature, value }) => [feature, value])]);
};

/** y = T + what the tariff adds: 1 by day, 3 by night, 8 at peak. */
const ADDED = { day: 1, night: 3, peak: 8 };
type Tariff = keyof typeof ADDED;
const rowsOf = (tariff: readonly Tariff[], T: readonly number[]) => ({
  x: { T, tariff },
  y: tariff.map((level, i) => (T[i] as number) + ADDED[level]),
});

describe("a tariff of three levels", () => {
  const first = rowsOf(["day", "day", "night", "night", "day"], [1, 2, 1, 4, 3]);
  const second = rowsOf(["peak", "peak", "day", "day"], [1, 5, 2, 6]);

  it("is learned level by level as they come, and told", async () => {
    await specify("solved", { columns: ["T", "tariff"], categories: ["tariff"], lambda: 0 });
    const { warnings } = await train("solved", first);
    expect(warnings[0]).toBe('New category: tariff, of the levels "day", "night".');
    expect((await train("solved", second)).warnings[0]).toBe('New levels: tariff has "peak".');
    const seen = await coefficientsOf("solved");
    expect(Object.keys(seen)).toEqual(["", "T", "tariff=night", "tariff=peak"]);
    expect(relativeError(Object.values(seen) as number[], [1, 1, 2, 7])).toBeLessThan(ROUNDING);
    expect((await readNorm(context, "solved")).inferred?.levels).toEqual({ tariff: ["day", "night", "peak"] });
  });

  it("is answered null at a level that was never seen, and told", async () => {
    const { y, lower, extrapolated, warnings } = await predict("solved", {
      x: { T: [10, 10, 10, 10], tariff: ["night", "holiday", null, "day"] },
    });
    expect(y[0]).toBeCloseTo(13, 9);
    expect(y[1]).toBeNull();
    expect(y[2]).toBeNull();
    expect(y[3]).toBeCloseTo(11, 9);
    expect(lower[1]).toBeNull();
    expect(extrapolated.tariff).toEqual([1]);
    const told =
      'Unseen levels: of tariff 1 of 4 rows have a level that no trained row had ("holiday"); they are answered null.';
    expect(warnings).toContain(told);
  });

  it("is answered the mean of all rows' levels where `unseen_levels` says so", async () => {
    await specify("solved", { columns: ["T", "tariff"], categories: ["tariff"], lambda: 0, unseen_levels: "mean" });
    const { y, lower, warnings } = await predict("solved", { x: { T: [10, 10], tariff: ["holiday", "peak"] } });
    // Five rows by day, two by night, two at peak.
    expect(y[0]).toBeCloseTo(10 + (5 * 1 + 2 * 3 + 2 * 8) / 9, 9);
    expect(y[1]).toBeCloseTo(18, 9);
    expect(lower[0]).toBeNull();
    expect(lower[1]).not.toBeNull();
    expect(warnings.join()).toContain("they are answered the mean of all levels, without an interval");
  });

  it("counts no saving of rows that are answered null, and no ± with the mean of levels", async () => {
    const body = parse(SavingsRequest, {
      ...rowsOf(["day", "night"], [2, 3]),
      x: { T: [2, 3], tariff: ["day", "new"] },
    });
    const mean = await countSavings(context, "solved", body);
    expect(mean.rows.used).toBe(2);
    expect(mean.total.uncertainty).toBeNull();
    await specify("solved", { columns: ["T", "tariff"], categories: ["tariff"], lambda: 0 });
    const none = await countSavings(context, "solved", body);
    expect(none.rows).toEqual({ received: 2, used: 1, skipped: 1 });
    expect(none.expected[1]).toBeNull();
  });

  it("loses a level with the only batch that had it", async () => {
    await specify("lost", { columns: ["T", "tariff"], categories: ["tariff"], lambda: 0 });
    await train("lost", { ...first, batch: "a" });
    await train("lost", { ...second, batch: "b" });
    await forgetBatch(context, "lost", "b");
    expect((await readNorm(context, "lost")).inferred?.levels).toEqual({ tariff: ["day", "night"] });
    expect((await predict("lost", { x: { T: [1], tariff: ["peak"] } })).y).toEqual([null]);
    expect((await predict("lost", { x: { T: [1], tariff: ["peak"] }, version: 1 })).y).toEqual([null]);
  });

  it("is as it would be as columns of 0 and 1", async () => {
    const tariffs = ["day", "night", "peak"] as const;
    const random = uniform(4);
    const tariff = Array.from({ length: 90 }, () => tariffs[Math.floor(3 * random())] as Tariff);
    const T = tariff.map(() => 10 * random());
    const y = rowsOf(tariff, T).y.map((value) => value + random());
    await specify("levels", {
      columns: ["T", "tariff"],
      categories: ["tariff"],
      lambda: 2,
      interactions: [["tariff", "T"]],
    });
    await specify("dummies", {
      columns: ["T", "night", "peak"],
      lambda: 2,
      interactions: [
        ["night", "T"],
        ["peak", "T"],
      ],
    });
    for (let from = 0; from < 90; from += 30) {
      const part = <Value>(values: readonly Value[]) => values.slice(from, from + 30);
      await train("levels", { x: { T: part(T), tariff: part(tariff) }, y: part(y) });
      const [night, peak] = ["night", "peak"].map((level) => part(tariff).map((own) => Number(own === level)));
      await train("dummies", { x: { T: part(T), night, peak }, y: part(y) });
    }
    const [levels, dummies] = [await readNorm(context, "levels"), await readNorm(context, "dummies")];
    expect(levels.coefficients.map(({ feature }) => feature)).toEqual([
      "T",
      "tariff=night",
      "tariff=peak",
      "tariff=night:T",
      "tariff=peak:T",
    ]);
    const numbers = ({ intercept, coefficients }: typeof levels) =>
      [intercept, ...coefficients.flatMap(({ value, std_error }) => [value, std_error])] as number[];
    expect(relativeError(numbers(levels), numbers(dummies))).toBeLessThan(ROUNDING);
    expect(relativeError([levels.fit?.rmse ?? 0], [dummies.fit?.rmse ?? 1])).toBeLessThan(ROUNDING);
  });
});

describe("rows of any levels, in any batches and any order", () => {
  const LEVELS = ["night", "day", "peak", "__proto__", "ünïcode =x", "7"];
  const SPECIFICATION = {
    columns: ["T", "tariff", "mode"],
    categories: ["tariff", "mode"],
    interactions: [
      ["tariff", "T"],
      ["mode", "tariff"],
    ],
  };
  const row = fc.record({
    T: fc.integer({ min: -20, max: 30 }),
    tariff: fc.option(fc.constantFrom(...LEVELS), { freq: 9 }),
    mode: fc.constantFrom<(number | boolean | string)[]>(1, 2, true, "two"),
    noise: fc.integer({ min: -9, max: 9 }),
  });
  type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never;
  const effect = ({ T, tariff, mode, noise }: Row) =>
    40 + 2 * T + 3 * LEVELS.indexOf(tariff ?? "") + String(mode).length * (tariff === "day" ? T : 1) + noise / 3;
  const toBody = (rows: readonly Row[], batch: string) => ({
    x: { T: rows.map(({ T }) => T), tariff: rows.map((of) => of.tariff), mode: rows.map(({ mode }) => mode) },
    y: rows.map(effect),
    batch,
  });
  let count = 0;

  it.each(["auto", 0, 0.5])(
    "make the norm of all at once at λ %s, without those that were forgotten",
    async (lambda) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(row, { minLength: 30, maxLength: 60 }),
          fc.array(row, { minLength: 1, maxLength: 10 }),
          fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 60, maxLength: 60 }),
          fc.infiniteStream(fc.nat({ max: 1_000 })),
          async (rows, wrong, lengths, order) => {
            const id = count++;
            const batches: Row[][] = [];
            for (let from = 0; from < rows.length; from += lengths[batches.length - 1] as number)
              batches.push(rows.slice(from, from + (lengths[batches.length] as number)));
            const complete = (of: readonly Row[]) => of.some(({ tariff }) => tariff !== null);
            const sent = batches.filter(complete);
            fc.pre(sent.length > 1);
            const mixed = sent.map((of, i) => ({ of, i, key: order.next().value })).sort((a, b) => a.key - b.key);
            for (const name of [`whole-${id}`, `cut-${id}`]) await specify(name, { ...SPECIFICATION, lambda });
            await train(`whole-${id}`, toBody(sent.flat(), "all"));
            const isForgotten = complete(wrong);
            for (const { of, i } of mixed) {
              await train(`cut-${id}`, toBody(of, `b${i}`));
              if (i === 0 && isForgotten) await train(`cut-${id}`, toBody(wrong, "wrong"));
            }
            if (isForgotten) await forgetBatch(context, `cut-${id}`, "wrong");
            const [whole, cut] = [await readNorm(context, `whole-${id}`), await readNorm(context, `cut-${id}`)];
            expect(cut.inferred).toEqual(whole.inferred);
            expect(cut.coefficients.map(({ feature }) => feature)).toEqual(
              whole.coefficients.map(({ feature }) => feature),
            );
            const figures = (of: typeof whole) =>
              [of.lambda, of.fit?.rmse, of.cv?.rmse, of.fit?.ddof, of.intercept].map((value) => value ?? 0);
            expect(relativeError(figures(cut), figures(whole))).toBeLessThan(ROUNDING);
            const values = (of: typeof whole) => of.coefficients.map(({ value }) => value);
            expect(relativeError(values(cut), values(whole))).toBeLessThan(ROUNDING);
            const asked = { x: toBody(rows, "").x };
            const y = async (name: string) => (await predict(name, asked)).y.map((value) => value ?? 0);
            expect(relativeError(await y(`cut-${id}`), await y(`whole-${id}`))).toBeLessThan(ROUNDING);
          },
        ),
        { numRuns: 12, seed: 11 },
      );
    },
  );
});

it("a selection takes a category whole or leaves it, and what-if names it whole", async () => {
  const random = uniform(9);
  const pick = <Value>(of: readonly Value[]) => of[Math.floor(of.length * random())] as Value;
  const rows = Array.from({ length: 200 }, () => ({
    T: 10 * random(),
    tariff: pick(["day", "night", "peak"] as const),
    noise: pick(["a", "b", "c", "d"]),
  }));
  await specify("chosen", {
    columns: ["T", "noise", "tariff"],
    categories: ["noise", "tariff"],
    candidates: ["noise", "tariff"],
  });
  for (let from = 0; from < 200; from += 20) {
    const part = rows.slice(from, from + 20);
    const x = {
      T: part.map(({ T }) => T),
      noise: part.map(({ noise }) => noise),
      tariff: part.map(({ tariff }) => tariff),
    };
    await train("chosen", { x, y: part.map(({ T, tariff }) => T + ADDED[tariff] + random()) });
  }
  const { chosen, left_out, path } = await selectFeatures(context, "chosen", { lags: "together" });
  expect({ chosen, left_out }).toEqual({ chosen: ["tariff"], left_out: ["noise"] });
  expect(path.map(({ features }) => features)).toEqual([1, 3, 6]);
  const norm = await readNorm(context, "chosen");
  expect(norm.left_out).toEqual(["noise"]);
  expect(norm.coefficients.map(({ feature }) => feature)).toEqual(["T", "tariff=night", "tariff=peak"]);
  // What is left out is not needed, and a level more stays in the group.
  await train("chosen", { x: { T: [1, 2], noise: ["e", "a"], tariff: ["another", "day"] }, y: [3, 4] });
  const { y } = await predict("chosen", { x: { T: [1], tariff: ["peak"] } });
  expect(y[0]).toBeGreaterThan(8);
  expect((await readNorm(context, "chosen")).coefficients.map(({ feature }) => feature)).toEqual([
    "T",
    "tariff=day",
    "tariff=night",
    "tariff=peak",
  ]);
  const asked = await askWhatIf(context, "chosen", parse(WhatIfRequest, { features: ["T", "noise"] }));
  expect(asked.coefficients.map(({ feature }) => feature)).toEqual(["T", "noise=b", "noise=c", "noise=d", "noise=e"]);
  const named = askWhatIf(context, "chosen", parse(WhatIfRequest, { features: ["tariff=peak"] }));
  await expect(named).rejects.toThrowError("no feature or group is named");
});
