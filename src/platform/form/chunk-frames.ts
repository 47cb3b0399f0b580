// A table that comes frame by frame, in chunks of so many rows: the same however its frames were cut.
import { joinFrames } from "./csv/join-frames.ts";
import type { Cell, Frame } from "./frame.ts";

export interface ChunkOptions {
  /** Rows of a chunk, by the first frame. The last one has up to twice as many, so that it is never a few rows. */
  rowsMax(first: Frame): number;
  /** The column whose rows of one value next to one another stay together; undefined for none. */
  together(first: Frame): number | undefined;
}

export interface FrameChunk {
  frame: Frame;
  /** Columns that were numbers, here or before, and then text. */
  mixed: string[];
}

export async function* chunkFrames(frames: AsyncIterable<Frame>, options: ChunkOptions): AsyncGenerator<FrameChunk> {
  const hadNumbers = new Set<string>();
  const held: Frame[] = [];
  let of: { most: number; together: number | undefined } | undefined;
  let count = 0;
  for await (const frame of frames) {
    of ??= { most: options.rowsMax(frame), together: options.together(frame) };
    held.push(frame);
    count += frame.rowCount;
    while (count >= 2 * of.most) {
      let rows = of.most;
      while (rows < count - 1 && isOneValue(held, of.together, rows)) rows++;
      yield joined(cutOff(held, rows), hadNumbers);
      count -= rows;
    }
  }
  yield joined(held, hadNumbers);
}

/** Whether a row has the value of the row before it. */
function isOneValue(held: readonly Frame[], column: number | undefined, row: number): boolean {
  return column !== undefined && cellAt(held, column, row) === cellAt(held, column, row - 1);
}

function cellAt(held: readonly Frame[], column: number, row: number): Cell | undefined {
  let at = row;
  for (const { values, rowCount } of held) {
    if (at < rowCount) return values[column]?.[at];
    at -= rowCount;
  }
  return undefined;
}

/** Takes the first rows away. A frame that is cut keeps its own lines alone. */
function cutOff(held: Frame[], rows: number): Frame[] {
  const taken: Frame[] = [];
  for (let left = rows; left > 0; ) {
    const frame = held.shift() as Frame;
    taken.push(frame.rowCount <= left ? frame : sliceFrame(frame, 0, left));
    if (frame.rowCount > left) held.unshift(sliceFrame(frame, left, frame.rowCount));
    left -= Math.min(left, frame.rowCount);
  }
  return taken;
}

function sliceFrame({ placeOf, values, ...frame }: Frame, from: number, to: number): Frame {
  return {
    ...frame,
    values: values.map((column) => column.slice(from, to)),
    rowCount: to - from,
    placeOf: (row) => placeOf(from + row),
  };
}

/** As one frame; notes which columns had numbers. */
function joined(frames: Frame[], hadNumbers: Set<string>): FrameChunk {
  const { frame, mixed } = joinFrames(frames);
  const { columns, values } = frame;
  const isText = (j: number) => !(values[j] instanceof Float64Array);
  const found = columns.filter((name, j) => isText(j) && (mixed.includes(name) || hadNumbers.has(name)));
  columns.forEach((name, j) => {
    if (!isText(j) && !(values[j] as Float64Array).every(Number.isNaN)) hadNumbers.add(name);
  });
  return { frame, mixed: found };
}
