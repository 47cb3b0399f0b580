// Savings of a period of which the rows are kept: as if they had been sent again. Reads only.
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { type Warning, warn } from "../../warning.ts";
import { countedRows, type Saved, sumsOver } from "../answer/count-savings.ts";
import { describeRows, joinMet, type MetRows, meetRows } from "../answer/describe-rows.ts";
import { readKeptSpan } from "../answer/kept-span.ts";
import { loadAsked, spendPrediction } from "../answer/predict-norm.ts";
import { sliceRows } from "../rows/archive-rows.ts";
import type { KeptSavingsRequest, SavingsRequest } from "../schema/norm-request.ts";
import { expectKept, timesOf } from "./expect-kept.ts";
import { loadPeriod } from "./load-period.ts";
import { rangeOf } from "./show-rows.ts";

/** AppError "invalid" where no row of the period is kept. */
export async function predictKept(
  context: Context,
  name: string,
  request: KeptSavingsRequest,
): Promise<{ sent: Pick<SavingsRequest, "t" | "y" | "level">; predicted: Saved }> {
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
  spendPrediction(context, model, rows.rowCount - first);
  const met: MetRows[] = [];
  let sums: number[] | undefined;
  for await (const { from, to, expected } of expectKept(context, norm, model, { ...period, rows })) {
    met.push(meetRows(norm, model, expected));
    const more = sumsOver(expected.columns, countedRows(expected.y, rows.y.subarray(from, to)));
    sums = sums?.map((sum, j) => sum + (more[j] as number)) ?? more;
  }
  const prediction = describeRows(norm, model, joinMet(met), request.level);
  const own = sliceRows(rows, first, rows.rowCount);
  const warnings = [...learnedWarnings(asked.version, period.versions), ...period.warnings, ...prediction.warnings];
  return {
    sent: { t: timesOf(own), y: own.y, level: request.level },
    predicted: { ...asked, prediction: { ...prediction, warnings }, sums: sums ?? [] },
  };
}

/** What a norm has learned from it expects as it was: such a saving says nothing. */
function learnedWarnings(version: number, ofPeriod: readonly number[]): Warning[] {
  if (!ofPeriod.some((of) => of <= version)) return [];
  const told = `version ${version} has learned from rows of this period, and expects them as they were`;
  return [warn("Learned from", `${told}: what is saved cannot be told by it; ask by a \`version\` from before them.`)];
}

function unusable(path: string, message: string): AppError {
  return new AppError("invalid", `Cannot use the request body: ${path}: ${message}`, [{ path, message }]);
}
