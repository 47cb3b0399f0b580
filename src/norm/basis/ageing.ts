import { type Forget, unitEnd, unitOf, weightOf, windowStart } from "../../engine/time/forget.ts";
import { createZone } from "../../engine/time/zone.ts";
import type { NormRow } from "../store/norms.ts";

/** What a time counts as for the age of its rows: the end of its month or day on the norm's clock, where rows have times. */
export function ageing(
  { specification, inferred }: Pick<NormRow, "specification" | "inferred">,
  forget: Forget | null,
): (ms: number) => number {
  if (forget === null || !inferred?.timed) return (ms) => ms;
  const zone = createZone(specification.timezone ?? "UTC");
  const unit = unitOf(forget);
  return (ms) => unitEnd(zone.toLocal(ms), unit);
}

/** What each row of a batch weighs when the last of them is the newest; null where none fades. `local`: on the wall clock, empty without times. */
export function rowWeights(
  { specification, inferred }: Pick<NormRow, "specification" | "inferred">,
  local: Float64Array,
) {
  const { forget } = specification;
  if (forget === undefined || !inferred?.timed) return null;
  const unit = unitOf(forget);
  const newest = unitEnd(local.at(-1) as number, unit);
  const from = windowStart(forget, newest) ?? -Infinity;
  return local.map((ms) => {
    const end = unitEnd(ms, unit);
    return end <= from ? 0 : weightOf(forget, newest - end);
  });
}
