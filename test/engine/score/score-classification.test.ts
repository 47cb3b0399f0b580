// Figures worked out by hand; scikit-learn's accuracy_score, precision_recall_fscore_support, log_loss and roc_auc_score agree.
import { describe, expect, it } from "vitest";
import { scoreClassification } from "../../../src/engine/score/score-classification.ts";
import { areaUnderRoc } from "../../../src/engine/score/score-probability.ts";

describe("three classes", () => {
  // Class 0: 2 of 3 right, class 1: 1 of 2, class 2: never predicted, 0 of 1.
  const actual = Float64Array.of(0, 0, 0, 1, 1, 2);
  const target = Float64Array.of(0, 0, 1, 1, 0, 1);
  const score = scoreClassification(actual, { target, probability: null }, 3);

  it("has the confusion matrix with true classes in rows", () => {
    expect(score.confusion).toEqual([
      [2, 1, 0],
      [1, 1, 0],
      [0, 1, 0],
    ]);
  });

  it("has accuracy 3/6 and balanced accuracy (2/3 + 1/2 + 0)/3", () => {
    expect(score.accuracy).toBe(0.5);
    expect(score.balancedAccuracy).toBeCloseTo(7 / 18, 15);
  });

  it("has precision, recall and F1 per class, null for what was never predicted", () => {
    expect(score.precision).toEqual([2 / 3, 1 / 3, null]);
    expect(score.recall).toEqual([2 / 3, 1 / 2, 0]);
    expect(score.f1).toEqual([4 / 6, 2 / 5, 0]);
  });

  it("has neither log loss nor ROC without probabilities of two classes", () => {
    expect([score.logLoss, score.rocAuc]).toEqual([null, null]);
  });
});

describe("two classes", () => {
  const actual = Float64Array.of(0, 1, 1);
  const probability = Float64Array.of(0.75, 0.25, 0.5, 0.5, 0.25, 0.75);
  const score = scoreClassification(actual, { target: Float64Array.of(0, 0, 1), probability }, 2);

  it("has log loss −(ln 3/4 + ln 1/2 + ln 3/4)/3 and every pair in order", () => {
    expect(score.logLoss).toBeCloseTo(-(2 * Math.log(0.75) + Math.log(0.5)) / 3, 15);
    expect(score.rocAuc).toBe(1);
  });

  it("has no area under the ROC curve where a score is no number", () => {
    expect(areaUnderRoc(Float64Array.of(0, 1, 1), Float64Array.of(0.1, Number.NaN, 0.3))).toBeNull();
  });

  it("counts ties of ROC half: 1 of 4 pairs wrong, one tied", () => {
    expect(areaUnderRoc(Float64Array.of(0, 1, 0, 1), Float64Array.of(0.1, 0.5, 0.5, 0.4))).toBe(2.5 / 4);
    expect(areaUnderRoc(Float64Array.of(1, 1), Float64Array.of(0.1, 0.5))).toBe(null);
  });
});
