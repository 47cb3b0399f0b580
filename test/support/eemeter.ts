// OpenEEmeter's sample meters from Britain, where they are beside this repository: real ones, which follow no formula.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { DAY_MS } from "../../src/engine/time/duration.ts";
import { createZone } from "../../src/engine/time/zone.ts";

const beside = fileURLToPath(new URL("../../../shared/data/eemeter_samples", import.meta.url));

/** Where the samples and their metadata.json are; undefined where they are not. */
export const eemeterFolder = existsSync(beside) ? beside : undefined;
if (eemeterFolder === undefined) console.log("Skipped: OpenEEmeter's sample meters, which are not in this repository");

export const TIMEZONE = "Europe/London";

/** An hour, or a day. */
export interface Row {
  t: string;
  /** Wall clock, in milliseconds since 1970. */
  localMs: number;
  temperature: number;
  y: number;
}

export interface Meter {
  name: string;
  /** Of the measure, wall clock: a window is before its start or from its end on. */
  startMs: number;
  endMs: number;
  /** By the hour; those without meter or temperature are left out. */
  hours: Row[];
}

interface Sample {
  meter_data_filename: string;
  temperature_filename: string;
  blackout_start_date: string;
  blackout_end_date: string;
}

export function readBritishMeters(folder: string): Meter[] {
  const metadata = JSON.parse(readFileSync(join(folder, "metadata.json"), "utf8")) as Record<string, Sample>;
  const british = Object.entries(metadata).filter(([name]) => name.startsWith("uk-") && name.includes("hourly"));
  return british.map(([name, sample]) => ({
    name,
    startMs: Date.parse(sample.blackout_start_date),
    endMs: Date.parse(sample.blackout_end_date),
    hours: readHours(join(folder, sample.meter_data_filename), join(folder, sample.temperature_filename)),
  }));
}

/** Days of the wall clock with all but one of their hours: their sums, and their mean temperatures. */
export function toDays(hours: Row[]): Row[] {
  const days = Map.groupBy(hours, ({ localMs }) => Math.floor(localMs / DAY_MS) * DAY_MS);
  return [...days].flatMap(([localMs, of]) => {
    if (of.length < 23) return [];
    const t = new Date(localMs).toISOString().slice(0, 10);
    return [{ t, localMs, temperature: mean(of.map(({ temperature }) => temperature)), y: sum(of.map(({ y }) => y)) }];
  });
}

/** Half-hours are summed. An hour that lacks one counts its other twice, one that has them doubled counts them once. */
function readHours(meter: string, weather: string): Row[] {
  const zone = createZone(TIMEZONE);
  const used = readByHour(meter);
  const counts = Array.from(used.values(), ({ length }) => length).sort((a, b) => a - b);
  const perHour = counts[Math.floor(counts.length / 2)] as number;
  const temperatures = readByHour(weather);
  return [...used].flatMap(([ms, values]) => {
    const beside = temperatures.get(ms);
    if (beside === undefined) return [];
    const at = { t: new Date(ms).toISOString(), localMs: zone.toLocal(ms) };
    return [{ ...at, temperature: mean(beside), y: perHour * mean(values) }];
  });
}

/** The values of each hour of universal time, which both files keep though only some say so; of the last two columns. */
function readByHour(path: string): Map<number, number[]> {
  const [, ...lines] = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  const values = lines.map((line) => {
    const [t = "", value = ""] = line.split(",").slice(-2);
    return { hourMs: Date.parse(`${t.slice(0, 13).replace(" ", "T")}:00Z`), value };
  });
  const known = values.filter(({ value }) => value !== "");
  return new Map(
    [...Map.groupBy(known, ({ hourMs }) => hourMs)].map(([ms, of]) => [ms, of.map(({ value }) => Number(value))]),
  );
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: number[]): number {
  return sum(values) / values.length;
}
