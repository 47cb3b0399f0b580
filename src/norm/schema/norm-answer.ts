// What a norm answers.
import * as v from "valibot";
import { aboutAnswer } from "../../platform/schema/answer/about-answer.ts";
import { Warnings } from "../../platform/schema/answer/warnings-answer.ts";
import { described } from "../../platform/schema/described.ts";
import { KeptRowsOfBatch, KeptSpan } from "./kept-answer.ts";
import { CrossValidation, Drift, NormError, NormFit, RowCounts } from "./norm-figure.ts";
import { NormSpecification } from "./norm-specification.ts";

const figures = {
  error: described(
    v.nullable(NormError),
    "On the rows just sent, after training on them; null where there was none to score",
  ),
  error_before: described(
    v.nullable(NormError),
    "On the rows just sent, before training on them: out of sample; null for the first",
  ),
  drift: described(
    v.nullable(Drift),
    "Whether the rows just sent still obey what was learned before, those apart that have what no trained row had; null where there " +
      "was nothing to compare",
  ),
  lambda: described(v.nullable(v.number()), "λ in use; null before the first complete row"),
};

export const TrainAnswer = v.object({
  norm: v.string(),
  version: v.number(),
  batch: v.string(),
  rows: RowCounts,
  ...figures,
  warnings: Warnings,
  replayed: v.optional(described(v.literal(true), "This batch was trained before; this is the first answer again")),
});
export type TrainAnswer = v.InferOutput<typeof TrainAnswer>;

export const Leverage = v.object({
  largest: described(v.nullable(v.number()), "Of the rows that have an interval; null where none has"),
  rows: described(
    v.array(v.number()),
    "The rows (from 0) with more than ten: few rows like them, or none, were trained on",
  ),
});

const byName = (description: string) => described(v.record(v.string(), v.array(v.nullable(v.number()))), description);

export const Explanation = v.object({
  base: described(
    v.number(),
    "What is expected where every feature is at its mean: the mean of y of the rows learned from, as they weigh",
  ),
  means: described(v.record(v.string(), v.number()), "Per feature its mean over those rows"),
  contributions: byName(
    "Per feature one number a row, in units of y: coefficient × (value − mean). `base` and those of a row add up to its y; null where y is",
  ),
  sources: byName(
    "The same, summed by what features come of: a column that was sent, a part of the calendar, or an interaction",
  ),
});
export type Explanation = v.InferOutput<typeof Explanation>;

export const PredictAnswer = v.object({
  norm: v.string(),
  version: v.number(),
  y: described(
    v.array(v.nullable(v.number())),
    "One per row; null where a value of the row, or of its past, is missing, or (unless `unseen_levels` is mean) a level is one that no " +
      "trained row had",
  ),
  lower: described(
    v.array(v.nullable(v.number())),
    "Lower end of the prediction interval, one per row; null where a row has what no trained row had",
  ),
  upper: described(v.array(v.nullable(v.number())), "Upper end of the prediction interval, one per row"),
  level: described(v.number(), "Probability with which a row lies within its interval"),
  extrapolated: described(
    v.record(v.string(), v.array(v.number())),
    "Per column, the rows (from 0) where it is outside the range that the norm was trained on; per group of features, such as " +
      "hour_of_day or a category, those that have what no trained row had, so that they have no interval; `month`: those of months without a trained row",
  ),
  leverage: described(
    Leverage,
    "How far rows are from those trained on, all features together: how much the line scatters there, ‖S·[1; x]‖² (at λ = 0 " +
      "x′(X′X)⁻¹x), over the mean of the rows trained on, parameters/n",
  ),
  explanation: v.optional(described(Explanation, "With `explain=true`: how much each feature accounts for")),
  warnings: Warnings,
});
export type PredictAnswer = v.InferOutput<typeof PredictAnswer>;

export const NormSummary = v.object({
  norm: v.string(),
  version: v.number(),
  rows: v.number(),
  created_at: v.string(),
  ...aboutAnswer,
  newest_batch: described(
    v.nullable(
      v.object({
        batch: v.string(),
        version: described(v.number(), "That it made"),
        time: v.string(),
        error: described(v.nullable(NormError), "On its rows, after training on them"),
        drift: described(v.nullable(Drift), "Whether its rows still obeyed what was learned before"),
      }),
    ),
    "What was learned last, and how well; null while the norm rests on no batch",
  ),
});
export type NormSummary = v.InferOutput<typeof NormSummary>;

const next = <S extends v.GenericSchema>(schema: S) =>
  described(v.nullable(schema), "`after` of the next page; null on the last one");

export const NormList = v.object({ norms: v.array(NormSummary), next: next(v.string()) });
export type NormList = v.InferOutput<typeof NormList>;

export const Coefficients = v.array(
  v.object({
    feature: v.string(),
    value: described(v.number(), "In units of y per unit of the feature"),
    std_error: described(
      v.nullable(v.number()),
      "At this λ, of the shrunken coefficient; null where it is undetermined",
    ),
  }),
);

export const Norm = v.object({
  ...NormSummary.entries,
  spec: v.nullable(NormSpecification),
  inferred: described(
    v.nullable(
      v.object({
        step: described(
          v.nullable(v.string()),
          "The distance of rows in time, such as 1h, 1mo, 1q or 1y; null where it is not regular",
        ),
        interval: v.nullable(v.picklist(["hourly", "daily", "monthly"])),
        knots: v.record(v.string(), v.array(v.number())),
        levels: v.optional(
          described(
            v.record(v.string(), v.array(v.string())),
            "By category its levels, by name; the others are told against the first",
          ),
        ),
      }),
    ),
    "Step and interval, which the first batch fixed, and the knots and levels that the rows placed; null before it, and without times, " +
      "knots or categories",
  ),
  lambda: figures.lambda,
  intercept: v.nullable(v.number()),
  intercept_std_error: v.nullable(v.number()),
  coefficients: Coefficients,
  left_out: described(v.array(v.string()), "Features that the selection left out"),
  rows_kept: described(KeptSpan, "Of which time the rows are kept as they came"),
  fit: described(v.nullable(NormFit), "On all rows that the norm rests on"),
  error: figures.error,
  cv: v.nullable(CrossValidation),
  warnings: Warnings,
});
export type Norm = v.InferOutput<typeof Norm>;

export const NormVersion = v.object({
  version: v.number(),
  event: described(v.picklist(["train", "forget", "specify", "select"]), "What made this version"),
  time: v.string(),
  batch: v.nullable(v.string()),
  rows: described(v.nullable(RowCounts), "Rows of the batch; null for other events"),
  ...figures,
  cv: v.nullable(CrossValidation),
});
export type NormVersion = v.InferOutput<typeof NormVersion>;

export const NormHistory = v.object({ norm: v.string(), history: v.array(NormVersion), next: next(v.number()) });
export type NormHistory = v.InferOutput<typeof NormHistory>;

export const Batch = v.object({
  batch: v.string(),
  version: v.number(),
  time: v.string(),
  rows: RowCounts,
  rows_kept: described(v.nullable(KeptRowsOfBatch), "Rows that are kept as they came; null where none are"),
});
export type Batch = v.InferOutput<typeof Batch>;

export const BatchList = v.object({ norm: v.string(), batches: v.array(Batch), next: next(v.number()) });
export type BatchList = v.InferOutput<typeof BatchList>;

export const ForgetAnswer = v.object({
  norm: v.string(),
  version: v.number(),
  batch: v.string(),
  rows: described(v.number(), "Rows that the norm still rests on"),
  lambda: figures.lambda,
  cv: v.nullable(CrossValidation),
  warnings: Warnings,
});
export type ForgetAnswer = v.InferOutput<typeof ForgetAnswer>;
