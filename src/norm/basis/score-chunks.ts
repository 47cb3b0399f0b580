// How a model does on a batch of which only the last rows are there: before it learned from them, added up while they came; afterwards, told by
// the factors that are kept of them.
import type { Interval } from "../../engine/feature/feature.ts";
import type { Summary } from "../../engine/feature/summary.ts";
import { at, count, type Factor, merge, squaredNorm } from "../../engine/kernel/factor.ts";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import { type ErrorSums, joinErrors, NO_ERRORS, sumErrors } from "../../engine/score/error-sums.ts";
import { type Autocorrelation, autocorrelate, rhoOf, scoreSums } from "../../engine/score/score.ts";
import { type NormParts, placesOf } from "../rows/levels.ts";
import { inLayout, inModel, layoutOf } from "../rows/place-columns.ts";
import type { NormError } from "../schema/norm-figure.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { Part } from "../store/parts.ts";
import { chosenOnly, weightOfRows } from "./fit-norm.ts";
import { describeScore, meet, pick, type Sample, unseenRows } from "./score-rows.ts";

/** How a model that has not learned from them met the rows so far. */
export interface Met {
  errors: ErrorSums;
  pairs: Autocorrelation;
  /** The residual of the last row; null where that was not scored. */
  last: number | null;
}

const NONE: Met = { errors: NO_ERRORS, pairs: { products: 0, squares: 0 }, last: null };

/** The rows of a chunk too. `lastMs`: when the row before them was. */
export function meetChunk(sample: Sample, model: NormModel, so: Met | null, lastMs: number | null): Met {
  const { errors, pairs, last } = so ?? NONE;
  const { observed, y } = sample;
  const { predicted, residuals } = meet(sample, model);
  const unseen = unseenRows(sample, model);
  const used = sample.used.filter((row) => !unseen.has(row));
  const own = autocorrelate(residuals, used, { follows: observed.follows(lastMs), before: last });
  return {
    errors: joinErrors(errors, sumErrors(pick(y, used), pick(predicted, used))),
    pairs: { products: pairs.products + own.products, squares: pairs.squares + own.squares },
    last: used.at(-1) === y.length - 1 ? (residuals.at(-1) as number) : null,
  };
}

export function errorOfMet({ observed }: Sample, { errors, pairs }: Met): NormError | null {
  return describe(scoreSums(errors, { rho: rhoOf(pairs) }), observed.inferred.interval);
}

/** Of rows that a model has learned from among others. `basis`: what it knows of all of them. */
export function errorOfParts(
  kernel: Kernel,
  norm: NormParts,
  { parts, summary, basis }: { parts: readonly Part[]; summary: Summary; basis: Summary },
  model: NormModel,
): NormError | null {
  const layouts = { from: layoutOf(summary), to: layoutOf(basis) };
  const own = parts.map((part) => inLayout(kernel, norm, { ...part, summary: null }, layouts));
  const folds = [
    merge(
      kernel,
      own.flatMap((part) => part.folds),
    ),
  ];
  const all = merge(
    kernel,
    own.map((part) => part.steps),
  );
  const placed = inModel(kernel, norm, { folds, steps: all, summary: { ...basis, months: {} } }, model);
  const places = placesOf(norm, model.chosen, model.levels);
  const [rows, steps] = chosenOnly(kernel, [...placed.folds, placed.steps], places) as [Factor, Factor];
  const line = Float64Array.of(model.intercept, ...model.coefficients, -1);
  const errors = errorsOf(rows, squaredNorm(kernel, rows, line), line);
  const rho = rhoOfSteps(count(steps), squaredNorm(kernel, steps, line.with(0, 0)), errors);
  const parameters = (model.degreesOfFreedom * errors.n) / Math.max(errors.n, model.weight);
  return describe(scoreSums(errors, { parameters, rho }), norm.inferred?.interval ?? null);
}

/** As model/ridge/autocorrelation.ts has it. */
function rhoOfSteps(count: number, squares: number, { n, squares: all }: ErrorSums): number {
  return count === 0 || all === 0 ? 0 : Math.max(-1, 1 - squares / count / ((2 * all) / n));
}

/** Sums over rows of which R is there: its first row has those of all columns, its last column those of y. */
function errorsOf(rows: Factor, squares: number, line: Float64Array): ErrorSums {
  const n = weightOfRows(count(rows));
  const last = rows.size - 1;
  const root = at(rows, 0, 0);
  const sumOf = (column: number) => root * at(rows, 0, column);
  let [bias, totalSquares] = [0, 0];
  for (let j = 0; j <= last; j++) bias -= (line[j] as number) * sumOf(j);
  for (let i = 1; i <= last; i++) totalSquares += at(rows, i, last) ** 2;
  const mean = n === 0 ? 0 : sumOf(last) / n;
  return { n, mean, totalSquares, rawSquares: totalSquares + at(rows, 0, last) ** 2, squares, bias, absolute: null };
}

function describe(score: ReturnType<typeof scoreSums>, interval: Interval | null): NormError | null {
  return score && describeScore({ ...score, pnrmse: null }, interval);
}
