// What a version of a norm rests on: its batches' factors, merged fold by fold and weighted by age, and what else is known of
// them. Read as the newest snapshot and the few batches after it; where there is none, as merges of many batches and the others.

import { features, featuresNamed } from "../../engine/feature/feature.ts";
import type { Summary } from "../../engine/feature/summary.ts";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import { DAY_MS } from "../../engine/time/duration.ts";
import { type Forget, windowStart } from "../../engine/time/forget.ts";
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { loadOnce } from "../../platform/context/load-once.ts";
import { factorSize } from "../rows/place-columns.ts";
import { isSame } from "../schema/is-same.ts";
import { type Basis, readStoredBasis, type StoredFactors } from "../store/factors.ts";
import { cachedBasis, LOADING_BASES } from "../store/norm-cache.ts";
import type { NormRow } from "../store/norms.ts";
import type { Part } from "../store/parts.ts";
import { newestEnd } from "../store/spans.ts";
import { ageing } from "./ageing.ts";
import { keepMissingSpans } from "./keep-spans.ts";
import { type Joined, join, mergePieces } from "./merge-pieces.ts";

/** The batches with version ≤ `version` that are not forgotten. `forget`: the norm's, unless another is asked for. */
export async function readBasis(
  context: Context,
  norm: NormRow,
  version: number,
  forget: Forget | null = norm.specification.forget ?? null,
): Promise<Basis> {
  const own = norm.specification.forget ?? null;
  const remembered = isSame(forget, own) ? cachedBasis(context.cache, norm, version) : undefined;
  if (remembered !== undefined) return remembered;
  const asked = JSON.stringify([norm, version, forget]);
  return loadOnce(context, LOADING_BASES, asked, () => readStored(context, norm, version, forget));
}

async function readStored(context: Context, norm: NormRow, version: number, forget: Forget | null): Promise<Basis> {
  const own = norm.specification.forget ?? null;
  const newestMs = forget?.window === undefined ? null : await newestEnd(context.database, norm.id, version);
  const window = newestMs === null ? null : windowOf(norm, forget, newestMs);
  const range = {
    upTo: version,
    endedSinceMs: window?.sinceMs ?? null,
    endedUntilMs: null,
    wholeSinceMs: window?.wholeSinceMs ?? null,
    only: null,
    // Merges are weighted as the specification says; snapshots leave out what it leaves out.
    hasSpans: forget?.half_life === own?.half_life,
  };
  const hasSnapshots = forget?.window === undefined && isSame(forget, own);
  const read = await readStoredBasis(context.database, norm.id, {
    ...range,
    hasSnapshots,
    sizeOf: (levels) => factorSize(norm, levels),
  });
  const { snapshot, pieces, chosen } = read;
  const merged = await mergePieces(
    context,
    norm,
    { forget, range: { ...range, after: snapshot?.version ?? 0 }, ...(window && { isIn: window.isIn }) },
    { first: snapshot ? [snapshot] : [], page: pieces },
  );
  const { fromMs: _, ...basis } = merged ?? (await refuse(context, norm, version));
  return { ...basis, chosen: chosen && withAlways(norm, chosen) };
}

/** What is too much to be merged for one answer is merged in part, for the next who asks. */
async function refuse(context: Context, norm: NormRow, version: number): Promise<never> {
  if (await keepMissingSpans(context, norm, version)) throw new NotYet(`All batches of norm "${norm.name}" together`);
  const told = `more batches of norm "${norm.name}" are asked for than can be merged at once`;
  throw new AppError(
    "too_large",
    `Cannot merge: ${told}; what came in the order of its time, or fewer \`batches\`, would do`,
  );
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
  asked: { upTo: number; endedUntilMs: number | null; only: readonly string[] | null },
): Promise<Joined> {
  const range = { ...asked, after: 0, endedSinceMs: null, wholeSinceMs: null, hasSpans: true };
  const merged = await mergePieces(context, norm, { forget: norm.specification.forget ?? null, range });
  const { folds, steps, scatter, summary, asOfMs } = merged ?? (await refuse(context, norm, asked.upTo));
  return { folds, steps, scatter, summary, asOfMs };
}

/** A basis and one more batch. Not for a window, which older batches may leave by it. */
export function addBatch(
  kernel: Kernel,
  norm: NormRow,
  basis: Basis,
  { parts, summary, asOfMs }: { parts: readonly Part[]; summary: Summary; asOfMs: number },
): Basis {
  const added = parts.map((part, i) => ({
    ...part,
    asOfMs: part.endedMs ?? asOfMs,
    summary: i === parts.length - 1 ? summary : null,
    layout: { cells: summary.cells ?? {}, levels: summary.levels ?? {} },
    scatter: null,
  }));
  return { ...basis, ...join(kernel, norm, norm.specification.forget ?? null, [basis, ...added]) };
}

// Clocks that are put back by night let a day begin twice.
const CLOCK_MS = DAY_MS / 8;

/** Which parts of batches are in a window; the time from which on all are, and the one before which none is. */
function windowOf(norm: NormRow, forget: Forget | null, newestMs: number) {
  const agedBy = ageing(norm, forget);
  const from = windowStart(forget, agedBy(newestMs)) as number;
  // A row without a time that is exactly as old as the window is in it. A month or day that ends where the window begins is not.
  const isInMs = (ms: number) => (norm.inferred?.timed ? agedBy(ms) > from : ms >= from);
  let [out, within] = [from - UNIT_MOST_MS, newestMs];
  while (within - out > 1) {
    const middle = Math.floor((out + within) / 2);
    if (isInMs(middle)) within = middle;
    else out = middle;
  }
  return {
    isIn: ({ asOfMs }: StoredFactors) => isInMs(asOfMs),
    sinceMs: within - CLOCK_MS,
    wholeSinceMs: within + CLOCK_MS,
  };
}

// A month, and what clocks are apart.
const UNIT_MOST_MS = 33 * DAY_MS;
