// The times of a column as they are: what a norm would refuse is told of, and the rest read.
import type { Frame } from "../../platform/form/frame.ts";
import { nearlyFormat, type ReadTime, readerOf, recogniseFormat } from "../../platform/form/time-format.ts";
import type { Moment } from "../../platform/schema/time.ts";

export interface Moments {
  /** null where it is not known. */
  format: string | null;
  /** That all would do, and tell different times. */
  formats: string[];
  /** Of each row; null where there is none. Empty where the format is not known. */
  of: (Moment | null)[];
}

const LOOKED_AT = 20;

/** `format`: as its sender says. AppError never: what is no time is null. */
export function readMoments(
  { values, rowCount }: Pick<Frame, "values" | "rowCount">,
  column: number,
  told: string | undefined,
): Moments {
  const cells = values[column] as Frame["values"][number];
  const format = told ?? formatOf(cells);
  if (typeof format !== "string") return { format: null, formats: format ?? [], of: [] };
  const read = readerOf(format) as ReadTime;
  const of = Array.from({ length: rowCount }, (_, row) => {
    const cell = cells[row];
    const text =
      typeof cell === "string" ? cell.trim() : typeof cell === "number" && !Number.isNaN(cell) ? String(cell) : "";
    return text === "" ? null : read(text);
  });
  return { format, formats: [], of };
}

/** Several where they read some text differently; null where there is none. */
function formatOf(cells: Frame["values"][number]): string | string[] | null {
  if (cells instanceof Float64Array) return null;
  const texts = cells.flatMap((cell) => (typeof cell === "string" && cell.trim() !== "" ? [cell.trim()] : []));
  const found = recogniseFormat(texts);
  if (found !== null) return found;
  const first = texts.slice(0, LOOKED_AT);
  const likely = recogniseFormat(first);
  return typeof likely === "string" ? likely : (nearlyFormat(first) ?? likely);
}
