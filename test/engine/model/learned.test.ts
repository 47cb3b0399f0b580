// What trainings write passes the checks of what comes from outside, whatever the table, and takes no more when it is held than was
// estimated.
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { finish } from "../../../src/engine/math/work.ts";
import { families, PROBLEMS } from "../../../src/engine/model/families.ts";
import { type Family, familyWith, type Params } from "../../../src/engine/model/family.ts";
import { isLearned } from "../../../src/engine/model/learned-numbers.ts";
import { type Problem, shapeOf, type TrainingSet } from "../../../src/engine/model/training-set.ts";
import { fromPlain, toPlain } from "../../../src/registry/schema/plain.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { uniform } from "../../support/numbers.ts";

const kernel = wasmKernel();
const RUNS = { seed: 20261128, numRuns: 40 };

/** Columns of a kind each: of any size that is accepted, coarse, constant, copies of the one before, nearly so, with gaps. */
const KINDS = ["plain", "huge", "tiny", "mixed", "coarse", "constant", "copy", "nearly", "gaps"] as const;

interface Made {
  kinds: (typeof KINDS)[number][];
  rowCount: number;
  classCount: number;
  scale: number;
  seed: number;
}

const made: fc.Arbitrary<Made> = fc.record({
  kinds: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 6 }),
  rowCount: fc.integer({ min: 2, max: 60 }),
  classCount: fc.integer({ min: 2, max: 6 }),
  scale: fc.constantFrom(1, 1e30, 1e-30),
  seed: fc.nat(1e6),
});

function tableOf(problem: Problem, acceptsMissing: boolean, { kinds, rowCount, classCount, scale, seed }: Made) {
  const random = uniform(seed);
  const column = (of: () => number) => Float64Array.from({ length: rowCount }, of);
  const columns: Float64Array[] = [];
  for (const kind of kinds) {
    const last = columns.at(-1) ?? column(random);
    columns.push(
      {
        plain: () => column(() => 2 * random() - 1),
        huge: () => column(() => 1e30 * (2 * random() - 1)),
        tiny: () => column(() => 1e-30 * (1 + 2 * random())),
        mixed: () => column(() => 10 ** (60 * random() - 30)),
        coarse: () => column(() => Math.floor(3 * random())),
        constant: () => column(() => 14.62),
        copy: () => last.slice(),
        nearly: () => last.map((value) => value * (1 + 1e-15 * Math.floor(3 * random()))),
        gaps: () => column(() => (acceptsMissing && random() < 0.3 ? Number.NaN : random())),
      }[kind](),
    );
  }
  // Each class has a row.
  const classes = Math.min(classCount, rowCount);
  const target =
    problem === "regression"
      ? column(() => scale * (2 * random() - 1))
      : column(random).map((value, row) => (row < classes ? row : Math.floor(value * classes)));
  const weights = Array.from({ length: classes }, () => 10 ** (12 * random() - 6));
  const isWeighted = problem === "classification" && random() < 0.5;
  const data: TrainingSet = { columns, target, classCount: problem === "regression" ? 0 : classes };
  return isWeighted ? { ...data, classWeights: weights } : data;
}

/** Hyperparameters, by the family's name, that lead to other shapes. */
const PARAMS: Record<string, object[]> = {
  Ridge: [{}, { lambda: 0 }, { lambda: 1e12 }],
  "Random Forest": [{ n_estimators: 2 }, { n_estimators: 2, max_depth: 1 }, { n_estimators: 2, max_samples: 0.01 }],
  "Gradient Boosting": [
    ...[
      { max_iter: 2, min_samples_leaf: 1 },
      { max_iter: 3, early_stopping: true, n_iter_no_change: 1 },
    ],
    { max_iter: 2, max_features: 0.4, max_bins: 2 },
  ],
  Voting: [
    { estimators: [{ name: "Gradient Boosting", params: { max_iter: 2 } }, { name: "Ridge" }, { name: "SVM" }] },
    {
      estimators: [
        { name: "Random Forest", params: { n_estimators: 2 } },
        { name: "Ridge", params: { lambda: 0 } },
      ],
    },
  ],
  SVM: [{}, { kernel: "linear", C: 100 }, { kernel: "poly", degree: 5 }, { kernel: "sigmoid", coef0: 1 }, { C: 1e-6 }],
};

describe.each(families.flatMap((family) => PROBLEMS.map((problem) => ({ name: family.name, problem, family }))))(
  "what $name learns, $problem",
  ({ family: listed, problem }: { family: Family; problem: Problem }) => {
    it("passes its own check", () => {
      const given = fc.constantFrom(...(PARAMS[listed.name] as object[]));
      fc.assert(
        fc.property(made, given, (table, some) => {
          const data = tableOf(problem, listed.acceptsMissing, table);
          const params = v.parse(listed.params[problem], some) as Params;
          const family = familyWith(listed, params);
          const units = finish(family.fit(kernel, data, params, { from: 0, to: family.unitCount(params) }));
          const text = JSON.stringify(toPlain(units));
          const back = fromPlain(JSON.parse(text)) as unknown[];
          // A column beside it tells where a number was missing, of which the estimate does not know.
          const gaps = data.columns.filter((column) => column.some(Number.isNaN)).length;
          const shape = shapeOf(data);
          const { bytes } = family.work({ ...shape, columnCount: shape.columnCount + gaps }, params);
          for (const [i, unit] of back.entries())
            expect(v.safeParse(family.unit(shapeOf(data), i), unit).issues).toBe(undefined);
          // Either is bounded: the estimate of what is to be trained, and the text of what is sent.
          const held = back.reduce<number>((sum, unit) => sum + family.heldBytes(unit), 0);
          expect(held).toBeLessThanOrEqual(Math.max(units.length * bytes, text.length));
        }),
        RUNS,
      );
    });
  },
);

it("takes numbers up to 1e150 and no more", () => {
  expect([0, -0, 5e-324, 1e150, -1e150].every(isLearned)).toBe(true);
  expect([1.001e150, -1.001e150, Infinity, -Infinity, Number.NaN].some(isLearned)).toBe(false);
});
