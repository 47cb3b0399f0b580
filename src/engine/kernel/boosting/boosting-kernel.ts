// The kernel that boosted trees are grown with (../assembly/boosting/).

import type { Wasm } from "../wasm.ts";
import { type BoostedTable, type Boosting, type BoostingExports, openTable } from "./boosted-table.ts";

export interface BoostingKernel {
  /** Lays out a table; `responses`: tree by tree. */
  openBoosting(table: BoostedTable, responses: Float64Array): Boosting;
  /** Whether a table that was opened still lies there. */
  isOpen(boosting: Boosting): boolean;
  /** Ascending, without NaN. */
  sorted(values: Float64Array): Float64Array;
  /** Of each value, how many thresholds are below it; MISSING_BIN of NaN. */
  binsOf(values: Float64Array, thresholds: Float64Array): Uint8Array;
}

export function createBoostingKernel(wasm: Wasm): BoostingKernel {
  const kernel = wasm.exports as unknown as BoostingExports;
  const layouts = new WeakMap<Boosting, number>();
  return {
    openBoosting(table, responses) {
      const boosting = openTable(wasm, kernel, table, responses);
      layouts.set(boosting, wasm.layouts());
      return boosting;
    },
    isOpen: (boosting) => layouts.get(boosting) === wasm.layouts(),
    sorted(values) {
      const at = wasm.layOut({ values: values.byteLength, spare: values.byteLength });
      const view = new Float64Array(wasm.buffer(), at.values, values.length);
      view.set(values);
      kernel.sortValues(at.values, at.spare, values.length);
      return view.slice();
    },
    binsOf(values, thresholds) {
      const at = wasm.layOut({ values: values.byteLength, thresholds: thresholds.byteLength, bins: values.length });
      new Float64Array(wasm.buffer(), at.values, values.length).set(values);
      new Float64Array(wasm.buffer(), at.thresholds, thresholds.length).set(thresholds);
      kernel.findBins(at.values, values.length, at.thresholds, thresholds.length, at.bins);
      return new Uint8Array(wasm.buffer(), at.bins, values.length).slice();
    },
  };
}
