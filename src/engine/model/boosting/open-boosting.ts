// What iterations go on from: the table as trees take it, the responses so far, and how good they were.
import type { BoostedTable, Span } from "../../kernel/boosting/boosted-table.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Work } from "../../math/work.ts";
import { takeRows } from "../take-rows.ts";
import { rowWeights, shapeOf, type TrainingSet } from "../training-set.ts";
import { type BinnedColumn, binTable, tableOf } from "./bin-table.ts";
import type { BoostedUnit } from "./boosted-unit.ts";
import { type BoostingParams, groupsOf, signsOf, stopsEarly } from "./boosting-params.ts";
import { slotCountOf } from "./boosting-work.ts";
import { type Constraints, constraintsOf } from "./constraints.ts";
import { holdOut } from "./hold-out.ts";
import { type Loss, lossesOf } from "./loss.ts";

export interface OpenBoosting {
  /** What is minimised; and the same of each tree of an iteration. */
  loss: Loss;
  lossOfTree: readonly Loss[];
  columns: readonly BinnedColumn[];
  constraints: Constraints;
  table: BoostedTable;
  /** Tree by tree. */
  responses: Float64Array;
  /** Of each tree of an iteration. */
  baseline: readonly number[];
  /** What responses, and y, are measured in: a power of two, so that gradients, which are kept as f32, are of a size that it holds. */
  unit: number;
  /** Rows by which it is judged when to stop, and what they lost so far, before the first iteration too; null where it is not. */
  judged: { rows: Span; losses: number[] } | null;
}

export function* openBoosting(
  kernel: Kernel,
  data: TrainingSet,
  params: BoostingParams,
  before: readonly BoostedUnit[],
): Work<OpenBoosting> {
  const { classCount, levels } = data;
  const shape = shapeOf(data);
  const { rowCount, columnCount } = shape;
  const isJudged = stopsEarly(params, rowCount);
  const fraction = isJudged ? params.validation_fraction : null;
  const { order, grownRowCount } =
    fraction === null ? { order: null, grownRowCount: rowCount } : holdOut(data, { fraction, seed: params.seed });
  const inOrder = <C extends readonly Float64Array[]>(columns: C) =>
    (order === null ? columns : takeRows(columns, order)) as C;
  const ordered = inOrder(data.columns);
  const [target] = inOrder([data.target] as const);
  const weights = rowWeights(data);
  const weight = weights === undefined ? null : inOrder([weights] as const)[0];
  const columns = yield* binTable(kernel, { columns: ordered, grownRowCount, levels, binsMax: params.max_bins });
  const losses = lossesOf(params, classCount);
  const [loss] = losses as [Loss];
  const unit = loss.kernel.name === "squared" ? unitOf(target) : 1;
  const scaled = unit === 1 ? target : target.map((y) => y / unit);
  const grown = { target: scaled.subarray(0, grownRowCount), weight: weight?.subarray(0, grownRowCount) ?? null };
  const baselines = losses.map((each) => each.baseline(grown));
  const baseline = baselines.flat();
  const lossOfTree = losses.flatMap((each, i) => (baselines[i] as number[]).map(() => each));
  const signs = signsOf(params, shape);
  const rows =
    grownRowCount < rowCount ? { from: grownRowCount, count: rowCount - grownRowCount } : { from: 0, count: rowCount };
  const open: OpenBoosting = {
    ...{
      loss,
      lossOfTree,
      columns,
      baseline,
      unit,
      constraints: constraintsOf(columnCount, signs, groupsOf(params, shape)),
    },
    table: {
      ...{ rowCount, grownRowCount, columnCount, ...tableOf(columns), target: scaled, weight, signs },
      losses: lossOfTree.map(({ kernel: of }) => of),
      slotCount: slotCountOf(shape, params),
    },
    responses:
      before.length > 0
        ? respondTo(kernel, before, ordered, { rowCount, treeCount: baseline.length, unit })
        : constant(rowCount, baseline),
    judged: isJudged ? { rows, losses: [] } : null,
  };
  open.judged?.losses.push(
    lossOfRows(open, rows, constant(rows.count, baseline)),
    ...before.map((each) => each.loss as number),
  );
  return open;
}

/** Mean loss of rows of the table, in units of y; `responses`: theirs. */
export function lossOfRows(
  { loss, table, unit }: OpenBoosting,
  { from, count }: Span,
  responses: Float64Array,
): number {
  const of = {
    target: table.target.subarray(from, from + count),
    weight: table.weight?.subarray(from, from + count) ?? null,
  };
  return loss.mean(of, responses) * unit * unit;
}

/** 1 where there is nothing but zeros, or nothing of a size that gradients could not have. */
function unitOf(y: Float64Array): number {
  const most = y.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return most === 0 ? 1 : 2 ** Math.floor(Math.log2(most));
}

function constant(rowCount: number, baseline: readonly number[]): Float64Array {
  const responses = new Float64Array(rowCount * baseline.length);
  baseline.forEach((value, tree) => {
    responses.fill(value, tree * rowCount, (tree + 1) * rowCount);
  });
  return responses;
}

/** What units say of rows, tree by tree. */
function respondTo(
  kernel: Kernel,
  units: readonly BoostedUnit[],
  columns: readonly Float64Array[],
  { rowCount, treeCount, unit }: { rowCount: number; treeCount: number; unit: number },
): Float64Array {
  const trees = units.flatMap((each) => each.trees);
  const byRow = kernel.sumLeaves(trees, columns, { rowCount, leafWidth: 1, sumWidth: treeCount });
  const responses = new Float64Array(byRow.length);
  for (let row = 0; row < rowCount; row++) {
    for (let tree = 0; tree < treeCount; tree++)
      responses[tree * rowCount + row] = (byRow[row * treeCount + tree] as number) / unit;
  }
  return responses;
}
