// A fit in slices: none is long, and whoever uses the kernels between two of them changes nothing.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { finish, SLICE_SECONDS } from "../../../src/engine/math/work.ts";
import { families } from "../../../src/engine/model/families.ts";
import type { Family, Params } from "../../../src/engine/model/family.ts";
import { shapeOf, type TrainingSet } from "../../../src/engine/model/training-set.ts";
import { fromPlain, toPlain } from "../../../src/registry/schema/plain.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { normal, uniform } from "../../support/numbers.ts";

const kernel = wasmKernel();
const one = [Float64Array.of(1)];
const rbf = { kind: "rbf", gamma: 1, coef0: 0, degree: 1 } as const;

/** What another request might do: it lays out more memory than any fit here, and fills it. */
function disturb(): void {
  kernel.decide([new Float64Array(20_000).fill(7)], new Float64Array(20_000).fill(7), rbf, one);
}

/** By what the first column says, and chance. */
function tableOf(rowCount: number, columnCount: number, classCount: number): TrainingSet {
  const random = normal(uniform(rowCount));
  const columns = Array.from({ length: columnCount }, () => Float64Array.from({ length: rowCount }, random));
  const y = (columns[0] as Float64Array).map((value) => value + random());
  if (classCount === 0) return { columns, target: y, classCount };
  return {
    columns,
    target: y.map((value) => Math.max(0, Math.min(classCount - 1, Math.round(value + 1)))),
    classCount,
  };
}

const cases: [string, string, object, TrainingSet][] = [
  ["SVM by pairs, linear", "SVM", { kernel: "linear", C: 1e5 }, tableOf(90, 3, 2)],
  ["SVM by pairs, three classes", "SVM", { C: 1e6 }, tableOf(150, 2, 3)],
  ["SVM by pairs, numbers", "SVM", { kernel: "poly", C: 1e4 }, tableOf(120, 3, 0)],
  ["SVM by rows", "SVM", { kernel: "linear", C: 1e6, tol: 1e-6 }, tableOf(1_000, 3, 2)],
  ["SVM by rows, numbers", "SVM", { kernel: "linear", C: 1e6, tol: 1e-6 }, tableOf(1_000, 3, 0)],
  ["Ridge", "Ridge", {}, tableOf(500, 12, 0)],
  ["Ridge, classes", "Ridge", {}, tableOf(1_000, 5, 12)],
  ["Random Forest", "Random Forest", {}, tableOf(400, 5, 3)],
];

describe.each(cases)("%s", (_, name, given, data) => {
  const family = families.find((each) => each.name === name) as Family;
  const params = v.parse(family.params[data.classCount === 0 ? "regression" : "classification"], given) as Params;
  const range = { from: 0, to: family.unitCount(params) };

  it("is the same to the bit whatever goes on between its slices, which are short", () => {
    const whole = JSON.stringify(toPlain(finish(family.fit(kernel, data, params, range))));
    const slices: number[] = [];
    const work = family.fit(kernel, data, params, range);
    let step = work.next();
    for (; !step.done; step = work.next()) {
      slices.push(step.value);
      disturb();
    }
    expect(JSON.stringify(toPlain(step.value))).toBe(whole);
    expect(fromPlain(JSON.parse(whole))).toHaveLength(range.to);
    expect(slices.length).toBeGreaterThan(2);
    // A slice ends with the step in which it is over.
    expect(Math.max(...slices)).toBeLessThan(2 * SLICE_SECONDS);
  });

  it("was estimated not far below what it is counted for", () => {
    let counted = 0;
    const work = family.fit(kernel, data, params, range);
    for (let step = work.next(); !step.done; step = work.next()) counted += step.value;
    const { seconds, onceSeconds = 0 } = family.work(shapeOf(data), params);
    expect(counted).toBeLessThan(3 * (onceSeconds + range.to * seconds));
  });
});
