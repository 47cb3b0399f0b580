// A CSV that is too long for one request's rows, as a norm takes it: chunk by chunk, what its columns are being told by the first one.
import { chunkFrames, type FrameChunk } from "../../platform/form/chunk-frames.ts";
import type { Frame } from "../../platform/form/frame.ts";
import { settleTime } from "../../platform/form/frame-times.ts";
import { unusable } from "../../platform/form/records.ts";
import { type NamedParts, type TableParts, takeParts, timeColumnOf } from "../../platform/form/take-parts.ts";
import type { OpenCsv } from "../../platform/http/open-csv.ts";
import { CHUNK_CELL_COUNT_MAX, CHUNK_ROW_COUNT_MAX, FEATURE_COUNT_MAX } from "../../platform/schema/limit.ts";
import type { Warning } from "../../warning.ts";
import type { Chunk } from "../learn/prepare-chunks.ts";
import type { SentChunks } from "../learn/train-chunks.ts";
import { factorSize } from "../rows/place-columns.ts";
import { TrainRequest } from "../schema/norm-request.ts";
import type { NormRow } from "../store/norms.ts";
import { type RowsQuery, readParts } from "./read-rows.ts";
import { settleColumns } from "./settle-columns.ts";

/** `rowsMax`: of a chunk. */
export function streamRows(
  opened: OpenCsv,
  query: RowsQuery,
  { batch, rowsMax = CHUNK_ROW_COUNT_MAX }: { batch: string | undefined; rowsMax?: number },
): SentChunks & { warnings: Warning[] } {
  const { batch: _, ...said } = query as RowsQuery & { batch?: string };
  const warnings: Warning[] = [];
  return {
    batch,
    yColumn: query.target,
    warnings,
    contentHash: () => opened.contentHash(JSON.stringify(said)),
    chunks: (norm) => {
      const options = {
        rowsMax: (frame: Frame) => Math.min(rowsMax, Math.floor(CHUNK_CELL_COUNT_MAX / widthOf(norm, frame, query))),
        together: (frame: Frame) => (query.duplicates === undefined ? undefined : timeColumnOf(frame, query)),
      };
      return takeChunks(chunkFrames(opened.frames(), options), { query, norm, warnings });
    },
  };
}

/** Columns of what is made of a row, at most. */
function widthOf(norm: NormRow | undefined, frame: Frame, query: RowsQuery): number {
  if (norm !== undefined && (norm.specification.categories ?? []).length === 0)
    return Math.max(frame.columns.length, factorSize(norm, {}));
  // Of other text than times categories are made.
  const texts = frame.values.filter((column) => !(column instanceof Float64Array)).length;
  const isNumbers = norm === undefined && texts <= (timeColumnOf(frame, query) === undefined ? 0 : 1);
  return isNumbers ? frame.columns.length : Math.max(frame.columns.length, FEATURE_COUNT_MAX);
}

// Of each chunk there may be some.
const WARNINGS_MAX = 10;

async function* takeChunks(
  chunks: AsyncIterable<FrameChunk>,
  { query, norm, warnings }: { query: RowsQuery; norm: NormRow | undefined; warnings: Warning[] },
): AsyncGenerator<Chunk> {
  let named: NamedParts = query;
  let first: TableParts | undefined;
  let categories = norm === undefined ? null : (norm.specification.categories ?? []);
  for await (const chunk of chunks) {
    if (first === undefined) named = { ...named, ...settleTime(chunk.frame, timeColumnOf(chunk.frame, query), query) };
    const { time, target = "y", weight, columns, ignore = [] } = named;
    const isNumber = (name: string) => name === target || name === weight;
    const isLeft = (name: string) => ignore.includes(name) || (columns !== undefined && !columns.includes(name));
    const isOther = (name: string) => name === time || (isLeft(name) && !isNumber(name));
    const frame = settleColumns(chunk, { categories, isOther, isNumber, decimal: query.decimal });
    const parts = takeParts(frame, named, { hasTarget: true });
    refuseOtherClock(parts, first);
    const { body, inTerms } = await readParts(parts, { ...query, ...named }, TrainRequest);
    warnings.push(...parts.warnings.slice(0, WARNINGS_MAX - warnings.length));
    yield { request: body, placeOf: parts.placeOf, inTerms };
    first ??= parts;
    categories ??= Object.keys(parts.x).filter((name) => !(parts.x[name] instanceof Float64Array));
    named = { ...named, columns: Object.keys(parts.x), afterMs: parts.t?.ms.at(-1) };
  }
}

function refuseOtherClock({ t, placeOf }: TableParts, first: TableParts | undefined): void {
  if (first === undefined || t?.hasOffset === first.t?.hasOffset) return;
  throw unusable(placeOf(0), `some times have an offset, and some have none`);
}
