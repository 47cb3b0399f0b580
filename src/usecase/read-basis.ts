// What a version of a norm rests on: its batches' factors, merged fold by fold and weighted by age, and what else is known of
// them. Read as the newest snapshot and the few batches after it.
import { groupCount } from "../feature/clock-group.ts";
import { DAY_MS } from "../feature/duration.ts";
import { features, featuresNamed } from "../feature/feature.ts";
import { FOLD_COUNT } from "../feature/fold.ts";
import { type CellsByColumn, keptCount } from "../feature/kept-feature.ts";
import { joinSummaries, NO_ROWS, type Summary } from "../feature/summary.ts";
import { emptyFactor, type Factor, merge, scale } from "../math/factor.ts";
import type { Kernel } from "../math/kernel.ts";
import { type Forget, weightOf, windowStart } from "../model/forget.ts";
import { addScatter, emptyScatter } from "../model/scatter.ts";
import { cachedBasis } from "../store/cache.ts";
import {
  type Basis,
  type BasisRead,
  newestEnd,
  readMoreFactors,
  readStoredBasis,
  type StoredFactors,
  TEXT_PER_READ,
} from "../store/factors.ts";
import type { NormRow } from "../store/norms.ts";
import { lengthMax, type Part } from "../store/parts.ts";
import { ageing } from "./ageing.ts";
import type { Context } from "./context.ts";
import { loadOnce } from "./load-once.ts";
import { commonCells, inCells } from "./place-columns.ts";

/** The batches with version ≤ `version` that are not forgotten. `forget`: the norm's, unless another is asked for. */
export async function readBasis(
  context: Context,
  norm: NormRow,
  version: number,
  forget: Forget | null = norm.specification.forget ?? null,
): Promise<Basis> {
  const remembered = isSame(forget, norm.specification.forget ?? null)
    ? cachedBasis(context.cache, norm, version)
    : undefined;
  if (remembered !== undefined) return remembered;
  const asked = JSON.stringify([norm, version, forget]);
  return loadOnce(context, context.cache.loading.bases, asked, () => readStored(context, norm, version, forget));
}

async function readStored(context: Context, norm: NormRow, version: number, forget: Forget | null): Promise<Basis> {
  const size = factorSize(norm);
  const newestMs = forget?.window === undefined ? null : await newestEnd(context.database, norm.id, version);
  const range = {
    upTo: version,
    // A month or a day leaves the window as a whole.
    endedSinceMs: newestMs === null ? null : (windowStart(forget, newestMs) as number) - UNIT_MOST_MS,
    limit: batchesPerRead(size),
    size,
  };
  const inWindow = windowOf(norm, forget, newestMs);
  // Snapshots are weighted as the specification says, and know no window.
  const hasSnapshots = forget?.window === undefined && isSame(forget, norm.specification.forget ?? null);
  const { snapshot, chosen, ...first } = await readStoredBasis(context.database, norm.id, {
    ...range,
    hasSnapshots,
  });
  const counts = { partCount: 0, unlearnedCount: 0 };
  const counted = (parts: StoredFactors[]) => {
    counts.partCount += parts.length;
    counts.unlearnedCount += parts.filter(({ isLearned }) => !isLearned).length;
    return parts;
  };
  const firstParts = counted(inWindow(first.batches));
  let joined = join(context.kernel, norm, forget, [...(snapshot ? [snapshot] : []), ...firstParts]);
  let read: Pick<BasisRead, "batches" | "isFull"> = first;
  while (read.isFull) {
    read = await readMoreFactors(context.database, norm.id, { ...range, after: lastVersion(read.batches) });
    joined = join(context.kernel, norm, forget, [joined, ...counted(inWindow(read.batches))]);
  }
  return { ...joined, ...counts, chosen: chosen && withAlways(norm, chosen) };
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
    joined = join(context.kernel, norm, forget, [joined, ...read.batches.flat()]);
    if (!read.isFull) return joined;
    after = lastVersion(read.batches);
  }
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
    cells: summary.cells ?? {},
    scatter: null,
  }));
  return { ...basis, ...join(kernel, norm, norm.specification.forget ?? null, [basis, ...added]) };
}

/** How many columns the factors of a norm have: the constant, what is kept for its features and the target. */
export function factorSize({ specification, inferred }: Pick<NormRow, "specification" | "inferred">): number {
  return keptCount(specification, inferred) + 2;
}

type Piece = Pick<StoredFactors, "folds" | "steps" | "scatter" | "summary" | "asOfMs"> & {
  cells?: CellsByColumn | undefined;
};
type Joined = Pick<Basis, "folds" | "steps" | "scatter" | "summary" | "asOfMs">;

// Rows that weigh less than this beside the newest ones, 60 half-lives old, are drowned in the rounding of those: what they alone know would
// be made of it.
const WEIGHT_LEAST = 1e-18;

/** Fold by fold the merge of parts, weighted as of the newest of them. */
function join(kernel: Kernel, norm: NormRow, forget: Forget | null, pieces: Piece[]): Joined {
  const size = factorSize(norm);
  const cellsOf = (piece: Piece) => piece.cells ?? piece.summary?.cells ?? {};
  const cells = commonCells(norm, pieces.map(cellsOf));
  const all = pieces.map((piece) => inCells(kernel, norm, piece, { from: cellsOf(piece), to: cells }));
  const ends = all.map(({ asOfMs }) => asOfMs).filter((ms) => ms !== null);
  const asOfMs = ends.length === 0 ? null : Math.max(...ends);
  const agedBy = ageing(norm, forget);
  const newest = agedBy(asOfMs ?? 0);
  const weightAt = (part: Piece) => weightOf(forget, newest - agedBy(part.asOfMs ?? asOfMs ?? 0));
  const parts = all.filter((part) => weightAt(part) >= WEIGHT_LEAST);
  const weights = parts.map(weightAt);
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
    summary: {
      ...joinSummaries([NO_ROWS, ...all.map(({ summary }) => summary).filter((summary) => summary !== null)]),
      ...(Object.keys(cells).length > 0 && { cells }),
    },
    asOfMs,
  };
}

const UNIT_MOST_MS = 31 * DAY_MS;

/** The parts of batches that a window does not leave out. */
function windowOf(norm: NormRow, forget: Forget | null, newestMs: number | null) {
  if (newestMs === null) return (read: StoredFactors[][]) => read.flat();
  const agedBy = ageing(norm, forget);
  const from = windowStart(forget, agedBy(newestMs)) as number;
  // Of rows without times the one that is as old as the window is in it; of months and days the one that ends where it begins is not.
  const isIn = (ms: number) => (norm.inferred?.timed ? agedBy(ms) > from : ms >= from);
  return (read: StoredFactors[][]) => read.flat().filter(({ asOfMs }) => asOfMs === null || isIn(asOfMs));
}

function lastVersion(read: StoredFactors[][]): number {
  return read.at(-1)?.[0]?.version ?? 0;
}

/** As many batches as would be 8 MB of text if each had as many rows as columns: they take twice the room of that when they are read. */
function batchesPerRead(size: number): number {
  return Math.ceil(TEXT_PER_READ / lengthMax(size));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
