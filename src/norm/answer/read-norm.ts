// One norm: what it is made of and what it learned.

import { type Feature, features, type Inferred } from "../../engine/feature/feature.ts";
import { formatStep } from "../../engine/feature/time-grid.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { tellAbout } from "../../platform/schema/answer/about-answer.ts";
import { describeModel } from "../basis/fit-norm.ts";
import { loadModel } from "../basis/load-model.ts";
import type { Norm, NormSummary } from "../schema/norm-answer.ts";
import type { NormModel } from "../schema/norm-model.ts";
import { findNorm, type NormRow } from "../store/norms.ts";
import { findVersion, newestBatches } from "../store/versions.ts";
import { readKeptSpan } from "./kept-span.ts";

export async function readNorm(context: Context, name: string): Promise<Norm> {
  const norm = await requireNorm(context, name);
  const { specification, inferred } = norm;
  const summary = summariseAll(context, [norm]).then(([told]) => told as NormSummary);
  const kept = readKeptSpan(context, norm);
  if (norm.version === 0) {
    const nothing = { lambda: null, intercept: null, intercept_std_error: null, coefficients: [], fit: null, cv: null };
    return {
      ...(await summary),
      spec: specification,
      inferred: inferredOf(inferred, { knots: {}, levels: {} }),
      ...nothing,
      left_out: [],
      rows_kept: (await kept).told,
      error: null,
      warnings: [],
    };
  }
  const [model, learned, { told }] = await Promise.all([
    loadModel(context, norm, norm.version),
    findVersion(context.database, norm.id, norm.version),
    kept,
  ]);
  const isLeftOut = (_: Feature, i: number) => model.chosen !== null && !model.chosen.includes(i);
  return {
    ...(await summary),
    spec: specification,
    inferred: inferredOf(inferred, model),
    ...describeModel(norm, model),
    left_out: features(specification, inferred)
      .filter(isLeftOut)
      .map(({ name }) => name),
    rows_kept: told,
    error: learned?.error ?? null,
    warnings: model.warnings,
  };
}

function inferredOf(inferred: Inferred | null, placed: Pick<NormModel, "knots" | "levels">): Norm["inferred"] {
  const knots = { ...inferred?.knots, ...placed.knots };
  const levels = Object.fromEntries(Object.entries(placed.levels).map(([column, { names }]) => [column, names]));
  const hasLevels = Object.keys(levels).length > 0;
  if (inferred === null || (!inferred.timed && Object.keys(knots).length === 0 && !hasLevels)) return null;
  return { step: formatStep(inferred), interval: inferred.interval, knots, ...(hasLevels && { levels }) };
}

/** The norm of a name; AppError "not_found" where there is none. */
export async function requireNorm(context: Context, name: string): Promise<NormRow> {
  const norm = await findNorm(context.database, name);
  if (norm === undefined)
    throw new AppError("not_found", `Cannot find norm "${name}": its first train or a PUT creates it`);
  return norm;
}

/** What a list says of norms, in their order. */
export async function summariseAll({ database }: Context, norms: readonly NormRow[]): Promise<NormSummary[]> {
  const newest = await newestBatches(
    database,
    norms.map(({ id }) => id),
  );
  const of = new Map(newest.map((batch) => [batch.normId, batch]));
  return norms.map((norm) => summarise(norm, of.get(norm.id)));
}

type NewestBatch = Awaited<ReturnType<typeof newestBatches>>[number];

function summarise(norm: NormRow, newest: NewestBatch | undefined): NormSummary {
  return {
    norm: norm.name,
    version: norm.version,
    rows: norm.rows,
    created_at: new Date(norm.createdAtMs).toISOString(),
    ...tellAbout(norm.about),
    newest_batch: newest === undefined ? null : tellBatch(newest),
  };
}

function tellBatch({
  version,
  batch,
  createdAtMs,
  error,
  drift,
}: NewestBatch): NonNullable<NormSummary["newest_batch"]> {
  return { batch: batch ?? "", version, time: new Date(createdAtMs).toISOString(), error, drift };
}
