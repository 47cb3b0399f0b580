// Many ridge regressions on the same folds: of some of the columns, at some λ. A factor of the rows serves them all, and takes nearly all of the
// time; each line is the service's to rounding (test/notebook/trials.test.ts).
import { accumulate, type Factor, subset } from "../src/engine/kernel/factor.ts";
import type { Kernel } from "../src/engine/kernel/kernel.ts";
import { splitRows } from "../src/engine/model/fold-rows.ts";
import { predictRidge } from "../src/engine/model/ridge/predict-ridge.ts";
import { ridgeProblem } from "../src/engine/model/ridge/ridge-problem.ts";
import { type Line, solve } from "../src/engine/model/ridge/solve.ts";
import { takeRows } from "../src/engine/model/take-rows.ts";
import { rowWeights, subsetOf } from "../src/engine/model/training-set.ts";
import { trainingSet } from "../src/registry/train/prepare-training.ts";
import { paramsFor } from "../src/shop/gender/session-params.ts";
import { GENDERS } from "../src/shop/gender/try-variant.ts";
import { type Figures, judge } from "./compare.ts";
import type { Learned } from "./try-on-folds.ts";

export interface RidgeVariant {
  /** Places of columns. */
  columns: readonly number[];
  lambda: number;
}

/** The λ that the service takes. */
export const LAMBDA = paramsFor({ name: "Ridge", h_tune: false }).lambda as number;

/** Figures of each variant, fold by fold. */
export function tryRidges(kernel: Kernel, learned: Learned, variants: readonly RidgeVariant[]): Figures[][] {
  const byFold = Array.from({ length: learned.folds.count }, (_, fold) => {
    const { training, heldOut } = splitRows(learned.folds, fold);
    return tryRidgesOn(kernel, learned, { training, heldOut, variants });
  });
  return variants.map((_, i) => byFold.map((figures) => figures[i] as Figures));
}

/** Figures of each variant, learned from some rows and asked about others. */
export function tryRidgesOn(
  kernel: Kernel,
  learned: Learned,
  { training, heldOut, variants }: { training: Uint32Array; heldOut: Uint32Array; variants: readonly RidgeVariant[] },
): Figures[] {
  const { table, target } = learned;
  const factor = factorOf(kernel, learned, training);
  const asked = takeRows(table.values, heldOut);
  const truth = Float64Array.from(heldOut, (row) => target[row] as number);
  return variants.map((variant) => {
    const columns = variant.columns.map((j) => asked[j] as Float64Array);
    const scores = predictRidge(lineOf(kernel, factor, variant), columns, heldOut.length);
    return judge({ target: truth, scores, threshold: 0 });
  });
}

/** Of [1 X y], y being ±1, with the weights of the rows and those that make both genders alike. */
function factorOf(kernel: Kernel, { table, target, weights }: Learned, rows: Uint32Array): Factor {
  const all = { columns: table.values, target, classCount: GENDERS.length, ...(weights && { weights }) };
  const set = trainingSet(subsetOf(all, rows), GENDERS, paramsFor({ name: "Ridge", h_tune: false }));
  const signs = set.target.map((gender) => 2 * gender - 1);
  return accumulate(kernel, [...set.columns, signs], Uint32Array.from(set.target.keys()), rowWeights(set));
}

function lineOf(kernel: Kernel, factor: Factor, { columns, lambda }: RidgeVariant): Line {
  const isWhole = columns.length === factor.size - 2;
  const of = isWhole ? factor : subset(kernel, factor, [0, ...columns.map((j) => j + 1), factor.size - 1]);
  return solve(kernel, ridgeProblem(kernel, of, { standardize: false }), [lambda])[0] as Line;
}
