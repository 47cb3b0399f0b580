// Errors of rows that fade are means by their weights, whose sum is no whole number; what a row weighs goes by the end of its day.
import { afterAll, describe, expect, it } from "vitest";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { readLambda } from "../../src/norm/answer/read-lambda.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { selectFeatures } from "../../src/norm/learn/select-features.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, SelectionRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { openContext } from "../support/context.ts";
import { normal, uniform } from "../support/numbers.ts";

const context = openContext(10);
afterAll(() => context.close());

const DAY_MS = 86_400_000;

it("a half-life of ten days: a line by hand", async () => {
  const draw = normal(uniform(2));
  const x = Array.from({ length: 90 }, () => draw());
  const y = x.map((value) => 20 + 3 * value + 4 * draw());
  const t = x.map((_, i) => new Date(Date.UTC(2025, 0, 1) + i * DAY_MS).toISOString());
  const specification = { columns: ["x"], lambda: 0, forget: { half_life: "10d" } };
  await specifyNorm(context, "fading", parse(NormSpecification, specification));
  await trainNorm(context, "fading", parse(TrainRequest, { t, x: { x }, y }));
  const { rows, fit } = await readNorm(context, "fading");

  const weights = x.map((_, i) => 2 ** (-(x.length - 1 - i) / 10));
  const sum = (of: (i: number) => number) => weights.reduce((total, weight, i) => total + weight * of(i), 0);
  const n = sum(() => 1); // 14.9
  const [meanX, meanY] = [sum((i) => x[i] as number) / n, sum((i) => y[i] as number) / n];
  const dx = (i: number) => (x[i] as number) - meanX;
  const dy = (i: number) => (y[i] as number) - meanY;
  const slope = sum((i) => dx(i) * dy(i)) / sum((i) => dx(i) ** 2);
  const squares = sum((i) => (dy(i) - slope * dx(i)) ** 2);
  expect(rows).toBe(Math.round(n));
  expect(fit?.n).toBeCloseTo(n, 10);
  expect(fit?.rmse).toBeCloseTo(Math.sqrt(squares / n), 10);
  expect(fit?.ddof).toBeCloseTo(n - 2, 10);
  expect(fit?.cvrmse_adj).toBeCloseTo((100 * Math.sqrt(squares / (n - 2))) / meanY, 10);
});

/** So many hours after the first of January. */
const hour = (hours: number) => new Date(Date.UTC(2025, 0, 1) + (hours * DAY_MS) / 24).toISOString();

it("a batch whose last day was not learned from is as old as the last that was", async () => {
  const specification = { columns: ["x"], lambda: 0, forget: { half_life: "1d" } };
  await specifyNorm(context, "unfinished", parse(NormSpecification, specification));
  const train = (hours: number[], x: number[], y: (number | null)[]) =>
    trainNorm(context, "unfinished", parse(TrainRequest, { t: hours.map(hour), x: { x }, y }));
  await train([0, 1, 24], [0, 1, 0], [0, 0, null]);
  await train([48, 49], [0, 1], [5, 5]);
  // Two days older, a row of the first batch counts for a quarter of one of the second: (0 + 4 · 5) / 5.
  const { intercept, coefficients } = await readNorm(context, "unfinished");
  expect(intercept).toBeCloseTo(4, 10);
  expect(coefficients[0]?.value).toBeCloseTo(0, 10);
});

describe("a window of two days, and half-hours of four", () => {
  // The last two days lie on y = 1 + 2x; 90 and 30 are far from it. 96 rows are enough to tell how they scatter.
  const A_DAY = 48;
  const hours = Array.from({ length: 4 * A_DAY }, (_, row) => row / 2);
  const x = hours.map((_, row) => row % 2);
  const y = hours.map((_, row) => [90, 30][Math.floor(row / A_DAY)] ?? 1 + 2 * (row % 2));

  async function learn(days: number): Promise<string> {
    const name = `window-${days}`;
    const cut = days * A_DAY;
    const specification = { columns: ["x"], lambda: 0, forget: { window: "2d" } };
    await specifyNorm(context, name, parse(NormSpecification, specification));
    for (let from = 0; from < hours.length; from += cut) {
      const of = <T>(all: readonly T[]) => all.slice(from, from + cut);
      await trainNorm(context, name, parse(TrainRequest, { t: of(hours).map(hour), x: { x: of(x) }, y: of(y) }));
    }
    return name;
  }

  it.each([1, 2, 4])("are a line through the last two, in batches of %i days", async (days) => {
    const { rows, intercept, coefficients } = await readNorm(context, await learn(days));
    expect(rows).toBe(2 * A_DAY);
    expect(intercept).toBeCloseTo(1, 10);
    expect(coefficients[0]?.value).toBeCloseTo(2, 10);
  });

  it("of one batch do not scatter about the line where they are not in it", async () => {
    const asked = parse(PredictRequest, { t: [hour(96)], x: { x: [2] } });
    const told = await predictNorm(context, await learn(4), asked);
    for (const value of [told.y[0], told.lower?.[0], told.upper?.[0]]) expect(value).toBeCloseTo(5, 8);
  });
});

describe("a half-life of a day, and no complete row for days", () => {
  /** One complete row, and so many days later one without y. */
  async function faded(name: string, days: number) {
    let now = Date.UTC(2025, 0, 1);
    const of = { ...context, nowMs: () => now, cache: createCache() };
    const specification = { columns: ["x"], lags: { x: [0, 2] }, forget: { half_life: "1d" }, candidates: ["x"] };
    await specifyNorm(of, name, parse(NormSpecification, specification));
    await trainNorm(of, name, parse(TrainRequest, { x: { x: [1, 2, 3] }, y: [1, 2, 4] }));
    now += days * DAY_MS;
    const answer = await trainNorm(of, name, parse(TrainRequest, { x: { x: [1] }, y: [null] }));
    return { of, answer, norm: await readNorm(of, name) };
  }

  it("half a row is a row", async () => {
    const { answer, norm } = await faded("half", 1);
    expect([norm.rows, norm.lambda]).toEqual([1, answer.lambda]);
    expect(norm.fit?.n).toBeCloseTo(0.5, 12);
    expect(answer.lambda).not.toBeNull();
    expect(answer.warnings).toContainEqual(expect.stringMatching(/^Too few rows: 1 for 2 features;/));
  });

  it("less is nothing, whoever asks", async () => {
    const { of, answer, norm } = await faded("less", 2);
    expect([norm.rows, norm.fit, norm.lambda, norm.cv, answer.lambda]).toEqual([0, null, null, null, null]);
    const nothing = "Nothing learned: there is no complete row so far, or none that is not forgotten.";
    expect(answer.warnings).toEqual([expect.stringContaining("No row used"), nothing]);
    expect(norm.warnings).toEqual([nothing]);
    expect(await readLambda(of, "less")).toMatchObject({ lambda: null, path: [] });
    await expect(predictNorm(of, "less", parse(PredictRequest, { x: { x: [1] } }))).rejects.toThrow(
      "has no complete row up to version 2, or none that is not forgotten",
    );
    await expect(selectFeatures(of, "less", parse(SelectionRequest, {}))).rejects.toThrow("is not trained");
  });
});
