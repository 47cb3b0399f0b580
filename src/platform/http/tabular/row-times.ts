// The times of rows as they stand beside answers, in a time zone.
import { createZone } from "../../../engine/time/zone.ts";
import type { Column } from "./rows.ts";

export interface RowTimes {
  /** Milliseconds since 1970; of a day, its beginning. */
  instants: Float64Array;
  /** 1 for a row that is a day of the zone's calendar. */
  areDates: Uint8Array;
  /** IANA zone in which they were read. */
  timezone: string;
}

/**
 * The column `t` in a zone. CSV has what the clock on the wall shows, `2026-01-31 13:00:00`, which spreadsheets, pandas and databases read as
 * a time, and with offsets would not; lines of JSON have the offset. A day is a date, in its own zone.
 */
export function columnOfTimes({ instants, areDates, timezone }: RowTimes, asked = timezone): Column {
  const { toLocal } = createZone(asked);
  const isOwn = asked === timezone;
  const { toDay } = createZone(timezone);
  const day = (row: number) => isoOf(toDay(instants[row] as number)).slice(0, 10);
  const isDay = (row: number) => isOwn && areDates[row] === 1;
  const localAt = (row: number) => toLocal(instants[row] as number);
  return {
    name: "t",
    at: (row) => (isDay(row) ? day(row) : isoOf(localAt(row)).replace("T", " ")),
    inLine: (row) => (isDay(row) ? day(row) : withOffset(instants[row] as number, localAt(row), asked)),
  };
}

/** Without milliseconds where there are none. */
function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace(/(\.000)?Z$/, "");
}

const MINUTE_MS = 60_000;

function withOffset(instantMs: number, localMs: number, timezone: string): string {
  const minutes = (localMs - instantMs) / MINUTE_MS;
  // Some clocks were apart by seconds, which ISO 8601 cannot say.
  if (timezone === "UTC" || !Number.isInteger(minutes)) return `${isoOf(instantMs)}Z`;
  const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return `${isoOf(localMs)}${minutes < 0 ? "-" : "+"}${two(hour)}:${two(minute)}`;
}
