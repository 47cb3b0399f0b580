// What a norm answers about the choice of λ and of features.
import * as v from "valibot";
import { Warnings } from "../../platform/schema/answer/warnings-answer.ts";
import { described } from "../../platform/schema/described.ts";
import { Coefficients } from "./norm-answer.ts";
import { CrossValidation, NormFit } from "./norm-figure.ts";

export const LambdaPath = v.object({
  norm: v.string(),
  version: v.number(),
  lambda: described(v.nullable(v.number()), "λ in use"),
  path: described(
    v.array(
      v.object({
        lambda: v.number(),
        degrees_of_freedom: described(v.number(), "Trace of the hat matrix, intercept counted"),
        cv: v.nullable(CrossValidation),
      }),
    ),
    'What "auto" chooses among, ascending',
  ),
});
export type LambdaPath = v.InferOutput<typeof LambdaPath>;

export const SelectionStep = v.object({
  step: v.number(),
  entered: described(v.nullable(v.string()), "The candidate that entered; null for the features that are always in"),
  features: described(v.number(), "Features in the model with it"),
  cv_rmse: v.number(),
  cv_rmse_std_error: v.number(),
  left_out: described(
    v.record(v.string(), v.number()),
    "What did not enter at this step, and the cv_rmse that it would have brought",
  ),
});

export const Selection = v.object({
  norm: v.string(),
  version: described(v.number(), "The version that the selection made"),
  lambda: described(v.number(), "λ of all steps: that in use before, at least 1e-6 per row"),
  path: described(v.array(SelectionStep), "Forward selection, from the features that are always in to all candidates"),
  least_step: described(v.number(), "The step of least cv_rmse"),
  chosen_step: described(v.number(), "The first step within one standard error of it"),
  chosen: described(v.array(v.string()), "Candidates that are in the model from now on"),
  left_out: described(v.array(v.string()), "Candidates that are not"),
  warnings: v.optional(described(Warnings, "Which candidates were not tried, and why")),
});
export type Selection = v.InferOutput<typeof Selection>;

export const WhatIfAnswer = v.object({
  norm: v.string(),
  rows: v.number(),
  lambda: v.nullable(v.number()),
  intercept: v.nullable(v.number()),
  intercept_std_error: v.nullable(v.number()),
  coefficients: Coefficients,
  fit: v.nullable(NormFit),
  cv: v.nullable(CrossValidation),
  warnings: Warnings,
});
export type WhatIfAnswer = v.InferOutput<typeof WhatIfAnswer>;
