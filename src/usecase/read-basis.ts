// What a version of a norm rests on: its batches' factors, merged fold by fold and weighted by age, and what else is known of
// them. Read as the newest snapshot and the few batches after it.
import { groupCount } from "../feature/clock-group.ts";
import { features, featuresNamed } from "../feature/feature.ts";
import { joinSummaries, NO_ROWS, type Summary } from "../feature/summary.ts";
import { emptyFactor, type Factor, merge, scale } from "../math/factor.ts";
import type { Kernel } from "../math/kernel.ts";
import { type Forget, weightOf, windowStart } from "../model/forget.ts";
import { FOLD_COUNT } from "../model/ridge/fit-ridge.ts";
import { addScatter, emptyScatter, type Scatter } from "../model/scatter.ts";
import { newestEnd, readMoreFactors, readStoredBasis, type StoredFactors } from "../store/factors.ts";
import type { NormRow } from "../store/norms.ts";
import type { Context } from "./context.ts";

export interface Basis {
  folds: Factor[];
  /** Of the steps from row to row. */
  steps: Factor;
  /** How residuals scatter. */
  scatter: Scatter;
  summary: Summary;
  /** When the newest row is; of then are the weights. null without batches. */
  asOfMs: number | null;
  /** Indexes of the features that a selection chose; null for all. */
  chosen: number[] | null;
}

// Batches read at once: 8 MB as text, whatever their number of columns.
const TEXT_PER_READ = 8_000_000;

/** The batches with version ≤ `version` that are not forgotten. `forget`: the norm's, unless another is asked for. */
export async function readBasis(
  context: Context,
  norm: NormRow,
  version: number,
  forget: Forget | null = norm.specification.forget ?? null,
): Promise<Basis> {
  const size = factorSize(norm);
  const newestMs = forget?.window === undefined ? null : await newestEnd(context.database, norm.id, version);
  const range = {
    upTo: version,
    endedSinceMs: newestMs === null ? null : windowStart(forget, newestMs),
    limit: batchesPerRead(size),
    size,
  };
  // Snapshots are weighted as the specification says, and know no window.
  const hasSnapshots = forget?.window === undefined && isSame(forget, norm.specification.forget ?? null);
  const { snapshot, batches, chosen } = await readStoredBasis(context.database, norm.id, {
    ...range,
    hasSnapshots,
  });
  let joined = join(context.kernel, norm, forget, [...(snapshot ? [snapshot] : []), ...batches]);
  for (let read = batches; read.length === range.limit; ) {
    read = await readMoreFactors(context.database, norm.id, { ...range, after: lastVersion(read) });
    joined = join(context.kernel, norm, forget, [joined, ...read]);
  }
  return { ...joined, chosen: chosen && withAlways(norm, chosen) };
}

/** What a selection chose, and all that is no candidate any more; null where that is everything. */
function withAlways({ specification, inferred }: NormRow, chosen: readonly number[]): number[] | null {
  const all = features(specification, inferred);
  const names = (specification.candidates ?? []).flat();
  const candidates = new Set(names.flatMap((name) => featuresNamed(name, all)));
  const kept = [...all.keys()].filter((i) => chosen.includes(i) || !candidates.has(i));
  return kept.length === all.length ? null : kept;
}

/** Some batches of a norm, fading as the norm's do; a window leaves out none that is asked for. */
export async function readSome(
  context: Context,
  norm: NormRow,
  asked: { upTo: number; endedUntilMs?: number; only?: readonly string[] },
): Promise<Joined> {
  const size = factorSize(norm);
  const range = { ...asked, endedSinceMs: null, limit: batchesPerRead(size), size };
  const forget = norm.specification.forget ?? null;
  let joined = join(context.kernel, norm, forget, []);
  for (let after = 0; ; ) {
    const read = await readMoreFactors(context.database, norm.id, { ...range, after });
    joined = join(context.kernel, norm, forget, [joined, ...read]);
    if (read.length < range.limit) return joined;
    after = lastVersion(read);
  }
}

/** A basis and one more batch. Not for a window, which older batches may leave by it. */
export function addBatch(kernel: Kernel, norm: NormRow, basis: Basis, batch: Omit<Part, "scatter">): Basis {
  const joined = join(kernel, norm, norm.specification.forget ?? null, [basis, { ...batch, scatter: null }]);
  return { ...basis, ...joined };
}

/** How many columns the factors of a norm have: the constant, the features and the target. */
export function factorSize({ specification, inferred }: Pick<NormRow, "specification" | "inferred">): number {
  return features(specification, inferred).length + 2;
}

type Part = Pick<StoredFactors, "folds" | "steps" | "scatter" | "summary" | "asOfMs">;
type Joined = Pick<Basis, "folds" | "steps" | "scatter" | "summary" | "asOfMs">;

/** Fold by fold the merge of parts, weighted as of the newest of them. */
function join(kernel: Kernel, norm: NormRow, forget: Forget | null, parts: Part[]): Joined {
  const size = factorSize(norm);
  const ends = parts.map(({ asOfMs }) => asOfMs).filter((ms) => ms !== null);
  const asOfMs = ends.length === 0 ? null : Math.max(...ends);
  const weights = parts.map((part) => weightOf(forget, (asOfMs ?? 0) - (part.asOfMs ?? asOfMs ?? 0)));
  const weighted = parts.map((part, i) => {
    const weight = weights[i] as number;
    const factors = [...part.folds, part.steps];
    return weight === 1 ? factors : factors.map((factor) => scale(factor, weight));
  });
  const merged = (of: number) => merge(kernel, [emptyFactor(size), ...weighted.map((each) => each[of] as Factor)]);
  const folds = Array.from({ length: FOLD_COUNT }, (_, fold) => merged(fold));
  const steps = merged(FOLD_COUNT);
  const scatter = parts.reduce(
    (sum, part, i) => {
      // Of batches before the rows' interval was known there are other groups.
      if (part.scatter?.length !== sum.length) return sum;
      return addScatter(sum, part.scatter, weights[i]);
    },
    emptyScatter(groupCount(norm.inferred?.interval ?? null)),
  );
  return {
    folds,
    steps,
    scatter,
    summary: joinSummaries([NO_ROWS, ...parts.map(({ summary }) => summary ?? NO_ROWS)]),
    asOfMs,
  };
}

function lastVersion(read: StoredFactors[]): number {
  return read.at(-1)?.version ?? 0;
}

/** Characters of base64 that one batch takes at most decide how many are read at once. */
function batchesPerRead(size: number): number {
  return Math.ceil(TEXT_PER_READ / (((FOLD_COUNT + 1) * size * (size + 1) * 8 * 4) / (2 * 3)));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
