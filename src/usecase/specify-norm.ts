// What a norm learns from, said before or (λ and `continues` only) after it has learned.
import { AppError } from "../error.ts";
import { features } from "../feature/lag.ts";
import type { Norm } from "../schema/norm-answer.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import { readTail } from "../store/batches.ts";
import { forgetNorm } from "../store/cache.ts";
import { amendSpecification, findNorm, insertNorm, type NormRow, replaceSpecification } from "../store/norms.ts";
import type { Context } from "./context.ts";
import { learnVersion } from "./learn-version.ts";
import { mergeBatches } from "./merge-batches.ts";
import { readNorm } from "./read-norm.ts";

/** Creates or respecifies a norm; `created` says which. A new λ on a trained norm is a new version. */
export async function specifyNorm(
  context: Context,
  name: string,
  specification: NormSpecification,
): Promise<{ created: boolean; norm: Norm }> {
  // A turn that changes nothing means that another request changed something, so this ends.
  for (;;) {
    const norm = await findNorm(context.database, name);
    if (norm === undefined) {
      const created = { id: context.newId(), name, specification, createdAtMs: context.nowMs() };
      if (await insertNorm(context.database, created)) return { created: true, norm: await readNorm(context, name) };
    } else if (
      isSame(meaning(norm.specification), meaning(specification)) ||
      (await change(context, norm, specification))
    ) {
      return { created: false, norm: await readNorm(context, name) };
    }
  }
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
  const changed = { ...norm, specification };
  const folds = await mergeBatches(context, changed, version);
  const { tail } = await readTail(context.database, norm.id, version);
  await learnVersion(context, changed, { version, folds, tail });
  return true;
}

/** What a specification says, however it says it: lags of [0] are the same as none. */
function meaning(specification: NormSpecification) {
  const { columns, lambda, continues } = specification;
  return { columns, features: features(specification), lambda, continues };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
