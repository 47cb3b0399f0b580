// What boosting's kernels do with plain arrays, beside JavaScript's own.
import { describe, expect, it } from "vitest";
import { wasmKernel } from "../../support/kernels.ts";
import { normal, uniform } from "../../support/numbers.ts";

const kernel = wasmKernel();

describe.each([0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 5_000])("%d values", (count) => {
  const random = normal(uniform(count + 1));
  const kinds = {
    normal: () => random(),
    "few of them": () => Math.round(2 * random()),
    "of any size": () => random() * 10 ** (300 * Math.tanh(random())),
    "whole numbers": () => Math.round(1e6 * random()),
  };

  it.each(Object.entries(kinds))("are sorted: %s", (_, draw) => {
    const values = Float64Array.from({ length: count }, draw);
    // By their bits: −0 comes before 0, which JavaScript's sort of typed arrays does too.
    expect(kernel.sorted(values)).toEqual(values.toSorted());
  });

  it.each([0, 1, 2, 3, 7, 8, 9, 254])("are put in bins by %d thresholds", (thresholdCount) => {
    const thresholds = Float64Array.from({ length: thresholdCount }, random).sort();
    const values = Float64Array.from({ length: count }, (_, i) =>
      i % 5 === 1 ? (thresholds[i % Math.max(1, thresholdCount)] ?? Number.NaN) : i % 7 === 3 ? Number.NaN : random(),
    );
    const expected = values.map((value) =>
      Number.isNaN(value) ? 255 : thresholds.filter((threshold) => threshold < value).length,
    );
    expect([...kernel.binsOf(values, thresholds)]).toEqual([...expected]);
  });
});

it("sorts infinities, and the largest and the smallest numbers", () => {
  const values = Float64Array.of(Infinity, 5e-324, -Infinity, Number.MAX_VALUE, 0, -5e-324, -Number.MAX_VALUE, -0);
  expect(kernel.sorted(values)).toEqual(values.toSorted());
});
