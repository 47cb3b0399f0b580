// A row of weight w is w rows: whole weights make the norm of the rows sent so many times, others the fit of weighted least squares.
import { afterAll, describe, expect, it } from "vitest";
import { WEIGHTS } from "../../src/engine/parameter/parameter.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";
import { normal, relativeError, uniform } from "../support/numbers.ts";

// Merges of other rows.
const ROUNDING = 1e-9;

const context = openContext(10);
afterAll(() => context.close());

const specify = (name: string, specification: object) =>
  specifyNorm(context, name, parse(NormSpecification, specification));
const train = (name: string, body: object) => trainNorm(context, name, parse(TrainRequest, body));

/** Rows with a category, and how often each counts. */
function weighted(count: number) {
  const random = uniform(12);
  const draw = normal(random);
  return Array.from({ length: count }, () => {
    const [a, tariff] = [draw(), random() < 0.4 ? "night" : "day"];
    return { a, tariff, y: 50 + 3 * a + (tariff === "night" ? 4 : 0) + draw(), w: 1 + Math.floor(4 * random()) };
  });
}
type Row = ReturnType<typeof weighted>[number];
const toBody = (rows: readonly Row[]) => ({
  x: { a: rows.map(({ a }) => a), tariff: rows.map(({ tariff }) => tariff) },
  y: rows.map(({ y }) => y),
});
const weightsOf = (rows: readonly Row[]) => ({ sample_weight: rows.map(({ w }) => w) });
const repeated = (rows: readonly Row[]) => rows.flatMap((row) => Array<Row>(row.w).fill(row));

async function figures(name: string) {
  const norm = await readNorm(context, name);
  const asked = parse(PredictRequest, { x: { a: [0, 3], tariff: ["day", "night"] } });
  const { y } = await predictNorm(context, name, asked);
  return {
    line: [norm.intercept, ...norm.coefficients.flatMap(({ value, std_error }) => [value, std_error])] as number[],
    fit: [norm.fit?.n, norm.fit?.ddof, norm.fit?.rmse, norm.cv?.rmse, norm.lambda] as number[],
    y: y as number[],
    rows: norm.rows,
  };
}

describe.each([{ lambda: "auto" }, { lambda: 0 }, { lambda: 3 }])("whole weights, %j", (specification) => {
  it("are the rows sent so many times: line, λ, standard errors, fit, cv and predictions", async () => {
    const rows = weighted(120);
    const [once, often] = [`once-${specification.lambda}`, `often-${specification.lambda}`];
    const whole = { columns: ["a", "tariff"], categories: ["tariff"], continues: false, ...specification };
    for (const name of [once, often]) await specify(name, whole);
    for (let from = 0; from < 120; from += 40) {
      const part = rows.slice(from, from + 40);
      expect((await train(once, { ...toBody(part), ...weightsOf(part) })).rows).toEqual({
        received: 40,
        used: 40,
        skipped: 0,
      });
      await train(often, toBody(repeated(part)));
    }
    const [seen, wanted] = [await figures(once), await figures(often)];
    expect(seen.rows).toBe(wanted.rows);
    // Intervals differ: rows that follow on themselves are told from those that follow on each other by their ρ.
    for (const key of ["line", "fit", "y"] as const)
      expect(relativeError(seen[key], wanted[key]), key).toBeLessThan(ROUNDING);
  });
});

describe("weights of any size", () => {
  it("are those of weighted least squares, hand-solved", async () => {
    await specify("solved", { columns: ["a"], lambda: 0, continues: false });
    // The weighted means of a and y are 1.6 and 3.4; b = Σw(a − 1.6)(y − 3.4)/Σw(a − 1.6)² = 8.4/3.6.
    await train("solved", { x: { a: [0, 1, 3] }, y: [1, 1, 7], sample_weight: [0.5, 1, 1] });
    const { intercept, coefficients, fit } = await readNorm(context, "solved");
    expect(coefficients[0]?.value).toBeCloseTo(8.4 / 3.6, 12);
    expect(intercept).toBeCloseTo(3.4 - (1.6 * 8.4) / 3.6, 12);
    expect(fit?.n).toBeCloseTo(2.5, 12);
  });

  it("fade as rows do", async () => {
    const t = (day: number, count: number) =>
      Array.from({ length: count }, (_, i) => new Date(Date.UTC(2026, 0, day + i)).toISOString());
    const body = (day: number, slope: number, weight?: number) => ({
      t: t(day, 10),
      x: { a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
      y: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((a) => slope * a),
      ...(weight !== undefined && { sample_weight: Array(10).fill(weight) }),
    });
    // Rows twenty half-lives old that weigh 2²⁰ count as rows of now.
    await specify("fading", { columns: ["a"], lambda: 0, step: "1d", forget: { half_life: "1d" } });
    await train("fading", body(1, 1, 2 ** 19));
    await train("fading", body(20, 3));
    await specify("lasting", { columns: ["a"], lambda: 0, step: "1d" });
    const ages = (of: number) => Array.from({ length: 10 }, (_, i) => of * 2 ** (i - 9));
    await train("lasting", { ...body(1, 1), sample_weight: ages(1) });
    await train("lasting", { ...body(20, 3), sample_weight: ages(1) });
    const line = async (name: string) => {
      const { intercept, coefficients } = await readNorm(context, name);
      return [intercept ?? 0, coefficients[0]?.value ?? 0];
    };
    expect(relativeError(await line("fading"), await line("lasting"))).toBeLessThan(ROUNDING);
  });

  it("that add up to little are told", async () => {
    const { warnings } = await train("light", {
      x: { a: [1, 2, 3, 4] },
      y: [1, 2, 3, 5],
      sample_weight: [0.4, 0.4, 0.4, 0.4],
    });
    expect(warnings[0]).toBe("Light weights: those of 4 rows add up to 1.6; they count as so many rows, no more.");
  });

  it("are part of what a batch says", async () => {
    const body = { x: { a: [1, 2, 4] }, y: [1, 2, 3], sample_weight: [1, 2, 1], batch: "b" };
    await train("told", body);
    expect((await train("told", body)).replayed).toBe(true);
    await expect(train("told", { ...body, sample_weight: [1, 2, 2] })).rejects.toThrowError("other content");
    await expect(train("told", { ...body, sample_weight: undefined })).rejects.toThrowError("other content");
  });
});

it.each([
  ["none", [1, 0, 1], "sample_weight[1]", "leave the row out"],
  ["less than the least", [1, WEIGHTS.least * 0.999, 1], "sample_weight[1]", "0.000001"],
  ["more than the most", [1, WEIGHTS.most * 1.001, 1], "sample_weight[1]", "1000000"],
  ["a negative one", [1, 1, -1], "sample_weight[2]", "no weight"],
  ["a missing one", [1, null, 1], "sample_weight[1]", "null is no weight"],
  ["text", [1, "1", 1], "sample_weight[1]", '"1" is no weight'],
  ["too few", [1, 1], "sample_weight", "one weight per row"],
  ["no list", 2, "sample_weight", "array"],
])("%s is refused", (_, sample_weight, path, told) => {
  const wrong = () => parse(TrainRequest, { x: { a: [1, 2, 3] }, y: [1, 2, 3], sample_weight });
  expect(wrong).toThrowError(`${path}: `);
  expect(wrong).toThrowError(told);
});

it("the least and the most weigh", () => {
  const { sample_weight } = parse(TrainRequest, {
    x: { a: [1, 2] },
    y: [1, 2],
    sample_weight: [WEIGHTS.least, WEIGHTS.most],
  });
  expect(sample_weight).toEqual(Float64Array.of(WEIGHTS.least, WEIGHTS.most));
});
