// A CSV as it comes: whole, where it is within what one request holds, or else frame by frame.
import type { IRequest } from "itty-router";
import type { Context } from "../context/context.ts";
import { CSV_HEAD_BYTES } from "../form/csv/csv-head.ts";
import { type CsvOptions, csvReader } from "../form/csv/read-csv.ts";
import { joinCsv } from "../form/csv/read-whole-csv.ts";
import type { Frame } from "../form/frame.ts";
import {
  BODY_BYTES_MAX,
  FORM_CELL_COUNT_MAX,
  FORM_COLUMN_COUNT_MAX,
  ROW_COUNT_MAX,
  STREAM_BYTES_MAX,
  STREAM_ROW_COUNT_MAX,
} from "../schema/limit.ts";
import { hashChain } from "../store/hash-chain.ts";
import { bodyChunks, inPace } from "./body.ts";
import { charsetOf } from "./read-table.ts";

/** What one request holds, and what a whole file may have. */
export interface CsvLimits {
  bytes: number;
  rows: number;
  cells: number;
  fileBytes: number;
  fileRows: number;
}

export const CSV_LIMITS: CsvLimits = {
  bytes: BODY_BYTES_MAX,
  rows: ROW_COUNT_MAX,
  cells: FORM_CELL_COUNT_MAX,
  fileBytes: STREAM_BYTES_MAX,
  fileRows: STREAM_ROW_COUNT_MAX,
};

export interface OpenCsv {
  /** What it begins with, unfolded: of a longer one so many bytes. */
  start: Uint8Array;
  /** Whether that is all of it. */
  isStartAll: boolean;
  /** All of it; null where that is too much to be held. */
  whole: Frame | null;
  /** The same frame by frame, once. */
  frames(): AsyncGenerator<Frame>;
  /** A hash of its bytes, unfolded, and of what is said beside them; reads what is left of them. */
  contentHash(beside: string): Promise<string>;
}

type Options = Pick<CsvOptions, "delimiter" | "decimal" | "keeps" | "isText">;

export async function openCsv(
  request: IRequest,
  context: Pick<Context, "kernel" | "nowMs">,
  { limits = CSV_LIMITS, ...said }: Options & { limits?: CsvLimits },
): Promise<OpenCsv> {
  const charset = charsetOf(request.headers.get("content-type") ?? "");
  const options = { ...said, charset, columnsMax: FORM_COLUMN_COUNT_MAX, rowsMax: limits.fileRows };
  const pieces = inPace(bodyChunks(request, limits.fileBytes, limits.bytes), context.nowMs);
  const reader = csvReader(context.kernel, options);
  const held: Held = { bytes: [], byteCount: 0, frames: [], rowCount: 0, cellCount: 0 };
  let isOver = false;
  const isHeld = () => held.byteCount <= limits.bytes && held.rowCount <= limits.rows && held.cellCount <= limits.cells;
  try {
    while (!isOver && isHeld()) {
      const { value, done } = await pieces.next();
      hold(held, value, done ? reader.end() : reader.push(value));
      isOver = done === true;
    }
  } catch (error) {
    await pieces.return(undefined);
    throw error;
  }
  const start = together(beginningOf(held));
  const isStartAll = isOver && start.length === held.byteCount;
  const hash = hashChain();
  const addHeld = async () => {
    for (const bytes of held.bytes.splice(0)) await hash.add(bytes);
  };

  async function* readRest(): AsyncGenerator<Frame> {
    try {
      await addHeld();
      while (held.frames.length > 0) yield held.frames.shift() as Frame;
      while (!isOver) {
        const { value, done } = await pieces.next();
        isOver = done === true;
        if (!done) await hash.add(value);
        yield* done ? reader.end() : reader.push(value);
      }
    } finally {
      await pieces.return(undefined);
    }
  }

  const whole = isHeld() ? joinCsv(context.kernel, held.frames, () => together(held), options) : null;
  return {
    start,
    isStartAll,
    whole,
    async *frames() {
      if (whole === null) yield* readRest();
      else yield whole;
    },
    async contentHash(beside) {
      await addHeld();
      for await (const bytes of pieces) await hash.add(bytes);
      return hash.end(beside);
    },
  };
}

interface Held {
  bytes: Uint8Array[];
  byteCount: number;
  frames: Frame[];
  rowCount: number;
  cellCount: number;
}

function hold(held: Held, bytes: Uint8Array | undefined, frames: readonly Frame[]): void {
  if (bytes !== undefined) held.bytes.push(bytes);
  held.byteCount += bytes?.length ?? 0;
  for (const frame of frames) {
    held.frames.push(frame);
    held.rowCount += frame.rowCount;
    held.cellCount += frame.rowCount * frame.columns.length;
  }
}

/** A copy of it is no more than that, whatever is held. */
function beginningOf({ bytes }: Held): Pick<Held, "bytes" | "byteCount"> {
  const beginning: Uint8Array[] = [];
  let byteCount = 0;
  for (const piece of bytes) {
    if (byteCount === CSV_HEAD_BYTES) break;
    const taken = piece.subarray(0, CSV_HEAD_BYTES - byteCount);
    beginning.push(taken);
    byteCount += taken.length;
  }
  return { bytes: beginning, byteCount };
}

function together({ bytes, byteCount }: Pick<Held, "bytes" | "byteCount">): Uint8Array {
  const all = new Uint8Array(byteCount);
  let at = 0;
  for (const piece of bytes) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
