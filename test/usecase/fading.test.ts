// Errors of rows that fade are means by their weights, whose sum is no whole number.
import { afterAll, expect, it } from "vitest";
import { TrainRequest } from "../../src/schema/norm-request.ts";
import { NormSpecification } from "../../src/schema/norm-specification.ts";
import { parse } from "../../src/schema/parse.ts";
import { readNorm } from "../../src/usecase/read-norm.ts";
import { specifyNorm } from "../../src/usecase/specify-norm.ts";
import { trainNorm } from "../../src/usecase/train-norm.ts";
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
