// The same rows in batches of any length make the same norm: its coefficients, its λ and errors, and how sure it is.
import { afterAll, describe, expect, it } from "vitest";
import { countSavings } from "../../src/norm/answer/count-savings.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, SavingsRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";
import { normal, relativeError, uniform } from "../support/numbers.ts";

// Merges in another order: some hundred roundings, divided by how well the columns are told apart.
const ROUNDING = 1e-11;

const context = openContext(10);
afterAll(() => context.close());

const DAY_MS = 86_400_000;
const ROWS = 240;

/** Days of a building, whose residuals stay for some days. */
function days(from: number, count: number) {
  const draw = normal(uniform(5));
  let stays = 0;
  const rows = Array.from({ length: from + count }, (_, i) => {
    const T = 10 - 8 * Math.cos((2 * Math.PI * (i - 15)) / 365) + 3 * draw();
    stays = 0.6 * stays + draw();
    return { t: new Date(Date.UTC(2025, 0, 1) + i * DAY_MS).toISOString(), T, y: 40 + 2 * Math.max(15 - T, 0) + stays };
  }).slice(from);
  return { t: rows.map(({ t }) => t), x: { T: rows.map(({ T }) => T) }, y: rows.map(({ y }) => y) };
}

const slice = ({ t, x, y }: ReturnType<typeof days>, from: number, to: number) => ({
  t: t.slice(from, to),
  x: { T: x.T.slice(from, to) },
  y: y.slice(from, to),
});

async function learn(name: string, cut: number, forget?: { half_life?: string; window?: string }) {
  const specification = {
    columns: ["T"],
    calendar: ["weekend", "day_of_week"],
    lags: { T: [0, 1] },
    degree_days: { column: "T", heating: 15 },
    step: "1d",
    ...(forget && { forget }),
  };
  await specifyNorm(context, name, parse(NormSpecification, specification));
  const all = days(0, ROWS);
  for (let from = 0; from < ROWS; from += cut)
    await trainNorm(context, name, parse(TrainRequest, slice(all, from, from + cut)));
  const norm = await readNorm(context, name);
  const asked = days(ROWS, 60);
  const savings = await countSavings(context, name, parse(SavingsRequest, asked));
  const { y, lower } = await predictNorm(context, name, parse(PredictRequest, { t: asked.t, x: asked.x }));
  return {
    line: [norm.intercept, ...norm.coefficients.map(({ value }) => value)] as number[],
    figures: [norm.lambda, norm.fit?.rmse, norm.cv?.rmse, norm.fit?.autocorrelation, norm.fit?.n_prime] as number[],
    sure: [savings.total.uncertainty ?? 0, savings.total.uncertainty_ashrae ?? 0],
    expected: y as number[],
    lower: lower as number[],
  };
}

describe("240 days", async () => {
  const whole = await learn("whole", ROWS);
  expect(whole.sure.every((value) => value > 0)).toBe(true);
  expect(whole.figures[3]).toBeGreaterThan(0.3);

  it.each([1, 7, 30, 100])("in batches of %i make the same norm, as sure", async (cut) => {
    const seen = await learn(`by-${cut}`, cut);
    for (const key of ["line", "figures", "sure", "expected"] as const) {
      expect(relativeError(seen[key], whole[key]), key).toBeLessThan(ROUNDING);
    }
    // How rows scatter is told by the model that each batch made: the ends of their intervals agree, not to the last digit.
    const width = whole.expected.map((value, i) => value - (whole.lower[i] as number));
    seen.lower.forEach((value, i) => {
      expect(Math.abs(value - (whole.lower[i] as number)) / (width[i] as number)).toBeLessThan(1 / 3);
    });
  });
});

describe.each([
  { half_life: "60d" }, // by months
  { half_life: "10d" }, // by days
  { window: "100d" },
  { window: "50d" },
])("240 days that age by %j", async (forget) => {
  const name = Object.values(forget).join();
  const whole = await learn(`whole-${name}`, ROWS, forget);
  const unforgotten = await learn(`kept-${name}`, ROWS);

  it("are not as if all counted", () => expect(relativeError(whole.line, unforgotten.line)).toBeGreaterThan(1e-3));

  it.each([1, 7, 100])("in batches of %i make the same norm, as sure", async (cut) => {
    const seen = await learn(`by-${cut}-${name}`, cut, forget);
    for (const key of ["line", "figures", "sure", "expected"] as const) {
      expect(relativeError(seen[key], whole[key]), key).toBeLessThan(ROUNDING);
    }
  });
});

it("what is a hundred half-lives old says nothing any more, and nothing is made of its rounding", async () => {
  const specification = { columns: ["a", "b"], forget: { half_life: "1d" } };
  await specifyNorm(context, "old", parse(NormSpecification, specification));
  const rows = (from: number, a: number[], b: number[], y: number[]) => {
    const t = a.map((_, i) => new Date((from + i) * DAY_MS).toISOString());
    return parse(TrainRequest, { t, x: { a, b }, y });
  };
  await trainNorm(context, "old", rows(10_957, [1, 2, 3], [0, 1, 0], [1, 3, 3]));
  const a = Array.from({ length: 60 }, (_, i) => ((7 * i) % 11) + 0.1);
  const y = a.map((value, i) => value + ((13 * i) % 7) / 10);
  await trainNorm(context, "old", rows(11_157, a, Array(60).fill(0), y));
  const { coefficients, warnings } = await readNorm(context, "old");
  expect(coefficients[1]?.value).toBe(0);
  expect(warnings.join()).toContain("Constant: b; of no effect so far.");
});
