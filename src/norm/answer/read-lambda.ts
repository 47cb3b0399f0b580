import { tryLambdas } from "../../engine/model/ridge/fit-ridge.ts";
import type { Context } from "../../platform/context/context.ts";
import { chosenOnly, describeCv } from "../basis/fit-norm.ts";
import { spendFit } from "../basis/fit-time.ts";
import { readBasis } from "../basis/read-basis.ts";
import { placesOf } from "../rows/levels.ts";
import { placeColumns } from "../rows/place-columns.ts";
import type { LambdaPath } from "../schema/choice-answer.ts";
import { findVersion } from "../store/versions.ts";
import { requireNorm } from "./read-norm.ts";

/** Every λ that "auto" chooses among, from the factors of a norm's newest version. */
export async function readLambda(context: Context, name: string): Promise<LambdaPath> {
  const norm = await requireNorm(context, name);
  const { version } = norm;
  if (version === 0) return { norm: name, version, lambda: null, path: [] };
  spendFit(context, norm);
  const [basis, learned] = await Promise.all([
    readBasis(context, norm, version),
    findVersion(context.database, norm.id, version),
  ]);
  const { folds, levels } = placeColumns(context.kernel, norm, basis);
  const places = placesOf(norm, basis.chosen, levels);
  const path = tryLambdas(context.kernel, chosenOnly(context.kernel, folds, places)).map((tried) => ({
    lambda: tried.lambda,
    degrees_of_freedom: tried.degreesOfFreedom,
    cv: tried.cv && describeCv(tried.cv),
  }));
  return { norm: name, version, lambda: learned?.lambda ?? null, path };
}
