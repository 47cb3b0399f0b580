// Hyperparameters that boosting refuses: what is told, and of what table.
import * as v from "valibot";
import { expect, it } from "vitest";
import type { BoostingParams } from "../../../../src/engine/model/boosting/boosting-params.ts";
import { gradientBoosting } from "../../../../src/engine/model/boosting/gradient-boosting.ts";
import type { Shape } from "../../../../src/engine/model/training-set.ts";

const shape: Shape = { rowCount: 100, columnCount: 3, classCount: 0, names: ["a", "b", "c"], targetRange: [-1, 5] };
const classes = (classCount: number): Shape => ({ rowCount: 100, columnCount: 3, classCount, names: ["a", "b", "c"] });

it.each<[object, Shape, string | null]>([
  [{}, shape, null],
  [{ loss: "quantile" }, shape, "params.quantile: missing; the loss quantile takes a number from 0 to 1"],
  [{ loss: "quantile", quantile: 0.9 }, shape, null],
  [{ quantile: 0.9 }, shape, "params.quantile: 0.9, but the loss is squared_error; null is accepted"],
  [
    { loss: "poisson" },
    shape,
    "params.loss: poisson, but y is from -1 to 5; numbers from 0 on are accepted, not all of them 0",
  ],
  [
    { loss: "poisson" },
    { ...shape, targetRange: [0, 0] },
    "params.loss: poisson, but y is from 0 to 0; numbers from 0 on are accepted, not all of them 0",
  ],
  [{ loss: "poisson" }, { ...shape, targetRange: [0, 3] }, null],
  [
    { loss: "gamma" },
    { ...shape, targetRange: [0, 3] },
    "params.loss: gamma, but y is from 0 to 3; numbers above 0 are accepted",
  ],
  [{ loss: "gamma" }, { ...shape, targetRange: [0.1, 3] }, null],
  [{ monotonic_cst: [1, 0] }, shape, "params.monotonic_cst: 2 signs for 3 columns; one for each is accepted"],
  [{ monotonic_cst: { a: 1, d: -1 } }, shape, "params.monotonic_cst.d: no column of X"],
  [{ monotonic_cst: { a: 1 } }, shape, null],
  [{ monotonic_cst: { a: 1 } }, classes(2), null],
  [
    { monotonic_cst: { a: 1 } },
    classes(3),
    "params.monotonic_cst: y has 3 classes; of two classes, or of numbers, one can rise with a column",
  ],
  [{ monotonic_cst: { a: 0 } }, classes(3), null],
  [
    { monotonic_cst: { a: 1 }, loss: "absolute_error" },
    shape,
    "params.monotonic_cst: not with the loss absolute_error, whose leaves are quantiles that no bound is known of",
  ],
  [
    { monotonic_cst: { b: 1 } },
    { ...shape, levels: [0, 4, 0] },
    "params.monotonic_cst: column b has levels, which do not ascend",
  ],
  [
    { interaction_cst: [["a", 1], ["d"]] },
    shape,
    'params.interaction_cst[1][0]: "d" is no column of X, nor a number of one from 0',
  ],
  [
    { interaction_cst: [["a", 3]] },
    shape,
    "params.interaction_cst[0][1]: 3 is no column of X, nor a number of one from 0",
  ],
  [{}, { ...classes(20), rowCount: 100_000 }, null],
  [
    {},
    { ...classes(21), rowCount: 100_000 },
    "y: 100000 rows of 21 classes are 2100000 responses; Gradient Boosting takes 2000000",
  ],
  [{ interaction_cst: "pairwise" }, shape, null],
  [
    { interaction_cst: "pairwise" },
    { ...shape, columnCount: 101 },
    'params.interaction_cst: "pairwise" of 101 columns; 100 are accepted',
  ],
])("%j on %j", (given, of, expected) => {
  const problem = of.classCount > 0 ? "classification" : "regression";
  const params = v.parse(gradientBoosting.params[problem], given) as unknown as BoostingParams;
  const fault = gradientBoosting.misfit?.(of, params) ?? null;
  expect(fault && `${fault.path}: ${fault.message}`).toBe(expected);
});

it.each<[object, string]>([
  [{ learning_rate: 0 }, "learning_rate: 0 is not accepted; it is a number above 0, up to 10"],
  [{ max_iter: 1001 }, "max_iter: 1001 is not accepted; it is a whole number from 1 to 1000"],
  [{ max_bins: 256 }, "max_bins: 256 is not accepted; it is a whole number from 2 to 255"],
  [{ early_stopping: "no" }, 'early_stopping: "no" is not accepted; it is true, false or "auto"'],
  [{ validation_fraction: 1 }, "validation_fraction: 1 is not accepted; it is a number above 0, up to 0.9"],
  [
    { monotonic_cst: 1 },
    "monotonic_cst: 1 is not accepted; it is a sign, 1, −1 or 0, for each column, or {column: sign}",
  ],
  [
    { interaction_cst: "some" },
    'interaction_cst: "some" is not accepted; it is "pairwise", "no_interactions" or [[column, …], …]',
  ],
  [
    { loss: "huber" },
    'loss: "huber" is not accepted; it is "squared_error", "absolute_error", "poisson", "gamma", "quantile"',
  ],
  [{ n_estimators: 10 }, "n_estimators: unknown key"],
])("%j by itself", (given, expected) => {
  const { issues } = v.safeParse(gradientBoosting.params.regression, given);
  expect(`${v.getDotPath(issues?.[0] as v.BaseIssue<unknown>)}: ${issues?.[0]?.message}`).toContain(expected);
});
