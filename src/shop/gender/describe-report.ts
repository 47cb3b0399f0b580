// The quality report of a gender model, out of what each variant said of sessions that it did not learn from.

import { meanAndDeviation } from "../../engine/math/mean-and-deviation.ts";
import { USUAL } from "../../engine/model/voting/voting-params.ts";
import { differenceOf } from "../../engine/score/compare-folds.ts";
import { rocPoints } from "../../engine/score/roc-points.ts";
import { type ClassificationScore, scoreClassification } from "../../engine/score/score-classification.ts";
import { areaUnderRoc } from "../../engine/score/score-probability.ts";
import type { Dataset } from "../../registry/store/datasets.ts";
import type { DatasetRow } from "../../registry/store/registry.ts";
import type { PairedDifference, SessionReport } from "../schema/session-report.ts";
import type { HeldOut } from "./after-views.ts";
import { averageTried } from "./average-tried.ts";
import type { Tried } from "./try-variant.ts";

type Spread = SessionReport["accuracy"];

const BINS = 10;
const ROC_POINTS = 101;
const FEATURES_TOLD = 20;

const WHY_SHUFFLED =
  "Neighbouring sessions belong to one visitor and look alike; folds that cut through blocks let the model meet the visitor whom it is tested " +
  "on, which no new visitor grants it.";

/** `tried`: the model itself, the model on shuffled folds, then the other families. Their average is added. */
export function describeReport(of: {
  tried: readonly Tried[];
  data: Pick<Dataset, "target">;
  dataset: Pick<DatasetRow, "columns" | "groupCount">;
  importance: Record<string, number[]>;
}): SessionReport {
  const { data, dataset, importance } = of;
  const [chosen, shuffled, ...others] = of.tried as [Tried, Tried, ...Tried[]];
  const { target, threshold } = chosen;
  const judged = judge(chosen);
  const sessionCount = data.target.length;
  const males = data.target.reduce((sum, k) => sum + k, 0);
  const females = sessionCount - males;
  return {
    data: {
      sessions: sessionCount,
      classes: { female: females, male: males },
      blocks: dataset.groupCount ?? 0,
    },
    method: {
      folds: chosen.folds.count,
      folds_by: "blocks of sessions",
      family: chosen.name,
      params: chosen.params,
      features: dataset.columns.length,
      threshold,
    },
    ...judged.figures,
    balanced_accuracy_of_all: judged.all.balancedAccuracy,
    after_views: chosen.after.map((after) => ({
      views: after.viewCount,
      sessions: after.target.length,
      ...pick(judge(after).figures),
    })),
    confusion_matrix: judged.all.confusion,
    calibration: calibrationOf(target, chosen.scores),
    roc: rocPoints(target, chosen.scores, ROC_POINTS).map(({ threshold: at, falsePositiveRate, truePositiveRate }) => ({
      threshold: at,
      false_positive_rate: falsePositiveRate,
      true_positive_rate: truePositiveRate,
    })),
    features: mostImportant(dataset.columns, importance),
    comparison: {
      majority: { balanced_accuracy: 0.5, accuracy: Math.max(males, females) / sessionCount },
      families: [...others, ...usualAverage([chosen, ...others])].map((other) => {
        const { balanced_accuracy, roc_auc } = judge(other).figures;
        return {
          ...{ name: other.name, params: other.params, balanced_accuracy, roc_auc },
          difference: {
            balanced_accuracy: differenceBetween(balanced_accuracy, judged.figures.balanced_accuracy),
            roc_auc: differenceBetween(roc_auc, judged.figures.roc_auc),
          },
        };
      }),
    },
    shuffled: { ...pick(judge(shuffled).figures), why: WHY_SHUFFLED },
  };
}

type Figures = Pick<SessionReport, "balanced_accuracy" | "accuracy" | "roc_auc" | "precision" | "recall">;

function pick({ balanced_accuracy, roc_auc }: Figures) {
  return { balanced_accuracy, roc_auc };
}

/** Of the families that Voting averages by itself, with the balanced weights that all others have: none of fewer than two. */
function usualAverage(tried: readonly Tried[]): Tried[] {
  const members = USUAL.flatMap(({ name }) => tried.filter((each) => each.name === name)).filter(
    ({ params }) => params.class_weight === "balanced",
  );
  return members.length < 2 ? [] : [averageTried(members)];
}

/** First minus second, of the folds in which both are known; null of fewer than two. */
function differenceBetween(first: Spread, second: Spread): PairedDifference | null {
  const pairs = first.folds.flatMap((score, fold) => {
    const other = second.folds[fold] ?? null;
    return score === null || other === null ? [] : [[score, other] as const];
  });
  if (pairs.length < 2) return null;
  // Of as many folds as there are, one is held out and the others are learned from.
  const sizes = { heldOut: 1, learned: first.folds.length - 1 };
  return differenceOf(
    pairs.map(([score]) => score),
    pairs.map(([, other]) => other),
    sizes,
  );
}

/** Figures of each fold, and of all sessions together. */
function judge({ target, folds, scores, threshold }: HeldOut): { figures: Figures; all: ClassificationScore } {
  const told = scores.map((score) => Number(score >= threshold));
  const scoreOf = (actual: Float64Array, target: Float64Array) =>
    scoreClassification(actual, { target, probability: null }, 2);
  const each = Array.from({ length: folds.count }, (_, fold) => {
    const inside = (values: Float64Array) => values.filter((_, row) => folds.of[row] === fold);
    const score = scoreOf(inside(target), inside(told));
    // A fold without one of the genders has no balanced accuracy.
    const balancedAccuracy = score.recall.includes(null) ? null : score.balancedAccuracy;
    return { ...score, balancedAccuracy, rocAuc: areaUnderRoc(inside(target), inside(scores)) };
  });
  const perGender = (of: (score: (typeof each)[number], k: number) => number | null) => ({
    female: spreadOf(each.map((score) => of(score, 0))),
    male: spreadOf(each.map((score) => of(score, 1))),
  });
  const figures = {
    balanced_accuracy: spreadOf(each.map(({ balancedAccuracy }) => balancedAccuracy)),
    accuracy: spreadOf(each.map(({ accuracy }) => accuracy)),
    roc_auc: spreadOf(each.map(({ rocAuc }) => rocAuc)),
    precision: perGender(({ precision }, k) => precision[k] ?? null),
    recall: perGender(({ recall }, k) => recall[k] ?? null),
  };
  return { figures, all: scoreOf(target, told) };
}

function spreadOf(folds: (number | null)[]): Spread {
  const known = folds.filter((value) => value !== null);
  if (known.length === 0) return { mean: null, std: null, folds };
  return { ...meanAndDeviation(known), folds };
}

function calibrationOf(target: Float64Array, scores: Float64Array): SessionReport["calibration"] {
  return Array.from({ length: BINS }, (_, bin) => {
    const rows = [...scores.keys()].filter(
      (row) => Math.min(BINS - 1, Math.floor((scores[row] as number) * BINS)) === bin,
    );
    const mean = (values: Float64Array) =>
      rows.length === 0 ? null : rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      sessions: rows.length,
      predicted: mean(scores),
      observed: mean(target),
    };
  });
}

/** By permutation where a family tells it, else by what it tells first. */
function mostImportant(columns: string[], importance: Record<string, number[]>): SessionReport["features"] {
  const measure = "permutation" in importance ? "permutation" : Object.keys(importance)[0];
  const values = measure === undefined ? [] : (importance[measure] ?? []);
  return columns
    .map((feature, j) => ({ feature, measure: measure ?? "", importance: values[j] ?? 0 }))
    .filter(({ importance: value }) => value > 0)
    .sort((a, b) => b.importance - a.importance)
    .slice(0, FEATURES_TOLD);
}
