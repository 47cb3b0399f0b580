// The fold factors of a norm up to a version: the newest snapshot, and the few batches after it.
import { features } from "../feature/lag.ts";
import { emptyFactor, type Factor, merge } from "../math/factor.ts";
import type { Kernel } from "../math/kernel.ts";
import { FOLD_COUNT } from "../model/ridge/fit-ridge.ts";
import { findSnapshot, readFactors } from "../store/batches.ts";
import type { NormRow } from "../store/norms.ts";
import type { Context } from "./context.ts";

// Batches read at once: 8 MB as text, whatever their number of columns.
const TEXT_PER_READ = 8_000_000;

/** The merge of the batches with version ≤ `version` that are not forgotten, one factor per fold. */
export async function mergeBatches(context: Context, norm: NormRow, version: number): Promise<Factor[]> {
  const size = features(norm.specification).length + 2;
  const limit = Math.ceil(TEXT_PER_READ / textLength(size));
  const snapshot = await findSnapshot(context.database, norm.id, version, size);
  let folds = snapshot?.factors ?? emptyFolds(size);
  for (let after = snapshot?.version ?? 0; ; ) {
    const batches = await readFactors(context.database, norm.id, { after, upTo: version, limit, size });
    folds = mergeFolds(context.kernel, [folds, ...batches.map(({ factors }) => factors)]);
    const last = batches.at(-1);
    if (last === undefined || batches.length < limit) return folds;
    after = last.version;
  }
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
