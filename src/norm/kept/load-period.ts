// The rows that are kept of a period, in the order of time, with those before it that their features look back on.
import type { Inferred } from "../../engine/feature/feature.ts";
import { features } from "../../engine/feature/feature.ts";
import { EMPTY_TAIL, type Tail } from "../../engine/feature/series.ts";
import { lookBackOf } from "../../engine/feature/term.ts";
import { DAY_MS, parseDuration } from "../../engine/time/duration.ts";
import { MONTH_MAX_MS } from "../../engine/time/month-grid.ts";
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { type Warning, warn } from "../../warning.ts";
import { joinRows, sliceRows } from "../rows/archive-rows.ts";
import { looksBack } from "../rows/observe.ts";
import { findParts, keyMadeAtMs, PART_COUNT_MAX, type PartRow, readTexts } from "../store/archive.ts";
import { type ArchivedRows, decodeRows } from "../store/archive-codec.ts";
import type { NormRow } from "../store/norms.ts";
import { readPast } from "../store/standing.ts";

/** Values of rows, their times among them, that are read at once: 32 MB. Two years of five minutes with 16 columns fit. */
export const PERIOD_VALUES_MAX = 4_000_000;

export interface KeptPeriod {
  /** Null where no row is kept. Of several rows of one time that of the newest batch. */
  rows: ArchivedRows | null;
  /** The first of them that is in the period. */
  first: number;
  /** What the first of them looks back on. */
  tail: Tail;
  /** Versions of the batches that have rows in the period. */
  versions: number[];
  /** How far back features look: in ms, or in rows without times. */
  memory: number;
  /** Rows without times that do not look back on those before them, ascending. */
  anew: readonly number[];
  warnings: Warning[];
}

/** From a time on and before another; without times all rows, one batch after the other. AppError "too_large" where they are too many. */
export async function loadPeriod(
  context: Context,
  norm: NormRow,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<KeptPeriod> {
  const isTimed = norm.inferred?.timed ?? false;
  const memory = memoryOf(norm);
  const range = isTimed ? { fromMs: fromMs - memory, toMs } : {};
  const parts = await findParts(context.database, norm.id, range);
  requireFew(norm, parts);
  const { read, warnings } = await readParts(context, norm, parts, range);
  const [oldest] = read;
  const nothing = { rows: null, first: 0, tail: EMPTY_TAIL, versions: [], memory, anew: [], warnings };
  if (oldest === undefined) return nothing;
  const inside = read.filter(({ part }) => !isTimed || part.toMs >= fromMs).map(({ part }) => part.version);
  const versions = [...new Set(inside)];
  if (!isTimed) {
    const anew = memory === 0 ? [] : beginnings(norm, read);
    const tail = memory === 0 || anew[0] === 0 ? EMPTY_TAIL : await tailBefore(context, norm, oldest.part);
    return { ...nothing, rows: joinRows(read.map(({ rows }) => rows)), tail, versions, anew };
  }
  const wanted = read.map(({ rows }) => within(rows, fromMs - memory, toMs)).filter(({ rowCount }) => rowCount > 0);
  if (wanted.length === 0) return nothing;
  const rows = joinByTime(wanted);
  const first = placeOf((rows.times as NonNullable<ArchivedRows["times"]>).instants, fromMs);
  const begun = read.reduce((least, each) => (each.part.fromMs < least.part.fromMs ? each : least));
  const tail = looksBack(norm) ? await tailBefore(context, norm, begun.part) : EMPTY_TAIL;
  return { ...nothing, rows, first, tail, versions };
}

/** What a batch looked back on. */
async function tailBefore({ database }: Context, { id }: NormRow, { version }: PartRow): Promise<Tail> {
  return (await readPast(database, id, version)).tail;
}

interface ReadPart {
  part: PartRow;
  rows: ArchivedRows;
}

/** The first row of each batch that continues none, and of what comes after a part that is not there. */
function beginnings({ specification }: NormRow, read: readonly ReadPart[]): number[] {
  const found: number[] = [];
  let [row, before] = [0, -1];
  for (const { part, rows } of read) {
    const isFirst = part.part === 0;
    const continues = isFirst ? (rows.continues ?? specification.continues) : part.part === before + 1;
    if (!continues) found.push(row);
    row += rows.rowCount;
    before = part.part;
  }
  return found;
}

// So long KV may not show elsewhere what was put.
const SHOWN_AFTER_MS = 120_000;

/** What is in some parts, which were found by `asked`. What KV shows nowhere yet is waited for. */
export async function readParts(
  context: Context,
  { id, name }: Pick<NormRow, "id" | "name">,
  parts: readonly PartRow[],
  asked: Parameters<typeof findParts>[2],
): Promise<{ read: ReadPart[]; warnings: Warning[] }> {
  const decoded = new Map<PartRow, ArchivedRows>();
  for await (const [part, text] of readTexts(context, id, parts))
    decoded.set(part, await decodeRows(Uint8Array.fromBase64(text)));
  // What is not there may have been forgotten since it was found: nothing is told of what has no name any more.
  const named = decoded.size === parts.length ? parts : await findParts(context.database, id, asked);
  const names = new Set(named.map(nameOf));
  const read: ReadPart[] = [];
  let lost = 0;
  for (const part of parts) {
    const rows = decoded.get(part);
    if (!names.has(nameOf(part))) continue;
    if (rows !== undefined) read.push({ part, rows });
    else if (part.key !== null && context.nowMs() - keyMadeAtMs(part.key) < SHOWN_AFTER_MS)
      throw new NotYet(`Rows of norm "${name}" that were just put away are not to be seen everywhere`);
    else lost += part.rows;
  }
  const warnings = lost === 0 ? [] : [warn("Rows not kept", `${lost} rows are gone from where they were kept.`)];
  return { read, warnings };
}

function nameOf({ version, part }: PartRow): string {
  return `${version}/${part}`;
}

function requireFew({ specification: { columns } }: NormRow, parts: readonly PartRow[]): void {
  const refuse = (told: string) => {
    throw new AppError("too_large", `Cannot read so many rows: ${told}; ask for a shorter period`);
  };
  if (parts.length > PART_COUNT_MAX) refuse(`they came in more than the ${PART_COUNT_MAX} parts that are read at once`);
  const count = parts.reduce((sum, { rows }) => sum + rows, 0);
  // Each has a time and y, too.
  const width = columns.length + 2;
  if (count * width > PERIOD_VALUES_MAX)
    refuse(`${count} rows of ${width} values are more than the ${PERIOD_VALUES_MAX} values that are read at once`);
}

/** How far back features look, in ms; in rows where these have no times. */
function memoryOf({ specification, inferred }: NormRow): number {
  const backs = features(specification, inferred).flatMap(({ term }) => lookBackOf(term));
  const stepMs = stepMsOf(inferred);
  const lengths = backs.map((back) => (typeof back === "number" ? back * (stepMs ?? 1) : (parseDuration(back) ?? 0)));
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  // Days of the wall may have 25 hours.
  return longest > 0 && inferred?.isLocalGrid ? longest + DAY_MS : longest;
}

function stepMsOf(inferred: Inferred | null): number | null {
  if (inferred === null) return null;
  return inferred.stepMs ?? (inferred.months ? inferred.months.step * MONTH_MAX_MS : null);
}

function within(rows: ArchivedRows, fromMs: number, toMs: number): ArchivedRows {
  const instants = rows.times?.instants ?? new Float64Array();
  const [from, to] = [placeOf(instants, fromMs), placeOf(instants, toMs)];
  return from === 0 && to === rows.rowCount ? rows : sliceRows(rows, from, to);
}

/** How many of ascending values are less. */
function placeOf(values: Float64Array, value: number): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((values[middle] as number) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Oldest row first; of one time the last one. */
function joinByTime(all: readonly ArchivedRows[]): ArchivedRows {
  const joined = joinRows(all);
  const instants = joined.times?.instants as Float64Array;
  if (instants.every((ms, i) => i === 0 || ms > (instants[i - 1] as number))) return joined;
  const order = Uint32Array.from(instants.keys()).sort(
    (a, b) => (instants[a] as number) - (instants[b] as number) || a - b,
  );
  const last = order.filter((row, i) => instants[row] !== instants[order[i + 1] as number]);
  return joinRows([joined], last);
}
