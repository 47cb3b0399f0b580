// The fold factors of a norm up to a version: the newest snapshot, and the few batches after it.
import { features } from "../feature/lag.ts";
import { emptyFactor, type Factor, merge } from "../math/factor.ts";
import type { Kernel } from "../math/kernel.ts";
import { FOLD_COUNT } from "../model/ridge/fit-ridge.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import { readFactors, readMoreFactors } from "../store/batches.ts";
import type { NormRow } from "../store/norms.ts";
import type { Context } from "./context.ts";

// Batches read at once: 8 MB as text, whatever their number of columns.
const TEXT_PER_READ = 8_000_000;

/** The merge of the batches with version ≤ `version` that are not forgotten, one factor per fold. */
export async function mergeBatches(context: Context, norm: NormRow, version: number): Promise<Factor[]> {
  const size = factorSize(norm.specification);
  const range = { upTo: version, limit: Math.ceil(TEXT_PER_READ / textLength(size)), size };
  const { snapshot, batches } = await readFactors(context.database, norm.id, range);
  let folds = mergeFolds(context.kernel, [
    snapshot?.factors ?? emptyFolds(size),
    ...batches.map(({ factors }) => factors),
  ]);
  for (let read = batches; read.length === range.limit; ) {
    const after = (read.at(-1) as (typeof read)[number]).version;
    read = await readMoreFactors(context.database, norm.id, { ...range, after });
    folds = mergeFolds(context.kernel, [folds, ...read.map(({ factors }) => factors)]);
  }
  return folds;
}

/** How many columns the factors of a norm have: the constant, the features and the target. */
export function factorSize(specification: NormSpecification): number {
  return features(specification).length + 2;
}

/** Fold by fold, the merge of several sets of fold factors. */
export function mergeFolds(kernel: Kernel, sets: readonly Factor[][]): Factor[] {
  return Array.from({ length: FOLD_COUNT }, (_, fold) =>
    merge(
      kernel,
      sets.map((set) => set[fold] as Factor),
    ),
  );
}

function emptyFolds(size: number): Factor[] {
  return Array.from({ length: FOLD_COUNT }, () => emptyFactor(size));
}

/** Characters of base64 that one batch takes at most. */
function textLength(size: number): number {
  return (FOLD_COUNT * size * (size + 1) * 8 * 4) / (2 * 3);
}
