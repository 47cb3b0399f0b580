// Figures of a model, worked out by hand.
import { describe, expect, it } from "vitest";
import { lossesOf, metricOfAll, scoreModel } from "../../src/registry/score/score-model.ts";

const of = (...values: number[]) => Float64Array.from(values);
const judged = { method: "cross_validation", folds: null } as const;

describe("the standard error of a score", () => {
  it("of an accuracy of 3/4 is √((3·(1/4)² + (3/4)²)/3/4)", () => {
    const score = scoreModel({
      ...{ ...judged, problem: "classification", classCount: 2, actual: of(0, 0, 1, 1) },
      decided: { target: of(0, 0, 1, 0), probability: null },
    });
    expect([score?.metric_value, score?.standard_error]).toEqual([0.75, 0.25]);
  });

  it("of an RMSE of √2 is that of the mean of 1, 1, 4, √(6/2/3), over 2·√2", () => {
    const score = scoreModel({
      ...{ ...judged, problem: "regression", classCount: 0, actual: of(1, 2, 3) },
      decided: { target: of(2, 1, 5), probability: null },
    });
    expect(score?.metric_value).toBeCloseTo(Math.SQRT2, 14);
    expect(score?.standard_error).toBeCloseTo(1 / (2 * Math.SQRT2), 14);
  });

  it("of one row is not known", () => {
    const decided = { target: of(2), probability: null };
    const score = scoreModel({ ...judged, problem: "regression", classCount: 0, actual: of(1), decided });
    expect([score?.metric_value, score?.standard_error]).toEqual([1, null]);
  });
});

describe("folds of several sizes", () => {
  it("count by their rows: 1 and 0.5 of 1 and 3 rows, and √((1·2² + 3·4²)/4)", () => {
    expect(metricOfAll("classification", [1, 0.5], [1, 3])).toBe(2.5 / 4);
    expect(metricOfAll("regression", [2, 4], [1, 3])).toBeCloseTo(Math.sqrt(13), 14);
  });

  it("have a figure each, and the deviation of those is the population's", () => {
    const folds = Uint8Array.of(0, 1, 1, 0);
    const decided = { target: of(0, 0, 1, 1), probability: null };
    const all = {
      ...judged,
      folds,
      problem: "classification",
      classCount: 2,
      actual: of(0, 0, 0, 1),
      decided,
    } as const;
    expect(scoreModel(all)).toMatchObject({ folds: [1, 0.5], std: 0.25, metric_value: 0.75 });
  });
});

it("less is better: a high accuracy, a low error, and last what has none", () => {
  const cells = [0.8, null, 0.9].map((mean) => ({ params: {}, mean, std: null, scores: [], seconds: 0 }));
  expect(lossesOf(cells, "classification")).toEqual([-0.8, Infinity, -0.9]);
  expect(lossesOf(cells, "regression")).toEqual([0.8, Infinity, 0.9]);
});
