// scikit-learn's DummyClassifier(strategy="prior") and DummyRegressor, by hand.
import { expect, it } from "vitest";
import { finish } from "../../../../src/engine/math/work.ts";
import { dummy } from "../../../../src/engine/model/dummy/dummy.ts";
import { wasmKernel } from "../../../support/kernels.ts";

const kernel = wasmKernel();
const asked = { columns: [Float64Array.of(7, 8)], rowCount: 2 };

function tell(target: number[], classCount: number, of: { strategy?: "mean" | "median"; weights?: number[] } = {}) {
  const { strategy = "mean", weights } = of;
  const data = {
    columns: [Float64Array.from(target)],
    target: Float64Array.from(target),
    classCount,
    ...(weights && { weights: Float64Array.from(weights) }),
  };
  const units = finish(dummy.fit(kernel, data, { strategy }, { from: 0, to: 1 }));
  const raw = dummy.respond(kernel, units, { ...asked, classCount });
  const { target: told, probability } = dummy.decide(raw, {
    classCount,
    unitCount: 1,
    params: { strategy },
    calibration: null,
  });
  return { told: [...told], probability: probability && [...probability] };
}

it("tells the most frequent class, of equal ones the first, and every class's share", () => {
  expect(tell([0, 2, 2, 1], 3)).toEqual({ told: [2, 2], probability: [0.25, 0.25, 0.5, 0.25, 0.25, 0.5] });
  expect(tell([1, 0], 2)).toEqual({ told: [0, 0], probability: [0.5, 0.5, 0.5, 0.5] });
  expect(tell([1, 0], 2, { weights: [3, 1] })).toEqual({ told: [1, 1], probability: [0.25, 0.75, 0.25, 0.75] });
});

it("tells the mean of y, or its median", () => {
  expect(tell([1, 2, 6], 0)).toEqual({ told: [3, 3], probability: null });
  expect(tell([1, 2, 6], 0, { strategy: "median" }).told).toEqual([2, 2]);
  expect(tell([1, 2, 6, 7], 0, { strategy: "median" }).told).toEqual([4, 4]);
  expect(tell([1, 3], 0, { weights: [3, 1] }).told).toEqual([1.5, 1.5]);
});
