// Averages of models: what each member says alone, weighed; cut anywhere; and what no average is of.
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { finish } from "../../../../src/engine/math/work.ts";
import { families, PROBLEMS } from "../../../../src/engine/model/families.ts";
import { type Family, familyWith, firstBefore, type Params } from "../../../../src/engine/model/family.ts";
import { chainLength, modelSeconds, type Stage } from "../../../../src/engine/model/plan-training.ts";
import { shapeOf, type TrainingSet } from "../../../../src/engine/model/training-set.ts";
import { vote } from "../../../../src/engine/model/voting/vote.ts";
import { toPlain } from "../../../../src/registry/schema/plain.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { normal, relativeError, uniform } from "../../../support/numbers.ts";

const kernel = wasmKernel();
const ROWS = 90;
const random = normal(uniform(7));
const columns = [0, 1, 2].map(() => Float64Array.from({ length: ROWS }, random));
const [a, b] = columns as [Float64Array, Float64Array];
const y = a.map((value, row) => value + Math.abs(b[row] as number) + 0.3 * random());

const tableOf = (classCount: number): TrainingSet => ({
  columns,
  // Of classes thirds or halves of y; every fourth row weighs more.
  target: classCount === 0 ? y : y.map((value) => Math.max(0, Math.min(classCount - 1, Math.round(value)))),
  classCount,
  weights: y.map((_, row) => (row % 4 === 0 ? 3 : 1)),
});

const listed = (name: string) => families.find((family) => family.name === name) as Family;
const problemOf = (classCount: number) => PROBLEMS[classCount === 0 ? 1 : 0];

function open(name: string, given: object, classCount: number) {
  const params = v.parse(listed(name).params[problemOf(classCount)], given) as Params;
  const family = familyWith(listed(name), params);
  return { family, params, unitCount: family.unitCount(params) };
}

/** What a model of these params says of the rows it learned from; calibrated by them, where it is told to be. */
function learn(name: string, given: object, data: TrainingSet, isCalibrated = false) {
  const { family, params, unitCount } = open(name, given, data.classCount);
  const { classCount, target } = data;
  const units = finish(family.fit(kernel, data, params, { from: 0, to: unitCount }));
  const raw = family.respond(kernel, units, { columns, rowCount: ROWS, classCount });
  const calibration = isCalibrated ? (family.calibrate?.(raw, target, classCount) ?? null) : null;
  const decided = family.decide(raw, { classCount, unitCount, params, calibration });
  return { family, params, units, raw, calibration, ...decided };
}

const estimators = [
  { name: "Random Forest", params: { n_estimators: 7, seed: 3 } },
  { name: "Gradient Boosting", params: { max_iter: 9, min_samples_leaf: 5 } },
  { name: "SVM", params: { C: 2 } },
  { name: "Ridge" },
  { name: "Gradient Boosting", params: { max_iter: 4, learning_rate: 0.5 } },
];
const weights = [2, 1, 3, 0.5, 1.25];
const UNITS = [7, 9, 1, 1, 4];

describe.each([0, 2, 3])("an average of models of %d classes", (classCount) => {
  const data = tableOf(classCount);
  const alone = estimators.map(({ name, params = {} }) => learn(name, params, data, true));
  const model = learn("Voting", { estimators, weights }, data, true);

  it("says the weighted mean of what its members say alone, to the bit", () => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const meanOf = (of: (member: number) => number) =>
      weights.reduce((sum, weight, member) => sum + weight * of(member), 0) / total;
    if (classCount === 0) {
      expect(model.probability).toBe(null);
      expect([...model.target]).toEqual([...y.keys()].map((row) => meanOf((i) => alone[i]?.target[row] as number)));
      return;
    }
    const means = Array.from({ length: ROWS * classCount }, (_, at) =>
      meanOf((i) => alone[i]?.probability?.[at] as number),
    );
    expect([...(model.probability ?? [])]).toEqual(means);
    const rows = Array.from({ length: ROWS }, (_, row) => means.slice(row * classCount, (row + 1) * classCount));
    expect([...model.target]).toEqual(rows.map((row) => row.indexOf(Math.max(...row))));
  });

  it("has the units and the curves of its members, one member after the other", () => {
    expect(model.units).toEqual(alone.flatMap(({ units }, member) => units.map((unit) => ({ member, unit }))));
    expect(alone.map(({ units }) => units.length)).toEqual(UNITS);
    if (classCount === 0) return;
    expect(model.calibration).toEqual(alone.flatMap(({ calibration }) => calibration ?? []));
    expect(model.family.curves?.(classCount)).toEqual([model.calibration?.length]);
  });

  it("learns the same bytes wherever it is cut, of each member's own units before", () => {
    const { family, params, units } = model;
    const whole = units.map((unit) => JSON.stringify(toPlain(unit)));
    for (let cut = 1; cut < units.length; cut++) {
      const before = units.slice(firstBefore(family, params, cut), cut);
      const rest = finish(family.fit(kernel, data, params, { from: cut, to: units.length }, before));
      expect(rest.map((unit) => JSON.stringify(toPlain(unit)))).toEqual(whole.slice(cut));
    }
  });

  it("refuses a unit in the place of another member's", () => {
    const { family, units } = model;
    const check = (unit: unknown, place: number) => v.safeParse(family.unit(shapeOf(data), place), unit).success;
    expect(units.map((unit, place) => check(unit, place))).not.toContain(false);
    // The second and the fifth are of one family.
    expect([check(units[6], 7), check(units[7], 6), check(units[18], 8), check(units[8], 18)]).not.toContain(true);
  });

  it("tells importance by each measure that some member has", () => {
    const measures = model.units.flatMap((unit) => Object.keys(model.family.importance(unit)));
    const own = alone.flatMap(({ family, units }) => units.flatMap((unit) => Object.keys(family.importance(unit))));
    expect(measures).toEqual(own);
    expect(new Set(measures)).toContain("gain");
  });
});

describe("without held-out rows", () => {
  it("a member that needs curves votes by its decision, and no probability is told", () => {
    const data = tableOf(2);
    const [boosting, ridge] = [{ name: "Gradient Boosting", params: { max_iter: 5 } }, { name: "Ridge" }];
    const model = learn("Voting", { estimators: [boosting, ridge], weights: [3, 1] }, data);
    const told = learn("Gradient Boosting", boosting.params, data).probability as Float64Array;
    const said = learn("Ridge", {}, data).target;
    // 3 p + 1 of 4 for the class that Ridge decides for.
    const second = Array.from(said, (k, row) => (3 * (told[2 * row + 1] as number) + k) / 4);
    expect([...model.target]).toEqual(second.map((share) => Number(share > 0.5)));
    expect(model.probability).toBe(null);
  });

  it("members that need none tell it all the same", () => {
    const own = estimators.filter(({ name }) => name !== "SVM" && name !== "Ridge");
    const { probability, family } = learn("Voting", { estimators: own }, tableOf(3));
    expect(probability).toHaveLength(3 * ROWS);
    expect([family.calibrate, family.curves, family.answersMissing]).toEqual([undefined, undefined, undefined]);
  });

  it("counts as worked out by hand", () => {
    const says = (probability: number[] | null, target: number[]) =>
      ({
        params: {},
        family: {
          width: () => 1,
          unitCount: () => 1,
          ...(probability === null && { calibrate: () => [], curves: () => [1] }),
          decide: () => ({
            target: Float64Array.from(target),
            probability: probability && Float64Array.from(probability),
          }),
        } as unknown as Family,
      }) as const;
    const members = [says([0.25, 0.75, 0.5, 0.5], [1, 0]), says(null, [0, 0]), says([1, 0, 0, 1], [0, 1])];
    const of = { classCount: 2, calibration: null };
    // (0.25 + 1 + 1)/3 and (0.5 + 1 + 0)/3, where even shares go to the first; (6 · 0.75 + 0 + 0)/8 and (6 · 0.5 + 0 + 1)/8.
    expect([...vote(new Float64Array(6), members, { ...of, weights: [1, 1, 1] }).target]).toEqual([0, 0]);
    expect([...vote(new Float64Array(6), members, { ...of, weights: [6, 1, 1] }).target]).toEqual([1, 0]);
    expect([...vote(new Float64Array(6), members, { ...of, weights: [1, 1, 3] }).target]).toEqual([0, 1]);
  });
});

describe("units that follow from others", () => {
  const { family, params, unitCount } = open("Voting", { estimators }, 0);

  it("are those of boosting, each of its own model", () => {
    const firsts = Array.from({ length: unitCount }, (_, unit) => firstBefore(family, params, unit));
    const forest = [0, 1, 2, 3, 4, 5, 6];
    expect(firsts).toEqual([...forest, ...Array(9).fill(7), 16, 17, ...Array(4).fill(18)]);
  });

  it("are learned one piece after the other, up to the last of them", () => {
    const stage = (pieceCount: number): Stage => ({ stage: "fit", unitCount: 22, pieceCount });
    expect(chainLength({ family, params }, stage(22))).toBe(22);
    const first = open("Voting", { estimators: estimators.slice(1, 4) }, 0);
    // Nine iterations, then two models of one unit.
    expect(chainLength(first, { stage: "fit", unitCount: 11, pieceCount: 11 })).toBe(9);
    expect(chainLength(first, { stage: "fit", unitCount: 11, pieceCount: 3 })).toBe(3);
    const none = open("Voting", { estimators: [estimators[0], estimators[3]] }, 0);
    expect([none.family.isSequential, chainLength(none, { stage: "fit", unitCount: 8, pieceCount: 8 })]).toEqual([
      undefined,
      0,
    ]);
  });
});

it("takes the work of its members", () => {
  const shape = { rowCount: 5_000, columnCount: 12, classCount: 3 };
  const model = open("Voting", { estimators }, 3);
  const each = estimators.map(({ name, params = {} }) => open(name, params, 3));
  const sum = each.reduce((all, { family, params }) => all + modelSeconds({ family, shape }, params), 0);
  expect(modelSeconds({ family: model.family, shape }, model.params) / sum).toBeCloseTo(1, 12);
  const { bytes, most } = model.family.work(shape, model.params);
  const works = each.map(({ family, params }) => family.work(shape, params));
  const total = works.reduce((all, work, i) => all + (UNITS[i] as number) * work.bytes, 0);
  expect((22 * bytes) / total).toBeCloseTo(1, 12);
  expect(most?.seconds).toBe(Math.max(...works.map(({ seconds }) => seconds)));
});

describe("hyperparameters", () => {
  const voting = listed("Voting");

  it("are of boosting, a forest and Ridge unless given, with the defaults of each", () => {
    for (const problem of PROBLEMS) {
      const { estimators, weights } = v.parse(voting.params[problem], {}) as Params;
      const names = ["Gradient Boosting", "Random Forest", "Ridge"];
      const own = names.map((name) => {
        const { class_weight: _, ...params } = v.parse(listed(name).params[problem], {}) as Params;
        return { name, params };
      });
      expect([estimators, weights]).toEqual([own, null]);
    }
  });

  it("are tuned by weight: all alike, and each estimator doubled", () => {
    const [first, second] = estimators;
    expect(voting.axes("regression", {})).toEqual({ weights: [null, [2, 1, 1], [1, 2, 1], [1, 1, 2]] });
    expect(voting.axes("regression", { estimators: [first, second] })).toEqual({ weights: [null, [2, 1], [1, 2]] });
  });

  const two = [{ name: "Ridge" }, { name: "SVM" }];
  it.each<[string, object, string, RegExp]>([
    ["one estimator", { estimators: [{ name: "Ridge" }] }, "estimators", /1 of the 2 estimators that are needed/],
    ["eleven", { estimators: Array(11).fill({ name: "Ridge" }) }, "estimators", /11 estimators are more than the 10/],
    ["itself", { estimators: [...two, { name: "Voting" }] }, "estimators.2.name", /"Random Forest" \| "SVM"/],
    [
      "a param of another",
      { estimators: [two[0], { name: "SVM", params: { lambda: 1 } }] },
      "estimators.1.params.lambda",
      /unknown key; accepted are kernel, C/,
    ],
    [
      "a value out of range",
      { estimators: [{ name: "Ridge", params: { lambda: -1 } }, two[1]] },
      "estimators.0.params.lambda",
      /-1 is not accepted/,
    ],
    [
      "weights of classes for one",
      { estimators: [{ name: "Ridge", params: { class_weight: "balanced" } }, two[1]] },
      "estimators.0.params.class_weight",
      /unknown key/,
    ],
    ["a weight of nothing", { estimators: two, weights: [0, 1] }, "weights.0", /from 0.000001 to 1000000/],
    ["a text for weights", { weights: "all" }, "weights", /"all" is not an array of weights/],
  ])("refuse %s", (_, params, path, message) => {
    const [issue] = v.safeParse(voting.params.classification, params).issues ?? [];
    expect([issue && v.getDotPath(issue), issue?.message]).toEqual([path, expect.stringMatching(message)]);
  });

  it.each<[string, object, string, RegExp]>([
    ["one weight too many", { weights: [1, 2, 3, 4] }, "params.weights", /4 weights for 3 estimators/],
    [
      "features that are not there",
      { estimators: [two[0], { name: "Random Forest", params: { max_features: 9 } }] },
      "params.estimators[1].params.max_features",
      /9 of 3 columns/,
    ],
    [
      "a column that is not there",
      { estimators: [{ name: "Gradient Boosting", params: { monotonic_cst: { z: 1 } } }, two[0]] },
      "params.estimators[0].params.monotonic_cst.z",
      /no column of X/,
    ],
  ])("do not go with a table: %s", (_, given, path, message) => {
    const { family, params } = open("Voting", given, 0);
    expect(family.misfit?.(shapeOf(tableOf(0)), params)).toEqual({ path, message: expect.stringMatching(message) });
  });

  it("leave what is wrong with the table where it is", () => {
    const { family, params } = open("Voting", { estimators: two }, 2);
    const fault = family.misfit?.({ rowCount: 100, columnCount: 1, classCount: 31 }, params);
    expect(fault).toMatchObject({ path: "y", message: expect.stringMatching(/SVM takes 30 classes/) });
  });
});

describe("scikit-learn's averages", () => {
  const golden = JSON.parse(readFileSync(new URL("../../../golden/voting.json", import.meta.url), "utf8"));
  const columnsOf = (rows: number[][]) => [0, 1, 2].map((j) => Float64Array.from(rows, (row) => row[j] as number));
  const asked = { columns: columnsOf(golden.asked), rowCount: golden.asked.length };
  const ask = (estimators: object[], target: number[], classCount: number) => {
    const { family, params, unitCount } = open("Voting", { estimators, weights: golden.weights }, classCount);
    const data = { columns: columnsOf(golden.x), target: Float64Array.from(target), classCount };
    const units = finish(family.fit(kernel, data, params, { from: 0, to: unitCount }));
    const raw = family.respond(kernel, units, { ...asked, classCount });
    return family.decide(raw, { classCount, unitCount, params, calibration: null });
  };

  it("of numbers are the same", () => {
    const ridges = golden.lambdas.map((lambda: number) => ({ name: "Ridge", params: { lambda } }));
    expect(relativeError(ask(ridges, golden.y, 0).target, golden.mean)).toBeLessThan(1e-12);
  });

  it("of classes are the same", () => {
    const boosted = golden.boosted.map((params: object) => ({
      name: "Gradient Boosting",
      params: { early_stopping: false, ...params },
    }));
    const { target, probability } = ask(boosted, golden.classes, 3);
    expect([...target]).toEqual(golden.told);
    expect(relativeError(probability ?? [], golden.probability.flat())).toBeLessThan(1e-9);
  });
});
