// Why a version of a model says what it says of rows: what each column of X adds. Its units are read anew, for those that are held ready are
// without what training rows weighed.

import type { Contributions } from "../../engine/explain/contributions.ts";
import type { Deciding, Explained, Params } from "../../engine/model/family.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { giveWay } from "../../platform/context/give-way.ts";
import { spend } from "../../platform/context/leave-if-long.ts";
import { EXPLANATION_COUNT_MAX, PREDICTION_SECONDS_MAX } from "../../platform/schema/limit.ts";
import type { ModelExplanation } from "../schema/explanation-answer.ts";
import { learnedColumns } from "../schema/input.ts";
import { familyOf } from "../schema/model-artifact.ts";
import { loadSeconds, type OpenModel, partOf } from "./open-model.ts";

interface Rows {
  /** In the order of the model's own. */
  columns: readonly Float64Array[];
  rowCount: number;
}

/** 409 where the model cannot tell, 422 for more rows than are explained at once. */
export async function explainRows(
  context: Context,
  { key, version, model }: { key: string; version: number; model: OpenModel },
  { columns, rowCount }: Rows,
): Promise<ModelExplanation> {
  const { head, inputs } = model;
  const { explain, name } = familyOf(head);
  if (explain === undefined) throw untold(`${name} tells no contributions; other families do`);
  const classCount = head.classes?.length ?? 0;
  const params = head.params as Params;
  const of: Deciding = { classCount, unitCount: head.unit_count, params, calibration: head.calibration };
  refuseMany(Math.floor(EXPLANATION_COUNT_MAX / (columns.length * Math.max(1, classCount))), rowCount, {
    why: `each has ${columns.length * Math.max(1, classCount)} contributions`,
  });
  spend(context, loadSeconds(head.bytes), `to read a model of ${head.bytes} bytes`);
  let sums: Contributions | undefined;
  let seconds = 0;
  for (const part of head.parts) {
    const units = await partOf(context, key, version, part);
    const lack = explain.lacks(units, of);
    if (lack !== null) throw untold(lack);
    const work = explain.seconds(units, { ...of, columnCount: columns.length });
    // What the first part takes tells of all; so do all before a part that takes more.
    const share = units.length / head.unit_count;
    const isFirst = sums === undefined;
    seconds += work.onceSeconds + rowCount * work.rowSeconds;
    const rowSeconds = work.rowSeconds / share;
    const all = isFirst ? seconds / share : seconds;
    refuseLong({ all, rowSeconds, onceSeconds: work.onceSeconds / share }, rowCount);
    if (isFirst) spend(context, all, `an explanation of ${rowCount} rows`);
    sums = await giveWay(context, explain.add(context.kernel, units, { columns, rowCount, classCount }, of, sums));
  }
  const told = explain.tell(sums as Contributions, of);
  refuseOverflow(told, rowCount);
  return shapeOf(told, { rowCount, groups: groupsOf(inputs) });
}

function untold(why: string): AppError {
  return new AppError("conflict", `Cannot explain the predictions: ${why}`);
}

/** At most so many rows, and why. */
function refuseMany(most: number, rowCount: number, { why }: { why: string }): void {
  if (rowCount <= most) return;
  const would =
    most < 1 ? "none can be explained while you wait" : `at most ${most} rows are accepted with explain=true`;
  const message = `${rowCount} rows are too many to explain at once: ${why}; ${would}`;
  throw new AppError("invalid", `Cannot explain the predictions: ${message}`, [{ path: "X", message }]);
}

function refuseLong(
  { all, rowSeconds, onceSeconds }: { all: number; rowSeconds: number; onceSeconds: number },
  rowCount: number,
): void {
  if (all <= PREDICTION_SECONDS_MAX) return;
  const most = Math.max(0, Math.floor((PREDICTION_SECONDS_MAX - onceSeconds) / rowSeconds));
  const told = (seconds: number) => Number(seconds.toPrecision(2));
  refuseMany(Math.min(most, rowCount - 1), rowCount, {
    why: `one takes this model some ${told(1000 * rowSeconds)} ms, and ${PREDICTION_SECONDS_MAX} s are accepted`,
  });
}

/** Of a coalition of columns a polynomial kernel may come to any number. */
function refuseOverflow({ base, values }: Explained, rowCount: number): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0 && base.every(Number.isFinite)) return;
  const path = at < 0 ? "X" : `X[${Math.floor(at / (values.length / rowCount))}]`;
  const message = "parts of the prediction are too large for a number; smaller values are accepted";
  throw new AppError("invalid", `Cannot explain the predictions: ${path}: ${message}`, [{ path, message }]);
}

/** Where the columns begin that each column of X became, and where the last ones end. */
function groupsOf(inputs: OpenModel["inputs"]): number[] {
  const starts = [0];
  for (const input of inputs) starts.push((starts.at(-1) as number) + learnedColumns([input]).length);
  return starts;
}

const HAS_CLASSES: Record<Explained["of"], boolean> = {
  ...{ y: false, log_y: false, log_odds: false, decision: false },
  ...{ probability: true, logit: true },
};

/** As it is answered: parts of a date summed up; of each class a list of its own, where each has numbers. */
function shapeOf(
  { of, base, values, errors }: Explained,
  { rowCount, groups }: { rowCount: number; groups: readonly number[] },
): ModelExplanation {
  const outputs = base.length;
  const width = groups.at(-1) as number;
  const ofOutput = (numbers: Float64Array, row: number, k: number) =>
    groups.slice(0, -1).map((from, j) => {
      let sum = 0;
      for (let e = from; e < (groups[j + 1] as number); e++) sum += numbers[(row * width + e) * outputs + k] as number;
      return sum;
    });
  const rowsOf = (numbers: Float64Array) =>
    Array.from({ length: rowCount }, (_, row) => {
      const lists = Array.from({ length: outputs }, (_, k) => ofOutput(numbers, row, k));
      return HAS_CLASSES[of] ? lists : (lists[0] as number[]);
    });
  return {
    of,
    base: HAS_CLASSES[of] ? [...base] : (base[0] as number),
    contributions: rowsOf(values),
    std_error: errors ? rowsOf(errors) : null,
  };
}
