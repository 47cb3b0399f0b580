// What every family learns from, and how a part of it is taken.
import { takeRows } from "./take-rows.ts";

export type Problem = "classification" | "regression";

export interface TrainingSet {
  /** NaN is a missing value. */
  columns: readonly Float64Array[];
  /** Of each column how many levels it has, whose codes 0 … levels − 1 it holds; 0 of a column of numbers, as all are unless given. */
  levels?: readonly number[];
  /** One a row: the number of its class (0 …), or y. */
  target: Float64Array;
  /** 0 for regression. */
  classCount: number;
  /** What a row of each class weighs; 1 unless given. */
  classWeights?: readonly number[];
  /** What each row weighs, beside its class; 1 unless given. */
  weights?: Float64Array;
  /** The fold of each row, as it is held out for the score; who chooses anything by held-out rows holds out the same. */
  folds?: Uint8Array;
  /** Whether folds are blocks, of groups or of times, that are to be held out whole. */
  isBlocked?: boolean;
  /** Of the columns, where hyperparameters may name them. */
  names?: readonly string[];
}

/** Rows to predict, column by column; a code that is none of the training's is that of a level never seen there. */
export interface Asked {
  columns: readonly Float64Array[];
  rowCount: number;
  /** Of the model that is asked; 0 for regression. */
  classCount: number;
}

/** What a model says of rows: the number of the class or y, and the probability of each class (class count a row). */
export interface Decided {
  target: Float64Array;
  probability: Float64Array | null;
}

export interface Shape {
  rowCount: number;
  columnCount: number;
  /** 0 for regression. */
  classCount: number;
  /** Of each column how many levels it has; 0 of numbers, as all are unless given. */
  levels?: readonly number[];
  /** Of the columns, where hyperparameters may name them. */
  names?: readonly string[];
  /** The least and the largest y of regression, where a loss may not take all. */
  targetRange?: readonly [least: number, most: number];
}

/** Of a column: levels beyond these are told apart by nothing that a table of rows could teach. */
export const LEVELS_MAX = 10_000;

export function shapeOf({ columns, target, classCount, levels, names }: TrainingSet): Shape {
  const shape = { rowCount: target.length, columnCount: columns.length, classCount };
  return { ...shape, ...(levels && { levels }), ...(names && { names }) };
}

/** What each row weighs, with its class; undefined where all weigh 1. */
export function rowWeights({ target, classWeights, weights }: TrainingSet): Float64Array | undefined {
  if (classWeights === undefined) return weights;
  return target.map((k, row) => (classWeights[k] as number) * (weights?.[row] ?? 1));
}

/** The given rows only, in their order. */
export function subsetOf(data: TrainingSet, rows: Uint32Array): TrainingSet {
  const [target = new Float64Array(), ...columns] = takeRows([data.target, ...data.columns], rows);
  const { folds, weights } = data;
  return {
    ...data,
    columns,
    target,
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row] as number) }),
    ...(folds && { folds: Uint8Array.from(rows, (row) => folds[row] as number) }),
  };
}
