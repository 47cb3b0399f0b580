// The times of a table: which column they are, how they are written, and the order of the rows by them.
import { cut, show, showNames } from "../../engine/parameter/show.ts";
import { createZone } from "../../engine/time/zone.ts";
import { AppError, FAULT_COUNT_MAX, type Fault } from "../../error.ts";
import type { Moment, Times } from "../schema/time.ts";
import type { Frame } from "./frame.ts";
import { pathOf, unusable } from "./records.ts";
import { FORMATS_TOLD, nearlyFormat, type ReadTime, readerOf, recogniseFormat } from "./time-format.ts";

/** What is said of the times beside the table. */
export interface NamedTime {
  /** The column; found unless given, null where there is none. */
  time?: string | null | undefined;
  time_format?: string | undefined;
  /** Of times without an offset. */
  timezone?: string | undefined;
  /** When the row before the first one was, of a table that comes in chunks. */
  afterMs?: number | undefined;
}

/** The number of the column of times: the one that is named, or else the only one that holds times; undefined where none does. */
export function findTimeColumn(
  frame: Frame,
  { time, time_format }: NamedTime,
  except: readonly (string | undefined)[],
): number | undefined {
  if (time === null) return undefined;
  if (time !== undefined) return requireColumn(frame, time, "time");
  if (time_format?.startsWith("epoch"))
    throw unusable("time", `which column holds the times? time= names it, for numbers are not told from others`);
  const found = [...frame.columns.keys()].filter(
    (j) => !except.includes(frame.columns[j]) && holdsTimes(frame, j, time_format),
  );
  if (found.length > 1) {
    const names = found.map((j) => frame.columns[j] as string);
    throw unusable("time", `columns ${showNames(names)} all hold times: time= says which one is that of the rows`);
  }
  return found[0];
}

/** What is found of the times of the first rows, said of those after them. */
export function settleTime(frame: Frame, column: number | undefined, { time_format }: NamedTime): NamedTime {
  if (column === undefined) return { time: null };
  return { time: frame.columns[column], time_format: readerFor(frame, column, time_format, false).format };
}

/** The number of a column that a parameter names. */
export function requireColumn({ columns }: Frame, name: string, parameter: string): number {
  const at = columns.indexOf(name);
  if (at >= 0) return at;
  throw unusable(parameter, `no column is named ${show(name)}; those are ${showNames(columns)}`);
}

const LOOKED_AT = 20;

/** Told by nearly all of the first texts: whether all are times is told where they are read. */
function holdsTimes(frame: Frame, column: number, format: string | undefined): boolean {
  const texts = textsOf(frame, column, LOOKED_AT);
  if (texts === null || texts.length === 0) return false;
  if (format === undefined) return (recogniseFormat(texts) ?? nearlyFormat(texts)) !== null;
  const read = readerOf(format);
  return typeof read !== "string" && texts.every((text) => read(text) !== null);
}

/** The first texts of a column; null where it holds anything else. */
function textsOf({ values }: Frame, column: number, most = Infinity): string[] | null {
  const cells = values[column];
  if (cells === undefined || cells instanceof Float64Array) return null;
  const texts: string[] = [];
  for (const cell of cells) {
    if (texts.length === most) break;
    if (typeof cell === "string") texts.push(cell.trim());
    else if (cell !== null) return null;
  }
  return texts;
}

/** The times of all rows, in their order; AppError with the rows that have none. */
export function readTimes(frame: Frame, column: number, named: Omit<NamedTime, "time">): Times {
  const { time_format, timezone, afterMs = -Infinity } = named;
  const name = frame.columns[column] as string;
  const { format, read } = readerFor(frame, column, time_format);
  const cells = frame.values[column] as Frame["values"][number];
  const ms = new Float64Array(frame.rowCount);
  const areDates = new Uint8Array(frame.rowCount);
  const faults: Fault[] = [];
  let [hasOffset, isShifted] = [false, false];
  for (let row = 0; row < frame.rowCount && faults.length <= FAULT_COUNT_MAX; row++) {
    const moment = momentAt(cells[row], read);
    if (row === 0 && moment !== null) hasOffset = moment.hasOffset;
    if (moment !== null && moment.hasOffset === hasOffset) {
      ms[row] = moment.ms;
      areDates[row] = Number(moment.isDate);
      isShifted ||= moment.ms !== moment.localMs;
      continue;
    }
    faults.push({
      path: pathOf(frame.placeOf(row), name),
      message:
        moment === null
          ? noTime(cells[row], format)
          : `${show(cells[row])}: some times have an offset, and some have none`,
    });
  }
  const [first] = faults;
  if (first !== undefined)
    throw new AppError("invalid", `Cannot use the table: ${first.path}: ${first.message}`, faults);
  const times = { ms, hasOffset, isShifted, areDates };
  // A date alone is a day wherever the clock hangs.
  return timezone === undefined || hasOffset || areDates.every(Boolean)
    ? times
    : inZone(frame, name, times, { timezone, afterMs });
}

function momentAt(cell: unknown, read: ReadTime): Moment | null {
  if (typeof cell === "string") return read(cell.trim());
  return typeof cell === "number" && !Number.isNaN(cell) ? read(String(cell)) : null;
}

function noTime(cell: unknown, format: string): string {
  if (cell === null || (typeof cell === "number" && Number.isNaN(cell))) return "no time: each row needs one";
  return `${show(cell)} is no time of the format ${cut(format)}`;
}

function readerFor(
  frame: Frame,
  column: number,
  format: string | undefined,
  isAll = true,
): { format: string; read: ReadTime } {
  if (format !== undefined) {
    const read = readerOf(format);
    if (typeof read === "string") throw unusable("time_format", read);
    return { format, read };
  }
  const name = frame.columns[column] as string;
  const texts = textsOf(frame, column);
  if (texts === null) {
    const told = "numbers, which are times only where time_format= says how: epoch_s or epoch_ms";
    throw unusable(name, told);
  }
  const found = recogniseFormat(texts, { isAll });
  if (Array.isArray(found)) {
    const told = `${show(texts[0])} may be read in several ways: time_format= says which, such as ${found.slice(0, 2).join(" or ")}`;
    throw unusable(name, told);
  }
  // Most are, and those that are not are told with their rows.
  const first = texts.slice(0, LOOKED_AT);
  const likely = found ?? recogniseFormat(first);
  const known = typeof likely === "string" ? likely : nearlyFormat(first);
  if (known === null && texts.length > 0 && recogniseFormat(texts.slice(0, 1)) === null)
    throw unusable(
      name,
      `${show(texts[0])} is no time that is known: time_format= says how it is written (${FORMATS_TOLD})`,
    );
  const usual = known ?? "iso";
  return { format: usual, read: readerOf(usual) as ReadTime };
}

/** Times of a clock on the wall of a zone, as instants. An hour that it shows twice cannot be told where it does. */
function inZone(
  frame: Frame,
  name: string,
  times: Times,
  { timezone, afterMs }: { timezone: string; afterMs: number },
): Times {
  const zone = createZone(timezone);
  let before = afterMs;
  const ms = times.ms.map((shown, row) => {
    const instant = times.areDates[row] === 1 ? zone.startOfDay(shown) : zone.toInstant(shown, before);
    if (Number.isNaN(instant)) {
      const told = `${new Date(shown).toISOString().slice(0, 19)} is never on the clock in ${timezone}`;
      throw unusable(pathOf(frame.placeOf(row), name), told);
    }
    before = instant;
    return instant;
  });
  return { ms, hasOffset: true, isShifted: true, areDates: new Uint8Array(ms.length) };
}
