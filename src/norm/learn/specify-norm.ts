// What a norm learns from, said before it has learned, or (λ, `continues`, `candidates`, `forget` and `unseen_levels` only) after.

import { features } from "../../engine/feature/feature.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { aboutIn, isAsked } from "../../platform/schema/about.ts";
import { readNorm } from "../answer/read-norm.ts";
import { requireTrainable, spendRelearning } from "../basis/fit-time.ts";
import { relearnVersion, UNDER_WAY_MS } from "../basis/learn-version.ts";
import { isSame } from "../schema/is-same.ts";
import type { Norm } from "../schema/norm-answer.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import type { SpecifyRequest } from "../schema/specify-request.ts";
import { deleteKeys } from "../store/archive.ts";
import { forgetNorm } from "../store/norm-cache.ts";
import {
  amendAbout,
  amendKeeping,
  amendSpecification,
  findNorm,
  insertNorm,
  type NormRow,
  replaceSpecification,
} from "../store/norms.ts";
import { findUnfinished } from "../store/versions.ts";

// Where another request won the race the next turn tries again. Each is up to nine of the statements that a request may have.
const TURNS_MAX = 3;

/**
 * Creates or respecifies a norm; `created` says which. A change on a trained norm is a new version, but of what people call it: that may
 * change at any time.
 */
export async function specifyNorm(
  context: Context,
  name: string,
  request: SpecifyRequest,
): Promise<{ created: boolean; norm: Norm }> {
  const { title: _, description: __, tags: ___, target: ____, unit: _____, ...asked } = request;
  const about = aboutIn(request);
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const norm = await findNorm(context.database, name);
    const specification = withCoverage(asked, norm?.specification);
    // Whoever is to be refused at the first training is told now.
    if (norm === undefined || norm.version === 0) requireTrainable(context, { specification, inferred: null });
    if (norm === undefined) {
      const created = { id: context.newId(), name, specification, createdAtMs: context.nowMs() };
      if (await insertNorm(context.database, created, about))
        return { created: true, norm: await readNorm(context, name) };
      continue;
    }
    const isKnown = isSame(meaning(norm.specification), meaning(specification));
    const changed = isKnown ? norm.specification : withKeeping(specification, norm.specification.keep_rows);
    if (!(await (isKnown ? finish(context, norm) : change(context, norm, changed)))) continue;
    // Last: where all else is refused no row is dropped.
    if (await keepAsAsked(context, { ...norm, specification: changed }, specification)) {
      if (isAsked(about)) await amendAbout(context.database, norm.id, about);
      forgetNorm(context.cache, name);
      return { created: false, norm: await readNorm(context, name) };
    }
  }
  throw new AppError("conflict", `Cannot specify: too many others change norm "${name}" at once; send it again`);
}

const MIN_COVERAGE = 0.75;

/** Windows of which it is not said how much must be there: as before, where the norm has such a window, else most of it. */
function withCoverage(asked: NormSpecification, before: NormSpecification | undefined): NormSpecification {
  if (asked.rolling === undefined) return asked;
  const rolling = asked.rolling.map((of) => {
    if (of.min_coverage !== undefined) return of;
    const same = before?.rolling?.find(
      ({ column, window, statistic }) => column === of.column && window === of.window && statistic === of.statistic,
    );
    return same === undefined ? { ...of, min_coverage: MIN_COVERAGE } : { ...of, ...same };
  });
  return { ...asked, rolling };
}

/** Keeps the rows of a norm as long as is asked for, which is no new version; false where another request was faster. */
async function keepAsAsked(context: Context, norm: NormRow, { keep_rows }: NormSpecification): Promise<boolean> {
  if (keep_rows === norm.specification.keep_rows) return true;
  const deleted = await amendKeeping(context.database, norm, withKeeping(norm.specification, keep_rows));
  if (deleted === undefined) return false;
  forgetNorm(context.cache, norm.name);
  await deleteKeys(context, deleted);
  return true;
}

function withKeeping({ keep_rows: _, ...rest }: NormSpecification, keep_rows: string | undefined): NormSpecification {
  return { ...rest, ...(keep_rows !== undefined && { keep_rows }) };
}

async function change(context: Context, norm: NormRow, specification: NormSpecification): Promise<boolean> {
  if (await replaceSpecification(context.database, norm.id, specification)) {
    forgetNorm(context.cache, norm.name);
    return true;
  }
  if (!isSame(substance(norm.specification), substance(specification))) {
    const told = "delete it or its batches first, or use another name";
    throw new AppError("conflict", `Cannot change the features of norm "${norm.name}": it holds batches; ${told}`, [
      { path: "columns", message: "with their lags and all, not the features that its batches were made of" },
    ]);
  }
  spendRelearning(context, norm);
  const version = await amendSpecification(context.database, norm, specification, context.nowMs());
  if (version === undefined) return false;
  await relearnVersion(context, { ...norm, specification }, version);
  return true;
}

/** Learns as the specification says, where a process stopped between changing it and learning. */
async function finish(context: Context, norm: NormRow): Promise<true> {
  const event = { kind: "specify", batch: null, beforeMs: context.nowMs() - UNDER_WAY_MS } as const;
  const version = await findUnfinished(context.database, norm.id, event);
  if (version !== undefined && version > norm.version) await relearnVersion(context, norm, version);
  return true;
}

/** What the batches of a norm were made by: its features, however they are said (lags of [0] are the same as none), on a clock. */
function substance({ timezone = "UTC", step, ...specification }: NormSpecification) {
  return { columns: specification.columns, features: features(specification, null), timezone, step };
}

/** What a specification says, however it says it. */
function meaning(specification: NormSpecification) {
  const { lambda, continues, candidates, forget, unseen_levels } = specification;
  return { ...substance(specification), lambda, continues, candidates, forget, unseen_levels };
}
