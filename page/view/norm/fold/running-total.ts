// Expected less actual, added up from the first point on (CUSUM): what was saved until then.
import type { Shown } from "./shown.ts";

export interface RunningTotal {
  t: number[];
  total: number[];
  /** Half the width of its band; null where the uncertainty of the whole is not known. */
  half: number[] | null;
}

/**
 * Points without both values add nothing. `uncertainty`: ± of the whole. Of the first m of M rows it is taken to be ± · √(m/M): as independent rows
 * would have it. What the line itself is uncertain by grows with m, so that early ends are rather too wide than too narrow.
 */
export function addUp({ t, actual, expected, rows }: Shown, uncertainty: number | null): RunningTotal {
  const made: RunningTotal = { t: [], total: [], half: null };
  const counts: number[] = [];
  let [total, count] = [0, 0];
  for (const [i, time] of (t ?? []).entries()) {
    const [value, wanted] = [actual[i], expected[i]];
    if (typeof value !== "number" || typeof wanted !== "number") continue;
    const many = rows[i] ?? 1;
    total += (wanted - value) * many;
    count += many;
    made.t.push(time);
    made.total.push(total);
    counts.push(count);
  }
  if (uncertainty !== null) made.half = counts.map((many) => uncertainty * Math.sqrt(many / count));
  return made;
}
