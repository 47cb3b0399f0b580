// What a support vector machine, or those of several classes, has learned, and how that is checked when it comes from outside.
import * as v from "valibot";
import type { KernelFunction } from "../../math/svm-kernel.ts";
import type { Scaling } from "../standardise.ts";
import type { Shape } from "../training-set.ts";
import type { Supports } from "./keep-supports.ts";

/** Machines of pairs of classes in the order of pairsOf, or the one of a regression. */
export interface SvmUnit extends Supports {
  /** Whether every machine was solved to the tolerance. */
  converged: boolean;
  scaling: Scaling;
  kernel: KernelFunction;
}

/** A machine for each pair of classes; one for two of them, and for regression. */
export function machineCount(classCount: number): number {
  return classCount === 0 ? 1 : (classCount * (classCount - 1)) / 2;
}

/** Whether every machine rests on rows that are there, and every number is one. */
export function svmUnit({ columnCount, classCount }: Shape) {
  const numbers = v.pipe(
    v.instance(Float64Array),
    v.check((values) => values.every(Number.isFinite), "not finite numbers"),
  );
  const finite = v.pipe(v.number(), v.finite("not a finite number"));
  const machine = v.strictObject({
    rows: v.instance(Uint32Array),
    weights: numbers,
    bias: finite,
  });
  const perColumn = v.pipe(
    numbers,
    v.check(({ length }) => length === columnCount, `not ${columnCount} numbers`),
  );
  const deviations = v.pipe(
    perColumn,
    v.check((values) => values.every((value) => value > 0), "not above 0"),
  );
  return v.pipe(
    v.strictObject({
      converged: v.boolean(),
      scaling: v.strictObject({ means: perColumn, deviations }),
      kernel: v.strictObject({
        kind: v.picklist(["linear", "rbf", "poly", "sigmoid"]),
        gamma: v.pipe(finite, v.gtValue(0)),
        coef0: finite,
        degree: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
      }),
      supports: v.pipe(v.array(numbers), v.length(columnCount, `not ${columnCount} columns`)),
      machines: v.pipe(
        v.array(machine),
        v.length(machineCount(classCount), `not ${machineCount(classCount)} machines`),
      ),
    }),
    v.check(({ supports, machines }) => {
      const count = supports[0]?.length ?? 0;
      const isEven = supports.every(({ length }) => length === count);
      return (
        isEven &&
        machines.every(({ rows, weights }) => rows.length === weights.length && rows.every((row) => row < count))
      );
    }, "machines whose rows are not among the supports"),
  );
}
