// Whether a new norm would learn from a table: what train does but for storing anything.
import { AppError } from "../../error.ts";
import { spendTraining } from "../../norm/basis/fit-time.ts";
import { codeRequest } from "../../norm/learn/code-request.ts";
import { prepareBatch } from "../../norm/learn/prepare-batch.ts";
import { newNorm } from "../../norm/learn/train-norm.ts";
import { TrainRequest } from "../../norm/schema/norm-request.ts";
import { NO_PAST } from "../../norm/store/standing.ts";
import type { Context } from "../../platform/context/context.ts";
import type { Frame } from "../../platform/form/frame.ts";
import { inTermsOf } from "../../platform/form/in-terms-of.ts";
import { type NamedParts, takeParts } from "../../platform/form/take-parts.ts";
import { CELL_COUNT_MAX } from "../../platform/schema/limit.ts";
import { parse } from "../../platform/schema/parse.ts";
import type { Warning } from "../../warning.ts";

/** What is to be known of the table; AppError where train would refuse it. */
export async function tryNorm(
  context: Context,
  frame: Frame,
  named: NamedParts & { target: string; columns: string[] },
): Promise<Warning[]> {
  if (named.columns.length === 0) {
    const message = "no column is left to learn or predict from";
    throw new AppError("invalid", `Cannot use the table: columns: ${message}`, [{ path: "columns", message }]);
  }
  const parts = takeParts(within(frame, named.columns.length), named, { hasTarget: true });
  const { t, x, y, weights } = parts;
  const names = { x: undefined, y: named.target, t: named.time ?? undefined, sample_weight: named.weight };
  const body = { ...(t && { t }), x, y, ...(weights && { sample_weight: weights }) };
  await inTermsOf(parts, names, async () => {
    const sent = parse(TrainRequest, body);
    const norm = newNorm(context, "described", sent);
    const { request } = await codeRequest(norm.specification, sent, undefined);
    spendTraining(context, norm, request.x);
    prepareBatch(context.kernel, norm, request, NO_PAST);
  });
  return parts.warnings;
}

/** More rows than one request holds are learned from in chunks, which are as the first one. */
function within(frame: Frame, columnCount: number): Frame {
  const rowCount = Math.min(frame.rowCount, Math.floor(CELL_COUNT_MAX / columnCount));
  if (rowCount === frame.rowCount) return frame;
  return { ...frame, rowCount, values: frame.values.map((column) => column.slice(0, rowCount)) };
}
