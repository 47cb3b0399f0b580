// What the pieces of a training do: try cells of the grid on folds, learn units of the model, put it together and judge it.

import { encodeFloats } from "../../engine/math/float-text.ts";
import { meanAndDeviation } from "../../engine/math/mean-and-deviation.ts";
import { firstBefore, type Params } from "../../engine/model/family.ts";
import type { Cell } from "../../engine/model/grid.ts";
import { fitStage, fitsIn, type Plan, SCORE_STAGE, type Stage, unitsOf } from "../../engine/model/plan-training.ts";
import { decideRaw } from "../../engine/model/raw-responses.ts";
import { AppError, assert, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { RESULT_DAYS } from "../../platform/schema/limit.ts";
import { putText } from "../../platform/store/text.ts";
import type { GridCell } from "../schema/model-figure.ts";
import { putPart, readPart } from "../store/artifacts.ts";
import type { Dataset } from "../store/datasets.ts";
import type { DatasetRow, TaskRow } from "../store/registry.ts";
import { listPieces } from "../store/tasks.ts";
import { type RegistryContext, requireOwner } from "../train/model-owner.ts";
import { loadDataset, type OpenTraining } from "../train/open-training.ts";
import { trainingSet } from "../train/prepare-training.ts";
import { assembleModel, type Fitted, foldKey } from "./assemble-model.ts";
import type { TaskWork } from "./do-work.ts";
import { lossesOf, metricOf, metricOfAll } from "./score-model.ts";
import { tryFold } from "./try-fold.ts";

/** What a piece of tuning gave: one score and its time a unit. */
interface Tried {
  /** null where it is no finite number. */
  score: number | null;
  /** How many rows it is of. */
  rows: number;
  seconds: number;
}

export async function* workTraining(
  context: RegistryContext,
  task: TaskRow,
  open: OpenTraining,
  piece: number,
): TaskWork<unknown> {
  const units = unitsOf(task, piece);
  // Most pieces: of a fold the first one does all. They need no table, which is four values of KV.
  if (task.stage === "fit" && isIdle(open, units)) return { part: null, folds: [] } satisfies Fitted;
  const data = await loadDataset(context, open.key, open.dataset);
  if (task.stage === "tune") return yield* tune(context, open, data, units);
  if (task.stage === "report")
    return yield* requireOwner(context, open.dataset).work(context, task, { open, data, units });
  if (task.stage === "fit") return yield* fitUnits(context, task, open, data, units);
  return yield* assembleModel(context, {
    task,
    open,
    data,
    fitted: await listPieces<Fitted>(context.database, task.id, "fit"),
  });
}

/** What comes after a stage. */
export function nextStage(
  context: Context,
  { plan, training }: OpenTraining,
  tuned: { params: Params } | undefined,
): Stage {
  if (training.params !== null) return SCORE_STAGE;
  assert(tuned !== undefined, "tuning has chosen nothing");
  return fitStage({ ...plan, params: tuned.params }, context.pieceSeconds);
}

/** The whole grid, and its best cell: the highest accuracy or the least RMSE of all held-out rows, of equal ones the first. */
export async function afterTuning(
  context: Context,
  task: TaskRow,
  { training, plan }: OpenTraining,
): Promise<{ params: Params; grid: GridCell[] }> {
  const tried = (await listPieces<Tried[]>(context.database, task.id, "tune")).flat();
  const grid = plan.cells.map(({ set: params }, cell): GridCell => {
    const of = tried.slice(cell * plan.foldCount, (cell + 1) * plan.foldCount);
    const scores = of.map(({ score }) => score);
    const known = scores.filter((score) => score !== null);
    const rows = of.map((each) => each.rows);
    const told =
      known.length < scores.length
        ? { mean: null, std: null }
        : { mean: metricOfAll(training.problem, known, rows), std: meanAndDeviation(known).std };
    return { params, ...told, scores, seconds: of.reduce((sum, { seconds }) => sum + seconds, 0) };
  });
  const losses = lossesOf(grid, training.problem);
  const best = Math.min(...losses);
  if (best === Infinity)
    throw new AppError(
      "invalid",
      "Cannot tune: no hyperparameters of the grid give finite numbers on every fold; scale X, or narrow the grid by params",
    );
  return { params: (plan.cells[losses.indexOf(best)] as Cell).params, grid };
}

async function* tune(
  context: Context,
  { training, dataset, plan }: OpenTraining,
  data: Dataset,
  units: { from: number; to: number },
): TaskWork<Tried[]> {
  const tried: Tried[] = [];
  for (let unit = units.from; unit < units.to; unit++) {
    const { params } = plan.cells[Math.floor(unit / plan.foldCount)] as Cell;
    const before = context.nowMs();
    const fold = foldAt({ plan, dataset, data }, params, unit % plan.foldCount);
    const { raw, heldOut } = yield* tryFold(context.kernel, fold);
    const { classCount } = heldOut;
    const of = { classCount, unitCount: plan.family.unitCount(params), params, calibration: null };
    const decided = decideRaw(plan.family, raw, of);
    const score = metricOf(training.problem, heldOut.target, decided.target);
    // On Workers the clock stands still while nothing but computation goes on.
    await context.sleep(0);
    const rows = heldOut.target.length;
    tried.push({ score: Number.isFinite(score) ? score : null, rows, seconds: (context.nowMs() - before) / 1000 });
  }
  return tried;
}

async function* fitUnits(
  context: Context,
  task: TaskRow,
  { key, training, dataset, plan }: OpenTraining,
  data: Dataset,
  range: { from: number; to: number },
): TaskWork<Fitted> {
  const { family } = plan;
  const params = training.params as Params;
  const { units: own, folds } = fitsIn(range, family.unitCount(params));
  const fitted: Fitted = { part: null, folds: [] };
  if (own.from < own.to) {
    const first = firstBefore(family, params, own.from);
    const before = await unitsBefore(context, task, key, { from: first, to: own.from });
    const set = trainingSet(data, dataset.classes, params);
    const units = yield* family.fit(context.kernel, set, params, own, before);
    const of = { modelKey: key, version: task.version };
    fitted.part = await putPart(context.models, of, { ...own, units });
  }
  for (const fold of folds) {
    const { raw } = yield* tryFold(context.kernel, foldAt({ plan, dataset, data }, params, fold));
    const chunks = await putText(context.models, foldKey(key, task.id, fold), encodeFloats(raw), RESULT_DAYS * 86_400);
    fitted.folds.push({ fold, chunks });
  }
  return fitted;
}

/** What the pieces before have learned of these units, in their order. */
async function unitsBefore(
  context: Context,
  task: TaskRow,
  key: string,
  { from, to }: { from: number; to: number },
): Promise<unknown[]> {
  if (from === to) return [];
  const fitted = await listPieces<Fitted>(context.database, task.id, "fit");
  const parts = fitted.flatMap(({ part }) => part ?? []).filter((part) => part.to > from && part.to <= to);
  const units: unknown[] = [];
  for (const part of parts.sort((a, b) => a.from - b.from)) {
    const some = await readPart(context.models, key, task.version, part);
    if (some === undefined) throw new NotYet(`Units ${part.from} of ${key} v${task.version}`);
    units.push(...some.slice(Math.max(0, from - part.from)));
  }
  const lack = to - from - units.length;
  assert(lack === 0, `${lack} units of ${from} to ${to} of ${key} v${task.version} were not learned`);
  return units;
}

function isIdle({ plan, training }: OpenTraining, range: { from: number; to: number }): boolean {
  const { units, folds } = fitsIn(range, plan.family.unitCount(training.params as Params));
  return units.from === units.to && folds.length === 0;
}

function foldAt(
  { plan, dataset, data }: { plan: Plan; dataset: DatasetRow; data: Dataset },
  params: Params,
  fold: number,
) {
  const folds = { count: plan.foldCount, of: data.folds };
  return { family: plan.family, params, classes: dataset.classes ?? null, data, folds, fold };
}
