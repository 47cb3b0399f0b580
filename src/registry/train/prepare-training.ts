// Whether and how a training can be done, before anything is stored of it.

import * as v from "valibot";
import { familyWith, type Params } from "../../engine/model/family.ts";
import { gridOf } from "../../engine/model/grid.ts";
import {
  type Plan,
  possibleParams,
  trainingSeconds,
  unitWork,
  type WorkAfter,
} from "../../engine/model/plan-training.ts";
import { rawWidth } from "../../engine/model/raw-responses.ts";
import type { Problem, TrainingSet } from "../../engine/model/training-set.ts";
import { classWeightsOf } from "../../engine/parameter/class-weights.ts";
import { showNames } from "../../engine/parameter/show.ts";
import { AppError, type Fault } from "../../error.ts";
import {
  MODEL_BYTES_MAX,
  RESPONSE_COUNT_MAX,
  TRAINING_SECONDS_MAX,
  UNIT_BYTES_MAX,
  UNIT_SECONDS_MAX,
} from "../../platform/schema/limit.ts";
import { formatPath } from "../../platform/schema/parse.ts";
import { type Warning, warn } from "../../warning.ts";
import type { Label } from "../schema/labels.ts";
import { listedFamily, shapeOfTable } from "../schema/model-artifact.ts";
import type { DataShape } from "./describe-data.ts";

/** What is to be trained. */
export interface Order {
  problem: Problem;
  name: string;
  hTune: boolean;
  /** Hyperparameters as they were sent. */
  given: Params;
}

/**
 * The plan of a training, what to know of it, and its estimated work: all of it, and the largest unit of what comes after the model. It
 * refuses what cannot be done.
 */
export function planTraining(
  order: Order,
  data: DataShape,
  { after = () => ({ seconds: 0, unitSeconds: 0 }) }: { after?: WorkAfter | undefined } = {},
): { plan: Plan; seconds: number; unitSecondsAfter: number; warnings: Warning[] } {
  if (order.hTune && data.foldsLacking !== null) {
    refuse(order, [
      { path: "h_tune", message: `cannot search without cross-validation: ${data.foldsLacking}; two folds are needed` },
    ]);
  }
  const plan = planOf(order, data);
  refuse(order, paramFaults(plan, data.classes));
  const more = after(plan);
  const seconds = trainingSeconds(plan) + more.seconds;
  refuse(order, workFaults(plan, seconds, more.unitSeconds));
  return { plan, seconds, unitSecondsAfter: more.unitSeconds, warnings: warningsOf(plan, data) };
}

/** How a training is cut: the cells of the grid, or else the hyperparameters with defaults. */
export function planOf(
  { name, problem, hTune, given }: Order,
  data: Pick<DataShape, "rowCount" | "columns" | "profile" | "classes" | "foldCount" | "foldsBy">,
): Plan {
  const listed = listedFamily(name);
  const parsed = v.parse(listed.params[problem], given) as Params;
  // The grid varies nothing that the family depends on, nor whether it draws.
  const family = familyWith(listed, parsed);
  const shape = shapeOfTable(data, data.rowCount);
  const { foldCount, foldsBy } = data;
  const isDrawn = family.outOfBag?.isThere(parsed) ?? false;
  const plan: Plan = {
    family,
    shape,
    foldCount,
    // A tree that did not draw a row has met the others of its group, or of its day.
    isOutOfBag: isDrawn && (foldsBy === "class" || foldsBy === "row"),
    isCrossValidated: foldCount > 0,
    cells: hTune ? gridOf({ family, problem, given }, shape) : [],
    params: hTune ? null : parsed,
  };
  // Of a forest a fold is many trees, which no message can divide: rather than refuse it, do without.
  return family.outOfBag && isTooMuch(plan) ? { ...plan, isCrossValidated: false } : plan;
}

function isTooMuch(plan: Plan): boolean {
  return unitWork(plan).seconds > UNIT_SECONDS_MAX || trainingSeconds(plan) > TRAINING_SECONDS_MAX;
}

/** What a family learns from: rows weigh what the params say, beside what they weigh themselves. */
export function trainingSet(
  data: Omit<TrainingSet, "classCount" | "classWeights">,
  classes: Label[] | null,
  params: Params,
): TrainingSet {
  const { target, weights } = data;
  const classWeights = classes && classWeightsOf(params.class_weight ?? null, classes.map(String), target, weights);
  return { ...data, classCount: classes?.length ?? 0, ...(classWeights && { classWeights }) };
}

function refuse({ name }: Order, faults: Fault[]): void {
  const [first] = faults;
  if (first !== undefined)
    throw new AppError("invalid", `Cannot train ${name}: ${first.path}: ${first.message}`, faults);
}

function paramFaults(plan: Plan, classes: Label[] | null): Fault[] {
  const { family, shape } = plan;
  const all = possibleParams(plan);
  const misfit = all.map((each) => family.misfit?.(shape, each)).find((fault) => fault != null);
  const weights = all[0]?.class_weight;
  const names = typeof weights === "object" && weights !== null ? Object.keys(weights) : [];
  const known = new Set((classes ?? []).map(String));
  const unknown = names.filter((name) => !known.has(name));
  return [
    ...(misfit ? [misfit] : []),
    ...unknown.map((name) => ({
      path: formatPath(["params", "class_weight", name]),
      message: `no class of y; those are ${showNames([...known])}`,
    })),
  ];
}

function workFaults(plan: Plan, all: number, unitAfter: number): Fault[] {
  const { seconds, bytes, modelBytes } = unitWork(plan);
  const unit = Math.max(seconds, unitAfter);
  const told = (seconds: number) => `about ${Math.round(seconds)} s of work`;
  const { family, shape } = plan;
  const widths = possibleParams(plan).map((each) => rawWidth(family, shape.classCount, each));
  const responses = shape.rowCount * Math.max(...widths);
  const less = "fewer rows, or cheaper hyperparameters (an SVM with a linear kernel, fewer trees), would do";
  const found = [
    [
      bytes,
      UNIT_BYTES_MAX,
      `one part of the model may take ${Math.ceil(bytes)} bytes`,
      `a larger min_samples_leaf, or ${less}`,
    ],
    [
      modelBytes,
      MODEL_BYTES_MAX,
      `the model may take ${Math.ceil(modelBytes)} bytes`,
      `a larger min_samples_leaf, or ${less}`,
    ],
    [
      responses,
      RESPONSE_COUNT_MAX,
      `the model says ${responses} numbers of all rows`,
      "fewer rows or classes would do",
    ],
    [unit, UNIT_SECONDS_MAX, `one fit is ${told(unit)}`, less],
    [all, TRAINING_SECONDS_MAX, `the training is ${told(all)}`, less],
  ] as const;
  return found
    .filter(([value, most]) => value > most)
    .slice(0, 1)
    .map(([, most, what, instead]) => ({ path: "X", message: `${what}, at most ${most} are accepted; ${instead}` }));
}

// A class, or a table, of fewer rows says little.
const ROWS_FEW = 10;

function warningsOf(
  { family, shape, params, isOutOfBag, isCrossValidated }: Plan,
  { foldsLacking, rowCount, classCounts }: DataShape,
): Warning[] {
  const isUnscored = !isOutOfBag && !isCrossValidated;
  const lacks = [
    "no score",
    ...(classCounts && family.calibrate ? ["no probability"] : []),
    ...(params?.lambda === "auto" ? ['nothing that "auto" could choose by'] : []),
  ].join(", ");
  const why = foldsLacking ?? "to learn without each fold in turn is more work than is taken; fewer trees would do";
  return [
    ...(isUnscored ? [warn("No score", `nothing could be held out, so there is ${lacks}: ${why}.`)] : []),
    ...warningsOfFew({ rowCount, classCounts }),
    ...((params && family.cautions?.(shape, params)) ?? []),
  ];
}

export function warningsOfFew({ rowCount, classCounts }: Pick<DataShape, "rowCount" | "classCounts">): Warning[] {
  const least = classCounts ? Math.min(...classCounts) : rowCount;
  return least < ROWS_FEW ? [warn("Few rows", `${classCounts ? "a class has " : ""}${least}.`)] : [];
}
