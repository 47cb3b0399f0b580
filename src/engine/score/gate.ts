// Whether a model is good enough: ASHRAE Guideline 14-2014's limits, whose CV(RMSE) has n − p in the denominator. It names them for
// hourly and for monthly rows; daily ones are held to the monthly limits, the stricter ones.
import type { Interval } from "../feature/feature.ts";

interface Limit {
  /** In %, of the mean. */
  cvrmse: number;
  nmbe: number;
}

const LIMITS: Record<Interval, Limit> = {
  hourly: { cvrmse: 30, nmbe: 10 },
  daily: { cvrmse: 15, nmbe: 5 },
  monthly: { cvrmse: 15, nmbe: 5 },
};

export interface Gate {
  interval: Interval;
  limits: Limit;
  passed: boolean;
  reason: string;
}

/** null where the rows have no times, or the figures are undefined. */
export function gate(interval: Interval | null, cvrmseAdj: number | null, nmbe: number | null): Gate | null {
  if (interval === null || cvrmseAdj === null || nmbe === null) return null;
  const limits = LIMITS[interval];
  const told = [compare("cvrmse_adj", cvrmseAdj, limits.cvrmse), compare("|nmbe|", Math.abs(nmbe), limits.nmbe)];
  return {
    interval,
    limits,
    passed: cvrmseAdj <= limits.cvrmse && Math.abs(nmbe) <= limits.nmbe,
    reason: told.join("; "),
  };
}

function compare(name: string, value: number, limit: number): string {
  return `${name} ${value.toFixed(1)} % ${value <= limit ? "≤" : ">"} ${limit} %`;
}
