// What a candidate said of the rows of each fold → how good that is, fold by fold and of all rows.

import { joinFloats } from "../../engine/math/join-floats.ts";
import type { Work } from "../../engine/math/work.ts";
import { decideInSlices } from "../../engine/model/ask-in-slices.ts";
import { type Family, familyWith, type Params } from "../../engine/model/family.ts";
import type { Decided, Problem, Shape } from "../../engine/model/training-set.ts";
import type { Figures, Judged } from "../schema/comparison/stored-comparison.ts";
import { METRICS, type MetricName } from "../schema/metric-name.ts";
import { classificationFigures, regressionFigures } from "../score/score-model.ts";

interface ToJudge {
  /** As it is listed, whatever its hyperparameters. */
  family: Family;
  problem: Problem;
  metric: MetricName;
  shape: Shape;
  /** Of each fold: what was said of its rows, what is so, and by which hyperparameters. */
  folds: readonly FoldSaid[];
}

export interface FoldSaid {
  raw: Float64Array;
  target: Float64Array;
  params: Params;
}

/** Probabilities of a fold that need held-out rows are told by curves of the other folds. */
export function* judgeCandidate({ family: listed, problem, metric, shape, folds }: ToJudge): Work<Judged> {
  const { classCount } = shape;
  const decided: Decided[] = [];
  for (const [fold, { raw, params }] of folds.entries()) {
    const family = familyWith(listed, params);
    const others = folds.filter((_, i) => i !== fold);
    const calibration = calibrate(family, others, classCount);
    const rowSeconds = family.work(shape, params).decideSeconds ?? 0;
    const unitCount = family.unitCount(params);
    decided.push(yield* decideInSlices(family, raw, { classCount, unitCount, params, calibration, rowSeconds }));
  }
  const figuresOf = (actual: Float64Array, of: Decided): Figures =>
    pick(
      problem,
      problem === "classification"
        ? classificationFigures(actual, of, classCount)
        : regressionFigures(actual, of.target),
    );
  const scores = folds.map(({ target }, i) => figuresOf(target, decided[i] as Decided)[metric] ?? null);
  const figures = figuresOf(joinFloats(folds.map(({ target }) => target)), {
    target: joinFloats(decided.map(({ target }) => target)),
    probability: joinedOrNull(decided.map(({ probability }) => probability)),
  });
  const lacking = scores.indexOf(null);
  return { scores, figures, error: lacking < 0 ? null : `${metric} of fold ${lacking + 1} is not defined` };
}

function calibrate(family: Family, folds: readonly FoldSaid[], classCount: number) {
  const target = joinFloats(folds.map((each) => each.target));
  // A curve between two classes needs rows of both.
  if (classCount === 0 || new Set(target).size < 2) return null;
  return family.calibrate?.(joinFloats(folds.map(({ raw }) => raw)), target, classCount) ?? null;
}

function pick(problem: Problem, figures: object | null): Figures {
  const values = (figures ?? {}) as Figures;
  return Object.fromEntries(METRICS[problem].map((name) => [name, values[name] ?? null]));
}

function joinedOrNull(parts: readonly (Float64Array | null)[]): Float64Array | null {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : joinFloats(known);
}
