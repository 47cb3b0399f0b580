// Knots that the rows place: the same however the rows were sent, and where rows are.
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import type { Inferred } from "../../src/engine/feature/feature.ts";
import { countSavings } from "../../src/norm/answer/count-savings.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { forgetBatch } from "../../src/norm/learn/forget-batch.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, SavingsRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { norms } from "../../src/norm/store/norm-tables.ts";
import { KEPT_CELL_COUNT_MAX } from "../../src/platform/schema/limit.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";
import { normal, relativeError, uniform } from "../support/numbers.ts";

// Merges in another order, and of other columns.
const ROUNDING = 1e-10;

const context = openContext(10);
afterAll(() => context.close());

const HOUR_MS = 3_600_000;

/** What a building uses at a temperature: 320 at 30 °C. */
const truth = (T: number) => 100 + 8 * Math.max(15 - T, 0) + 22 * Math.max(T - 20, 0);

/** Every so many hours of a year, January first, 2 °C on average, July at 20. */
function year(everyHours: number) {
  const draw = normal(uniform(7));
  const count = Math.floor(8760 / everyHours);
  const at = Array.from({ length: count }, (_, i) => i * everyHours);
  const T = at.map((h) => {
    const season = -Math.cos((2 * Math.PI * (h / 24 - 15)) / 365);
    return 11 + 10 * season + (2 + 2 * (season + 1)) * Math.sin((2 * Math.PI * (h - 9)) / 24) + 1.5 * draw();
  });
  return {
    t: at.map((h) => new Date(Date.UTC(2025, 0, 1) + h * HOUR_MS).toISOString()),
    x: { T },
    y: T.map((value) => truth(value) + 5 * draw()),
  };
}
type Rows = ReturnType<typeof year>;

const slice = ({ t, x, y }: Rows, from: number, to: number) => ({
  t: t.slice(from, to),
  x: { T: x.T.slice(from, to) },
  y: y.slice(from, to),
});

/** In which order batches of so many rows are sent. */
type Order = (count: number) => number[];
const inOrder: Order = (count) => Array.from({ length: count }, (_, i) => i);
const shuffled: Order = (count) => inOrder(count).sort((a, b) => ((a * 37) % 101) - ((b * 37) % 101));

async function learn(name: string, specification: object, rows: Rows, cut: number, order = inOrder) {
  await specifyNorm(context, name, parse(NormSpecification, { columns: ["T"], step: "6h", ...specification }));
  for (const i of order(Math.ceil(rows.t.length / cut))) {
    const batch = { ...slice(rows, i * cut, (i + 1) * cut), batch: `${i}` };
    await trainNorm(context, name, parse(TrainRequest, batch));
  }
  return figures(name);
}

const july = (rows: Rows) => slice(rows, 181 * 4, 212 * 4);

async function figures(name: string) {
  const norm = await readNorm(context, name);
  const t = ["2026-07-01T12:00:00Z", "2026-07-01T18:00:00Z", "2026-07-02T00:00:00Z"];
  const { y } = await predictNorm(context, name, parse(PredictRequest, { t, x: { T: [30, 12, -5] } }));
  const { total } = await countSavings(context, name, parse(SavingsRequest, july(year(6))));
  return {
    knots: norm.inferred?.knots.T ?? [],
    line: [norm.intercept, ...norm.coefficients.map(({ value }) => value)] as number[],
    fit: [norm.lambda, norm.fit?.rmse, norm.cv?.rmse, norm.fit?.autocorrelation] as number[],
    y: y.map((value) => value ?? 0),
    sure: [total.saving, total.uncertainty] as number[],
    isSignificant: total.is_significant,
    warnings: norm.warnings,
  };
}

const PIECEWISE = { piecewise: { T: { knots: 6 } }, calendar: ["weekend"] };

describe("a year, six knots", async () => {
  const rows = year(6);
  const whole = await learn("whole", PIECEWISE, rows, rows.t.length);

  it("bends near the quantiles of all rows, and tells what is used at 30 °C and in July", () => {
    expect(whole.knots).toHaveLength(6);
    const sorted = rows.x.T.toSorted((a, b) => a - b);
    whole.knots.forEach((knot, i) => {
      const below = sorted.findIndex((value) => value >= knot) / sorted.length;
      // A cell of 2 °C holds up to an eighth of the rows.
      expect(Math.abs(below - (i + 1) / 7)).toBeLessThan(1 / 16);
    });
    expect(Math.abs((whole.y[0] as number) - 320)).toBeLessThan(10);
    expect(whole.isSignificant).toBe(false);
  });

  it.each([
    ["by week", 28, inOrder],
    ["by week, in any order", 28, shuffled],
    ["by ten rows", 10, inOrder],
    ["in quarters, backwards", 365, (count: number) => inOrder(count).reverse()],
  ] as const)("%s makes the same norm", async (name, cut, order) => {
    const seen = await learn(name.replaceAll(/\W+/g, "-"), PIECEWISE, rows, cut, order);
    expect(seen.knots).toEqual(whole.knots);
    // Rows that come late follow on none before them.
    const isLate = order !== inOrder;
    for (const key of ["line", "y", ...(isLate ? [] : (["fit", "sure"] as const))] as const) {
      expect(relativeError(seen[key], whole[key]), key).toBeLessThan(ROUNDING);
    }
  });

  it("is the norm of those knots", async () => {
    const given = await learn("given", { ...PIECEWISE, piecewise: { T: { knots: whole.knots } } }, rows, 100);
    for (const key of ["line", "fit", "y", "sure"] as const) {
      expect(relativeError(given[key], whole[key]), key).toBeLessThan(ROUNDING);
    }
  });

  it("is what it was when a batch of other temperatures is forgotten", async () => {
    await learn("forgotten", PIECEWISE, rows, 28);
    const warm = { ...slice(rows, 0, 28), x: { T: rows.x.T.slice(0, 28).map((T) => 100 + 30 * T) }, batch: "warm" };
    await trainNorm(context, "forgotten", parse(TrainRequest, warm));
    expect((await figures("forgotten")).knots).not.toEqual(whole.knots);
    await forgetBatch(context, "forgotten", "warm");
    const seen = await figures("forgotten");
    expect(seen.knots).toEqual(whole.knots);
    expect(relativeError(seen.line, whole.line)).toBeLessThan(ROUNDING);
  });
});

describe.each([
  ["products", { ...PIECEWISE, interactions: [["weekend", "piecewise(T)"]] }],
  [
    "one piece times another feature",
    { ...PIECEWISE, lags: { T: [0] }, interactions: [["piecewise(T, 2)", "weekend"]] },
  ],
  ["hours and lags", { piecewise: { T: { knots: 3 } }, lags: { T: ["6h", "24h"] }, calendar: ["hour_of_day"] }],
  ["rows that fade", { ...PIECEWISE, forget: { half_life: "60d" } }],
  ["λ given", { ...PIECEWISE, lambda: 5 }],
])("half a year with %s", (name, specification) => {
  const rows = slice(year(6), 0, 730);
  const id = name.replaceAll(/\W+/g, "-");
  it("is the same by week as at once", async () => {
    const whole = await learn(`whole-${id}`, specification, rows, 730);
    const seen = await learn(`week-${id}`, specification, rows, 28);
    expect(seen.knots).toEqual(whole.knots);
    for (const key of ["line", "fit", "y"] as const) {
      expect(relativeError(seen[key], whole[key]), key).toBeLessThan(ROUNDING);
    }
  });
});

it("takes as many rows × pieces as fit, and refuses one row more", async () => {
  // Two columns of 32 pieces each.
  const most = KEPT_CELL_COUNT_MAX / 64;
  const piecewise = { a: { knots: 1 }, b: { knots: 1 } };
  await specifyNorm(context, "long", parse(NormSpecification, { columns: ["a", "b"], lambda: 0, piecewise }));
  const train = (count: number) => {
    const a = Array.from({ length: count }, (_, i) => i % 101);
    return trainNorm(context, "long", parse(TrainRequest, { x: { a, b: a.map((value) => value ** 2) }, y: a }));
  };
  await expect(train(most + 1)).rejects.toThrowError(`${KEPT_CELL_COUNT_MAX} values that are accepted; send several`);
  expect((await train(most)).rows.used).toBe(most);
});

it("a norm that 0.4.0 has begun keeps its knots, and says that they do not fit", async () => {
  const rows = year(6);
  const specification = { columns: ["T"], ...PIECEWISE };
  await specifyNorm(context, "old", parse(NormSpecification, specification));
  const knots = [-0.6, 0.3, 1.2, 2, 2.8, 3.4];
  const inferred = {
    timed: true,
    stepMs: 6 * HOUR_MS,
    isLocalGrid: false,
    phaseMs: 0,
    interval: "hourly",
    knots: { T: knots },
  };
  await context.database
    .update(norms)
    .set({ inferred: inferred as Inferred })
    .where(eq(norms.name, "old"));
  await trainNorm(context, "old", parse(TrainRequest, rows));
  const seen = await figures("old");
  expect(seen.knots).toEqual(knots);
  expect(seen.warnings.join()).toContain(
    "Knots too narrow: the knots of T, -0.6 to 3.4, were fixed by the first batch",
  );
  const given = await learn("as-given", { ...PIECEWISE, piecewise: { T: { knots } } }, rows, rows.t.length);
  expect(relativeError(seen.line, given.line)).toBeLessThan(ROUNDING);
  expect(given.warnings.join()).not.toContain("Knots too narrow");
});
