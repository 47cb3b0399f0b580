// What is kept of some rows of a batch, and of the rows after them → what would have been kept of all of them at once.
import { joinSummaries, type Summary } from "../../engine/feature/summary.ts";
import { count, noRows } from "../../engine/kernel/factor.ts";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import { unitEnd, unitOf } from "../../engine/time/forget.ts";
import { createZone } from "../../engine/time/zone.ts";
import { type Part, STEPS_SIZE_MAX } from "../store/parts.ts";
import { fitParts, mergeParts, unitsMax } from "./keep-rows.ts";
import type { NormParts } from "./levels.ts";
import { commonLayout, factorSize, inLayout, inSummary, layoutOf } from "./place-columns.ts";

/** `parts`: oldest first. */
interface Kept {
  parts: readonly Part[];
  summary: Summary;
}

export function joinParts(kernel: Kernel, norm: NormParts, a: Kept, b: Kept): { parts: Part[]; summary: Summary } {
  const to = commonLayout(norm, [layoutOf(a.summary), layoutOf(b.summary)]);
  const size = factorSize(norm, to.levels);
  const inCommon = ({ parts, summary }: Kept) =>
    parts.map((part, i) => {
      const of = { ...part, summary: i === parts.length - 1 ? summary : null };
      return inLayout(kernel, norm, of, { from: layoutOf(summary), to });
    });
  const all = [...inCommon(a), ...inCommon(b)];
  const summaries = all.map(({ summary }) => summary).filter((summary) => summary !== null);
  const parts = all.map(({ folds, steps, endedMs }) => ({
    folds,
    // Levels may have made the columns too many for steps to be kept.
    steps: size - 1 < STEPS_SIZE_MAX ? steps : noRows(size),
    endedMs,
  }));
  return { parts: joinUnits(kernel, norm, parts), summary: { ...joinSummaries(summaries), ...inSummary(to) } };
}

/** One part of all rows; where rows fade one of each day or month, the oldest as one where they are many. */
function joinUnits(kernel: Kernel, { specification, inferred }: NormParts, parts: readonly Part[]): Part[] {
  const filled = parts.filter(hasRows);
  if (filled.length === 0) return [parts.at(-1) as Part];
  const { forget, timezone = "UTC" } = specification;
  if (forget === undefined || !inferred?.timed) return [mergeParts(kernel, filled)];
  const zone = createZone(timezone);
  const { size } = (filled[0] as Part).steps;
  const units = Map.groupBy(filled, ({ endedMs }) => unitEnd(zone.toLocal(endedMs as number), unitOf(forget)));
  const cut = [...units.values()].map((of) => mergeParts(kernel, of));
  const older = cut.slice(0, Math.max(0, cut.length - unitsMax(size) + 1));
  return fitParts(kernel, older.length === 0 ? cut : [mergeParts(kernel, older), ...cut.slice(older.length)]);
}

function hasRows({ folds }: Part): boolean {
  return folds.some((fold) => count(fold) > 0);
}
