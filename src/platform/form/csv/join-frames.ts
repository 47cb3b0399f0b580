// Several frames of one table, put together.
import type { Frame } from "../frame.ts";

type Values = Frame["values"][number];

/**
 * Frames of one table as one, and the columns that are numbers in some of them and something else in others: these have NaN or null
 * there where the others stand. Frames that were joined are emptied on the way, so that there is one column at most twice.
 */
export function joinFrames(frames: Frame[]): { frame: Frame; mixed: string[] } {
  const [first, ...others] = frames;
  if (first === undefined) throw new Error("There is a frame at least");
  if (others.length === 0) return { frame: first, mixed: [] };
  const rowCount = frames.reduce((sum, frame) => sum + frame.rowCount, 0);
  const mixed: string[] = [];
  const values = first.columns.map((name, i) => {
    const parts = frames.map((frame) => frame.values[i] as Values);
    for (const frame of frames) frame.values[i] = [];
    if (parts.every((part) => part instanceof Float64Array)) return joinNumbers(parts, rowCount);
    if (parts.some((part) => part instanceof Float64Array && !part.every(Number.isNaN))) mixed.push(name);
    const cells = parts.map((part) => (part instanceof Float64Array ? new Array<null>(part.length).fill(null) : part));
    return ([] as Exclude<Values, Float64Array>).concat(...cells);
  });
  const starts = startsOf(frames);
  const places = frames.map(({ placeOf }) => placeOf);
  const placeOf = (row: number) => {
    const i = Math.max(
      0,
      starts.findLastIndex((start) => start <= row),
    );
    return (places[i] as Frame["placeOf"])(row - (starts[i] as number));
  };
  return { frame: { ...first, values, rowCount, placeOf }, mixed };
}

function joinNumbers(parts: Float64Array[], rowCount: number): Float64Array {
  const all = new Float64Array(rowCount);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function startsOf(frames: Frame[]): number[] {
  let row = 0;
  return frames.map(({ rowCount }) => {
    row += rowCount;
    return row - rowCount;
  });
}
