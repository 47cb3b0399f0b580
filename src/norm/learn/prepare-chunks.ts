// A batch that is too long to be held: chunk by chunk as it comes. Of each chunk stays what is kept of rows, and what the next one looks back on.
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { spendTraining } from "../basis/fit-time.ts";
import { meetChunk } from "../basis/score-chunks.ts";
import { requireExactColumns } from "../rows/check-columns.ts";
import { codeLevels } from "../rows/code-levels.ts";
import { joinParts } from "../rows/join-parts.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { TrainRequest } from "../schema/norm-request.ts";
import type { NormRow } from "../store/norms.ts";
import { joinNoted } from "./batch-warnings.ts";
import type { Archive } from "./open-archive.ts";
import { type Behind, type PreparedBatch, prepareRows, requireComplete } from "./prepare-batch.ts";

/** Some rows of a file. */
export interface Chunk {
  request: TrainRequest;
  /** Where a row stood: "line 17". */
  placeOf(row: number): string;
  /** Does something with the rows: its faults are told in the terms of the file. */
  inTerms<T>(act: () => T): Promise<T>;
}

export interface Begun {
  norm: NormRow;
  /** What the first rows look back on. */
  past: Behind;
  /** The model before; null where there is none. */
  model: NormModel | null;
  /** Where its rows are kept. */
  archive: Archive;
}

/** What is prepared of all chunks, as of one batch. `beginWith`: the norm that they are for, and where it stands, told by the first of them. */
export async function prepareChunks(
  context: Context,
  chunks: AsyncIterable<Chunk>,
  beginWith: (first: TrainRequest) => Promise<Begun>,
): Promise<PreparedBatch> {
  let begun: Begun | undefined;
  let so: { prepared: PreparedBatch; lastPlace: string } | undefined;
  for await (const { request, inTerms, placeOf } of chunks) {
    // Others whom this thread serves get a turn.
    await context.sleep(0);
    begun ??= await beginWith(request);
    const of = begun;
    const before = so;
    const prepared = await inTerms(() => {
      const next = prepareNext(context, of, request, before?.prepared);
      if (before !== undefined) requireAfter(next, before, placeOf);
      return before === undefined ? next : join(context, of.norm, before.prepared, next);
    });
    const { x, observed } = prepared.sample;
    await of.archive.add({ ...request, x }, observed.instants);
    so = { prepared, lastPlace: placeOf(request.x.rowCount - 1) };
  }
  if (begun === undefined || so === undefined) throw new Error("A file has a row at least");
  requireComplete(begun.norm, so.prepared);
  return so.prepared;
}

/** One chunk after those that are prepared already. */
function prepareNext(
  context: Context,
  { norm, past, model }: Begun,
  sent: TrainRequest,
  before: PreparedBatch | undefined,
): PreparedBatch {
  const { columns, categories = [] } = norm.specification;
  requireExactColumns(norm.specification, sent.x.columns);
  spendTraining(context, norm, sent.x);
  const request = { ...sent, x: codeLevels({ categories }, sent.x, columns) };
  const of = before === undefined ? norm : { ...norm, inferred: before.inferred };
  const next =
    before === undefined
      ? prepareRows(context.kernel, of, request, past)
      : // Within a file rows continue, whatever was before it.
        prepareRows(context.kernel, of, { ...request, continues: true }, behind(before, past));
  const lastMs = before?.lastRow?.ms ?? null;
  return { ...next, met: model && meetChunk(next.sample, model, before?.met ?? null, lastMs) };
}

function behind({ sample, lastRow, endedAtMs }: PreparedBatch, past: Behind): Behind {
  return { tail: sample.observed.tailWithin(), lastRow, endedAtMs, kept: past.kept ?? past.tail };
}

function join(context: Context, norm: NormRow, a: PreparedBatch, b: PreparedBatch): PreparedBatch {
  const { rowsReceived, rowsUsed } = b.counts;
  return {
    ...b,
    ...joinParts(context.kernel, { ...norm, inferred: b.inferred }, a, b),
    counts: { rowsReceived: a.counts.rowsReceived + rowsReceived, rowsUsed: a.counts.rowsUsed + rowsUsed },
    noted: joinNoted(a.noted, b.noted),
  };
}

/** Rows are sorted within a chunk alone. */
function requireAfter(
  { sample }: PreparedBatch,
  { prepared: { endedAtMs }, lastPlace }: { prepared: PreparedBatch; lastPlace: string },
  placeOf: (row: number) => string,
): void {
  const first = sample.observed.instants?.[0];
  if (first === undefined || endedAtMs === null || first > endedAtMs) return;
  const told = (ms: number) => new Date(ms).toISOString();
  const place = placeOf(0);
  const message =
    `its time ${told(first)} is not after ${told(endedAtMs)}, that of ${lastPlace}; of a file with more rows than are held at once, rows are ` +
    "sorted only near one another: sort it by time, a row for each, or send it in parts";
  throw new AppError("invalid", `Cannot use the table: ${place}: ${message}`, [{ path: place, message }]);
}
