// What a report says, asked of the service: the saving row by row, month by month, and how sure its sum is on the way. Of kept rows, or of a
// file's.
import { answerOf, edgefit } from "../../../api.ts";
import { instantOf, wallOf } from "../fold/clock.ts";
import type { KeptRows, Savings } from "../shapes.ts";
import { dateOf, monthEnds, type Period } from "./period.ts";

export interface Month {
  from: string;
  rows: number;
  actual: number;
  expected: number;
  /** ± of its saving. */
  half: number | null;
}

export interface Report {
  /** undefined of a file. */
  period: Period | undefined;
  savings: Savings;
  /** When each row is; null of rows without times. */
  t: number[] | null;
  actual: (number | null)[];
  /** null where there are too many. */
  months: Month[] | null;
  /** ± of the sum up to some times. */
  known: { t: number; half: number }[];
  /** Of rows that are too many to be told apart, means of days or weeks. */
  means?: KeptRows;
}

export interface Question {
  norm: string;
  zone: string;
  level: number;
  version: number;
}

export interface FileRows {
  data: { t: string[] | null; columns: Record<string, (number | string | boolean | null)[]> };
  target: string;
  /** What the norm learns from. */
  columns: string[];
}

export const MONTHS_MAX = 24;
/** More are seen as means, unless a part of them is looked at. */
export const ROWS_SEEN_MAX = 3000;
const DAYS_MAX = 1000;
const DAY_MS = 86_400_000;
// One step for all rows that there may be: its one point is the mean of the period, with the ± of its saving.
const WHOLE = "30000d";

export async function reportOfKept(question: Question, period: Period, signal: AbortSignal): Promise<Report> {
  const { norm, level, version } = question;
  const body = { ...period, level, version };
  const call = edgefit().POST("/norms/{norm}/savings", { params: { path: { norm } }, body: body as never, signal });
  const savings = (await answerOf(call)) as Savings;
  const ends = monthEnds(period);
  const t = (savings.t ?? []).map(Date.parse);
  const hasMonths = t.length > 0 && ends.length <= MONTHS_MAX;
  const months = hasMonths ? monthsOf(await keptMeans(question, period, { step: "1mo" }, signal)) : null;
  const means =
    t.length > ROWS_SEEN_MAX ? await keptMeans(question, period, { step: stepOf(period) }, signal) : undefined;
  const halves = !hasMonths
    ? []
    : await Promise.all(
        ends.map(async (to) => ({
          to,
          ...monthsOf(await keptMeans(question, { ...period, to }, { step: WHOLE }, signal))[0],
        })),
      );
  const known = halves.flatMap(({ to, half }) => {
    const last = t.findLast((time) => dateOf(time, question.zone) < to);
    return typeof half !== "number" || last === undefined ? [] : [{ t: last, half }];
  });
  return {
    period,
    savings,
    t: t.length === 0 ? null : t,
    actual: savings.actual ?? [],
    months,
    known,
    ...(means && { means }),
  };
}

/** Of days, as long as they can be told apart. */
const stepOf = ({ from, to }: Period) => (Date.parse(to) - Date.parse(from) > DAYS_MAX * DAY_MS ? "1w" : "1d");

async function keptMeans(
  { norm, level, version }: Question,
  period: Period,
  by: { step: string },
  signal: AbortSignal,
) {
  const query = { ...period, ...by, level: String(level), version: String(version) };
  const params = { path: { norm }, query: query as never };
  return (await answerOf(edgefit().GET("/norms/{norm}/rows", { params, signal }))) as KeptRows;
}

/** Means of steps as sums, with the ± of each sum. */
function monthsOf({ t, rows, actual, expected, upper }: KeptRows): Month[] {
  return (t ?? []).flatMap((from, i) => {
    const [count = 0, used, should] = [rows[i], actual[i], expected[i]];
    if (typeof used !== "number" || typeof should !== "number") return [];
    const end = upper[i];
    const half = typeof end === "number" ? (end - should) * count : null;
    return [{ from, rows: count, actual: used * count, expected: should * count, half }];
  });
}

/** The same of rows that are sent along each time: a file is not kept. */
export async function reportOfFile(question: Question, file: FileRows, signal: AbortSignal): Promise<Report> {
  const savings = await savingsOf(question, file, undefined, signal);
  const actual = (file.data.columns[file.target] ?? []) as (number | null)[];
  const wall = wallOf(question.zone);
  const t = file.data.t?.map((time) => instantOf(time, question.zone, wall)) ?? null;
  const told = { period: undefined, savings, actual };
  if (t === null || t.length === 0) return { ...told, t: null, months: null, known: [] };
  const byMonth = Map.groupBy(t.keys(), (row) => dateOf(t[row] as number, question.zone).slice(0, 7));
  if (byMonth.size > MONTHS_MAX) return { ...told, t, months: null, known: [] };
  const asked = [...byMonth.values()].map(async (rows): Promise<[Month, { t: number; half: number } | undefined]> => {
    const [first = 0, last = 0] = [rows[0], rows.at(-1)];
    const [month, until] = await Promise.all([
      savingsOf(question, file, [first, last + 1], signal),
      savingsOf(question, file, [0, last + 1], signal),
    ]);
    const { total } = month;
    const of = { from: new Date(t[first] as number).toISOString(), rows: month.rows.used, half: total.uncertainty };
    const half = until.total.uncertainty;
    return [
      { ...of, actual: total.actual, expected: total.expected },
      half === null ? undefined : { t: t[last] as number, half },
    ];
  });
  const all = await Promise.all(asked);
  return { ...told, t, months: all.map(([month]) => month), known: all.flatMap(([, known]) => known ?? []) };
}

async function savingsOf(
  { norm, level, version }: Question,
  { data, target, columns }: FileRows,
  rows: [number, number] | undefined,
  signal: AbortSignal,
): Promise<Savings> {
  const of = <Value>(values: Value[]) => (rows === undefined ? values : values.slice(...rows));
  const body = {
    ...(data.t !== null && { t: of(data.t) }),
    x: Object.fromEntries(columns.map((column) => [column, of(data.columns[column] ?? [])])),
    y: of((data.columns[target] ?? []) as (number | null)[]),
    level,
    version,
  };
  const call = edgefit().POST("/norms/{norm}/savings", { params: { path: { norm } }, body: body as never, signal });
  return (await answerOf(call)) as Savings;
}
