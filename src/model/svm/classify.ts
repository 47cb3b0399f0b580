// Several classes by machines for each pair of them, of which each has a vote (Knerr et al. 1990; as libsvm): the class with the most,
// of equal ones the first. Columns are standardised, and the scaling is part of what is learned.
import type { KernelFunction, SvmKernel } from "../../math/svm-kernel.ts";
import { type Scaling, scalingOf, standardise } from "../standardise.ts";
import { decide, type Machine } from "./decision.ts";
import { fitClassifier, type SvmParams } from "./fit-svm.ts";

export interface SvmClassifier {
  scaling: Scaling;
  kernel: KernelFunction;
  classCount: number;
  /** The rows that some machine rests on, standardised, column by column. */
  supports: Float64Array[];
  /** One for each pair of classes, (0, 1), (0, 2) … (1, 2) …, its rows places among the supports; a positive value speaks for the first. */
  machines: Machine[];
}

/** `target`: the number of each row's class (0 …), each class having a row. `classWeights` multiply C. */
export function fitSvmClassifier(
  kernel: SvmKernel,
  data: {
    columns: readonly Float64Array[];
    target: Float64Array;
    classCount: number;
    classWeights?: readonly number[];
  },
  params: SvmParams,
): SvmClassifier {
  const { columns, target, classCount, classWeights } = data;
  const scaling = scalingOf(columns);
  const x = standardise(columns, scaling);
  const supportOf = new Map<number, number>(); // row → its place among the supports
  const machines = pairsOf(classCount).map(([first, second]) => {
    const rows = [...target.keys()].filter((row) => target[row] === first || target[row] === second);
    const part = x.map((column) => Float64Array.from(rows, (row) => column[row] as number));
    const sign = Float64Array.from(rows, (row) => (target[row] === first ? 1 : -1));
    const weights = Float64Array.from(rows, (row) => classWeights?.[target[row] as number] ?? 1);
    const decision = fitClassifier(kernel, part, { sign, weights }, params);
    const places = Uint32Array.from(decision.rows, (i) => {
      const row = rows[i] as number;
      const place = supportOf.get(row) ?? supportOf.size;
      supportOf.set(row, place);
      return place;
    });
    return { rows: places, weights: decision.weights, bias: decision.bias };
  });
  const supports = x.map((column) => Float64Array.from(supportOf.keys(), (row) => column[row] as number));
  return { scaling, kernel: params.kernel, classCount, supports, machines };
}

/** The value of each pair's machine, one array a pair. */
export function decidePairs(kernel: SvmKernel, model: SvmClassifier, columns: readonly Float64Array[]): Float64Array[] {
  const points = standardise(columns, model.scaling);
  return model.machines.map((machine) => decide(kernel, model.supports, machine, { kernel: model.kernel, points }));
}

/** The number of the class of each row. */
export function classify(kernel: SvmKernel, model: SvmClassifier, columns: readonly Float64Array[]): Float64Array {
  const pairs = pairsOf(model.classCount);
  const values = decidePairs(kernel, model, columns);
  return Float64Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => {
    const votes = Array(model.classCount).fill(0) as number[];
    pairs.forEach(([first, second], pair) => {
      const winner = (values[pair]?.[row] as number) > 0 ? first : second;
      votes[winner] = (votes[winner] as number) + 1;
    });
    return votes.indexOf(Math.max(...votes));
  });
}

function pairsOf(classCount: number): [number, number][] {
  const classes = [...Array(classCount).keys()];
  return classes.flatMap((first) => classes.slice(first + 1).map((second): [number, number] => [first, second]));
}
