// What a report compares: the model itself, the same on folds that cut through blocks, and the other families, each learned without a fold and
// asked about it.

import * as v from "valibot";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import type { Work } from "../../engine/math/work.ts";
import type { Family, Params } from "../../engine/model/family.ts";
import { type Folds, foldByClass, heldOutRows } from "../../engine/model/fold-rows.ts";
import { type ClassWeight, classWeightsOf } from "../../engine/parameter/class-weights.ts";
import { secondOf } from "../../engine/score/score-classification.ts";
import type { Dataset } from "../../registry/store/datasets.ts";
import { onlyHeldOut, placeFold, tryFold } from "../../registry/task/try-fold.ts";
import { sessionFeatures } from "../feature/session.ts";
import { sessionFamilies } from "../schema/session-request.ts";
import { afterViews, type HeldOut, type HeldOutAfter } from "./after-views.ts";
import { type Beginnings, begunIn } from "./beginnings.ts";
import { paramsFor } from "./session-params.ts";

export const GENDERS = ["female", "male"];

export interface Variant {
  family: Family;
  params: Params;
  kind: "chosen" | "shuffled" | "other";
}

export interface Tried extends HeldOut {
  name: string;
  params: Params;
  /** Of the model itself: what it says of visits after their first views. */
  after: HeldOutAfter[];
}

interface On {
  data: Dataset;
  foldCount: number;
  beginnings: Beginnings;
}

/** The chosen model, the same on shuffled folds, then the other families. */
export function variantsOf(chosen: Family, params: Params): Variant[] {
  const others = sessionFamilies.filter(({ name }) => name !== chosen.name);
  return [
    { family: chosen, params, kind: "chosen" },
    { family: chosen, params, kind: "shuffled" },
    ...others.map((family): Variant => {
      const given = paramsFor({ name: family.name, h_tune: false });
      return { family, params: v.parse(family.params.classification, given) as Params, kind: "other" };
    }),
  ];
}

/** Raw responses to the sessions of a fold, and then, of the model itself, to their beginnings. */
export function* tryVariant(kernel: Kernel, variant: Variant, fold: number, on: On): Work<Float64Array> {
  const { family, params } = variant;
  const folds = foldsOf(variant, on);
  const begun = begunOf(variant, fold, on).map(({ session }) => session);
  const beside = begun.length > 0 ? { beside: sessionFeatures(begun, on.beginnings).values } : {};
  const { raw } = yield* tryFold(kernel, { family, params, classes: GENDERS, data: on.data, folds, fold, ...beside });
  return raw;
}

/** What `tryVariant` answered, fold by fold, as probabilities. */
export function gatherVariant(variant: Variant, raws: readonly Float64Array[], on: On): Tried {
  const { family, params } = variant;
  const { data, beginnings } = on;
  const folds = foldsOf(variant, on);
  const width = family.width(GENDERS.length);
  const raw = new Float64Array(data.target.length * width);
  for (const [fold, told] of raws.entries()) placeFold(raw, told, { folds, fold, width });
  const held = onlyHeldOut(raw, folds, data.target);
  const { malesOf, threshold } = readerOf(variant, held.raw, held.target);
  const heldOut = {
    ...{ target: held.target, folds: { count: folds.count, of: held.folds } },
    ...{ scores: malesOf(held.raw), threshold },
  };
  const begun = raws.flatMap((told, fold) => {
    const all = begunOf(variant, fold, on);
    const scores = malesOf(told.subarray(told.length - all.length * width));
    return all.map(({ row, viewCount }, i) => ({ row, viewCount, score: scores[i] as number }));
  });
  const isChosen = variant.kind === "chosen";
  const after = isChosen ? afterViews(beginnings, { ...heldOut, rows: heldOutRows(folds), begun }) : [];
  return { name: family.name, params, ...heldOut, after };
}

function foldsOf({ kind }: Variant, { data: { columns, folds, target }, foldCount }: On): Folds {
  // As many as of blocks: what is compared has learned from as much.
  const shuffled = kind === "shuffled" ? foldByClass({ columns, target, classCount: 2 }, foldCount) : null;
  return shuffled === null || typeof shuffled === "string" ? { count: foldCount, of: folds } : shuffled;
}

function begunOf({ kind }: Variant, fold: number, { data, beginnings }: On) {
  return kind === "chosen" ? begunIn(beginnings, (row) => data.folds[row] === fold) : [];
}

/**
 * How raw responses are read: the probability of "male", the second class, one a row, and from which one on a session is told male. Of it only
 * the curve of the probabilities was made by the rows that it is judged by.
 */
function readerOf({ family, params }: Variant, raw: Float64Array, target: Float64Array) {
  const calibration = family.calibrate?.(raw, target, GENDERS.length) ?? null;
  const of = { classCount: GENDERS.length, unitCount: family.unitCount(params), params, calibration };
  const malesOf = (raw: Float64Array) => secondOf(family.decide(raw, of).probability as Float64Array);
  // Shares of a forest's leaves go by what rows weigh; a curve tells probabilities whatever they weigh.
  if (family.calibrate === undefined) return { malesOf, threshold: maleShare(target, params.class_weight) };
  if (params.class_weight !== "balanced") return { malesOf, threshold: maleShare(target) };
  // Where the model itself changes its mind: both genders weigh alike.
  const [one, threshold, other] = malesOf(Float64Array.of(-1, 0, 1)) as unknown as [number, number, number];
  // A curve that is flat says nothing: the more frequent gender is told of all.
  const isFlat = one === other;
  return { malesOf, threshold: isFlat && threshold < 0.5 ? (threshold + 1) / 2 : threshold };
}

/** Of all, by what classes weigh: a half where that is balanced. A session that is likelier of a man than others are is told male. */
function maleShare(target: Float64Array, weight: ClassWeight = null): number {
  const [female = 1, male = 1] = classWeightsOf(weight, GENDERS, target) ?? [];
  const males = target.reduce((sum, k) => sum + k, 0);
  return (male * males) / (male * males + female * (target.length - males));
}
