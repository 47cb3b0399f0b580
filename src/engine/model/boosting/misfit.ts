// Hyperparameters that do not go with each other, or with a table.
import type { Fault } from "../../../error.ts";
import { show } from "../../parameter/show.ts";
import type { Shape } from "../training-set.ts";
import { type BoostingParams, numberOf, signsOf, treesEach } from "./boosting-params.ts";

// Of pairs each node asks which are left.
const PAIRWISE_COLUMNS_MAX = 100;

export function misfitOf(shape: Shape, params: BoostingParams): Fault | null {
  return (
    lossFault(params) ??
    sizeFault(shape, params) ??
    targetFault(shape, params) ??
    monotonicFault(shape, params) ??
    interactionFault(shape, params)
  );
}

function lossFault({ loss, quantile = null }: BoostingParams): Fault | null {
  if (loss === "quantile" && quantile === null)
    return { path: "params.quantile", message: "missing; the loss quantile takes a number from 0 to 1" };
  if (loss !== "quantile" && quantile !== null)
    return { path: "params.quantile", message: `${quantile}, but the loss is ${loss}; null is accepted` };
  return null;
}

// A response of each row for each tree of an iteration, kept twice while others use the kernels: 32 MB.
const RESPONSES_MAX = 2_000_000;

function sizeFault(shape: Shape, params: BoostingParams): Fault | null {
  const { rowCount, classCount } = shape;
  const count = rowCount * treesEach(shape, params);
  if (count <= RESPONSES_MAX) return null;
  return {
    path: "y",
    message: `${rowCount} rows of ${classCount} classes are ${count} responses; Gradient Boosting takes ${RESPONSES_MAX}`,
  };
}

/** What a mean above 0 cannot be of. */
function targetFault({ targetRange: [least, most] = [1, 1] }: Shape, { loss }: BoostingParams): Fault | null {
  const is = (accepted: string) => ({
    path: "params.loss",
    message: `${loss}, but y is from ${least} to ${most}; ${accepted}`,
  });
  if (loss === "poisson" && (least < 0 || most === 0)) return is("numbers from 0 on are accepted, not all of them 0");
  if (loss === "gamma" && least <= 0) return is("numbers above 0 are accepted");
  return null;
}

function monotonicFault({ columnCount, names, classCount, levels }: Shape, params: BoostingParams): Fault | null {
  const { monotonic_cst: given, loss } = params;
  const path = "params.monotonic_cst";
  if (given === null) return null;
  if (Array.isArray(given) && given.length !== columnCount)
    return { path, message: `${given.length} signs for ${columnCount} columns; one for each is accepted` };
  const unknown = Array.isArray(given) ? undefined : Object.keys(given).find((name) => !names?.includes(name));
  if (unknown !== undefined) return { path: `${path}.${unknown}`, message: "no column of X" };
  const signs = signsOf(params, { columnCount, ...(names && { names }) });
  if (signs === null) return null;
  if (params.interval != null)
    return { path, message: `not with interval ${params.interval}, whose ends keep to no sign` };
  if (classCount > 2)
    return { path, message: `y has ${classCount} classes; of two classes, or of numbers, one can rise with a column` };
  if (loss === "absolute_error" || loss === "quantile")
    return { path, message: `not with the loss ${loss}, whose leaves are quantiles that no bound is known of` };
  const ofLevels = signs.findIndex((sign, j) => sign !== 0 && (levels?.[j] ?? 0) > 0);
  if (ofLevels >= 0)
    return { path, message: `column ${names?.[ofLevels] ?? ofLevels} has levels, which do not ascend` };
  return null;
}

function interactionFault({ columnCount, names }: Shape, { interaction_cst: given }: BoostingParams): Fault | null {
  const path = "params.interaction_cst";
  if (given === "pairwise" && columnCount > PAIRWISE_COLUMNS_MAX)
    return { path, message: `"pairwise" of ${columnCount} columns; ${PAIRWISE_COLUMNS_MAX} are accepted` };
  if (!Array.isArray(given)) return null;
  for (const [i, group] of given.entries()) {
    for (const [k, column] of group.entries()) {
      const number = numberOf(column, names);
      if (number < 0 || number >= columnCount)
        return {
          path: `${path}[${i}][${k}]`,
          message: `${show(column)} is no column of X, nor a number of one from 0`,
        };
    }
  }
  return null;
}
