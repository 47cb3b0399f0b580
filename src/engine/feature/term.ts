// What one feature is made of: a term, or a product of two.
import type { Calendar, Period } from "../time/calendar.ts";

/** Rows back, or a duration such as "24h". */
export type LookBack = number | string;

export const STATISTICS = ["mean", "min", "max", "sum"] as const;
export type Statistic = (typeof STATISTICS)[number];

/** `min_coverage`: the share of a window that is there at least; norms specified before 0.5.0 have none, and need all. */
export type Rolling = { column: string; window: LookBack; statistic: Statistic; min_coverage?: number | undefined };

export type Term =
  | { kind: "lag"; column: string; back: LookBack }
  | { kind: "difference"; column: string; back: LookBack }
  | ({ kind: "rolling" } & Rolling)
  | { kind: "level"; calendar: Calendar; level: number }
  | { kind: "harmonic"; period: Period; order: number; wave: "sin" | "cos" }
  /** Of the column's value the part between two knots. */
  | { kind: "piece"; column: string; from: number; to: number }
  | { kind: "degrees"; column: string; side: "heating" | "cooling"; base: number }
  /** 1 where the column is of this level; null stands for all of them, while no row has told which there are. */
  | { kind: "category"; column: string; level: string | null }
  | { kind: "product"; left: Term; right: Term };

/** The columns of x that a feature is made of. */
export function columnsOf(term: Term): string[] {
  if (term.kind === "product") return [...columnsOf(term.left), ...columnsOf(term.right)];
  return "column" in term ? [term.column] : [];
}

/** How far a feature looks back; 0 for only now. */
export function lookBackOf(term: Term): LookBack[] {
  if (term.kind === "product") return [...lookBackOf(term.left), ...lookBackOf(term.right)];
  if (term.kind === "lag" || term.kind === "difference") return [term.back];
  return term.kind === "rolling" ? [term.window] : [];
}

/** Whether a feature is made of the time of a row, if not of that alone. */
export function hasClock(term: Term): boolean {
  return term.kind === "product" ? hasClock(term.left) || hasClock(term.right) : isOfClock(term);
}

/** Whether a feature tells one season from another. */
export function isOfSeason(term: Term): boolean {
  if (term.kind === "product") return isOfSeason(term.left) || isOfSeason(term.right);
  return term.kind === "level" ? term.calendar === "month" : term.kind === "harmonic" && term.period === "yearly";
}

/** Whether a feature is of the time of a row alone, so that it is never missing. */
export function isOfClock(term: Term): boolean {
  return term.kind === "level" || term.kind === "harmonic";
}
