// The figures that a norm is judged by.
import * as v from "valibot";
import { described } from "../../platform/schema/described.ts";

export const Gate = v.object({
  interval: described(
    v.picklist(["hourly", "daily", "monthly"]),
    "What the rows are; daily ones are held to the monthly limits",
  ),
  limits: v.object({ cvrmse: v.number(), nmbe: v.number() }),
  passed: v.boolean(),
  reason: v.string(),
});

/** The metrics that follow from sums alone. */
const relative = {
  n: described(v.number(), "Rows scored"),
  n_prime: described(
    v.number(),
    "What they are worth as independent ones: n(1 − ρ)/(1 + ρ), ρ the autocorrelation of consecutive residuals (ASHRAE Guideline 14)",
  ),
  ddof: described(
    v.number(),
    "n less the parameters (the trace of the hat matrix, intercept counted) that these rows have used up: their share of all rows; " +
      "none before training on them. At least 1",
  ),
  rmse: described(v.number(), "√(Σ(y − ŷ)²/n), in units of y"),
  r_squared: described(v.nullable(v.number()), "1 − Σ(y − ŷ)²/Σ(y − ȳ)²; null for a constant y"),
  r_squared_adj: described(
    v.nullable(v.number()),
    "1 − (1 − r_squared)(n − 1)/ddof, never above r_squared; null for a constant y",
  ),
  cvrmse: described(v.nullable(v.number()), "100 · rmse/ȳ, in % (ASHRAE Guideline 14); null unless ȳ > 0"),
  cvrmse_adj: described(v.nullable(v.number()), "100 · √(Σ(y − ŷ)²/ddof)/ȳ, in %; null unless ȳ > 0"),
};
const gated = {
  gate: described(
    v.nullable(Gate),
    "Whether ASHRAE Guideline 14 would accept it; null without times, or where a figure is null",
  ),
};

export const NormError = v.object({
  ...relative,
  mae: described(
    v.nullable(v.number()),
    "Σ|y − ŷ|/n, in units of y; null after training on a file of more rows than are held at once",
  ),
  nmbe: described(
    v.nullable(v.number()),
    "100 · Σ(y − ŷ)/(n·ȳ), in % (ASHRAE Guideline 14); positive where too little is predicted; null unless ȳ > 0",
  ),
  pnrmse: described(
    v.nullable(v.number()),
    "100 · rmse/interquartile range of y, in % (OpenDSM); null where the quartiles are equal, and of such a file",
  ),
  ...gated,
});
export type NormError = v.InferOutput<typeof NormError>;

export const NormFit = v.object({
  ...relative,
  nmbe: described(v.nullable(v.number()), "0 by construction: the intercept is free"),
  autocorrelation: described(
    v.number(),
    "ρ of consecutive residuals: 1 − half the mean square of their steps over theirs (von Neumann)",
  ),
  mean: described(v.number(), "ȳ, in units of y"),
  residual_variance: described(
    v.nullable(v.number()),
    "σ² = Σ(y − ŷ)²/(n − c·parameters), in units of y²; c, how much more the line scatters for the autocorrelation of the " +
      "residuals, is between what cross-validation by weeks shows and (1 + ρ)/(1 − ρ), c·parameters at most 0.7·n; null without degrees of freedom",
  ),
  ...gated,
});
export type NormFit = v.InferOutput<typeof NormFit>;

export const Drift = v.object({
  statistic: described(v.number(), "Mean of (y − ŷ)² over its expected variance, before training: 1 on average"),
  p_value: described(v.number(), "Of Fisher's F test: how often an unchanged process would look at least as bad"),
  flagged: described(v.boolean(), "p_value < 0.01"),
});
export type Drift = v.InferOutput<typeof Drift>;

export const CrossValidation = v.object({
  folds: v.number(),
  rmse: described(v.number(), "Out-of-fold root mean square error, in units of y"),
  rmse_std_error: v.optional(described(v.number(), "Standard error of rmse, from how far the folds differ")),
  r_squared: described(v.nullable(v.number()), "Out-of-fold share of the variance explained; null for a constant y"),
  lambda_range: v.optional(
    described(
      v.object({ from: v.number(), to: v.number() }),
      'The λ around the one in use that "auto" finds as good, their error being within one standard error of its: within them λ may ' +
        "jump from batch to batch and mean nothing",
    ),
  ),
});
export type CrossValidation = v.InferOutput<typeof CrossValidation>;

export const RowCounts = v.object({ received: v.number(), used: v.number(), skipped: v.number() });
