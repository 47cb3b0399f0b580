// Several classes by machines for each pair of them, of which each has a vote (Knerr et al. 1990; as libsvm): the class with the most,
// of equal ones the first. Columns are standardised, and the scaling is part of what is learned.
import type { KernelFunction, SvmKernel } from "../../kernel/svm-kernel.ts";
import { firstLargest } from "../../math/first-largest.ts";
import type { Work } from "../../math/work.ts";
import { type Scaling, scalingOf, standardise } from "../standardise.ts";
import { takeRows } from "../take-rows.ts";
import { rowWeights, type TrainingSet } from "../training-set.ts";
import { type Bounds, stepSeconds, stepsWithin } from "./bound-steps.ts";
import type { Decision } from "./decision.ts";
import { fitClassifier, type SvmParams } from "./fit-svm.ts";
import { keepSupports, type Supports } from "./keep-supports.ts";
import { pairsOf } from "./pairs-of.ts";
import { machineCount } from "./svm-unit.ts";

export interface SvmClassifier extends Supports {
  /** Whether every machine was solved to the tolerance. */
  converged: boolean;
  scaling: Scaling;
  kernel: KernelFunction;
  /** It has a machine for each pair of classes, (0, 1), (0, 2) … (1, 2) …; a positive value speaks for the first. */
  classCount: number;
}

/** Each class has a row. What a row weighs multiplies C. */
export function* fitSvmClassifier(
  kernel: SvmKernel,
  data: TrainingSet,
  params: SvmParams & Bounds,
): Work<SvmClassifier> {
  const { columns, target, classCount } = data;
  const weights = rowWeights(data);
  const scaling = scalingOf(columns, data.weights);
  const x = standardise(columns, scaling);
  const machines: Decision[] = [];
  let secondsLeft = params.secondsMax;
  for (const [first, second] of pairsOf(classCount)) {
    const rows = Uint32Array.from(target.keys().filter((row) => target[row] === first || target[row] === second));
    const shape = { rowCount: rows.length, columnCount: columns.length, isRegression: false };
    // What a machine leaves of its share is for those after it.
    const share = secondsLeft / (machineCount(classCount) - machines.length);
    const stepsMax = stepsWithin(share, params, shape);
    const machine = yield* fitPair(kernel, x, { target, first, rows, weights }, { ...params, stepsMax });
    secondsLeft -= machine.steps * stepSeconds(params.kernel, shape);
    machines.push(machine);
  }
  const converged = machines.every((machine) => machine.converged);
  return { converged, scaling, kernel: params.kernel, classCount, ...keepSupports(params.kernel, x, machines) };
}

/** The machine of two classes, on the rows that are theirs. */
function* fitPair(
  kernel: SvmKernel,
  x: readonly Float64Array[],
  of: { target: Float64Array; first: number; rows: Uint32Array; weights: Float64Array | undefined },
  params: Parameters<typeof fitClassifier>[3],
): Work<Decision> {
  const { target, first, rows } = of;
  // Of two classes the pair has all rows: no second table beside the first.
  const isAll = rows.length === target.length;
  const part = isAll ? x : takeRows(x, rows);
  const sign = Float64Array.from(rows, (row) => (target[row] === first ? 1 : -1));
  const weights = Float64Array.from(rows, (row) => of.weights?.[row] ?? 1);
  const decision = yield* fitClassifier(kernel, part, { sign, weights }, params);
  return { ...decision, rows: decision.rows.map((i) => rows[i] as number) };
}

/** The class with the most votes, of equal ones the first. `values`: what each pair's machine says, one number a row. */
export function vote(values: readonly Float64Array[], classCount: number): Float64Array {
  const pairs = pairsOf(classCount);
  return Float64Array.from({ length: values[0]?.length ?? 0 }, (_, row) => {
    const votes = Array(classCount).fill(0) as number[];
    pairs.forEach(([first, second], pair) => {
      const winner = (values[pair]?.[row] as number) > 0 ? first : second;
      votes[winner] = (votes[winner] as number) + 1;
    });
    return firstLargest(votes);
  });
}
