// A candidate on one fold: learned from the rows outside of it, and asked about those in it. Where it is tuned, hyperparameters are chosen on
// the other folds, so that the fold has no say in what it is to judge.
import type { Kernel } from "../../engine/kernel/kernel.ts";
import type { Work } from "../../engine/math/work.ts";
import { type Family, familyWith, type Params } from "../../engine/model/family.ts";
import { type Folds, NEVER_HELD_OUT, splitRows } from "../../engine/model/fold-rows.ts";
import { gridOf } from "../../engine/model/grid.ts";
import { decideRaw } from "../../engine/model/raw-responses.ts";
import { type Problem, shapeOf, subsetOf, type TrainingSet } from "../../engine/model/training-set.ts";
import { AppError } from "../../error.ts";
import type { Label } from "../schema/labels.ts";
import { toPlain } from "../schema/plain.ts";
import type { Dataset } from "../store/datasets.ts";
import { fitAndRespond } from "../task/fit-and-respond.ts";
import { metricOf, metricOfAll } from "../task/score-model.ts";
import { tryFold } from "../task/try-fold.ts";
import { trainingSet } from "../train/prepare-training.ts";

interface Cell {
  /** As it is listed, whatever its hyperparameters. */
  family: Family;
  problem: Problem;
  /** Full hyperparameters; null where they are tuned, `given` staying as they are given. */
  params: Params | null;
  given: Params;
  classes: Label[] | null;
  data: Dataset;
  folds: Folds;
  fold: number;
  /** By which whoever learns without the fold may choose anything; undefined where the rows are to be dealt anew. */
  inner: Folds | undefined;
}

/** Raw responses to the rows of the fold, in their order; the hyperparameters, and what the model would take as it is stored. */
export function* tryCell(kernel: Kernel, cell: Cell): Work<{ raw: Float64Array; params: Params; bytes: number }> {
  const { classes, data, folds, fold, inner } = cell;
  const { folds: _, ...table } = data;
  const all: TrainingSet = { ...table, classCount: classes?.length ?? 0, ...(inner && { folds: inner.of }) };
  const rows = splitRows(folds, fold);
  const outside = subsetOf(all, rows.training);
  const params = cell.params ?? (yield* tune(kernel, cell, outside));
  const { columns, target } = subsetOf(all, rows.heldOut);
  let bytes = 0;
  const raw = yield* fitAndRespond(kernel, familyWith(cell.family, params), {
    params,
    training: trainingSet(outside, classes, params),
    asked: { columns, rowCount: target.length, classCount: all.classCount },
    onUnits: (units) => {
      bytes += JSON.stringify(toPlain(units)).length;
    },
  });
  return { raw, params, bytes };
}

/** The best cell of the grid by accuracy or RMSE of all rows that the inner folds hold out, of equal ones the first: as a training tunes. */
function* tune(kernel: Kernel, cell: Cell, outside: TrainingSet): Work<Params> {
  const { family: listed, problem, given, classes, inner } = cell;
  const { isBlocked, names } = cell.data;
  const foldOf = outside.folds ?? new Uint8Array();
  const held = [...new Set(foldOf)].filter((fold) => fold !== NEVER_HELD_OUT).sort((a, b) => a - b);
  const folds = { count: inner?.count ?? 0, of: foldOf };
  let best: { params: Params; loss: number } | null = null;
  for (const { params } of gridOf({ family: listed, problem, given }, shapeOf(outside))) {
    const family = familyWith(listed, params);
    const figures: number[] = [];
    const rows: number[] = [];
    for (const fold of held) {
      const data = { ...outside, columns: [...outside.columns], folds: foldOf, isBlocked, names };
      const { raw, heldOut } = yield* tryFold(kernel, { family, params, classes, data, folds, fold });
      const { classCount, target } = heldOut;
      const of = { classCount, unitCount: family.unitCount(params), params, calibration: null };
      const decided = decideRaw(family, raw, of);
      figures.push(metricOf(problem, target, decided.target));
      rows.push(target.length);
    }
    const figure = metricOfAll(problem, figures, rows);
    const loss = problem === "classification" ? -figure : figure;
    if (Number.isFinite(loss) && (best === null || loss < best.loss)) best = { params, loss };
  }
  if (best === null)
    throw new AppError("invalid", "no hyperparameters of the grid give finite numbers on every inner fold");
  return best.params;
}
