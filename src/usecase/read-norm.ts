// One norm: what it is made of and what it learned.
import { AppError } from "../error.ts";
import { features } from "../feature/lag.ts";
import type { Norm } from "../schema/norm-answer.ts";
import { findNorm, type NormRow } from "../store/norms.ts";
import { findVersion } from "../store/versions.ts";
import type { Context } from "./context.ts";
import { loadModel } from "./load-model.ts";

export async function readNorm(context: Context, name: string): Promise<Norm> {
  const norm = await requireNorm(context, name);
  const empty = {
    lambda: null,
    intercept: null,
    intercept_std_error: null,
    coefficients: [],
    error: null,
    cv: null,
    warnings: [],
  };
  const identity = { ...summarise(norm), spec: norm.specification };
  if (norm.version === 0) return { ...identity, ...empty };
  const [model, learned] = await Promise.all([
    loadModel(context, norm, norm.version),
    findVersion(context.database, norm.id, norm.version),
  ]);
  const figures = { error: learned?.error ?? null, warnings: model.warnings };
  if (model.rows === 0) return { ...identity, ...empty, ...figures };
  return {
    ...identity,
    lambda: model.lambda,
    intercept: model.intercept,
    intercept_std_error: model.interceptStdError,
    coefficients: features(norm.specification).map(({ name }, j) => ({
      feature: name,
      value: model.coefficients[j] as number,
      std_error: model.stdErrors[j] ?? null,
    })),
    ...figures,
    cv: model.cv,
  };
}

/** The norm of a name; AppError "not_found" where there is none. */
export async function requireNorm(context: Context, name: string): Promise<NormRow> {
  const norm = await findNorm(context.database, name);
  if (norm === undefined)
    throw new AppError("not_found", `Cannot find norm "${name}": its first train or a PUT creates it`);
  return norm;
}

/** What a list says of a norm. */
export function summarise(norm: NormRow) {
  return {
    norm: norm.name,
    version: norm.version,
    rows: norm.rows,
    created_at: new Date(norm.createdAtMs).toISOString(),
  };
}
