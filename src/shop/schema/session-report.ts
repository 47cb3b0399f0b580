// How good the gender model is: everything on sessions of blocks that it did not learn from.
import * as v from "valibot";
import { Warnings } from "../../platform/schema/answer/warnings-answer.ts";
import { described } from "../../platform/schema/described.ts";
import { Gender } from "./session.ts";

export const Spread = v.object({
  mean: v.nullable(v.number()),
  std: described(v.nullable(v.number()), "Standard deviation of the folds"),
  folds: v.array(v.nullable(v.number())),
});
export const GenderFigures = v.object({ female: Spread, male: Spread });

export const PairedDifference = v.object({
  mean: described(v.number(), "Of the folds: its figure less that of the model"),
  lower: described(
    v.number(),
    "So far down may it lie with 95 %: the corrected resampled t interval of Nadeau and Bengio (2003)",
  ),
  upper: v.number(),
});
export type PairedDifference = v.InferOutput<typeof PairedDifference>;
const Paired = v.nullable(PairedDifference);

const Compared = v.object({
  name: v.string(),
  params: v.record(v.string(), v.unknown()),
  balanced_accuracy: Spread,
  roc_auc: Spread,
  difference: v.optional(
    described(
      v.object({ balanced_accuracy: Paired, roc_auc: Paired }),
      "To the model, fold by fold; null where fewer than two folds have both. Reports of before 0.13.0 have none",
    ),
  ),
});

export const SessionReport = v.object({
  data: v.object({
    sessions: described(v.number(), "That it learned from: all whose gender is known"),
    classes: v.object({ female: v.number(), male: v.number() }),
    blocks: described(
      v.number(),
      "Visitors, as far as `visitor` or the order of arrival tells, else stretches of time; no fold cuts one",
    ),
  }),
  method: v.object({
    folds: v.number(),
    folds_by: v.literal("blocks of sessions"),
    family: v.string(),
    params: v.record(v.string(), v.unknown()),
    features: described(v.number(), "Columns of the table"),
    threshold: described(
      v.number(),
      "A session is told male from this probability on: where the model, to which both genders weigh alike, changes its mind; with other class " +
        "weights the share of men. It is not chosen by what is right of the sessions that it is judged by",
    ),
  }),
  balanced_accuracy: described(Spread, "Mean of the two recalls"),
  balanced_accuracy_of_all: described(v.number(), "Of all held-out sessions together"),
  after_views: described(
    v.array(v.object({ views: v.number(), sessions: v.number(), balanced_accuracy: Spread, roc_auc: Spread })),
    "Of visits that had so many views or more, after so many: how far a visit that goes on can be told. Of many sessions, every so many are asked",
  ),
  accuracy: Spread,
  roc_auc: Spread,
  precision: GenderFigures,
  recall: GenderFigures,
  confusion_matrix: described(
    v.array(v.array(v.number())),
    "Rows: true female, male; columns: told so; all folds together",
  ),
  calibration: described(
    v.array(
      v.object({
        from: v.number(),
        to: v.number(),
        sessions: v.number(),
        predicted: described(v.nullable(v.number()), "Mean probability of male"),
        observed: described(v.nullable(v.number()), "Share of male"),
      }),
    ),
    "Held-out sessions by their probability of male",
  ),
  roc: described(
    v.array(v.object({ threshold: v.number(), false_positive_rate: v.number(), true_positive_rate: v.number() })),
    "Points of the ROC curve, male being positive; the first is at a threshold above all probabilities, which tells nobody male",
  ),
  features: described(
    v.array(v.object({ feature: v.string(), measure: v.string(), importance: v.number() })),
    "The twenty that matter most",
  ),
  comparison: v.object({
    majority: described(
      v.object({ balanced_accuracy: v.number(), accuracy: v.number() }),
      "Telling everybody the more frequent gender",
    ),
    families: described(
      v.array(Compared),
      "The other families, with balanced weights, on the same folds; last an average of boosting, a forest and Ridge by their probabilities, as " +
        "Voting makes it, told male from the mean of their thresholds on",
    ),
  }),
  shuffled: described(
    v.object({ balanced_accuracy: Spread, roc_auc: Spread, why: v.string() }),
    "The same model on folds that cut through blocks: optimistic",
  ),
});
export type SessionReport = v.InferOutput<typeof SessionReport>;

export const SessionReportAnswer = v.object({
  model: v.object({ id: v.number(), version: v.number() }),
  ...SessionReport.entries,
});

export const Spoken = v.array(v.object({ feature: v.string(), value: v.number(), contribution: v.number() }));

export const SessionPrediction = v.object({
  session_id: v.nullable(v.string()),
  gender: Gender,
  probability: described(v.number(), "Of male, whichever gender is told: the same as `probability_male`"),
  probability_male: v.number(),
  probability_female: v.number(),
  threshold: described(v.number(), "The gender told is male where `probability_male` is no less"),
  known_views: described(v.number(), "Views of a category that the model knows"),
  model: v.object({ id: v.number(), version: v.number() }),
  warnings: Warnings,
  explanation: v.optional(
    described(
      v.object({ for: Spoken, against: Spoken }),
      "What spoke most for the gender told, and against it: by how much its probability falls, or rises, when the feature has its median instead",
    ),
  ),
});
export type SessionPrediction = v.InferOutput<typeof SessionPrediction>;
