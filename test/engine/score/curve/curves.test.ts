// Curves of probabilities: by hand, and as scikit-learn has them.
import { describe, expect, it } from "vitest";
import { calibrationCurve, wilsonInterval } from "../../../../src/engine/score/curve/calibration-curve.ts";
import { rank } from "../../../../src/engine/score/curve/ranking.ts";
import { CURVE_POINTS_MAX, precisionRecallCurve, rocCurve } from "../../../../src/engine/score/curve/roc-curve.ts";
import { thinCurve } from "../../../../src/engine/score/curve/thin-curve.ts";
import golden from "../../../golden/curves.json" with { type: "json" };

const of = (...values: number[]) => Float64Array.from(values);
// Both divide whole numbers; areas are sums of up to ninety.
const DIGITS = 12;

describe("a ROC curve by hand", () => {
  it("is of the corners of four rows: two steps up, two to the right", () => {
    expect(rocCurve(rank(of(0, 0, 1, 1), of(0.1, 0.4, 0.35, 0.8)))).toEqual({
      ...{ auc: 0.75, fpr: [0, 0, 0.5, 0.5, 1], tpr: [0, 0.5, 0.5, 1, 1] },
      thresholds: [null, 0.8, 0.4, 0.35, 0.1],
    });
  });

  it("leaves out what lies on a line, slanting ones too, and tells the threshold that ends it", () => {
    // Each score has a row of both classes: the diagonal.
    expect(rocCurve(rank(of(0, 1, 0, 1, 0, 1), of(1, 1, 2, 2, 3, 3)))).toEqual({
      ...{ auc: 0.5, fpr: [0, 1], tpr: [0, 1] },
      thresholds: [null, 1],
    });
  });

  it("is none where a class is missing", () => {
    expect(rocCurve(rank(of(1, 1), of(0.1, 0.2)))).toEqual({ auc: null, fpr: [], tpr: [], thresholds: [] });
    expect(precisionRecallCurve(rank(of(0, 0), of(0.1, 0.2)))).toEqual({
      ...{ averagePrecision: null, precision: [], recall: [], thresholds: [] },
    });
  });
});

describe.each(golden.cases)("curves of $name", ({ actual, probability, ...expected }) => {
  const [y, p] = [Float64Array.from(actual), Float64Array.from(probability)];

  it("have scikit-learn's ROC: its points are on it, and its corners are all there", () => {
    const { auc, fpr, tpr, thresholds } = rocCurve(rank(y, p));
    expect(auc).toBeCloseTo(expected.roc.auc, DIGITS);
    expect(thresholds).toHaveLength(fpr.length);
    const points = fpr.map((x, i) => [x, tpr[i]]);
    const theirs = expected.roc.fpr.map((x, i): [number, number] => [x, expected.roc.tpr[i] as number]);
    for (const point of points) expect(theirs).toContainEqual(point);
    for (const [x, top] of theirs) expect(distanceTo(fpr, tpr, [x, top])).toBeLessThan(1e-12);
  });

  it("have its precision and recall, without those between two of equal recall", () => {
    const told = precisionRecallCurve(rank(y, p));
    const { precision, recall, thresholds, average_precision } = expected.precision_recall;
    expect(told.averagePrecision).toBeCloseTo(average_precision, DIGITS);
    // Theirs begins at the first threshold with all of the class, which older versions do not pass.
    const kept = recall.flatMap((value, i) =>
      i === 0 || i === recall.length - 1 || recall[i - 1] !== value || recall[i + 1] !== value ? [i] : [],
    );
    const points = told.thresholds.map((threshold, i) => [threshold, told.recall[i], told.precision[i]]);
    for (const i of kept) expect(points).toContainEqual([thresholds[i], recall[i], precision[i]]);
  });

  it("have its bins of equally many rows, and its Brier score", () => {
    const { brier, predicted, observed, rows } = calibrationCurve(y, p);
    expect(brier).toBeCloseTo(expected.calibration.brier, DIGITS);
    expect(rows.reduce((sum, n) => sum + n, 0)).toBe(actual.length);
    expect(predicted).toHaveLength(expected.calibration.predicted.length);
    for (const [i, value] of expected.calibration.predicted.entries()) {
      expect(predicted[i]).toBeCloseTo(value, DIGITS);
      expect(observed[i]).toBeCloseTo(expected.calibration.observed[i] as number, DIGITS);
    }
  });
});

describe("Wilson's interval", () => {
  it("of 1 of 10 is 0.0179 to 0.4042 (Brown, Cai & DasGupta 2001 have the formula)", () => {
    const [lower, upper] = wilsonInterval(1, 10);
    expect(lower).toBeCloseTo(0.017876, 6);
    expect(upper).toBeCloseTo(0.40415, 6);
  });

  it("begins at 0 of no row, and ends at 1 of all", () => {
    expect(wilsonInterval(0, 5)[0]).toBe(0);
    expect(wilsonInterval(5, 5)[1]).toBe(1);
    // By symmetry.
    expect(wilsonInterval(2, 5)[0]).toBeCloseTo(1 - wilsonInterval(3, 5)[1], 14);
  });
});

describe("a curve of very many points", () => {
  it("keeps both ends and its own points, none far from the next", () => {
    const scores = Float64Array.from({ length: 20_000 }, (_, i) => i);
    const actual = scores.map((i) => Number((i * 7919) % 20_000 < i));
    const { fpr, tpr, thresholds, auc } = rocCurve(rank(actual, scores));
    expect(fpr.length).toBeLessThanOrEqual(CURVE_POINTS_MAX);
    expect([fpr[0], tpr[0], fpr.at(-1), tpr.at(-1), thresholds[0]]).toEqual([0, 0, 1, 1, null]);
    const steps = fpr.slice(1).map((x, i) => x - (fpr[i] as number) + (tpr[i + 1] as number) - (tpr[i] as number));
    // Rates rise from 0 to 1 both: 2 in all. Two points nearest to even distances are two steps apart at most.
    expect(Math.max(...steps)).toBeLessThan((2 * 2) / (CURVE_POINTS_MAX - 1));
    // A trapezoid's area differs by no more than the boxes between points hold.
    const area = fpr
      .slice(1)
      .reduce((sum, x, i) => sum + ((x - (fpr[i] as number)) * ((tpr[i] as number) + (tpr[i + 1] as number))) / 2, 0);
    expect(Math.abs(area - (auc as number))).toBeLessThan(1e-3);
  });

  it("keeps all of as many as there may be, and one less of one more", () => {
    const line = (n: number) => Array.from({ length: n }, (_, i) => i);
    expect(thinCurve(line(5), line(5), 5)).toEqual([0, 1, 2, 3, 4]);
    expect(thinCurve(line(9), line(9), 5)).toEqual([0, 2, 4, 6, 8]);
    // A jump stays: there is nothing between its ends.
    expect(thinCurve([0, 0, 0, 10, 10], [0, 0.1, 0.2, 0.2, 0.3], 3)).toEqual([0, 2, 4]);
  });
});

/** From a point to a polyline, along x or y. */
function distanceTo(x: readonly number[], y: readonly number[], [px, py]: [number, number]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < x.length; i++) {
    const [x0, y0] = [x[i - 1] as number, y[i - 1] as number];
    const [dx, dy] = [(x[i] as number) - x0, (y[i] as number) - y0];
    const share = Math.min(1, Math.max(0, ((px - x0) * dx + (py - y0) * dy) / (dx * dx + dy * dy)));
    least = Math.min(least, Math.hypot(px - x0 - share * dx, py - y0 - share * dy));
  }
  return least;
}
