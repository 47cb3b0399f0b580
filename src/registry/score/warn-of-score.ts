// What to know of a model's figures before trusting them.
import { heldOutRows } from "../../engine/model/fold-rows.ts";
import type { Edge } from "../../engine/model/grid.ts";
import type { Sigmoid } from "../../engine/model/platt.ts";
import { type Warning, warn } from "../../warning.ts";
import type { Label } from "../schema/labels.ts";
import type { ModelScore } from "../schema/model-figure.ts";
import type { Dataset } from "../store/datasets.ts";

// Of the variance of y: a model that explains less is hardly more than its mean.
const R_SQUARED_FEW = 0.1;
// Classes named in a warning.
const NAMES_TOLD = 5;

/** By a score of rows that were not learned from. */
export function warningsOfScore(
  { method, classification, regression }: ModelScore,
  { hTune, classes }: { hTune: boolean; classes: Label[] | null },
): Warning[] {
  const rSquared = regression?.r_squared ?? null;
  return [
    ...(hTune && method === "cross_validation"
      ? [warn("Optimistic score", "it is of the folds that chose the hyperparameters.")]
      : []),
    ...(rSquared !== null && rSquared < R_SQUARED_FEW
      ? [
          rSquared < 0
            ? warn(
                "Worse than guessing",
                `on held-out rows R² is ${rounded(rSquared)}, and telling the mean of y each time has 0.`,
              )
            : warn(
                "Hardly better than guessing",
                `on held-out rows R² is ${rounded(rSquared)}, and telling the mean of y each time has 0.`,
              ),
        ]
      : []),
    ...(classification ? warningsOfClasses(classification, classes ?? []) : []),
  ];
}

function warningsOfClasses(
  { accuracy, balanced_accuracy, confusion_matrix: confusion }: NonNullable<ModelScore["classification"]>,
  classes: readonly Label[],
): Warning[] {
  const actual = confusion.map((row) => row.reduce((sum, n) => sum + n, 0));
  const total = actual.reduce((sum, n) => sum + n, 0);
  const most = Math.max(...actual) / total;
  const chance = 1 / actual.filter((n) => n > 0).length;
  const never = classes.filter((_, k) => (actual[k] as number) > 0 && confusion.every((row) => row[k] === 0));
  return [
    ...(accuracy < most && balanced_accuracy < chance
      ? [
          warn(
            "Worse than guessing",
            `${rounded(accuracy)} of the held-out rows are told right, and telling the most frequent class each time has ${rounded(most)}.`,
          ),
        ]
      : []),
    ...(never.length > 0 ? [warn("Class never told", `of held-out rows none was told to be ${named(never)}.`)] : []),
  ];
}

/** Of values that the grid ends at. */
export function warningsOfEdges(edges: readonly Edge[]): Warning[] {
  return edges.map(({ name, value, isLargest }) =>
    warn(
      "Edge of the grid",
      `the best ${name}, ${value}, is the ${isLargest ? "largest" : "smallest"} that was tried; one beyond may be better, and ` +
        `params.${name} sets it.`,
    ),
  );
}

/** Of rows that no fold holds out. */
export function warningsOfFolds(
  { target, folds }: Dataset,
  { foldCount, classes }: { foldCount: number; classes: Label[] | null },
): Warning[] {
  const rows = heldOutRows({ of: folds, count: foldCount });
  const kept = target.length - rows.length;
  if (kept === 0) return [];
  const scored = new Set(Array.from(rows, (row) => target[row] as number));
  const unscored = (classes ?? []).filter((_, k) => !scored.has(k));
  const ofClass = unscored.length > 0 ? ` No row of ${named(unscored)} is held out.` : "";
  return [
    warn(
      "Rows not held out",
      `${kept} of ${target.length} stayed in training, as too little of all, or of a class, would be left without them; ` +
        `cross-validation is of the others.${ofClass}`,
    ),
  ];
}

/** Of curves that say the same of every row. */
export function warningsOfCurves(calibration: readonly Sigmoid[]): Warning[] {
  const flat = calibration.filter(({ slope }) => slope === 0).length;
  if (flat === 0) return [];
  const which = calibration.length === 1 ? "" : ` (${flat} of ${calibration.length} curves)`;
  return [
    warn(
      "Flat probability",
      `held-out rows do not show that decisions tell the classes apart${which}; there the probability is the share of the class, whatever ` +
        "the row.",
    ),
  ];
}

function named(classes: readonly Label[]): string {
  const more = classes.length > NAMES_TOLD ? ` and ${classes.length - NAMES_TOLD} more` : "";
  return `${classes.length === 1 ? "class" : "classes"} ${classes.slice(0, NAMES_TOLD).map(String).join(", ")}${more}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(2)));
}
