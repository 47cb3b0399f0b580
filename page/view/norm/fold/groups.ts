// Which group a coefficient is of, by the name of its feature.

export interface Coefficient {
  feature: string;
  value: number;
  std_error: number | null;
}

/**
 * As `candidates` names groups: "hour_of_week=17" is of hour_of_week, "sin(daily, 1)" of daily, "piecewise(T_out, 3)" of piecewise(T_out),
 * "T_out[t-1]" of T_out; a product is of its parts' groups: "weekend:T_out".
 */
export function groupOf(feature: string): string {
  const wave = /^(?:sin|cos)\((\w+), \d+\)$/.exec(feature)?.[1];
  if (wave !== undefined) return wave;
  const piece = /^piecewise\((.*), \d+\)$/s.exec(feature)?.[1];
  if (piece !== undefined) return `piecewise(${piece})`;
  const degrees = /^(?:heating|cooling)\((.*), [^,]*\)$/s.exec(feature)?.[1];
  if (degrees !== undefined) return `degree_days(${degrees})`;
  return feature.replace(/=[^:]*/g, "").replace(/\[t-[^\]]*\]/g, "");
}

export function groupsOf(coefficients: readonly Coefficient[]): Map<string, Coefficient[]> {
  return Map.groupBy(coefficients, ({ feature }) => groupOf(feature));
}

/** How many standard errors it is away from zero; 0 where that is not known. */
export function strengthOf({ value, std_error }: Coefficient): number {
  return std_error === null || std_error === 0 ? 0 : Math.abs(value) / std_error;
}
