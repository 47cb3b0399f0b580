// Numbers by one machine on standardised columns (ε-SVR; Drucker et al. 1996). The scaling is part of what is learned; y stays as it
// is, so that ε and C are in its units.
import type { KernelFunction, SvmKernel } from "../../math/svm-kernel.ts";
import { type Scaling, scalingOf, standardise } from "../standardise.ts";
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

/** `columns` and `target`: one number a row. */
export function fitSvmRegressor(
  kernel: SvmKernel,
  { columns, target }: { columns: readonly Float64Array[]; target: Float64Array },
  params: SvmParams,
): SvmRegressor {
  const scaling = scalingOf(columns);
  const x = standardise(columns, scaling);
  const { rows, weights, bias, converged } = fitRegressor(kernel, x, target, params);
  const { supports, machines } = keepSupports(params.kernel, x, [{ rows, weights, bias }]);
  return { converged, scaling, kernel: params.kernel, supports, machine: machines[0] as Machine };
}
