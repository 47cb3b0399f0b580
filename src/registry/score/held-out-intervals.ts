// How sure a model of regression is, by rows that it did not learn from: what its intervals are told by, and how wide they are.
import type { DecidedRaw } from "../../engine/model/raw-responses.ts";
import {
  absoluteScores,
  coverageByFolds,
  endScores,
  quantileOf,
  sortByFold,
  tabulateScores,
} from "../../engine/score/conformal.ts";
import type { Conformal } from "../schema/conformal.ts";
import type { IntervalFigure } from "../schema/model-figure.ts";

/** Rows that were not learned from, with what was said of them. */
export interface Said {
  method: Conformal["method"];
  actual: Float64Array;
  decided: DecidedRaw;
  /** Which rows of the table they are, ascending. */
  rows: Uint32Array;
  /** The fold of each row; null where there are none. */
  folds: Uint8Array | null;
}

// What a card tells.
const LEVELS = [0.8, 0.9, 0.95];

/** Of at least one row. Weights count in learning alone: here each row counts once, as in all figures. */
export function heldOutIntervals({ method, actual, decided, folds }: Omit<Said, "rows">): {
  conformal: Conformal | null;
  intervals: IntervalFigure[];
} {
  const { target, ends } = decided;
  const scores = ends === null ? absoluteScores(actual, target) : endScores(actual, ends);
  if (!scores.every(Number.isFinite)) return { conformal: null, intervals: [] };
  const halfOfEnds =
    ends === null ? 0 : ends.upper.reduce((sum, upper, row) => sum + upper - (ends.lower[row] as number), 0) / 2;
  const table = tabulateScores(scores);
  const byFold = folds && sortByFold(scores, folds);
  const intervals = LEVELS.map((level) => {
    const widening = quantileOf(table, level);
    return {
      level,
      half_width: Number.isFinite(widening) ? widening + halfOfEnds / scores.length : null,
      coverage: byFold && coverageByFolds(byFold, level),
    };
  });
  return { conformal: { kind: ends === null ? "absolute" : "quantile", method, ...table }, intervals };
}
