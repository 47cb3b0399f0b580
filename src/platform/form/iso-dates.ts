// Columns of dates as they are written somewhere, written as ISO 8601 has them: what reads them on knows nothing else.
import { show } from "../../engine/parameter/show.ts";
import type { Cell } from "./frame.ts";
import { unusable } from "./records.ts";
import type { Column } from "./take-parts.ts";
import { type ReadTime, readerOf, recogniseFormat } from "./time-format.ts";

/** `time_format`: of all columns that have it. `isDate`: whether a column may hold dates. */
export function isoDates(
  columns: Record<string, Column>,
  { time_format }: { time_format?: string | undefined },
  isDate: (column: string) => boolean,
): Record<string, Column> {
  const given = time_format === undefined ? undefined : (readerOf(time_format) as ReadTime);
  const all = Object.entries(columns).map(([name, column]): [string, Column] => [
    name,
    column instanceof Float64Array || !isDate(name) ? column : written(column, name, given),
  ]);
  return Object.fromEntries(all);
}

function written(cells: Cell[], name: string, given: ReadTime | undefined): Cell[] {
  const texts = cells.filter((cell) => cell !== null && cell !== "");
  const [first] = texts;
  if (!texts.every((cell) => typeof cell === "string")) return cells;
  if (given !== undefined && first !== undefined && texts.every((text) => given(text.trim()) !== null))
    return rewritten(cells, given);
  const format = recogniseFormat(texts.map((text) => text.trim()));
  if (Array.isArray(format)) {
    const told = `${show(first)} may be read in several ways: time_format= says which, such as ${format.slice(0, 2).join(" or ")}`;
    throw unusable(name, told);
  }
  return format === null || format === "iso" ? cells : rewritten(cells, readerOf(format) as ReadTime);
}

function rewritten(cells: Cell[], read: ReadTime): Cell[] {
  return cells.map((cell) => {
    const moment = typeof cell === "string" ? read(cell.trim()) : null;
    if (moment === null) return cell;
    const { localMs, ms, hasOffset, isDate } = moment;
    if (isDate) return new Date(localMs).toISOString().slice(0, 10);
    return hasOffset ? new Date(ms).toISOString() : new Date(localMs).toISOString().slice(0, -1);
  });
}
