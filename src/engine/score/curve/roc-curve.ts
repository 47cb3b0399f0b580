// The curves of a classifier over all thresholds: a row is told to be of the class where its score is no less. Points and formulas: scikit-learn's
// roc_curve and precision_recall_curve, but for the points on straight lines, which are left out, and precision_recall_curve's last one (1, 0).
import { areaOf, averagePrecisionOf, type Ranking } from "./ranking.ts";
import { thinCurve } from "./thin-curve.ts";

/** Points of one curve: so many are drawn on a page. */
export const CURVE_POINTS_MAX = 200;

export interface RocCurve {
  /** Of all points; null where a class is missing, which has no curve either. */
  auc: number | null;
  fpr: number[];
  tpr: number[];
  /** Descending; the first is above all scores, and null. */
  thresholds: (number | null)[];
}

/** From (0, 0) to (1, 1). Corners alone; of very many as many as are drawn (see thinCurve). */
export function rocCurve(ranking: Ranking): RocCurve {
  const { positives, negatives } = ranking;
  const auc = areaOf(ranking);
  if (auc === null) return { auc, fpr: [], tpr: [], thresholds: [] };
  const corners = cornersOf(pointsOf(ranking));
  const fpr = corners.map(({ zeros }) => zeros / negatives);
  const tpr = corners.map(({ ones }) => ones / positives);
  const kept = thinCurve(fpr, tpr, CURVE_POINTS_MAX);
  const pick = <T>(values: readonly T[]) => kept.map((i) => values[i] as T);
  return { auc, fpr: pick(fpr), tpr: pick(tpr), thresholds: pick(corners.map(({ threshold }) => threshold)) };
}

export interface PrecisionRecallCurve {
  /** Of all points; null without a row of the class, which has no curve either. */
  averagePrecision: number | null;
  precision: number[];
  /** Ascending. */
  recall: number[];
  thresholds: number[];
}

/** From the highest score on. Of points with one recall the first and the last; of very many as many as are drawn (see thinCurve). */
export function precisionRecallCurve(ranking: Ranking): PrecisionRecallCurve {
  const averagePrecision = averagePrecisionOf(ranking);
  if (averagePrecision === null) return { averagePrecision, precision: [], recall: [], thresholds: [] };
  const points = pointsOf(ranking).slice(1);
  const ends = points.filter(
    ({ ones }, i) => i === 0 || i === points.length - 1 || points[i - 1]?.ones !== ones || points[i + 1]?.ones !== ones,
  );
  const recall = ends.map(({ ones }) => ones / ranking.positives);
  const precision = ends.map(({ ones, zeros }) => ones / (ones + zeros));
  const kept = thinCurve(recall, precision, CURVE_POINTS_MAX);
  const pick = (values: readonly number[]) => kept.map((i) => values[i] as number);
  const thresholds = pick(ends.map(({ threshold }) => threshold as number));
  return { averagePrecision, precision: pick(precision), recall: pick(recall), thresholds };
}

/** Rows of class 1 and of class 0 from a threshold on. */
interface Point {
  ones: number;
  zeros: number;
  /** null above all scores. */
  threshold: number | null;
}

function pointsOf({ steps }: Ranking): Point[] {
  let last: Point = { ones: 0, zeros: 0, threshold: null };
  const points = [last];
  for (const { score, ones, zeros } of steps.toReversed()) {
    last = { ones: last.ones + ones, zeros: last.zeros + zeros, threshold: score };
    points.push(last);
  }
  return points;
}

/** Without those on the line between the one kept before and the next: of whole numbers, so exactly. */
function cornersOf(points: readonly Point[]): Point[] {
  const corners: Point[] = [];
  for (const [i, point] of points.entries()) {
    const [before, next] = [corners.at(-1), points[i + 1]];
    const isStraight =
      before !== undefined &&
      next !== undefined &&
      (point.ones - before.ones) * (next.zeros - point.zeros) ===
        (next.ones - point.ones) * (point.zeros - before.zeros);
    if (!isStraight) corners.push(point);
  }
  return corners;
}
