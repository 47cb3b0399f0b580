// A CSV that is too long for one request's rows, as a norm takes it: chunk by chunk, what its columns are being told by the first one.
import { chunkFrames, type FrameChunk } from "../../platform/form/chunk-frames.ts";
import { tellNoNumber } from "../../platform/form/csv/csv-number.ts";
import type { Frame } from "../../platform/form/frame.ts";
import { type NamedTime, settleTime } from "../../platform/form/frame-times.ts";
import { pathOf, unusable } from "../../platform/form/records.ts";
import { type NamedParts, type TableParts, takeParts, timeColumnOf } from "../../platform/form/take-parts.ts";
import type { OpenCsv } from "../../platform/http/open-csv.ts";
import { CHUNK_CELL_COUNT_MAX, CHUNK_ROW_COUNT_MAX, FEATURE_COUNT_MAX } from "../../platform/schema/limit.ts";
import type { Chunk } from "../learn/prepare-chunks.ts";
import type { SentChunks } from "../learn/train-chunks.ts";
import { factorSize } from "../rows/place-columns.ts";
import { TrainRequest } from "../schema/norm-request.ts";
import type { NormRow } from "../store/norms.ts";
import { type RowsQuery, readParts } from "./read-rows.ts";

/** `rowsMax`: of a chunk. */
export function streamRows(
  opened: OpenCsv,
  query: RowsQuery,
  { batch, rowsMax = CHUNK_ROW_COUNT_MAX }: { batch: string | undefined; rowsMax?: number },
): SentChunks & { warnings: string[] } {
  const { batch: _, ...said } = query as RowsQuery & { batch?: string };
  const warnings: string[] = [];
  return {
    batch,
    warnings,
    contentHash: () => opened.contentHash(JSON.stringify(said)),
    chunks: (norm) => {
      const options = {
        rowsMax: (frame: Frame) => Math.min(rowsMax, Math.floor(CHUNK_CELL_COUNT_MAX / widthOf(norm, frame, query))),
        together: (frame: Frame) => (query.duplicates === undefined ? undefined : timeColumnOf(frame, query)),
      };
      return takeChunks(chunkFrames(opened.frames(), options), query, warnings);
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
  query: RowsQuery,
  warnings: string[],
): AsyncGenerator<Chunk> {
  let named: NamedParts = query;
  let first: TableParts | undefined;
  for await (const chunk of chunks) {
    const { frame } = chunk;
    if (first === undefined) {
      const settled: NamedTime = settleTime(frame, timeColumnOf(frame, query), query);
      named = { ...named, ...settled };
    }
    refuseMixed(chunk, named, first);
    const parts = takeParts(frame, named, { hasTarget: true });
    refuseOtherClock(parts, first);
    const { body, inTerms } = await readParts(parts, { ...query, ...named }, TrainRequest);
    warnings.push(...parts.warnings.slice(0, WARNINGS_MAX - warnings.length));
    yield { request: body, placeOf: parts.placeOf, inTerms };
    first ??= parts;
    named = { ...named, columns: Object.keys(parts.x), afterMs: parts.t?.ms.at(-1) };
  }
}

/** A column that is taken is numbers throughout, or text from its beginning on: what was numbers is not read anew. */
function refuseMixed({ frame, mixed }: FrameChunk, named: NamedParts, first: TableParts | undefined): void {
  const taken =
    first === undefined ? null : new Set([...Object.keys(first.x), named.target ?? "y", named.weight, named.time]);
  const name = mixed.find((column) => (taken === null ? !named.ignore?.includes(column) : taken.has(column)));
  if (name === undefined) return;
  const cells = frame.values[frame.columns.indexOf(name)] as (string | null)[];
  const isNone = (cell: string | null) => cell !== null && Number.isNaN(Number(cell));
  const row = Math.max(0, cells.findIndex(cells.some(isNone) ? isNone : (cell) => cell !== null));
  throw unusable(
    pathOf(frame.placeOf(row), name),
    `${tellNoNumber(String(cells[row]))}, and the rows before it have numbers; in a file with more rows than are held at once a column is numbers, or text from its first rows on`,
  );
}

function refuseOtherClock({ t, placeOf }: TableParts, first: TableParts | undefined): void {
  if (first === undefined || t?.hasOffset === first.t?.hasOffset) return;
  throw unusable(placeOf(0), `some times have an offset, and some have none`);
}
