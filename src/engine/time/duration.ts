// Durations as people write them: a whole number and a unit, "15min", "24h", "90d".

const UNITS_MS: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Milliseconds of a duration; null where the text is none. */
export function parseDuration(text: string): number | null {
  const [, count, unit = ""] = /^([1-9]\d{0,5})(s|min|h|d|w)$/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * (UNITS_MS[unit] as number);
}

/** The shortest way to write so many milliseconds: "1h", "90min". */
export function formatDuration(ms: number): string {
  for (const [unit, size] of Object.entries(UNITS_MS).reverse()) {
    if (unit !== "w" && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
