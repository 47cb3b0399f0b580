import type { Kernel } from "../math/kernel.ts";
import type { Family, Params } from "../model/family.ts";
import { type Folds, splitRows } from "../model/fold-rows.ts";
import { subsetOf, type TrainingSet } from "../model/training-set.ts";
import type { Label } from "../schema/labels.ts";
import type { Dataset } from "../store/datasets.ts";
import { fitAndRespond } from "./fit-and-respond.ts";
import { trainingSet } from "./prepare-training.ts";

/** Learns from the rows outside a fold, and asks about those in it: raw responses, in the order of the rows. */
export function tryFold(
  kernel: Kernel,
  of: { family: Family; params: Params; classes: Label[] | null; data: Dataset; folds: Folds; fold: number },
): { raw: Float64Array; heldOut: TrainingSet } {
  const { family, params, classes, data, folds, fold } = of;
  const rows = splitRows(folds, fold);
  const all = { columns: data.columns, target: data.target, classCount: classes?.length ?? 0 };
  const heldOut = subsetOf(all, rows.heldOut);
  // Balanced weights go by the rows that are learned from.
  const training = trainingSet(subsetOf(all, rows.training), classes, params);
  const asked = { columns: heldOut.columns, rowCount: heldOut.target.length, classCount: all.classCount };
  return { raw: fitAndRespond(kernel, family, { training, params, asked }), heldOut };
}

/** Puts responses of one fold, in the order of its rows, where those rows are. */
export function placeFold(
  all: Float64Array,
  raw: Float64Array,
  { folds, fold, width }: { folds: Folds; fold: number; width: number },
): void {
  let next = 0;
  folds.of.forEach((of, row) => {
    if (of === fold) all.set(raw.subarray(next * width, ++next * width), row * width);
  });
}
