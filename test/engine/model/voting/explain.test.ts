// Why an average says what it says: the mean of its members' reasons, where they add up.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { finish } from "../../../../src/engine/math/work.ts";
import { families } from "../../../../src/engine/model/families.ts";
import { type Deciding, type Family, familyWith, type Params } from "../../../../src/engine/model/family.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { normal, relativeError, uniform } from "../../../support/numbers.ts";

const kernel = wasmKernel();
const ROWS = 60;
const ASKED = 4;
const COLUMNS = 3;
const random = normal(uniform(9));
const columns = Array.from({ length: COLUMNS }, () => Float64Array.from({ length: ROWS }, random));
const y = (columns[0] as Float64Array).map((a, row) => 2 * a - (columns[1]?.[row] as number) + 0.1 * random());
const asked = (classCount: number) => ({
  columns: columns.map((column) => column.slice(0, ASKED)),
  ...{ rowCount: ASKED, classCount },
});

function learn(name: string, given: object, classCount: number) {
  const listed = families.find((family) => family.name === name) as Family;
  const params = v.parse(listed.params[classCount === 0 ? "regression" : "classification"], given) as Params;
  const family = familyWith(listed, params);
  const target = classCount === 0 ? y : y.map((value) => Math.max(0, Math.min(classCount - 1, Math.round(value + 1))));
  const unitCount = family.unitCount(params);
  const data = { columns, target, classCount };
  const units = finish(family.fit(kernel, data, params, { from: 0, to: unitCount }));
  const raw = family.respond(kernel, units, { columns, rowCount: ROWS, classCount });
  const calibration = family.calibrate?.(raw, target, classCount) ?? null;
  const of: Deciding = { classCount, unitCount, params, calibration };
  return { explain: family.explain as NonNullable<Family["explain"]>, units, of, decided: family.decide(raw, of) };
}

/** In parts of so many units. */
function tell({ explain, units, of }: ReturnType<typeof learn>, atOnce = units.length) {
  let sums: ReturnType<typeof explain.tell> | undefined;
  for (let from = 0; from < units.length; from += atOnce) {
    const some = units.slice(from, from + atOnce);
    sums = finish(explain.add(kernel, some, asked(of.classCount), of, sums)) as typeof sums;
  }
  return explain.tell(sums as NonNullable<typeof sums>, of);
}

const forest = (seed: number) => ({ name: "Random Forest", params: { n_estimators: 5, seed } });
const boosting = { name: "Gradient Boosting", params: { max_iter: 6, min_samples_leaf: 5 } };

describe("an average that is explained", () => {
  it.each<[string, number, { name: string; params?: object }[]]>([
    ["numbers", 0, [boosting, forest(1), { name: "Ridge" }, { name: "SVM" }]],
    ["two classes, by forests", 2, [forest(1), forest(2)]],
    ["three classes, by a forest and an SVM", 3, [forest(1), { name: "SVM" }]],
  ])("has of %s the weighted mean of its members' contributions", (_, classCount, estimators) => {
    const weights = [3, 1, 2, 0.5].slice(0, estimators.length);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const model = learn("Voting", { estimators, weights }, classCount);
    expect(model.explain.lacks(model.units, model.of)).toBe(null);
    const told = tell(model);
    expect(told.of).toBe(classCount === 0 ? "y" : "probability");
    const alone = estimators.map(({ name, params = {} }) => tell(learn(name, params, classCount)));
    for (const key of ["base", "values"] as const) {
      const means = told[key].map((_, at) =>
        weights.reduce((sum, weight, i) => sum + (weight * (alone[i]?.[key][at] as number)) / total, 0),
      );
      expect(relativeError(told[key], means)).toBeLessThan(1e-12);
    }
    // They sum up to what is told.
    const outputs = told.base.length;
    const right = model.decided.probability ?? model.decided.target;
    const sums = Float64Array.from({ length: ASKED * outputs }, (_, at) => {
      const [row, k] = [Math.floor(at / outputs), at % outputs];
      const of = (column: number) => told.values[(row * COLUMNS + column) * outputs + k] as number;
      return (told.base[k] as number) + of(0) + of(1) + of(2);
    });
    expect(relativeError(sums, right.slice(0, ASKED * outputs))).toBeLessThan(1e-9);
    expect(told.errors?.length).toBe(estimators.some(({ name }) => name === "SVM") ? told.values.length : undefined);
    // Part by part, as it is stored.
    for (const atOnce of [1, 4]) expect(tell(model, atOnce)).toEqual(told);
  });

  it.each<[string, number, object, RegExp]>([
    [
      "log-odds",
      2,
      { estimators: [forest(1), boosting] },
      /estimator 2, Gradient Boosting, sums to log_odds, .* mean of probability/,
    ],
    ["logits", 3, { estimators: [{ name: "Ridge" }, forest(1)] }, /estimator 1, Ridge, sums to logit/],
    [
      "logarithms",
      0,
      { estimators: [forest(1), { ...boosting, params: { ...boosting.params, loss: "poisson" } }] },
      /sums to log_y, which is no part of a mean of y/,
    ],
  ])("is none of %s", (_, classCount, given, message) => {
    const model = learn("Voting", given, classCount);
    expect(model.explain.lacks(model.units, model.of)).toMatch(message);
  });

  it("takes what its members take", () => {
    const estimators = [boosting, forest(1)];
    const secondsOf = ({ explain, units, of }: ReturnType<typeof learn>) =>
      explain.seconds(units, { ...of, columnCount: COLUMNS });
    const each = estimators.map(({ name, params }) => secondsOf(learn(name, params, 0)));
    const all = secondsOf(learn("Voting", { estimators }, 0));
    for (const key of ["rowSeconds", "onceSeconds"] as const)
      expect(all[key]).toBeCloseTo(
        each.reduce((sum, one) => sum + one[key], 0),
        15,
      );
  });
});
