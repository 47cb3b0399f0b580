// Days with categories, whose levels come one after the other: the same norm, as sure, in batches of any length, in any order, and where they fade.
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

// Merges in another order, and of other columns.
const ROUNDING = 1e-9;

const context = openContext(10);
afterAll(() => context.close());

const DAY_MS = 86_400_000;
const ROWS = 180;

/** Modes of operation: the first is all there is for a month, the last is rare. */
const MODES = ["normal", "holiday", "maintenance", "boost"];

function days(count: number) {
  const random = uniform(21);
  const draw = normal(random);
  let stays = 0;
  return Array.from({ length: count }, (_, i) => {
    const T = 10 - 8 * Math.cos((2 * Math.PI * (i - 15)) / 365) + 3 * draw();
    stays = 0.6 * stays + draw();
    const k = Math.min(Math.floor(random() ** 2 * MODES.length), Math.floor(i / 25));
    const y = 40 + 2 * Math.max(15 - T, 0) * (k === 3 ? 2 : 1) + 5 * k + stays;
    return { t: new Date(Date.UTC(2025, 0, 1) + i * DAY_MS).toISOString(), T, mode: MODES[k] as string, y };
  });
}
type Day = ReturnType<typeof days>[number];
const toBody = (of: readonly Day[]) => ({
  t: of.map(({ t }) => t),
  x: { T: of.map(({ T }) => T), mode: of.map(({ mode }) => mode) },
  y: of.map(({ y }) => y),
});

const SPECIFICATION = {
  columns: ["T", "mode"],
  categories: ["mode"],
  calendar: ["weekend"],
  lags: { T: [0, 1] },
  degree_days: { column: "T", heating: 15 },
  interactions: [["mode", "heating(T, 15)"]],
  step: "1d",
  lambda: 0.5,
};

async function learn(name: string, cut: number, change: object, order = (batches: Day[][]) => batches) {
  await specifyNorm(context, name, parse(NormSpecification, { ...SPECIFICATION, ...change }));
  const all = days(ROWS + 30);
  const batches = Array.from({ length: Math.ceil(ROWS / cut) }, (_, i) =>
    all.slice(i * cut, Math.min((i + 1) * cut, ROWS)),
  );
  for (const batch of order(batches)) await trainNorm(context, name, parse(TrainRequest, toBody(batch)));
  const norm = await readNorm(context, name);
  const asked = toBody(all.slice(ROWS));
  const { total } = await countSavings(context, name, parse(SavingsRequest, asked));
  const { y } = await predictNorm(context, name, parse(PredictRequest, { t: asked.t, x: asked.x }));
  return {
    names: norm.coefficients.map(({ feature }) => feature),
    knots: norm.inferred?.knots,
    line: [norm.intercept, ...norm.coefficients.map(({ value }) => value)] as number[],
    y: y as number[],
    figures: [norm.lambda, norm.fit?.rmse, norm.cv?.rmse, norm.fit?.autocorrelation, norm.fit?.n_prime] as number[],
    sure: [total.uncertainty ?? 0, total.uncertainty_ashrae ?? 0],
  };
}

// ρ is of steps between rows that lie in cells of knots, which lose digits where many small batches are merged: 3e-8 of 3 days each.
const IN_CELLS = 1e-6;

describe.each([
  ["all that count", {}],
  ["rows that fade by months", { forget: { half_life: "90d" } }],
  ["rows that fade by days", { forget: { half_life: "20d" } }],
  ["a window", { forget: { window: "100d" } }],
  [
    "knots",
    { degree_days: undefined, lags: {}, piecewise: { T: { knots: 3 } }, interactions: [["mode", "piecewise(T)"]] },
  ],
  ["λ chosen", { lambda: "auto", interactions: [["mode", "weekend"]] }],
] as const)("%s", async (kind, change) => {
  const id = kind.replaceAll(/\W+/g, "-").toLowerCase().replace(/^-/, "n");
  const whole = await learn(`whole-${id}`, ROWS, change);
  expect(whole.sure.every((value) => value > 0)).toBe(true);
  expect(whole.figures[3]).not.toBe(0);

  it.each([3, 30])("in batches of %i make the same norm, as sure", async (cut) => {
    const seen = await learn(`by-${cut}-${id}`, cut, change);
    expect(seen.names).toEqual(whole.names);
    expect(seen.knots).toEqual(whole.knots);
    for (const key of ["line", "y", "figures", "sure"] as const)
      expect(relativeError(seen[key], whole[key]), key).toBeLessThan(
        kind === "knots" && key !== "line" ? IN_CELLS : ROUNDING,
      );
  });
});

it("backwards they make the same line, where none looks back", async () => {
  const change = { lags: {} };
  const whole = await learn("whole-late", ROWS, change);
  const seen = await learn("late", 30, change, (batches) => batches.reverse());
  expect(seen.names).toEqual(whole.names);
  for (const key of ["line", "y"] as const) expect(relativeError(seen[key], whole[key]), key).toBeLessThan(ROUNDING);
});
