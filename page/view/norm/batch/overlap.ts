// Which batches a file's rows would count beside a second time, and what is left of the file without those rows.
import { instantOf, wallOf } from "../fold/clock.ts";
import type { Batch } from "../shapes.ts";
import type { SentRows } from "./batch-rows.ts";

export interface Overlap {
  batch: string;
  /** Of the time that both have rows of. */
  from: number;
  to: number;
}

/** By the times of the rows that are kept of each batch; of others nothing is known. */
export function overlapsOf(
  batches: readonly Batch[],
  time: { first: string | null; last: string | null } | null,
  zone: string,
): Overlap[] {
  if (!time?.first || !time.last) return [];
  const [first, last] = [instantOf(time.first, zone), instantOf(time.last, zone)];
  return batches.flatMap(({ batch, rows_kept }) => {
    if (!rows_kept?.from || !rows_kept.to) return [];
    const [from, to] = [Math.max(first, Date.parse(rows_kept.from)), Math.min(last, Date.parse(rows_kept.to))];
    return from > to ? [] : [{ batch, from, to }];
  });
}

/** When the last row was that was learned of so far. */
export function learnedUntil(batches: readonly Batch[]): number {
  return Math.max(...batches.map(({ rows_kept }) => Date.parse(rows_kept?.to ?? "")).filter(Number.isFinite));
}

interface Data {
  t: (string | null)[] | null;
  columns: Record<string, (number | string | boolean | null)[]>;
}

/** The rows later than a time, as a body of `train`. */
export function laterRows(
  { t, columns }: Data,
  after: number,
  of: { columns: readonly string[]; target: string; zone: string },
): SentRows {
  const wall = wallOf(of.zone);
  const times = t ?? [];
  const rows = [...times.keys()].filter((row) => {
    const time = times[row];
    return typeof time === "string" && instantOf(time, of.zone, wall) > after;
  });
  const taken = (name: string) => rows.map((row) => columns[name]?.[row] ?? null);
  return {
    t: rows.map((row) => times[row] as string),
    x: Object.fromEntries(of.columns.map((name) => [name, taken(name) as (number | string | null)[]])),
    y: taken(of.target) as (number | null)[],
  };
}
