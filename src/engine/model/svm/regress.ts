// Numbers by one machine on standardised columns (ε-SVR; Drucker et al. 1996). y is standardised too, so that ε and C do not depend on
// its unit (scikit-learn's TransformedTargetRegressor); what is learned answers in y's own.
import type { KernelFunction, SvmKernel } from "../../kernel/svm-kernel.ts";
import { isConstant, meanAndDeviation } from "../../math/mean-and-deviation.ts";
import type { Work } from "../../math/work.ts";
import { type Scaling, scalingOf, standardise } from "../standardise.ts";
import type { TrainingSet } from "../training-set.ts";
import { type Bounds, stepsWithin } from "./bound-steps.ts";
import type { Machine } from "./decision.ts";
import { fitRegressor, type SvmParams } from "./fit-svm.ts";
import { keepSupports } from "./keep-supports.ts";

export interface SvmRegressor {
  /** Whether the machine was solved to the tolerance. */
  converged: boolean;
  scaling: Scaling;
  kernel: KernelFunction;
  /** The rows that the machine rests on, standardised, column by column; one row, w, with the linear kernel. */
  supports: Float64Array[];
  /** Its rows are places among the supports. */
  machine: Machine;
}

// The target is rounded to this grid. It is finer than the single precision of the solver's kernel rows. It is so coarse that y in another
// unit, whose last digits are others, leads the solver the same way; without it the ends differ by up to a thousandth of a deviation.
const GRID = 2 ** 22;

/** ε in standard deviations of the target. What a row weighs multiplies C. */
export function* fitSvmRegressor(
  kernel: SvmKernel,
  { columns, target, weights }: Pick<TrainingSet, "columns" | "target" | "weights">,
  params: SvmParams & Bounds,
): Work<SvmRegressor> {
  const scaling = scalingOf(columns, weights);
  const x = standardise(columns, scaling);
  const { mean, std } = meanAndDeviation(target, weights);
  // Of a constant target the mean is all that there is to learn.
  const unit = isConstant(std, Math.abs(mean)) ? 0 : std;
  const standardised = target.map((y) => (unit === 0 ? 0 : Math.round((GRID * (y - mean)) / unit) / GRID));
  const shape = { rowCount: target.length, columnCount: columns.length, isRegression: true };
  const stepsMax = stepsWithin(params.secondsMax, params, shape);
  const fitted = yield* fitRegressor(kernel, x, { y: standardised, weights }, { ...params, stepsMax });
  const { rows, converged } = fitted;
  const machine = { rows, weights: fitted.weights.map((weight) => unit * weight), bias: mean + unit * fitted.bias };
  const { supports, machines } = keepSupports(params.kernel, x, [machine]);
  return { converged, scaling, kernel: params.kernel, supports, machine: machines[0] as Machine };
}
