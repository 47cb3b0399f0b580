// What a ridge regression takes, in seconds on one core of a server of the 2020s. A factor of 32 columns takes 2 · 34² operations a row, ten
// thousand million of them a second; the reductions of the whole and of five folds take p³, and each target some p² for each λ.
import { FOLD_COUNT } from "../../time/fold.ts";
import { encodedMost, encodingBytes } from "../encoding.ts";
import type { UnitWork } from "../family.ts";
import { multinomialSeconds } from "../multinomial.ts";
import type { Shape } from "../training-set.ts";
import { targetCountOf } from "./class-targets.ts";

const SECONDS_PER_ROW_AND_SQUARE = 2e-10;
const SECONDS_PER_CUBE = 1e-9;
const SECONDS_PER_TARGET_AND_SQUARE = 3.3e-8;

// Of all rows, and of all but each fold.
const REDUCTIONS = 1 + FOLD_COUNT;

// Where each fold has columns of its own, so many factors are made of a row: with all others, with its fold, and with each other fold.
const FACTORS_OF_ROW = 1 + FOLD_COUNT;

/** What the factor of so many rows takes. */
export function factorSeconds(rowCount: number, columnCount: number, targetCount: number): number {
  return SECONDS_PER_ROW_AND_SQUARE * rowCount * (columnCount + targetCount + 1) ** 2;
}

/** What one reduction takes, and the lines that follow from it. */
export function reductionSeconds(columnCount: number, targetCount: number): number {
  return SECONDS_PER_CUBE * columnCount ** 3 + SECONDS_PER_TARGET_AND_SQUARE * targetCount * columnCount ** 2;
}

export function ridgeWork(shape: Shape): UnitWork {
  const { rowCount, columnCount, classCount, levels = [] } = shape;
  const targets = targetCountOf(classCount);
  const width = encodedMost(shape);
  const factors = levels.some((count) => count > 0) ? FACTORS_OF_ROW : 1;
  return {
    seconds:
      factors * factorSeconds(rowCount, width, targets) +
      REDUCTIONS * reductionSeconds(width, targets) +
      (classCount > 2 ? multinomialSeconds(rowCount, classCount) : 0),
    respondSeconds: 1e-9 * columnCount * targets,
    bytes: 8 * targets * (width + 1) + encodingBytes(shape),
  };
}
