// What each feature accounts for: with the base it adds up to y, whatever the norm is made of and however its rows weigh.
import { afterAll, describe, expect, it } from "vitest";
import { explainNorm } from "../../src/norm/answer/explain-norm.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { readNorm, requireNorm } from "../../src/norm/answer/read-norm.ts";
import { loadModel } from "../../src/norm/basis/load-model.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import type { Explanation } from "../../src/norm/schema/norm-answer.ts";
import { PredictRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { keyOf } from "../../src/norm/store/norm-models.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { openContext } from "../support/context.ts";
import { normal, relativeError, uniform } from "../support/numbers.ts";

// Sums of up to 40 products in another order.
const EXACT = 1e-9;
// The rows were merged as they came, and are merged again as they are kept.
const ROUNDING = 1e-12;
const HOUR_MS = 3_600_000;

const context = openContext(10);
afterAll(() => context.close());

const specify = (name: string, specification: object) =>
  specifyNorm(context, name, parse(NormSpecification, specification));
const train = (name: string, body: object) => trainNorm(context, name, parse(TrainRequest, body));
const explain = async (name: string, body: object) => {
  const answer = await explainNorm(context, name, parse(PredictRequest, body));
  return { ...answer, explanation: answer.explanation as Explanation };
};

/** Hours of a temperature and a tariff; the third has no temperature. */
function hours(from: number, count: number) {
  const random = uniform(from + 1);
  const draw = normal(random);
  const index = Array.from({ length: count }, (_, i) => from + i);
  const T_out = index.map((i) => 8 + 9 * Math.sin(i / 50) + draw());
  const tariff = index.map(() => (random() < 0.3 ? "night" : "day"));
  return {
    t: index.map((i) => new Date(Date.UTC(2026, 0, 5) + i * HOUR_MS).toISOString()),
    x: { T_out: T_out.map((value, i) => (from > 0 && i === 2 ? null : value)), tariff },
    y: T_out.map((value, i) => 1e4 + 30 * Math.max(15 - value, 0) + (tariff[i] === "day" ? 20 : 0) + draw()),
  };
}
type Hours = ReturnType<typeof hours>;
const withoutTimes = ({ x, y }: Hours) => ({ x, y });
const weighed = (rows: Hours) => ({ ...rows, sample_weight: rows.y.map((_, i) => 0.5 + (i % 3)) });
const SPECIFICATION = { columns: ["T_out", "tariff"], categories: ["tariff"] };

/** Of each: what it is specified as, what it is sent, and what its features come of. */
const CASES: [string, object, (rows: Hours) => object, string[]][] = [
  ["columns as they are", {}, withoutTimes, ["T_out", "tariff"]],
  ["lags", { lags: { T_out: [0, 1, 3] } }, withoutTimes, ["T_out", "tariff"]],
  ["degree days", { degree_days: { column: "T_out", heating: 15, cooling: 12 } }, withoutTimes, ["T_out", "tariff"]],
  ["placed knots", { piecewise: { T_out: { knots: 3 } } }, withoutTimes, ["T_out", "tariff"]],
  [
    "calendars, windows and products",
    {
      calendar: ["weekend", { daily: 2 }],
      rolling: [{ column: "T_out", window: "3h", statistic: "mean" }],
      difference: { T_out: ["1h"] },
      interactions: [["tariff", "T_out"]],
    },
    (rows) => rows,
    ["T_out", "weekend", "daily", "tariff", "tariff:T_out"],
  ],
  ["weights", { lambda: 3 }, weighed, ["T_out", "tariff"]],
  ["rows that fade", { forget: { half_life: "2d" } }, weighed, ["T_out", "tariff"]],
  ["a window", { forget: { window: "3d" } }, (rows) => rows, ["T_out", "tariff"]],
];

describe.each(CASES)("of %s", (what, specification, bodyOf, sources) => {
  const name = what.replaceAll(/[^a-z]/g, "-");

  it("the parts add up to y, and are named as the coefficients", async () => {
    await specify(name, { ...SPECIFICATION, ...specification });
    for (const from of [0, 100, 200]) await train(name, bodyOf(hours(from, 100)));
    const { y: _, sample_weight: __, ...asked } = bodyOf(hours(300, 30)) as Record<string, unknown>;
    const { explanation, ...plain } = await explain(name, asked);
    expect(plain).toEqual(await predictNorm(context, name, parse(PredictRequest, asked)));
    const { base, contributions, means } = explanation;
    const { coefficients } = await readNorm(context, name);
    expect(Object.keys(contributions)).toEqual(coefficients.map(({ feature }) => feature));
    expect(Object.keys(means)).toEqual(Object.keys(contributions));
    expect(Object.keys(explanation.sources)).toEqual(sources);
    expect(plain.y[2]).toBeNull();
    for (const parts of [contributions, explanation.sources]) {
      for (const [row, expected] of plain.y.entries()) {
        const of = Object.values(parts).map((column) => column[row] as number | null);
        if (expected === null) expect(of).toEqual(of.map(() => null));
        else
          expect(Math.abs((of as number[]).reduce((sum, part) => sum + part, base) / expected - 1)).toBeLessThan(EXACT);
      }
    }
  });
});

describe("an explanation", () => {
  it("goes by the weighted means, hand-solved", async () => {
    await specify("solved", { columns: ["a"], lambda: 0, continues: false });
    // The weighted means of a and y are 1.6 and 3.4, and the line is 3.4 + 7/3 · (a − 1.6) (weights.test.ts).
    await train("solved", { x: { a: [0, 1, 3] }, y: [1, 1, 7], sample_weight: [0.5, 1, 1] });
    const { explanation } = await explain("solved", { x: { a: [1.6, 4.6, null] } });
    expect(explanation.base).toBeCloseTo(3.4, 12);
    expect(explanation.means.a).toBeCloseTo(1.6, 12);
    expect(explanation.contributions.a?.[0]).toBeCloseTo(0, 12);
    expect(explanation.contributions.a?.[1]).toBeCloseTo(7, 12);
    expect(explanation.contributions.a?.[2]).toBeNull();
    expect(explanation.sources).toEqual(explanation.contributions);
  });

  it("of rows that fade goes by their faded mean, hand-solved", async () => {
    // Rows age by days: those of the first batch are twenty and nineteen days older than the last one, the third is a day older.
    await specify("faded", { columns: ["a"], lambda: 0, forget: { half_life: "10d" } });
    await train("faded", { t: ["2026-01-01", "2026-01-02"], x: { a: [0, 2] }, y: [0, 2] });
    await train("faded", { t: ["2026-01-20", "2026-01-21"], x: { a: [10, 13] }, y: [10, 13] });
    const { explanation } = await explain("faded", { t: ["2026-01-22"], x: { a: [20] } });
    const weights = [20, 19, 1, 0].map((days) => 2 ** (-days / 10)) as [number, number, number, number];
    const mean = (2 * weights[1] + 10 * weights[2] + 13) / weights.reduce((sum, weight) => sum + weight, 0);
    expect(explanation.means.a).toBeCloseTo(mean, 12);
    expect(explanation.base).toBeCloseTo(mean, 12);
    expect(explanation.contributions.a?.[0]).toBeCloseTo(20 - mean, 12);
  });

  it("of a level that no row had, answered as the mean of all, has none of the category", async () => {
    await specify("unseen", { ...SPECIFICATION, unseen_levels: "mean" });
    await train("unseen", withoutTimes(hours(0, 100)));
    const { explanation } = await explain("unseen", { x: { T_out: [5], tariff: ["peak"] } });
    expect(explanation.sources.tariff?.[0]).toBeCloseTo(0, 12);
  });

  it("of a model that was kept without means finds them in the factors", async () => {
    const asked = { x: { T_out: [5, 30], tariff: ["day", "night"] } };
    const names = ["lags", "degree-days", "placed-knots"];
    const before = await Promise.all(names.map((name) => explain(name, asked)));
    for (const name of names) {
      const norm = await requireNorm(context, name);
      const key = keyOf(norm, norm.version);
      const stored = JSON.parse((await context.models.get(key)) as string);
      expect(stored.means).toBeTypeOf("string");
      await context.models.put(key, JSON.stringify({ ...stored, means: undefined }));
    }
    context.cache = createCache();
    const found = await Promise.all(names.map((name) => explain(name, asked)));
    for (const [i, { y, explanation }] of found.entries()) {
      expect(y).toEqual(before[i]?.y);
      const wanted = before[i]?.explanation as Explanation;
      expect(relativeError(Object.values(explanation.means), Object.values(wanted.means))).toBeLessThan(ROUNDING);
    }
    // From then on they are remembered.
    for (const norm of await Promise.all(names.map((name) => requireNorm(context, name))))
      expect((await loadModel(context, norm, norm.version)).means).not.toBeNull();
  });
});
