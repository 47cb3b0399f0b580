import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { pageOf } from "../../platform/context/page.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import type { Batch, BatchList } from "../schema/norm-answer.ts";
import type { PageQuery } from "../schema/norm-request.ts";
import { sumParts } from "../store/archive.ts";
import { type BatchRow, findBatch, pageOfBatches } from "../store/batches.ts";
import type { NormRow } from "../store/norms.ts";
import { requireNorm } from "./read-norm.ts";

/** One page of the batches that a norm rests on, oldest first. */
export async function listBatches(context: Context, name: string, page: PageQuery): Promise<BatchList> {
  const { after = 0, limit = PAGE_LENGTH_MAX } = page;
  const norm = await requireNorm(context, name);
  const read = await pageOfBatches(context.database, norm.id, after, limit + 1);
  const { rows, next } = pageOf(read, limit, ({ version }) => version);
  const kept = await sumParts(
    context.database,
    norm.id,
    rows.map(({ version }) => version),
  );
  return { norm: name, batches: rows.map((row) => toBatch(row, keptRows(norm, kept.get(row.version)))), next };
}

export async function readBatch(context: Context, name: string, batch: string): Promise<Batch> {
  const norm = await requireNorm(context, name);
  const row = await findBatch(context.database, norm.id, batch);
  if (row === undefined) throw noSuchBatch(name, batch);
  const kept = await sumParts(context.database, norm.id, [row.version]);
  return toBatch(row, keptRows(norm, kept.get(row.version)));
}

export function noSuchBatch(name: string, batch: string): AppError {
  return new AppError(
    "not_found",
    `Cannot find batch "${batch}" of norm "${name}": GET /norms/${name}/batches lists them`,
  );
}

/** How the rows of a batch were used. */
export function rowCounts({ rowsReceived, rowsUsed }: Pick<BatchRow, "rowsReceived" | "rowsUsed">) {
  return { received: rowsReceived, used: rowsUsed, skipped: rowsReceived - rowsUsed };
}

/** Without times rows are of none. */
function keptRows(
  { inferred }: NormRow,
  kept: { rows: number; bytes: number; fromMs: number; toMs: number } | undefined,
): Batch["rows_kept"] {
  if (kept === undefined) return null;
  const told = (ms: number) => (inferred?.timed ? new Date(ms).toISOString() : null);
  return { rows: kept.rows, bytes: kept.bytes, from: told(kept.fromMs), to: told(kept.toMs) };
}

function toBatch(row: BatchRow, rows_kept: Batch["rows_kept"]): Batch {
  return {
    batch: row.batch,
    version: row.version,
    time: new Date(row.createdAtMs).toISOString(),
    rows: rowCounts(row),
    rows_kept,
  };
}
