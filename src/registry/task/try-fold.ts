import type { Kernel } from "../../engine/kernel/kernel.ts";
import type { Work } from "../../engine/math/work.ts";
import type { Family, Params } from "../../engine/model/family.ts";
import { type Folds, heldOutRows, splitRows } from "../../engine/model/fold-rows.ts";
import { subsetOf, type TrainingSet } from "../../engine/model/training-set.ts";
import type { Label } from "../schema/labels.ts";
import type { Dataset } from "../store/datasets.ts";
import { trainingSet } from "../train/prepare-training.ts";
import { fitAndRespond } from "./fit-and-respond.ts";

interface FoldTried {
  family: Family;
  params: Params;
  classes: Label[] | null;
  data: Dataset;
  folds: Folds;
  fold: number;
  /** Columns of rows that are asked about beside those of the fold, after them. */
  beside?: readonly Float64Array[];
}

/** Learns from the rows outside a fold, and asks about those in it: raw responses, in the order of the rows. */
export function* tryFold(kernel: Kernel, of: FoldTried): Work<{ raw: Float64Array; heldOut: TrainingSet }> {
  const { family, params, classes, data, folds, fold, beside } = of;
  const rows = splitRows(folds, fold);
  const all = { ...data, classCount: classes?.length ?? 0, folds: folds.of };
  const heldOut = subsetOf(all, rows.heldOut);
  // Balanced weights go by the rows that are learned from.
  const training = trainingSet(subsetOf(all, rows.training), classes, params);
  const columns = beside === undefined ? heldOut.columns : joinColumns(heldOut.columns, beside);
  const asked = { columns, rowCount: columns[0]?.length ?? 0, classCount: all.classCount };
  return { raw: yield* fitAndRespond(kernel, family, { training, params, asked }), heldOut };
}

function joinColumns(first: readonly Float64Array[], second: readonly Float64Array[]): Float64Array[] {
  return first.map((column, j) => {
    const more = second[j] as Float64Array;
    const joined = new Float64Array(column.length + more.length);
    joined.set(column);
    joined.set(more, column.length);
    return joined;
  });
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

/** Rows that some fold holds out, in their order, with what models of the other folds say of them. */
export interface HeldOut {
  rows: Uint32Array;
  raw: Float64Array;
  target: Float64Array;
  folds: Uint8Array;
}

/** `all`: responses of all folds, as placed; of rows that are never held out they say nothing. */
export function onlyHeldOut(all: Float64Array, folds: Folds, target: Float64Array): HeldOut {
  const rows = heldOutRows(folds);
  const width = all.length / target.length;
  const raw = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    raw.set(all.subarray(row * width, (row + 1) * width), i * width);
  });
  return {
    rows,
    raw,
    target: Float64Array.from(rows, (row) => target[row] as number),
    folds: Uint8Array.from(rows, (row) => folds.of[row] as number),
  };
}
