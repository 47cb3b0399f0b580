// How far back a norm looks from a row: so much of the past is to be sent along with it.
import type { NormSpecification } from "../shapes.ts";

const UNITS: Record<string, number> = {
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  mo: 31 * 86_400_000,
  q: 92 * 86_400_000,
  y: 366 * 86_400_000,
};

/** "24h" in milliseconds, months and years at their longest; 0 of what is no duration. */
export function durationOf(text: string): number {
  const [, count = "", unit = ""] = /^(\d+)(s|min|h|d|w|mo|q|y)$/.exec(text) ?? [];
  return Number(count) * (UNITS[unit] ?? 0);
}

/** In milliseconds; `stepMs` is how far rows are apart. 0 where it looks at each row alone. */
export function lookBackOf(spec: NormSpecification, stepMs: number): number {
  const long = (past: unknown) => (typeof past === "number" ? past * stepMs : durationOf(String(past)));
  const lags = Object.values(spec.lags ?? {}).flat();
  const differences = Object.values(spec.difference ?? {}).flat();
  const windows = (spec.rolling ?? []).map(({ window }) => window);
  return Math.max(0, ...[...lags, ...differences, ...windows].map(long));
}
