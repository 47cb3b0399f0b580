// Rows that are kept → points of a chart: each row, or the mean over each step; and one without values where steps are missing.
import type { Inferred } from "../../engine/feature/feature.ts";
import { areConsecutive, formatStep, wallOf } from "../../engine/feature/time-grid.ts";
import { MONTH_MAX_MS, stepFrom } from "../../engine/time/month-grid.ts";
import { formatStepSize, lengthOf, type Runs, runsOf, type StepSize, stepFor } from "../../engine/time/step-runs.ts";
import { createZone, firstInstant, type Zone } from "../../engine/time/zone.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { CELL_COUNT_MAX } from "../../platform/schema/limit.ts";
import { bandOfRows, leveragesOf } from "../answer/expect-rows.ts";
import type { Predicted } from "../answer/predict-norm.ts";
import { POINT_COUNT_MAX, POINT_COUNT_USUAL } from "../schema/rows-answer.ts";
import type { ArchivedRows } from "../store/archive-codec.ts";
import { expectKept } from "./expect-kept.ts";
import type { KeptPeriod } from "./load-period.ts";
import { emptyPoints, meanPoints, type Points } from "./mean-points.ts";

export interface Drawing {
  points: Points;
  /** When each point begins; null without times. */
  instants: Float64Array | null;
  step: string | null;
  band: "rows" | "means";
}

export const NOTHING_DRAWN: Drawing = { points: emptyPoints(0, 0), instants: null, step: null, band: "rows" };

interface Asked {
  step?: StepSize | undefined;
  points?: number | undefined;
  level: number;
  columns: readonly string[];
}

type Period = KeptPeriod & { rows: ArchivedRows };

// To unfold a value and make a feature of it, and its part in a point's leverage.
const SECONDS_PER_VALUE = 4e-8;
const SECONDS_PER_SQUARE = 2e-9;

/** AppError "invalid" of more points, or more values of columns, than are answered. */
export async function drawRows(
  context: Context,
  { norm, model }: Pick<Predicted, "norm" | "model">,
  period: Period,
  asked: Asked,
): Promise<Drawing> {
  const { rows, first } = period;
  const { columns, timezone = "UTC" } = norm.specification;
  const { inferred } = norm;
  const instants = rows.times?.instants.subarray(first) ?? null;
  const rowCount = rows.rowCount - first;
  const step = stepOf(inferred, asked, { count: rowCount, instants });
  const runs = step === null ? null : runsIn(step, { inferred, instants, timezone, count: rowCount });
  const pointCount = runs?.starts.length ?? rowCount;
  requireFewValues(pointCount, asked.columns.length);
  const places = asked.columns.map((name) => columns.indexOf(name));
  const size = model.coefficients.length;
  const seconds =
    SECONDS_PER_VALUE * rows.rowCount * (size + columns.length) + SECONDS_PER_SQUARE * pointCount * size ** 2;
  context.cpu.spend(seconds, "the rows of this period");
  const blocks = expectKept(context, norm, model, period);
  if (step === null || runs === null) {
    const points = emptyPoints(pointCount, places.length);
    for await (const { from, expected } of blocks) {
      const { isUnknown } = expected.unknown;
      const met = { y: expected.y, leverages: leveragesOf(model, expected), local: expected.observed.local, isUnknown };
      const { lower, upper } = bandOfRows(norm, model, met, asked.level);
      points.expected.set(expected.y, from - first);
      points.lower.set(lower, from - first);
      points.upper.set(upper, from - first);
    }
    points.actual = rows.y.slice(first);
    points.rows = Uint32Array.from(points.actual, (y, i) =>
      Number(!Number.isNaN(y) || Number.isFinite(points.expected[i])),
    );
    points.columns = places.map((place) => (rows.columns[place] as Float64Array).slice(first));
    const told = { step: inferred?.timed ? formatStep(inferred) : null, band: "rows" } as const;
    if (instants === null || inferred === null) return { ...told, points, instants: null };
    const missing = missingRows(inferred, instants, createZone(timezone));
    return { ...told, ...withGaps(points, instants, missing) };
  }
  const starts = runs.starts.map((start) => start + first);
  const gathered = meanPoints({ rows, starts, places, model, level: asked.level });
  for await (const block of blocks) gathered.add(block);
  const points = gathered.finish();
  const told = { step: typeof step === "number" ? null : formatStepSize(step), band: "means" } as const;
  return instants === null
    ? { ...told, points, instants: null }
    : { ...told, ...withGaps(points, runs.instants, runs.missing) };
}

function requireFewValues(pointCount: number, columnCount: number): void {
  if (pointCount * columnCount <= CELL_COUNT_MAX) return;
  const message = `${pointCount} points of ${columnCount} columns are more than the ${CELL_COUNT_MAX} values that are answered; name fewer, or take a longer step`;
  throw unusable("columns", message);
}

/** What a point stands for: a step, or so many rows without times; null for each row. AppError "invalid" where there would be too many. */
function stepOf(
  inferred: Inferred | null,
  { step, points = POINT_COUNT_USUAL }: Asked,
  { count, instants }: { count: number; instants: Float64Array | null },
): StepSize | number | null {
  if (instants === null) return count <= points ? null : Math.ceil(count / points);
  const months = inferred?.months;
  const rowMs = inferred?.stepMs ?? null;
  const span = count === 0 ? 0 : (instants.at(-1) as number) - (instants[0] as number);
  if (step === undefined) {
    if (count <= points) return null;
    return stepFor(span, points, months ? months.step * MONTH_MAX_MS : rowMs);
  }
  const isOfRows = "ms" in step ? step.ms === rowMs : step.months === months?.step;
  const length = lengthOf(step);
  const rowLength = rowMs ?? (months ? lengthOf({ months: months.step }) : 0);
  if (!isOfRows && length < rowLength)
    throw unusable(
      "step",
      `${formatStepSize(step)} is shorter than ${formatStep(inferred as Inferred)}, the step of the rows`,
    );
  const most = isOfRows ? count : Math.min(count, span / length + 1);
  if (most > POINT_COUNT_MAX) {
    const instead = formatStepSize(stepFor(span, POINT_COUNT_MAX, rowMs));
    throw unusable(
      "step",
      `${formatStepSize(step)} makes ${Math.floor(most)} points of this period, more than the ${POINT_COUNT_MAX} that are answered; ` +
        `${instead} would do, or a shorter period`,
    );
  }
  return isOfRows ? null : step;
}

function runsIn(
  step: StepSize | number,
  of: { inferred: Inferred | null; instants: Float64Array | null; timezone: string; count: number },
): Runs {
  const { inferred, instants, timezone, count } = of;
  if (typeof step === "number" || instants === null || inferred === null) {
    const length = step as number;
    const starts = Uint32Array.from({ length: Math.ceil(count / length) }, (_, i) => i * length);
    return { starts, instants: new Float64Array(), missing: new Float64Array() };
  }
  const zone = createZone(timezone);
  const local = wallOf(inferred, { instants, local: instants.map(zone.toLocal), days: instants.map(zone.toDay) });
  return runsOf(step, instants, local, zone);
}

/** When the first row is that is missing before each; NaN where none is, or rows are not regular. */
function missingRows(inferred: Inferred, instants: Float64Array, zone: Zone): Float64Array {
  const { stepMs, months, isLocalGrid } = inferred;
  const follows = areConsecutive(inferred, instants, instants.length);
  return instants.map((_, i) => {
    if (i === 0 || follows[i] === 1) return Number.NaN;
    const before = instants[i - 1] as number;
    const shown = isLocalGrid ? zone.toDay(before) : before;
    const next = shown + (stepMs ?? (months ? stepFrom(shown, months) : Number.NaN));
    return isLocalGrid ? firstInstant(zone, next) : next;
  });
}

/** One point without values before each that steps are missing before. */
function withGaps(
  points: Points,
  instants: Float64Array,
  missing: Float64Array,
): { points: Points; instants: Float64Array } {
  const gaps = missing.reduce((count, ms) => count + (Number.isNaN(ms) ? 0 : 1), 0);
  if (gaps === 0) return { points, instants };
  const count = instants.length + gaps;
  const spread = emptyPoints(count, points.columns.length);
  const at = new Float64Array(count);
  const pairs = [
    [points.actual, spread.actual],
    [points.expected, spread.expected],
    [points.lower, spread.lower],
    [points.upper, spread.upper],
    [points.rows, spread.rows],
    ...points.columns.map((column, i) => [column, spread.columns[i]]),
  ] as [Float64Array, Float64Array][];
  for (let i = 0, to = 0; i < instants.length; i++, to++) {
    if (!Number.isNaN(missing[i])) at[to++] = missing[i] as number;
    at[to] = instants[i] as number;
    for (const [from, into] of pairs) into[to] = from[i] as number;
  }
  return { points: spread, instants: at };
}

function unusable(path: string, message: string): AppError {
  return new AppError("invalid", `Cannot use the query: ${path}: ${message}`, [{ path, message }]);
}
