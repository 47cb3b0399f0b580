import { describe, expect, it } from "vitest";
import { bestThreshold, rocPoints } from "../../../src/engine/score/threshold.ts";

const numbers = (...values: number[]) => Float64Array.from(values);

describe("the threshold of the best balanced accuracy", () => {
  it("lies midway between the scores that it parts", () => {
    // Recalls from 0.45 on: 2 of 2 and 2 of 3, so 5/6; the next best, from 0.15 on, is 1 of 2 and 3 of 3, so 3/4.
    expect(bestThreshold(numbers(0, 1, 0, 1, 1), numbers(0.1, 0.2, 0.3, 0.6, 0.9))).toBeCloseTo(0.45, 15);
  });

  it("is the middle one of three that are as good", () => {
    // 2/3 from 0.15, from 0.35 and from 0.55 on.
    expect(bestThreshold(numbers(0, 1, 0, 1, 0, 1), numbers(0.1, 0.2, 0.3, 0.4, 0.5, 0.6))).toBeCloseTo(0.35, 15);
  });

  it("tells the more frequent class where no threshold tells the classes apart: above all scores for class 0, from the least on for 1", () => {
    // mlr-org/mlr#2731: a threshold that was tuned was right in 9 % where the more frequent class was in 65 %.
    expect(bestThreshold(numbers(0, 0, 1), numbers(0.25, 0.25, 0.25))).toBe(0.625);
    expect(bestThreshold(numbers(1, 0, 0), numbers(0.1, 0.2, 0.5))).toBe(0.75); // the wrong way round
    expect(bestThreshold(numbers(1, 1, 0), numbers(0.1, 0.2, 0.5))).toBe(0.1);
  });

  it("is found among as many that are as good as there may be", () => {
    // Each 1 follows on a 0, and from half a row before any 1 on, one 0 more is below than ones are: n of n + 1 halves, to the last bit.
    // They reach from ½ to n − 1½ of n rows; two are as near to the middle, and the first is taken.
    const rows = 2 ** 19;
    const actual = Float64Array.from({ length: rows }, (_, row) => row % 2);
    const scores = actual.map((_, row) => row / rows);
    expect(bestThreshold(actual, scores)).toBe((rows / 2 - 1.5) / rows);
  });

  it("does not part equal scores", () => {
    expect(bestThreshold(numbers(0, 1, 1), numbers(0.5, 0.5, 0.5))).toBe(0.5);
  });
});

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
