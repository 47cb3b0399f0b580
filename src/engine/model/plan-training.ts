// How a training is cut into stages, units of a stage and pieces of units. What is learned does not depend on it.
import { type Family, firstBefore, type Params, type UnitRange } from "./family.ts";
import type { Cell } from "./grid.ts";
import type { Shape } from "./training-set.ts";

export type StageName = "tune" | "fit" | "score" | "report" | "predict";

export interface Stage {
  stage: StageName;
  unitCount: number;
  pieceCount: number;
}

export interface Plan {
  family: Family;
  shape: Shape;
  foldCount: number;
  /** Whether what units say of rows that they did not draw is a score: rows are independent, and the family draws. */
  isOutOfBag: boolean;
  /** Whether a model is learned without each fold, for the score on the folds and what follows from held-out rows. */
  isCrossValidated: boolean;
  /** Of the grid; none where nothing is tuned. */
  cells: Cell[];
  /** Full hyperparameters to train with; null until tuning has chosen. */
  params: Params | null;
}

/** Seconds of work after fitting: in total, and of its largest unit, which cannot be split. */
export type WorkAfter = (plan: Plan) => { seconds: number; unitSeconds: number };

// What pieces of a model may take in memory while they are made, and in KV as text.
const PIECE_BYTES_MAX = 12_000_000;

// A model in more parts than this is slow to put together.
const PIECES_MAX = 1_000;

/** Every cell on every fold: unit = cell · folds + fold. */
export function tuneStage(plan: Plan, pieceSeconds: number): Stage {
  return cut("tune", plan.cells.length * plan.foldCount, tuneSeconds(plan), pieceSeconds);
}

/** The units of the model, and after them as many for each fold that is held out: those are done whole, where the first of them is. */
export function fitStage(plan: Plan, pieceSeconds: number): Stage {
  const { family, shape, params } = plan;
  const given = params as Params;
  const { seconds, onceSeconds = 0, bytes, most } = family.work(shape, given);
  const modelUnits = family.unitCount(given);
  const unitCount = modelUnits * modelCount(plan);
  const isSmall = modelUnits * bytes <= PIECE_BYTES_MAX;
  const byBytes = isSmall ? 1 : Math.ceil((unitCount * (most?.bytes ?? bytes)) / PIECE_BYTES_MAX);
  // Every piece begins anew; rather than spend more than half of it on that, it becomes longer.
  const stage = cut("fit", unitCount, seconds * unitCount, Math.max(pieceSeconds - onceSeconds, onceSeconds));
  return { ...stage, pieceCount: Math.min(unitCount, Math.max(stage.pieceCount, byBytes)) };
}

/** What a piece of fitting does: units of the model (none where `to` is `from`), and folds. */
export function fitsIn({ from, to }: UnitRange, modelUnits: number): { units: UnitRange; folds: number[] } {
  const units = { from: Math.min(from, modelUnits), to: Math.min(to, modelUnits) };
  const folds: number[] = [];
  for (let fold = Math.max(0, Math.ceil(from / modelUnits) - 1); (fold + 1) * modelUnits < to; fold++) folds.push(fold);
  return { units, folds };
}

/** How many pieces of a stage, from the first on, follow each from the one before; the others can be done in any order. */
export function chainLength({ family, params }: Pick<Plan, "family" | "params">, stage: Stage): number {
  if (stage.stage !== "fit" || !family.isSequential || params === null) return 0;
  // Up to the last unit that follows from another.
  let end = family.unitCount(params);
  while (end > 0 && firstBefore(family, params, end - 1) === end - 1) end--;
  const pieces = Array.from({ length: stage.pieceCount }, (_, piece) => unitsOf(stage, piece));
  return pieces.filter(({ from }) => from < end).length;
}

/** What the model may be trained with: what is known, or any cell of the grid. */
export function possibleParams({ params, cells }: Pick<Plan, "params" | "cells">): Params[] {
  return params === null ? cells.map((cell) => cell.params) : [params];
}

/** How many models are learned with the final hyperparameters. */
function modelCount({ foldCount, isCrossValidated }: Plan): number {
  return 1 + (isCrossValidated ? foldCount : 0);
}

export const SCORE_STAGE: Stage = { stage: "score", unitCount: 1, pieceCount: 1 };

/** Models of a report, each on each fold; `seconds`: all together. */
export function reportStage(unitCount: number, seconds: number, pieceSeconds: number): Stage {
  return cut("report", unitCount, seconds, pieceSeconds);
}

/** Rows of a prediction; `seconds`: all together. */
export function predictStage(rowCount: number, seconds: number, pieceSeconds: number): Stage {
  return cut("predict", rowCount, seconds, pieceSeconds);
}

/** The whole training, in seconds on one core. While tuning has not chosen, its dearest cell counts. */
export function trainingSeconds(plan: Plan): number {
  const final = Math.max(...possibleParams(plan).map((each) => modelSeconds(plan, each)));
  return tuneSeconds(plan) + modelCount(plan) * final;
}

/**
 * The dearest unit of a stage, which no message can divide: seconds to learn it, and the bytes of a unit of the model, and of the whole
 * model. A fold takes a whole model.
 */
export function unitWork(plan: Plan): { seconds: number; bytes: number; modelBytes: number } {
  const { family, shape, cells, isCrossValidated } = plan;
  const final = possibleParams(plan);
  const works = final.map((each) => family.work(shape, each));
  const seconds = [
    ...cells.map(({ params }) => modelSeconds(plan, params)),
    ...final.map((each) => (isCrossValidated ? modelSeconds(plan, each) : unitSeconds(plan, each))),
  ];
  return {
    seconds: Math.max(...seconds),
    bytes: Math.max(...works.map(({ bytes, most }) => most?.bytes ?? bytes)),
    modelBytes: Math.max(...works.map(({ bytes }, i) => family.unitCount(final[i] as Params) * bytes)),
  };
}

/** The work of the dearest message of a training, in seconds: each begins anew, and so does each fold that it learns without. */
export function messageSeconds(plan: Plan, pieceSeconds: number): number {
  const { family, shape, cells } = plan;
  const tune = tuneStage(plan, pieceSeconds);
  const cellsAtOnce = Math.ceil(tune.unitCount / tune.pieceCount);
  const tuning = cells.map(({ params }) => cellsAtOnce * modelSeconds(plan, params));
  const fitting = possibleParams(plan).flatMap((params) => {
    const stage = fitStage({ ...plan, params }, pieceSeconds);
    const { seconds, onceSeconds = 0, decideSeconds = 0, most = { seconds } } = family.work(shape, params);
    const modelUnits = family.unitCount(params);
    const pieces = Array.from({ length: stage.pieceCount }, (_, piece) => {
      const { units, folds } = fitsIn(unitsOf(stage, piece), modelUnits);
      const own = units.to - units.from;
      return (
        (own > 0 ? onceSeconds + (own - 1) * seconds + most.seconds : 0) + folds.length * modelSeconds(plan, params)
      );
    });
    return [...pieces, shape.rowCount * decideSeconds];
  });
  return Math.max(0, ...tuning, ...fitting);
}

/** The units of a piece. */
export function unitsOf({ unitCount, pieceCount }: Pick<Stage, "unitCount" | "pieceCount">, piece: number): UnitRange {
  return {
    from: Math.floor((piece * unitCount) / pieceCount),
    to: Math.floor(((piece + 1) * unitCount) / pieceCount),
  };
}

function tuneSeconds(plan: Plan): number {
  return plan.foldCount * plan.cells.reduce((sum, { params }) => sum + modelSeconds(plan, params), 0);
}

/** A unit by itself. */
function unitSeconds({ family, shape }: Plan, params: Params): number {
  const { seconds, onceSeconds = 0, most = { seconds } } = family.work(shape, params);
  return onceSeconds + most.seconds;
}

/** A whole model, in seconds on one core. */
export function modelSeconds({ family, shape }: Pick<Plan, "family" | "shape">, params: Params): number {
  const { seconds, onceSeconds = 0 } = family.work(shape, params);
  return onceSeconds + seconds * family.unitCount(params);
}

function cut(stage: StageName, unitCount: number, seconds: number, pieceSeconds: number): Stage {
  const wanted = Math.max(1, Math.ceil(seconds / pieceSeconds));
  return { stage, unitCount, pieceCount: Math.min(wanted, unitCount, PIECES_MAX) };
}
