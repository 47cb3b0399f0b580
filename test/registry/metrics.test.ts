// Every figure that models are compared by, against scikit-learn's (test/golden/metrics.py).
import { describe, expect, it } from "vitest";
import { classificationFigures, regressionFigures } from "../../src/registry/task/score-model.ts";
import golden from "../golden/metrics.json" with { type: "json" };

// Sums of some hundred doubles in another order.
const DIGITS = 12;

function expectSame(ours: object | null, figures: Record<string, number | null>): void {
  const told = ours as Record<string, number | null>;
  for (const [name, value] of Object.entries(figures)) {
    if (value === null) expect(told[name], name).toBeNull();
    // A share of a y of 0 is some 1e15.
    else expect((told[name] as number) / (value || 1), name).toBeCloseTo(value === 0 ? 0 : 1, DIGITS);
  }
}

describe("scikit-learn's figures of a classifier", () => {
  it.each(golden.classification)("of $name", ({ class_count, actual, target, probability, figures }) => {
    const decided = { target: Float64Array.from(target), probability: Float64Array.from(probability.flat()) };
    expectSame(classificationFigures(Float64Array.from(actual), decided, class_count), figures);
  });
});

describe("scikit-learn's figures of a regression", () => {
  it.each(golden.regression)("of $name", ({ actual, predicted, figures }) => {
    expectSame(regressionFigures(Float64Array.from(actual), Float64Array.from(predicted)), figures);
  });
});

it("are null, not NaN, without probabilities, and of numbers too large", () => {
  const decided = { target: Float64Array.of(0, 1, 1), probability: null };
  expect(classificationFigures(Float64Array.of(0, 1, 0), decided, 2)).toMatchObject({
    ...{ log_loss: null, roc_auc: null, average_precision: null, brier: null },
    f1_macro: (2 / 3 + 2 / 3) / 2,
  });
  expect(regressionFigures(Float64Array.of(1), Float64Array.of(1e300))).toBeNull();
  expect(regressionFigures(Float64Array.of(2, 2), Float64Array.of(2, 1))).toMatchObject({ r_squared: null, r2: null });
});
