// What a norm learns from, said before or (λ and `continues` only) after it has learned.
import { AppError } from "../error.ts";
import { features } from "../feature/lag.ts";
import type { Norm } from "../schema/norm-answer.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import { readTail } from "../store/batches.ts";
import { forgetNorm } from "../store/cache.ts";
import { amendSpecification, findNorm, insertNorm, type NormRow, replaceSpecification } from "../store/norms.ts";
import { findUnfinished } from "../store/versions.ts";
import type { Context } from "./context.ts";
import { learnVersion, UNDER_WAY_MS } from "./learn-version.ts";
import { mergeBatches } from "./merge-batches.ts";
import { readNorm } from "./read-norm.ts";

// A turn that changes nothing means that another request changed something. So many at once are no accident.
const TURNS_MAX = 100;

/** Creates or respecifies a norm; `created` says which. A new λ on a trained norm is a new version. */
export async function specifyNorm(
  context: Context,
  name: string,
  specification: NormSpecification,
): Promise<{ created: boolean; norm: Norm }> {
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const norm = await findNorm(context.database, name);
    if (norm === undefined) {
      const created = { id: context.newId(), name, specification, createdAtMs: context.nowMs() };
      if (await insertNorm(context.database, created)) return { created: true, norm: await readNorm(context, name) };
    } else if (
      await (isSame(meaning(norm.specification), meaning(specification))
        ? finish(context, norm)
        : change(context, norm, specification))
    ) {
      return { created: false, norm: await readNorm(context, name) };
    }
  }
  throw new AppError("conflict", `Cannot specify: too many others change norm "${name}" at once; send it again`);
}

async function change(context: Context, norm: NormRow, specification: NormSpecification): Promise<boolean> {
  if (await replaceSpecification(context.database, norm.id, specification)) {
    forgetNorm(context.cache, norm.name);
    return true;
  }
  if (!isSame(features(norm.specification), features(specification))) {
    const told = "delete it or its batches first, or use another name";
    throw new AppError("conflict", `Cannot change the features of norm "${norm.name}": it holds batches; ${told}`, [
      { path: "columns", message: "with their lags, not the features that its batches were made of" },
    ]);
  }
  const version = await amendSpecification(context.database, norm, specification, context.nowMs());
  if (version === undefined) return false;
  await learn(context, { ...norm, specification }, version);
  return true;
}

/** Learns with λ of the specification, where a process stopped between changing it and learning. */
async function finish(context: Context, norm: NormRow): Promise<true> {
  const event = { kind: "specify", batch: null, beforeMs: context.nowMs() - UNDER_WAY_MS } as const;
  const version = await findUnfinished(context.database, norm.id, event);
  if (version !== undefined && version > norm.version) await learn(context, norm, version);
  return true;
}

async function learn(context: Context, norm: NormRow, version: number): Promise<void> {
  const folds = await mergeBatches(context, norm, version);
  const { tail } = await readTail(context.database, norm.id, version);
  await learnVersion(context, norm, { version, folds, tail });
}

/** What a specification says, however it says it: lags of [0] are the same as none. */
function meaning(specification: NormSpecification) {
  const { columns, lambda, continues } = specification;
  return { columns, features: features(specification), lambda, continues };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
