// Cross-validation as the service does it: its folds, its families, its threshold for each fold, chosen on the others.
import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { Table } from "../src/engine/feature/table.ts";
import { createKernel, type Kernel } from "../src/engine/kernel/kernel.ts";
import { finish } from "../src/engine/math/work.ts";
import type { Params } from "../src/engine/model/family.ts";
import type { Folds } from "../src/engine/model/fold-rows.ts";
import { secondOf } from "../src/engine/score/score-classification.ts";
import { familyOf } from "../src/registry/schema/model-artifact.ts";
import type { DatasetRow } from "../src/registry/store/registry.ts";
import { onlyHeldOut, placeFold, tryFold } from "../src/registry/task/try-fold.ts";
import { describeReport, type HeldOut } from "../src/shop/gender/describe-report.ts";
import { paramsFor } from "../src/shop/gender/session-params.ts";
import type { SessionReport } from "../src/shop/schema/session-report.ts";

export const CLASSES = ["female", "male"];

/** The kernels as `npm run build` makes them. */
export function openKernel(): Kernel {
  return createKernel(new WebAssembly.Module(readFileSync(new URL("../build/kernel.wasm", import.meta.url))));
}

/**
 * What models of the other folds say of each visit: the probability that the visitor is male. `params`: those that the service takes
 * where the caller gives none, unless given.
 */
export function tryOnFolds(
  kernel: Kernel,
  {
    name,
    params,
    table,
    target,
    folds,
  }: { name: string; params?: Params; table: Table; target: Float64Array; folds: Folds },
): HeldOut {
  const family = familyOf(name);
  const given = params ?? paramsFor({ name: name as "Ridge", h_tune: false });
  const known = v.parse(family.params.classification, given) as Params;
  const width = family.width(CLASSES.length);
  const data = { columns: table.values, target, folds: folds.of };
  const all = new Float64Array(target.length * width);
  for (let fold = 0; fold < folds.count; fold++) {
    const { raw } = finish(tryFold(kernel, { family, params: known, classes: CLASSES, data, folds, fold }));
    placeFold(all, raw, { folds, fold, width });
  }
  const held = onlyHeldOut(all, folds, target);
  const calibration = family.calibrate?.(held.raw, held.target, CLASSES.length) ?? null;
  const unitCount = family.unitCount(known);
  const { probability } = family.decide(held.raw, { classCount: CLASSES.length, unitCount, calibration });
  return {
    name,
    params: known,
    target: held.target,
    folds: { count: folds.count, of: held.folds },
    scores: secondOf(probability as Float64Array),
  };
}

/** The report that the service would make. `heldOut`: the model itself, the same on folds that cut through blocks, then other families. */
export function reportOf(
  heldOut: readonly HeldOut[],
  { table, target, folds, blockCount }: { table: Table; target: Float64Array; folds: Folds; blockCount: number },
): SessionReport {
  const data = { columns: table.values, target, folds: folds.of };
  const dataset = { columns: table.columns, groupCount: blockCount } as DatasetRow;
  return describeReport({ heldOut, data, dataset, importance: {} }).report;
}
