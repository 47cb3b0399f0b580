// A model that is asked once and not kept.
import type { Kernel } from "../../engine/kernel/kernel.ts";
import type { Work } from "../../engine/math/work.ts";
import { respondInSlices } from "../../engine/model/ask-in-slices.ts";
import { type Family, firstBefore, type Params } from "../../engine/model/family.ts";
import { type Asked, shapeOf, type TrainingSet } from "../../engine/model/training-set.ts";

interface FitToAsk {
  training: TrainingSet;
  params: Params;
  asked: Asked;
  onUnits?: ((units: readonly unknown[]) => void) | undefined;
}

// What units learned at a time may take; no more of them are in memory.
const BYTES_AT_ONCE = 12_000_000;

/**
 * Learns and asks some units at a time, each with all that follow from it, keeping none: raw responses to `asked`. `onUnits`: is shown those
 * that were learned.
 */
export function* fitAndRespond(
  kernel: Kernel,
  family: Family,
  { training, params, asked, onUnits }: FitToAsk,
): Work<Float64Array> {
  const unitCount = family.unitCount(params);
  const work = family.work(shapeOf(training), params);
  const { respondSeconds, most = work } = work;
  const atOnce = Math.max(1, Math.floor(BYTES_AT_ONCE / most.bytes));
  const learn = family.fitToAsk ?? family.fit;
  let raw: Float64Array | undefined;
  for (let from = 0, to = 0; from < unitCount; from = to) {
    to = Math.min(unitCount, from + atOnce);
    while (to < unitCount && firstBefore(family, params, to) < to) to++;
    const units = yield* learn(kernel, training, params, { from, to });
    onUnits?.(units);
    // The dearest may be among them.
    const unitSeconds = ((units.length - 1) * respondSeconds + most.respondSeconds) / units.length;
    raw = yield* respondInSlices(kernel, family, { units, params, asked, unitSeconds }, raw);
  }
  return raw ?? new Float64Array();
}
