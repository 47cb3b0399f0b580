// Comparisons, as messages know them.
import { findComparison, touchComparison } from "../store/comparisons.ts";
import type { Job } from "../task/job.ts";
import { failComparisonPiece, runComparisonPiece } from "./run-comparison.ts";

export const comparisonJob: Job = {
  run: runComparisonPiece,
  fail: failComparisonPiece,
  async postpone(context, message, untilMs) {
    const comparison = await findComparison(context.database, message.task);
    if (comparison === undefined || comparison.status !== "running") return false;
    await touchComparison(context.database, comparison, untilMs);
    return true;
  },
};
