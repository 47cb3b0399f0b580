// What savings of a norm are answered.
import * as v from "valibot";
import { described } from "../../platform/schema/described.ts";
import { PredictAnswer } from "./norm-answer.ts";
import { RowCounts } from "./norm-figure.ts";

const perRow = (description: string) => described(v.array(v.nullable(v.number())), description);

export const SavingsAnswer = v.object({
  norm: v.string(),
  version: v.number(),
  level: v.number(),
  rows: described(RowCounts, "`used` are those with y and an expectation; sums are over them"),
  total: v.object({
    actual: described(v.number(), "Σ y"),
    expected: described(v.number(), "Σ ŷ"),
    saving: described(v.number(), "expected − actual; negative where more was used"),
    saving_percent: described(v.nullable(v.number()), "100 · saving/expected; null unless expected > 0"),
    uncertainty: described(
      v.nullable(v.number()),
      "± of the saving at the level, by `uncertainty_method`; null where no degrees of freedom are left, or a row has no interval",
    ),
    uncertainty_method: described(
      v.nullable(v.picklist(["months", "autocorrelation"])),
      "months: by how much the norm misses whole months that it has not learned from, where it has learned from four; " +
        "autocorrelation: as if residuals followed on each other by their autocorrelation alone",
    ),
    uncertainty_ashrae: described(
      v.nullable(v.number()),
      "t · k · cvrmse_adj · √((n/n′)(1 + 2/n′)/m) · expected (ASHRAE Guideline 14, Annex B), k being 1.26 for hours, for days and " +
        "months Sun & Baltazar's polynomial in the months of the period; null where a mean is not positive or n′ leaves no degrees of freedom",
    ),
    uncertainty_percent: described(
      v.nullable(v.number()),
      "`uncertainty` in % of the saving: fractional savings uncertainty",
    ),
    is_significant: described(
      v.nullable(v.boolean()),
      "Whether the saving is larger than its uncertainty, and than rounding",
    ),
  }),
  t: v.optional(described(v.array(v.string()), "Of a period of rows that are kept: when each was")),
  actual: v.optional(perRow("Of such a period: y")),
  expected: perRow("ŷ"),
  lower: perRow("Lower end of the band in which a row lies with probability `level`"),
  upper: perRow("Upper end of it"),
  saving: perRow("ŷ − y"),
  out_of_band: v.array(
    v.object({
      row: described(v.number(), "From 0"),
      t: v.nullable(v.string()),
      actual: v.number(),
      expected: v.number(),
      lower: v.number(),
      upper: v.number(),
      consumption: v.picklist(["over", "under"]),
    }),
  ),
  extrapolated: PredictAnswer.entries.extrapolated,
  leverage: PredictAnswer.entries.leverage,
  warnings: PredictAnswer.entries.warnings,
});
export type SavingsAnswer = v.InferOutput<typeof SavingsAnswer>;
