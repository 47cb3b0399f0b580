// What is stored of batches → their merge: fold by fold, weighted by age, in the columns that all have in common. Page by page, and few pieces
// at once in memory.
import { groupCount } from "../../engine/feature/clock-group.ts";
import type { LevelsByColumn } from "../../engine/feature/feature.ts";
import { joinSummaries, NO_ROWS } from "../../engine/feature/summary.ts";
import { emptyFactor, type Factor, merge, noRows, scale } from "../../engine/kernel/factor.ts";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import { addScatter, emptyScatter } from "../../engine/score/scatter.ts";
import { FOLD_COUNT } from "../../engine/time/fold.ts";
import { type Forget, weightOf } from "../../engine/time/forget.ts";
import type { Context } from "../../platform/context/context.ts";
import { commonLevels } from "../rows/levels.ts";
import { commonLayout, factorSize, inLayout, inSummary, type Layout, layoutOf } from "../rows/place-columns.ts";
import { type Basis, decodePiece, type StoredFactors } from "../store/factors.ts";
import type { NormRow } from "../store/norms.ts";
import { STEPS_SIZE_MAX } from "../store/parts.ts";
import { type PieceRange, type PieceRow, selectPieces } from "../store/spans.ts";
import { ageing } from "./ageing.ts";

export type Joined = Pick<Basis, "folds" | "steps" | "scatter" | "summary" | "asOfMs">;

export interface Merged extends Joined {
  partCount: number;
  unlearnedCount: number;
  /** When the first of the parts ended; null of none. */
  fromMs: number | null;
}

// In thirteen statements at most. Of widest norms they are 42 pieces, as many as a thousand batches that come in their order ever are: seven of
// each width at either end of what is asked for.
const BYTES_MAX = 75_000_000;

// What the factors of so many parts take at once.
const PARTS_BYTES_MAX = 24_000_000;

export interface Asked {
  forget: Forget | null;
  range: PieceRange;
  /** The parts that count. */
  isIn?: (part: StoredFactors) => boolean;
}

/**
 * The merge of the pieces of a range, after what is merged already: `first`, and the first page where that is read. Null where they are too
 * many to be read for one answer.
 */
export async function mergePieces(
  context: Context,
  norm: NormRow,
  { forget, range, isIn = () => true }: Asked,
  read: { first: readonly Piece[]; page?: PieceRow[] } = { first: [] },
): Promise<Merged | null> {
  const told = { partCount: 0, unlearnedCount: 0, fromMs: null as number | null };
  let before = read.first;
  let page = read.page ?? (await selectPieces(context.database, norm.id, range));
  if ((page[0]?.totalBytes ?? 0) > BYTES_MAX) return null;
  for (;;) {
    let parts: StoredFactors[] = [];
    let levels: LevelsByColumn = {};
    for (const row of page) {
      const own = decodePiece(row, (levels) => factorSize(norm, levels)).filter(isIn);
      told.partCount += own.length;
      told.unlearnedCount += own.filter(({ isLearned }) => !isLearned).length;
      for (const { fromMs } of own) told.fromMs = Math.min(told.fromMs ?? Infinity, fromMs);
      levels = commonLevels(norm, [levels, ...own.slice(-1).map((part) => part.layout.levels)]);
      const bytes = 8 * (FOLD_COUNT + 1) * factorSize(norm, levels) ** 2;
      if (parts.length > 0 && bytes * (parts.length + own.length) > PARTS_BYTES_MAX) {
        before = [join(context.kernel, norm, forget, [...before, ...parts])];
        parts = [];
      }
      parts.push(...own);
    }
    const joined = join(context.kernel, norm, forget, [...before, ...parts]);
    const last = page.at(-1);
    if (last === undefined || last.count === page.length) return { ...joined, ...told };
    before = [joined];
    page = await selectPieces(context.database, norm.id, { ...range, after: last.version });
  }
}

export interface Piece extends Pick<StoredFactors, "folds" | "steps" | "scatter" | "summary"> {
  asOfMs: number | null;
  /** Of a part of a batch, whose summary is its last part's. */
  layout?: Layout | undefined;
}

function layoutOfPiece({ layout, summary }: Pick<Piece, "layout" | "summary">): Layout {
  return layout ?? layoutOf(summary ?? {});
}

// Rows that weigh less than this beside the newest ones, 60 half-lives old, are drowned in the rounding of those: what they alone know would
// be made of it.
const WEIGHT_LEAST = 1e-18;

/** Fold by fold the merge of parts, weighted as of the newest of them. */
export function join(kernel: Kernel, norm: NormRow, forget: Forget | null, pieces: readonly Piece[]): Joined {
  const to = commonLayout(norm, pieces.map(layoutOfPiece));
  const size = factorSize(norm, to.levels);
  const all = pieces.map((piece) => inLayout(kernel, norm, piece, { from: layoutOfPiece(piece), to }));
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
  // Levels may have made the columns too many for steps to be kept.
  const steps = size - 1 < STEPS_SIZE_MAX ? merged(FOLD_COUNT) : noRows(size);
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
      ...inSummary(to),
    },
    asOfMs,
  };
}
