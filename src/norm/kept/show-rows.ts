// What was used in the past beside what was to be expected, from the rows that are kept. Reads only.

import { isoTexts } from "../../engine/time/iso-texts.ts";
import { AppError, type Fault } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { show, showNames } from "../../platform/schema/table.ts";
import { type Warning, warn } from "../../warning.ts";
import { readKeptSpan } from "../answer/kept-span.ts";
import { loadAsked, toAnswers } from "../answer/predict-norm.ts";
import { instantOf } from "../rows/on-the-clock.ts";
import type { KeptRows, KeptRowsQuery } from "../schema/rows-answer.ts";
import type { NormRow } from "../store/norms.ts";
import { type Drawing, drawRows, NOTHING_DRAWN } from "./draw-rows.ts";
import { loadPeriod } from "./load-period.ts";

/** A drawing with what is told beside it. */
export interface Shown {
  norm: NormRow;
  drawn: Drawing;
  beside: Omit<KeptRows, "t" | "actual" | "expected" | "lower" | "upper" | "rows" | "columns">;
}

export async function showRows(context: Context, name: string, query: KeptRowsQuery): Promise<Shown> {
  const asked = await loadAsked(context, name, query.version, "show rows");
  const { norm, version } = asked;
  const { level = 0.9, columns = [] } = query;
  requireNumbers(norm, columns);
  const { told, ...span } = await readKeptSpan(context, norm);
  const range = rangeOf(norm, query, span);
  const loaded = range && (await loadPeriod(context, norm, range));
  const drawn = loaded?.rows
    ? await drawRows(context, asked, { ...loaded, rows: loaded.rows }, { ...query, level, columns })
    : NOTHING_DRAWN;
  const { step, band } = drawn;
  const timezone = norm.specification.timezone ?? "UTC";
  const warnings = [...(loaded?.warnings ?? []), ...(drawn.points.rows.length > 0 ? [] : [noneWarning(told.keep)])];
  return {
    norm,
    drawn,
    beside: { norm: norm.name, version, level, timezone, step, band, rows_kept: told, warnings },
  };
}

export function toKeptRows({ norm, drawn, beside }: Shown, columns: readonly string[] = []): KeptRows {
  const { points, instants } = drawn;
  const { warnings, ...told } = beside;
  return {
    ...told,
    t: norm.inferred?.timed ? isoTexts(instants ?? []) : null,
    actual: toAnswers(points.actual),
    expected: toAnswers(points.expected),
    lower: toAnswers(points.lower),
    upper: toAnswers(points.upper),
    rows: [...points.rows],
    ...(columns.length > 0 && {
      columns: Object.fromEntries(columns.map((name, i) => [name, toAnswers(points.columns[i] ?? new Float64Array())])),
    }),
    warnings,
  };
}

function noneWarning(keep: string): Warning {
  const why = keep === "none" ? "`keep_rows` of the norm is none" : "no batch of the norm has rows there";
  return warn("No rows kept", `${why}.`);
}

function requireNumbers({ specification }: NormRow, names: readonly string[]): void {
  const { columns, categories = [] } = specification;
  const numbers = columns.filter((column) => !categories.includes(column));
  const other = names.find((name) => !numbers.includes(name));
  if (other === undefined) return;
  throw unusable("the query", "columns", `${show(other)} is no column of numbers; those are ${showNames(numbers)}`);
}

interface PeriodAsked {
  from?: KeptRowsQuery["from"];
  to?: KeptRowsQuery["to"];
  step?: unknown;
}

/** The period that is asked for, of what is kept unless given; null where that is nothing. AppError "invalid" where it ends before it begins. */
export function rangeOf(
  { specification, inferred }: NormRow,
  asked: PeriodAsked,
  kept: { fromMs: number | null; toMs: number | null },
  where = "the query",
): { fromMs: number; toMs: number } | null {
  if (!inferred?.timed) {
    const given = (["from", "to", "step"] as const).find((key) => asked[key] !== undefined);
    if (given !== undefined) throw unusable(where, given, "the rows of this norm have no times; leave it out");
  }
  const at = (key: "from" | "to") => asked[key] && instantOf(specification, asked[key], key, where);
  const [fromMs, toMs] = [at("from"), at("to")];
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs)
    throw unusable(where, "to", `${new Date(toMs).toISOString()} is not after from, ${new Date(fromMs).toISOString()}`);
  if (kept.fromMs === null || kept.toMs === null) return null;
  const range = { fromMs: fromMs ?? kept.fromMs, toMs: toMs ?? kept.toMs + 1 };
  return range.fromMs < range.toMs ? range : null;
}

function unusable(where: string, path: string, message: string): AppError {
  const faults: Fault[] = [{ path, message }];
  return new AppError("invalid", `Cannot use ${where}: ${path}: ${message}`, faults);
}
