import type { Kernel } from "../math/kernel.ts";
import type { Family, Params } from "../model/family.ts";
import type { Asked, TrainingSet } from "../model/training-set.ts";

// Units learned at a time: no more of them is in memory.
const UNITS_AT_ONCE = 8;

/** Learns and asks unit by unit, keeping none: raw responses to `asked`. */
export function fitAndRespond(
  kernel: Kernel,
  family: Family,
  { training, params, asked }: { training: TrainingSet; params: Params; asked: Asked },
): Float64Array {
  const unitCount = family.unitCount(params);
  let raw: Float64Array | undefined;
  for (let from = 0; from < unitCount; from += UNITS_AT_ONCE) {
    const units = family.fit(kernel, training, params, { from, to: Math.min(unitCount, from + UNITS_AT_ONCE) });
    raw = family.respond(kernel, units, asked, raw);
  }
  return raw ?? new Float64Array();
}
