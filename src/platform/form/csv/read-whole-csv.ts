// A CSV that is there in whole, as one frame.
import type { CsvKernel } from "../../../engine/kernel/csv-kernel.ts";
import type { Frame } from "../frame.ts";
import { joinFrames } from "./join-frames.ts";
import { type CsvOptions, csvReader } from "./read-csv.ts";

/**
 * All rows. A column is numbers where each of its cells is one or missing; otherwise its cells are texts, numbers in it as they were written,
 * and null where one is missing. AppError "malformed_csv", "invalid" or "too_large", with the line.
 */
export function readCsv(kernel: CsvKernel, bytes: Uint8Array, options: CsvOptions): Frame {
  return joinCsv(kernel, readAll(kernel, bytes, options), () => bytes, options);
}

/** The same of frames that were read of it already, which are emptied. */
export function joinCsv(kernel: CsvKernel, frames: Frame[], bytes: () => Uint8Array, options: CsvOptions): Frame {
  const { frame, mixed } = joinFrames(frames);
  if (mixed.length === 0) return frame;
  // What began as numbers and turned out to be text is read anew.
  const isText = (name: string) => mixed.includes(name);
  const texts = joinFrames(readAll(kernel, bytes(), { ...options, keeps: isText, isText })).frame;
  const values = frame.columns.map(
    (name, i) => texts.values[texts.columns.indexOf(name)] ?? (frame.values[i] as never),
  );
  return { ...frame, values };
}

function readAll(kernel: CsvKernel, bytes: Uint8Array, options: CsvOptions): Frame[] {
  const reader = csvReader(kernel, options);
  const frames = reader.push(bytes);
  frames.push(...reader.end());
  return frames;
}
