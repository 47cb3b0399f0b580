// What a norm answers.
import * as v from "valibot";
import { NormSpecification } from "./norm-specification.ts";

const described = <S extends v.GenericSchema>(schema: S, description: string) =>
  v.pipe(schema, v.description(description));

export const NormError = v.object({
  rmse: described(v.number(), "√(Σ(y − ŷ)²/n), in units of y"),
  mae: described(v.number(), "Σ|y − ŷ|/n, in units of y"),
  r_squared: described(v.nullable(v.number()), "1 − Σ(y − ŷ)²/Σ(y − ȳ)²; null for a constant y"),
  cvrmse: described(v.nullable(v.number()), "100 · rmse/ȳ, in % (ASHRAE Guideline 14); null unless ȳ > 0"),
  nmbe: described(
    v.nullable(v.number()),
    "100 · Σ(y − ŷ)/(n·ȳ), in % (ASHRAE Guideline 14); positive where too little is predicted; null unless ȳ > 0",
  ),
});
export type NormError = v.InferOutput<typeof NormError>;

export const CrossValidation = v.object({
  folds: v.number(),
  rmse: described(v.number(), "Out-of-fold root mean square error, in units of y"),
  r_squared: described(v.nullable(v.number()), "Out-of-fold share of the variance explained; null for a constant y"),
});
export type CrossValidation = v.InferOutput<typeof CrossValidation>;

export const RowCounts = v.object({ received: v.number(), used: v.number(), skipped: v.number() });

const figures = {
  error: described(
    v.nullable(NormError),
    "On the rows just sent, after training on them; null where there was none to score",
  ),
  error_before: described(
    v.nullable(NormError),
    "On the rows just sent, before training on them: out of sample; null for the first",
  ),
  lambda: described(v.nullable(v.number()), "λ in use; null before the first complete row"),
};
const warnings = described(v.array(v.string()), "What to know before trusting the figures");

export const TrainAnswer = v.object({
  norm: v.string(),
  version: v.number(),
  batch: v.string(),
  rows: RowCounts,
  ...figures,
  warnings,
  replayed: v.optional(described(v.literal(true), "This batch was trained before; this is the first answer again")),
});
export type TrainAnswer = v.InferOutput<typeof TrainAnswer>;

export const PredictAnswer = v.object({
  norm: v.string(),
  version: v.number(),
  y: described(
    v.array(v.nullable(v.number())),
    "One per row; null where a value of the row, or of its past, is missing",
  ),
});
export type PredictAnswer = v.InferOutput<typeof PredictAnswer>;

export const NormSummary = v.object({
  norm: v.string(),
  version: v.number(),
  rows: v.number(),
  created_at: v.string(),
});
export type NormSummary = v.InferOutput<typeof NormSummary>;

const next = <S extends v.GenericSchema>(schema: S) =>
  described(v.nullable(schema), "`after` of the next page; null on the last one");

export const NormList = v.object({ norms: v.array(NormSummary), next: next(v.string()) });
export type NormList = v.InferOutput<typeof NormList>;

export const Norm = v.object({
  ...NormSummary.entries,
  spec: v.nullable(v.object({ ...NormSpecification.pipe[0].entries })),
  lambda: figures.lambda,
  intercept: v.nullable(v.number()),
  intercept_std_error: v.nullable(v.number()),
  coefficients: v.array(
    v.object({
      feature: v.string(),
      value: described(v.number(), "In units of y per unit of the feature"),
      std_error: described(
        v.nullable(v.number()),
        "At this λ, of the shrunken coefficient; null where it is undetermined",
      ),
    }),
  ),
  error: figures.error,
  cv: v.nullable(CrossValidation),
  warnings,
});
export type Norm = v.InferOutput<typeof Norm>;

export const NormVersion = v.object({
  version: v.number(),
  event: described(v.picklist(["train", "forget", "specify"]), "What made this version"),
  time: v.string(),
  batch: v.nullable(v.string()),
  rows: described(v.nullable(RowCounts), "Rows of the batch; null for other events"),
  ...figures,
  cv: v.nullable(CrossValidation),
});
export type NormVersion = v.InferOutput<typeof NormVersion>;

export const NormHistory = v.object({ norm: v.string(), history: v.array(NormVersion), next: next(v.number()) });
export type NormHistory = v.InferOutput<typeof NormHistory>;

export const Batch = v.object({ batch: v.string(), version: v.number(), time: v.string(), rows: RowCounts });
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
  warnings,
});
export type ForgetAnswer = v.InferOutput<typeof ForgetAnswer>;
