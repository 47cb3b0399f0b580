// Student's t and Fisher's F. The only importer of jStat, whose own F distribution loses the upper tail; relative error of
// both functions here, against scipy: below 1e-7.
import { assert } from "../../error.ts";
import jstat from "./jstat.mjs";

/** The t that a Student variable with so many degrees of freedom stays below with probability p; p in (0, 1). */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  assert(p > 0 && p < 1 && degreesOfFreedom > 0, `no quantile ${p} of t with ${degreesOfFreedom} degrees of freedom`);
  return jstat.studentt.inv(p, degreesOfFreedom);
}

/** P(F > f) for Fisher's F with `upper` and `lower` degrees of freedom: a regularised incomplete beta function. */
export function fisherUpperTail(f: number, upper: number, lower: number): number {
  assert(f >= 0 && upper > 0 && lower > 0, `no upper tail of F at ${f} with ${upper} and ${lower} degrees of freedom`);
  const share = jstat.ibeta(lower / (lower + upper * f), lower / 2, upper / 2);
  return typeof share === "number" ? share : Number.NaN;
}
