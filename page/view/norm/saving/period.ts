// Which period is reported, and by which version of the norm: days on the norm's clock.
import { instantOf, wallOf } from "../fold/clock.ts";
import type { Batch, NormVersion } from "../shapes.ts";

/** From the first day up to the day after the last, as YYYY-MM-DD: what the service is asked. */
export interface Period {
  from: string;
  to: string;
}

const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** The day that the clock of `zone` shows. */
export function dateOf(time: number | string, zone: string): string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone } as const;
  const format = formats.get(zone) ?? new Intl.DateTimeFormat("en-CA", parts);
  formats.set(zone, format);
  return format.format(new Date(time));
}
const formats = new Map<string, Intl.DateTimeFormat>();

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Of the address; undefined where it says none that can be used. */
export function readPeriod(query: URLSearchParams): Period | undefined {
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  return DATE.test(from) && DATE.test(to) && from < to ? { from, to } : undefined;
}

/**
 * The batches that have kept rows of the period, by days. One that has no more than a day in common with a longer period only meets it: where
 * years are cut by another clock, the last hours of one are of the next.
 */
export function batchesIn(batches: readonly Batch[], { from, to }: Period, zone: string): Batch[] {
  const last = addDays(to, -1);
  return batches.filter(({ rows_kept }) => {
    if (!rows_kept?.from || !rows_kept.to) return false;
    const [first, end] = [dateOf(rows_kept.from, zone), dateOf(rows_kept.to, zone)];
    const isMeeting = from < last && first < end && (end === from || first === last);
    return first <= last && end >= from && !isMeeting;
  });
}

/** The versions of the period's first batch, and of the last batch before that one; undefined where one of them is not there. */
export function aroundStart(
  batches: readonly Batch[],
  period: Period,
  zone: string,
): { before: number; first: number } | undefined {
  const inside = batchesIn(batches, period, zone).map(({ version }) => version);
  const first = Math.min(...inside);
  const before = batches.findLast(({ version }) => version < first)?.version;
  return inside.length === 0 || before === undefined ? undefined : { before, first };
}

/**
 * The last version before the period: that of the last batch before it, or of what followed on that and brought no rows, such as a choice of
 * features. A batch that came next is of the period, though it was forgotten and learned again since.
 */
export function versionBefore(
  { before, first }: { before: number; first: number },
  events: readonly Pick<NormVersion, "version" | "event">[],
): number {
  const next = events.filter(({ version }) => version > before && version < first);
  const rows = next.findIndex(({ event }) => event === "train");
  return (rows < 0 ? next : next.slice(0, rows)).at(-1)?.version ?? before;
}

/** The days of a file's rows; undefined where they have no times. */
export function periodOf(t: readonly string[] | null, zone: string): Period | undefined {
  const wall = wallOf(zone);
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of t ?? []) {
    const instant = instantOf(time, zone, wall);
    first = Math.min(first, instant);
    last = Math.max(last, instant);
  }
  return first <= last ? { from: dateOf(first, zone), to: addDays(dateOf(last, zone), 1) } : undefined;
}

/** The newest batch, against what was learned before it; all that is kept where there is no other. */
export function usualPeriod(
  batches: readonly Batch[],
  kept: { from: string | null; to: string | null },
  zone: string,
): Period | undefined {
  const newest = batches.length > 1 ? batches.at(-1)?.rows_kept : undefined;
  const [from, to] = newest?.from && newest.to ? [newest.from, newest.to] : [kept.from, kept.to];
  return from === null || to === null ? undefined : { from: dateOf(from, zone), to: addDays(dateOf(to, zone), 1) };
}

/** The years of which there are rows, each a period of its own. */
export function yearsOf(kept: { from: string | null; to: string | null }, zone: string): Period[] {
  if (kept.from === null || kept.to === null) return [];
  const [first, last] = [Number(dateOf(kept.from, zone).slice(0, 4)), Number(dateOf(kept.to, zone).slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    from: `${first + i}-01-01`,
    to: `${first + i + 1}-01-01`,
  }));
}

/** The first days of the months that begin within a period, and its own beginning and end: the ends of its months. */
export function monthEnds({ from, to }: Period): string[] {
  const ends: string[] = [];
  let [year, month] = from.split("-").map(Number) as [number, number];
  for (;;) {
    month++;
    if (month > 12) [year, month] = [year + 1, 1];
    const next = `${year}-${String(month).padStart(2, "0")}-01`;
    if (next >= to) return [...ends, to];
    ends.push(next);
  }
}
