// One batch more, however many rows it has: at once where they may be held with all their features, else some of them after the others.
import { features } from "../../engine/feature/feature.ts";
import { keptCount } from "../../engine/feature/kept-feature.ts";
import type { Table } from "../../engine/feature/table.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { CELL_COUNT_MAX, FEATURE_COUNT_MAX, KEPT_CELL_COUNT_MAX } from "../../platform/schema/limit.ts";
import { inferWith } from "../rows/observe.ts";
import type { TrainAnswer } from "../schema/norm-answer.ts";
import type { SentTraining, TrainRequest } from "../schema/norm-request.ts";
import { findNorm } from "../store/norms.ts";
import { codeRequest } from "./code-request.ts";
import type { Chunk } from "./prepare-chunks.ts";
import { trainChunks } from "./train-chunks.ts";
import { newNorm, trainNorm } from "./train-norm.ts";

// So few are held whatever the norm is.
const ROWS_HELD = Math.floor(CELL_COUNT_MAX / FEATURE_COUNT_MAX);

export async function trainRows(context: Context, name: string, sent: SentTraining): Promise<TrainAnswer> {
  const { rowCount } = sent.x;
  if (rowCount <= ROWS_HELD) return trainNorm(context, name, sent);
  const norm = (await findNorm(context.database, name)) ?? newNorm(context, name, sent);
  const { specification } = norm;
  const inferred = norm.inferred ?? inferWith(norm, sent.t).inferred;
  const pieces = Math.max(
    Math.ceil((rowCount * features(specification, inferred).length) / CELL_COUNT_MAX),
    Math.ceil((rowCount * keptCount(specification, inferred)) / KEPT_CELL_COUNT_MAX),
  );
  if (pieces <= 1) return trainNorm(context, name, sent);
  return trainChunks(context, name, {
    batch: sent.batch,
    yColumn: sent.yColumn,
    chunks: () => cut(sent, Math.ceil(rowCount / pieces)),
    // The same as of rows that are held.
    contentHash: async () => (await codeRequest(specification, sent, undefined)).contentHash,
  });
}

async function* cut(sent: TrainRequest, rowsMax: number): AsyncGenerator<Chunk> {
  for (let from = 0; from < sent.x.rowCount; from += rowsMax) {
    const to = Math.min(sent.x.rowCount, from + rowsMax);
    yield {
      request: someRows(sent, from, to),
      placeOf: (row) => `row ${from + row}`,
      inTerms: (act) => amongAll(from, act),
    };
  }
}

function someRows(sent: TrainRequest, from: number, to: number): TrainRequest {
  const { t, x, y, sample_weight: weights } = sent;
  return {
    ...sent,
    ...(t && { t: { ...t, ms: t.ms.subarray(from, to), areDates: t.areDates.subarray(from, to) } }),
    x: someOf(x, from, to),
    y: y.subarray(from, to),
    ...(weights && { sample_weight: weights.subarray(from, to) }),
  };
}

function someOf(x: Table, from: number, to: number): Table {
  const labels = x.labels && new Map([...x.labels].map(([place, all]) => [place, all.slice(from, to)]));
  const values = x.values.map((column) => column.subarray(from, to));
  return { ...x, values, rowCount: to - from, ...(labels && { labels }) };
}

/** Does something with rows from one on; its faults are told by their places among all rows. */
async function amongAll<T>(from: number, act: () => T): Promise<T> {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const there = (path: string) => path.replace(/\[(\d+)\]$/, (_, row) => `[${Number(row) + from}]`);
    const [first] = error.faults;
    const message = first ? error.message.replace(first.path, there(first.path)) : error.message;
    const faults = error.faults.map((fault) => ({ ...fault, path: there(fault.path) }));
    throw Object.assign(new AppError(error.code, message, faults), { cause: error });
  }
}
