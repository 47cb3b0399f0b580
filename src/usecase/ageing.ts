import { createZone } from "../feature/zone.ts";
import { type Forget, unitEnd, unitOf } from "../model/forget.ts";
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
