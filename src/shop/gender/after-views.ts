// What the model says of visits after their first views: of those that went on by their beginning, of those that ended there as they are.
import { type Beginnings, type Begun, VIEWS_ASKED, viewCountsOf } from "./beginnings.ts";
import type { HeldOut, HeldOutAfter } from "./describe-report.ts";

type Held = Pick<HeldOut, "target" | "folds" | "scores" | "threshold">;

/** `rows`: those that were held out, in the order of what is told of them; `begunScores`: one for each of `begun`. */
export function afterViews(
  beginnings: Beginnings,
  held: Held & { rows: Uint32Array; begun: readonly Begun[]; begunScores: Float64Array },
): HeldOutAfter[] {
  const { target, folds, scores, threshold, rows, begun, begunScores } = held;
  const counts = viewCountsOf(beginnings);
  const countOf = (row: number) => counts.get(row) ?? 1;
  return VIEWS_ASKED.map((viewCount) => {
    const places = [...rows.keys()].filter((i) => {
      const row = rows[i] as number;
      return row % beginnings.step === 0 && countOf(row) >= viewCount;
    });
    const begunScore = new Map<number, number>();
    for (const [i, of] of begun.entries()) {
      if (of.viewCount === viewCount) begunScore.set(of.row, begunScores[i] as number);
    }
    return {
      viewCount,
      threshold,
      target: Float64Array.from(places, (i) => target[i] as number),
      folds: { count: folds.count, of: Uint8Array.from(places, (i) => folds.of[i] as number) },
      scores: Float64Array.from(places, (i) => begunScore.get(rows[i] as number) ?? (scores[i] as number)),
    };
  });
}
