const HOURS: Record<string, number> = { s: 1 / 3600, min: 1 / 60, h: 1, d: 24, w: 168 };

/** How long rows are kept by what a specification says; what is no duration is longer than any: the service refuses it. */
export function hoursOf(keep: string): number {
  if (keep === "none") return 0;
  const [, count, unit = ""] = /^(\d+)(s|min|h|d|w)$/.exec(keep) ?? [];
  return count === undefined ? Number.POSITIVE_INFINITY : Number(count) * (HOURS[unit] as number);
}
