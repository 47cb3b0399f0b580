// The model of a norm: what is predicted with.
import * as v from "valibot";
import type { Tail } from "../../engine/feature/series.ts";
import type { Factor } from "../../engine/kernel/factor.ts";
import type { Scatter } from "../../engine/score/scatter.ts";
import { Warnings } from "../../platform/schema/answer/warnings-answer.ts";
import { CrossValidation } from "./norm-figure.ts";
import type { NormSpecification } from "./norm-specification.ts";

/** What a version's model was made with beside its batches. */
export interface ModelSetting {
  /** Indexes of the features that a selection left in; null for all. */
  chosen: number[] | null;
  /** ρ of consecutive residuals. */
  rho: number;
  forget: NormSpecification["forget"] | null;
}

/** The model of one version, as kept in KV under an immutable key; numbers in bulk are base64 (norm/store/codec.ts). */
export const StoredModel = v.object({
  format: v.literal(3),
  rows: v.number(),
  /** The sum of their weights; models of 0.4.0 knew it rounded, as `rows`. */
  weight: v.optional(v.number()),
  lambda: v.nullable(v.number()),
  intercept: v.number(),
  interceptStdError: v.nullable(v.number()),
  stdErrors: v.array(v.nullable(v.number())),
  cv: v.nullable(CrossValidation),
  warnings: Warnings,
  /** Those of them that hold for whatever is predicted; models of 0.4.0 did not say. */
  lasting: v.optional(Warnings, []),
  /** What no row told the effect of; null of models of 0.4.0. */
  unknown: v.optional(
    v.nullable(
      v.object({
        /** Features that were the same in all rows: place among those that are in, and the value. */
        constants: v.array(v.tuple([v.number(), v.number()])),
        /** Calendar features of which each row had one of the levels that are in, none the level that they are told against. */
        withoutBase: v.array(v.string()),
        /** Months of the year without a row, from 1; null of rows without times. */
        months: v.nullable(v.array(v.number())),
      }),
    ),
    null,
  ),
  chosen: v.nullable(v.array(v.number())),
  /** By column, those that all rows place; models of 0.4.0 have none. */
  knots: v.optional(v.record(v.string(), v.array(v.number())), {}),
  /** By column of categories the levels that its rows had, and the share of each; the others are told against the first. */
  levels: v.optional(v.record(v.string(), v.object({ names: v.array(v.string()), shares: v.array(v.number()) })), {}),
  rho: v.number(),
  residualSquares: v.number(),
  degreesOfFreedom: v.number(),
  targetMean: v.number(),
  totalSquares: v.number(),
  months: v.array(v.object({ weight: v.number(), rows: v.number(), error: v.number(), leverage: v.number() })),
  wholeMonths: v.number(),
  /** The least y of the rows; null where that is not known. */
  targetMinimum: v.nullable(v.number()),
  /** The last time that was trained; null without times, and where 0.4.0 made the model. */
  toMs: v.optional(v.nullable(v.number()), null),
  minima: v.array(v.nullable(v.number())),
  maxima: v.array(v.nullable(v.number())),
  coefficients: v.string(),
  /** Means of the features over the rows, as they weigh; models before 0.12.0 have none. */
  means: v.optional(v.string()),
  spread: v.string(),
  scatter: v.string(),
  tail: v.string(),
});
export type StoredModel = v.InferOutput<typeof StoredModel>;

export interface NormModel
  extends Omit<StoredModel, "format" | "weight" | "coefficients" | "means" | "spread" | "scatter" | "tail"> {
  weight: number;
  /** One per feature that is in, as `stdErrors`. */
  coefficients: Float64Array;
  /** As many; null of a model that is kept without them. */
  means: Float64Array | null;
  /** See engine/model/ridge/solve.ts. */
  spread: Factor;
  /** See engine/score/scatter.ts. */
  scatter: Scatter;
  tail: Tail;
}
