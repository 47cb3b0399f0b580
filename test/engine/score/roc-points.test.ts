import { describe, expect, it } from "vitest";
import { rocPoints } from "../../../src/engine/score/roc-points.ts";

const numbers = (...values: number[]) => Float64Array.from(values);

describe("points of the ROC curve", () => {
  it("are those of scikit-learn's roc_curve(drop_intermediate=False), but for the first threshold, which is infinite there", () => {
    const points = rocPoints(numbers(0, 0, 1, 1), numbers(0.1, 0.4, 0.35, 0.8), 5);
    expect(points.map(({ threshold }) => threshold)).toEqual([1.8, 0.8, 0.4, 0.35, 0.1]);
    expect(points.map(({ falsePositiveRate }) => falsePositiveRate)).toEqual([0, 0, 0.5, 0.5, 1]);
    expect(points.map(({ truePositiveRate }) => truePositiveRate)).toEqual([0, 0.5, 0.5, 1, 1]);
  });

  it("begin at (0, 0) and end at (1, 1) however many scores there are", () => {
    const scores = Float64Array.from({ length: 1_000 }, (_, i) => i / 1_000);
    const points = rocPoints(
      scores.map((score) => Number(score > 0.5)),
      scores,
      11,
    );
    expect(points).toHaveLength(11);
    expect(points[0]).toMatchObject({ falsePositiveRate: 0, truePositiveRate: 0 });
    expect(points.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
  });
});
