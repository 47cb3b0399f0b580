// What a support vector machine, or those of several classes, has learned, and how that is checked when it comes from outside.
import * as v from "valibot";
import type { KernelFunction } from "../../kernel/svm-kernel.ts";
import { list } from "../../parameter/bounded.ts";
import { exactObject } from "../../parameter/exact-object.ts";
import { type Encoding, encodedMost, encodedWidth, encodingSchema } from "../encoding.ts";
import { LearnedNumber, learnedNumbers } from "../learned-numbers.ts";
import type { Scaling } from "../standardise.ts";
import type { Shape } from "../training-set.ts";
import type { Supports } from "./keep-supports.ts";

/** Machines of pairs of classes in the order of pairsOf, or the one of a regression. */
export interface SvmUnit extends Supports {
  /** Whether every machine was solved to the tolerance. */
  converged: boolean;
  scaling: Scaling;
  kernel: KernelFunction;
  /** What was stored before 0.10.0 has none: it is of numbers that are there. */
  encoding?: Encoding | undefined;
}

/** A machine for each pair of classes; one for two of them, and for regression. */
export function machineCount(classCount: number): number {
  return classCount === 0 ? 1 : (classCount * (classCount - 1)) / 2;
}

/** Whether every machine rests on rows that are there, on none twice, and every number is one. Rows need not ascend: a second machine's do not. */
export function svmUnit(shape: Shape) {
  const { classCount } = shape;
  const machine = exactObject({
    rows: v.instance(Uint32Array),
    weights: learnedNumbers(),
    bias: LearnedNumber,
  });
  // Of a constant column it is the largest number there is (standardise.ts).
  const deviations = v.pipe(
    v.instance(Float64Array),
    v.check((values) => values.every((value) => value > 0 && value < Infinity), "not above 0 and finite"),
  );
  return v.pipe(
    exactObject({
      converged: v.boolean(),
      scaling: exactObject({ means: learnedNumbers(), deviations }),
      kernel: exactObject({
        kind: v.picklist(["linear", "rbf", "poly", "sigmoid"]),
        gamma: v.pipe(LearnedNumber, v.gtValue(0)),
        coef0: LearnedNumber,
        degree: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
      }),
      supports: list(learnedNumbers(), { of: "columns", least: 1, most: encodedMost(shape, true) }),
      encoding: v.optional(encodingSchema(shape)),
      machines: list(machine, { of: "machines", least: machineCount(classCount), most: machineCount(classCount) }),
    }),
    v.rawCheck(({ dataset, addIssue }) => {
      const message = dataset.typed ? (widthFault(dataset.value, shape) ?? supportsFault(dataset.value)) : null;
      if (message !== null) addIssue({ message });
    }),
  );
}

/** Whether scaling and supports are of the encoded columns; null where they are. */
function widthFault({ encoding, scaling, supports }: SvmUnit, { columnCount }: Shape): string | null {
  const width = encoding ? encodedWidth(encoding) : columnCount;
  const lengths = [scaling.means.length, scaling.deviations.length, supports.length];
  return lengths.every((length) => length === width)
    ? null
    : `scaling and supports of ${lengths} columns, not ${width}`;
}

/** What is wrong with the rows that machines rest on; null for nothing. */
function supportsFault({ supports, machines }: Supports): string | null {
  const count = supports[0]?.length ?? 0;
  if (supports.some(({ length }) => length !== count)) return "columns of different lengths are no rows of supports";
  const restsOn = new Int32Array(count).fill(-1); // the last machine that does
  for (const [k, { rows, weights }] of machines.entries()) {
    if (rows.length !== weights.length) return `machine ${k} has ${rows.length} rows and ${weights.length} weights`;
    for (const row of rows) {
      if (row >= count) return `machine ${k} rests on row ${row} of ${count} supports`;
      if (restsOn[row] === k) return `machine ${k} rests on row ${row} twice`;
      restsOn[row] = k;
    }
  }
  return null;
}

/** What machines take that stand ready, each with the rows that it rests on, though several may rest on one. */
export function standingBytes({ supports, machines }: Supports): number {
  return machines.reduce((sum, { rows }) => sum + 8 * rows.length * (supports.length + 1), 0);
}
