// Trees for the ends of intervals: they are boosting's own of the loss quantile, beside those for y, which they leave as they are.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { finish } from "../../../../src/engine/math/work.ts";
import type { BoostingParams } from "../../../../src/engine/model/boosting/boosting-params.ts";
import { gradientBoosting } from "../../../../src/engine/model/boosting/gradient-boosting.ts";
import type { Family, Params } from "../../../../src/engine/model/family.ts";
import { decideRaw } from "../../../../src/engine/model/raw-responses.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { normal, randomColumns, uniform } from "../../../support/numbers.ts";

const kernel = wasmKernel();
const columns = randomColumns(3, 800, 21);
const random = normal(uniform(22));
// How far y scatters follows from the first column.
const [a, b] = columns as [Float64Array, Float64Array];
const target = a.map((x, row) => 3 * (b[row] as number) + (1.1 + x) * random());
const data = { columns, target, classCount: 0 };
const asked = { columns, rowCount: 800, classCount: 0 };

function say(given: object) {
  const params = v.parse(gradientBoosting.params.regression, { max_iter: 40, ...given }) as unknown as BoostingParams;
  const units = finish(gradientBoosting.fit(kernel, data, params, { from: 0, to: 40 }));
  const raw = gradientBoosting.respond(kernel, units, asked);
  const of = { classCount: 0, unitCount: 40, params: params as unknown as Params, calibration: null };
  return { units, raw, ...decideRaw(gradientBoosting as unknown as Family, raw, of) };
}

describe.each(["squared_error", "absolute_error"] as const)("beside y by the loss %s", (loss) => {
  const both = say({ loss, interval: 0.8 });

  it("y is as without them", () => {
    expect(both.target).toEqual(say({ loss }).target);
  });

  it("the ends are what quantiles of their own are", () => {
    const [lower, upper] = [0.1, 0.9].map((quantile) => say({ loss: "quantile", quantile }).target);
    // What responses are measured in is the loss's, a power of two.
    for (const [own, end] of [
      [lower, both.ends?.lower],
      [upper, both.ends?.upper],
    ] as const) {
      const off = (own as Float64Array).map((value, row) => Math.abs(value - (end?.[row] as number)));
      expect(Math.max(...off)).toBeLessThan(1e-12);
    }
  });

  it("they hold as many rows as asked for, and are wider where y scatters more", () => {
    const { lower, upper } = both.ends as { lower: Float64Array; upper: Float64Array };
    const held = target.filter((y, row) => (lower[row] as number) <= y && y <= (upper[row] as number));
    expect(held.length / 800).toBeGreaterThan(0.75);
    const widthOf = (isWide: boolean) => {
      const widths = upper
        .map((end, row) => end - (lower[row] as number))
        .filter((_, row) => (a[row] as number) > 0 === isWide);
      return widths.reduce((sum, width) => sum + width, 0) / widths.length;
    };
    expect(widthOf(true) / widthOf(false)).toBeGreaterThan(1.5);
  });

  it("held ready, and part by part, they are the same", () => {
    const held = gradientBoosting.hold(kernel, both.units, 0);
    expect(held.respond(asked)).toEqual(both.raw);
    const first = gradientBoosting.respond(kernel, both.units.slice(0, 11), asked);
    expect(gradientBoosting.respond(kernel, both.units.slice(11), asked, first)).toEqual(both.raw);
  });
});

it("are of all units of a model, or of none, as its params say", () => {
  const shape = { rowCount: 800, columnCount: 3, classCount: 0 };
  const [with_, without] = [{ interval: 0.9 }, {}].map((given) => {
    const params = v.parse(gradientBoosting.params.regression, { max_iter: 1, ...given }) as unknown as BoostingParams;
    const [unit] = finish(gradientBoosting.fit(kernel, data, params, { from: 0, to: 1 }));
    return { params, unit };
  });
  for (const { params } of [with_, without] as NonNullable<typeof with_>[]) {
    for (const { unit, params: own } of [with_, without] as NonNullable<typeof with_>[]) {
      const isTaken = v.safeParse(gradientBoosting.unit(shape, undefined, params), unit).success;
      expect(isTaken).toBe(params === own);
      expect(v.safeParse(gradientBoosting.unit(shape), unit).success).toBe(true);
    }
  }
});

it("stop with y", () => {
  const { units } = say({ interval: 0.9, early_stopping: true, n_iter_no_change: 2, max_iter: 40 });
  expect(new Set(units.map(({ trees }) => trees.length))).toEqual(new Set([0, 3]));
});
