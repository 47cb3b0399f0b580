// What the model says of visits after their first views: of those that went on by their beginning, of those that ended there as they are.
import type { Folds } from "../../engine/model/fold-rows.ts";
import { type Beginnings, VIEWS_ASKED, viewCountsOf } from "./beginnings.ts";

/** Probabilities of male, one for each session that was held out. */
export interface HeldOut {
  target: Float64Array;
  folds: Folds;
  scores: Float64Array;
  /** A session is told male from this one on. */
  threshold: number;
}

/** The same of sessions that had so many views or more, after so many. */
export interface HeldOutAfter extends HeldOut {
  viewCount: number;
}

interface Held extends HeldOut {
  /** Those that were held out, in the order of what is told of them. */
  rows: Uint32Array;
  begun: readonly { row: number; viewCount: number; score: number }[];
}

export function afterViews(
  beginnings: Beginnings,
  { target, folds, scores, threshold, rows, begun }: Held,
): HeldOutAfter[] {
  const counts = viewCountsOf(beginnings);
  return VIEWS_ASKED.map((viewCount) => {
    const places = [...rows.keys()].filter((i) => {
      const row = rows[i] as number;
      return row % beginnings.step === 0 && (counts.get(row) ?? 1) >= viewCount;
    });
    const ofBegun = new Map(begun.filter((of) => of.viewCount === viewCount).map(({ row, score }) => [row, score]));
    return {
      viewCount,
      threshold,
      target: Float64Array.from(places, (i) => target[i] as number),
      folds: { count: folds.count, of: Uint8Array.from(places, (i) => folds.of[i] as number) },
      scores: Float64Array.from(places, (i) => ofBegun.get(rows[i] as number) ?? (scores[i] as number)),
    };
  });
}
