// Savings of a period of which the rows are kept: as if they had been sent again. Reads only.
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { CELL_COUNT_MAX } from "../../platform/schema/limit.ts";
import { type Warning, warn } from "../../warning.ts";
import { readKeptSpan } from "../answer/kept-span.ts";
import { describeExpected, loadAsked, type Predicted, spendPrediction } from "../answer/predict-norm.ts";
import { sliceRows } from "../rows/archive-rows.ts";
import type { KeptSavingsRequest, SavingsRequest } from "../schema/norm-request.ts";
import type { NormRow } from "../store/norms.ts";
import { expectSome, featureCount, timesOf } from "./expect-kept.ts";
import { loadPeriod } from "./load-period.ts";
import { rangeOf } from "./show-rows.ts";

/** AppError "invalid" where no row of the period is kept, or it has more rows than savings are counted of at once. */
export async function predictKept(
  context: Context,
  name: string,
  request: KeptSavingsRequest,
): Promise<{ sent: Pick<SavingsRequest, "t" | "y" | "level">; predicted: Predicted }> {
  const asked = await loadAsked(context, name, request.version, "count savings");
  const { norm, model } = asked;
  const { told, ...span } = await readKeptSpan(context, norm);
  const range = rangeOf(norm, request, span, "the request body");
  const period = range && (await loadPeriod(context, norm, range));
  if (!period?.rows || period.first === period.rows.rowCount) {
    const there = told.from === null ? "none is" : `those from ${told.from} to ${told.to} are`;
    throw unusable(request.from === undefined ? "to" : "from", `no row of this period is kept; ${there}`);
  }
  const { rows, first } = period;
  const count = rows.rowCount - first;
  refuseTooMany(norm, count, featureCount(norm, model));
  spendPrediction(context, model, count);
  const expected = expectSome(norm, model, { ...period, rows }, { from: first, to: rows.rowCount, since: 0 });
  const prediction = describeExpected(norm, model, expected, request.level);
  const own = sliceRows(rows, first, rows.rowCount);
  const warnings = [...learnedWarnings(asked.version, period.versions), ...period.warnings, ...prediction.warnings];
  return {
    sent: { t: timesOf(own), y: own.y, level: request.level },
    predicted: { ...asked, prediction: { ...prediction, warnings } },
  };
}

/** What a norm has learned from it expects as it was: such a saving says nothing. */
function learnedWarnings(version: number, ofPeriod: readonly number[]): Warning[] {
  if (!ofPeriod.some((of) => of <= version)) return [];
  const told = `version ${version} has learned from rows of this period, and expects them as they were`;
  return [warn("Learned from", `${told}: what is saved cannot be told by it; ask by a \`version\` from before them.`)];
}

function refuseTooMany({ specification }: NormRow, count: number, features: number): void {
  const width = Math.max(features, specification.columns.length);
  if (count * width <= CELL_COUNT_MAX) return;
  const told = `${count} rows × ${width} features are more than the ${CELL_COUNT_MAX} values that savings are counted of at once`;
  throw unusable("from", `${told}; a shorter period would do, of ${Math.floor(CELL_COUNT_MAX / width)} rows at most`);
}

function unusable(path: string, message: string): AppError {
  return new AppError("invalid", `Cannot use the request body: ${path}: ${message}`, [{ path, message }]);
}
