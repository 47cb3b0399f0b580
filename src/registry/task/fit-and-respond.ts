// A model that is asked once and not kept.
import type { Kernel } from "../../engine/kernel/kernel.ts";
import type { Work } from "../../engine/math/work.ts";
import { respondInSlices } from "../../engine/model/ask-in-slices.ts";
import type { Family, Params } from "../../engine/model/family.ts";
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
 * Learns and asks unit by unit, keeping none of a family whose units stand alone: raw responses to `asked`. `onUnits`: is shown those that were
 * learned.
 */
export function* fitAndRespond(
  kernel: Kernel,
  family: Family,
  { training, params, asked, onUnits }: FitToAsk,
): Work<Float64Array> {
  const unitCount = family.unitCount(params);
  const { bytes, respondSeconds } = family.work(shapeOf(training), params);
  const atOnce = family.isSequential ? unitCount : Math.max(1, Math.floor(BYTES_AT_ONCE / bytes));
  const learn = family.fitToAsk ?? family.fit;
  let raw: Float64Array | undefined;
  for (let from = 0; from < unitCount; from += atOnce) {
    const units = yield* learn(kernel, training, params, { from, to: Math.min(unitCount, from + atOnce) });
    onUnits?.(units);
    raw = yield* respondInSlices(kernel, family, { units, params, asked, unitSeconds: respondSeconds }, raw);
  }
  return raw ?? new Float64Array();
}
