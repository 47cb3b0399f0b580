// Merges of eight versions, of eight of those, and so on, kept as the norm learns, so that whatever is asked for later is made of few.

import type { Context } from "../../platform/context/context.ts";
import type { NormRow } from "../store/norms.ts";
import { findDue, insertSpan, placesUpTo, type SpanPlace } from "../store/spans.ts";
import { mergePieces } from "./merge-pieces.ts";

// Of each width the newest, and the one before it, whose batches may all be learned from only by now.
const NEWEST = 2;
// Each is read in three statements at most, and written in one: beside a training, and instead of an answer.
const BESIDE = 2;
const INSTEAD = 6;

/** Keeps the merges that are due with a version. */
export async function keepSpans(context: Context, norm: NormRow, version: number): Promise<void> {
  await keepDue(context, norm, { newest: version, places: placesUpTo(version, NEWEST), limit: BESIDE });
}

/** Keeps some merges that are missing, however old; says whether there were any. */
export async function keepMissingSpans(context: Context, norm: NormRow, version: number): Promise<boolean> {
  return keepDue(context, norm, { newest: version, places: placesUpTo(version, Infinity), limit: INSTEAD });
}

async function keepDue(
  context: Context,
  norm: NormRow,
  asked: { places: SpanPlace[]; newest: number; limit: number },
): Promise<boolean> {
  const due = await findDue(context.database, norm.id, asked);
  for (const place of due) await keepSpan(context, norm, place);
  return due.length > 0;
}

async function keepSpan(context: Context, norm: NormRow, { since, version }: SpanPlace): Promise<void> {
  const all = { endedSinceMs: null, endedUntilMs: null, wholeSinceMs: null, only: null, hasSpans: true };
  const range = { ...all, after: since, upTo: version };
  const merged = await mergePieces(context, norm, { forget: norm.specification.forget ?? null, range });
  if (merged === null) return;
  const { folds, steps, scatter, summary, fromMs, asOfMs } = merged;
  if (fromMs === null || asOfMs === null) return;
  await insertSpan(context.database, norm, { since, version, folds, steps, scatter, summary, fromMs, asOfMs });
}
