// Cross-validation as the service does it: its folds, its families, its weights, its report.
import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { Table } from "../src/engine/feature/table.ts";
import { createKernel, type Kernel } from "../src/engine/kernel/kernel.ts";
import { finish } from "../src/engine/math/work.ts";
import type { Params } from "../src/engine/model/family.ts";
import type { Folds } from "../src/engine/model/fold-rows.ts";
import { listedFamily } from "../src/registry/schema/model-artifact.ts";
import type { Beginnings } from "../src/shop/gender/beginnings.ts";
import { describeReport } from "../src/shop/gender/describe-report.ts";
import { paramsFor } from "../src/shop/gender/session-params.ts";
import { gatherVariant, type Tried, tryVariant, type Variant } from "../src/shop/gender/try-variant.ts";
import type { SessionReport } from "../src/shop/schema/session-report.ts";

/** The kernels as `npm run build` makes them. */
export function openKernel(): Kernel {
  return createKernel(new WebAssembly.Module(readFileSync(new URL("../build/kernel.wasm", import.meta.url))));
}

/** What is learned from, row by row. */
export interface Learned {
  table: Table;
  /** 1 for male. */
  target: Float64Array;
  /** What each row weighs; 1 unless given. */
  weights?: Float64Array;
  folds: Folds;
  /** Of the same sessions, where the report is to tell of visits that go on; the columns are the service's then. */
  beginnings?: Beginnings;
}

const NO_BEGINNINGS: Beginnings = { categories: [], step: 1, sessions: [] };

/**
 * What models of the other folds say of each visit: the probability that the visitor is male. `params`: those that the service takes
 * where the caller gives none, unless given. `tableOf`: the table of a fold, where what a row says depends on the rows that are learned from;
 * `table` unless given.
 */
export function tryOnFolds(
  kernel: Kernel,
  {
    name,
    params,
    tableOf,
    ...of
  }: Learned & { name: string; params?: Params; tableOf?: ((fold: number) => Table) | undefined },
): Tried {
  const family = listedFamily(name);
  const given = params ?? paramsFor({ name: name as "Ridge", h_tune: false });
  const variant: Variant = {
    family,
    params: v.parse(family.params.classification, given) as Params,
    kind: of.beginnings === undefined ? "other" : "chosen",
  };
  const { table, target, weights, folds, beginnings = NO_BEGINNINGS } = of;
  const on = ({ values: columns, columns: names }: Table) => {
    const data = { columns, names, target, folds: folds.of, isBlocked: true, ...(weights && { weights }) };
    return { data, foldCount: folds.count, beginnings };
  };
  const raws = Array.from({ length: folds.count }, (_, fold) =>
    finish(tryVariant(kernel, variant, fold, on(tableOf?.(fold) ?? table))),
  );
  return gatherVariant(variant, raws, on(table));
}

/** The report that the service would make. `tried`: the model itself, the same on folds that cut through blocks, then other families. */
export function reportOf(
  tried: readonly Tried[],
  {
    table,
    target,
    blockCount,
    importance = {},
  }: Pick<Learned, "table" | "target"> & { blockCount: number; importance?: Record<string, number[]> },
): SessionReport {
  return describeReport({
    tried,
    data: { target },
    dataset: { columns: table.columns, groupCount: blockCount },
    importance,
  });
}
