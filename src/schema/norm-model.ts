import * as v from "valibot";
import { CrossValidation } from "./norm-answer.ts";

/** The model of one version, as kept in KV under an immutable key. */
export const NormModel = v.object({
  format: v.literal(1),
  rows: v.number(),
  lambda: v.nullable(v.number()),
  intercept: v.number(),
  interceptStdError: v.nullable(v.number()),
  coefficients: v.array(v.number()),
  stdErrors: v.array(v.nullable(v.number())),
  cv: v.nullable(CrossValidation),
  warnings: v.array(v.string()),
  tail: v.array(v.array(v.nullable(v.number()))),
});
export type NormModel = v.InferOutput<typeof NormModel>;
