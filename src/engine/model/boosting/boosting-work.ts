// What boosting takes, in seconds on one core of a server of the 2020s, and in memory.
import { BINS } from "../../kernel/boosting/boosted-table.ts";
import { NODE_BYTES } from "../../kernel/held-forest.ts";
import type { UnitWork } from "../family.ts";
import type { Shape } from "../training-set.ts";
import { binSeconds } from "./bin-table.ts";
import { type BoostingParams, treesEach } from "./boosting-params.ts";

// To add a value to a histogram, to go past an entry of one and to clear or subtract it, to part a row, to take its gradient, and to call for a node.
const VALUE_SECONDS = 7e-10;
const ENTRY_SECONDS = 1.6e-9;
const CLEARED_SECONDS = 3e-10;
const ROW_SECONDS = 3e-9;
const GRADIENT_SECONDS = 2e-8;
const NODE_SECONDS = 5e-6;

// To ask one tree about a row.
const RESPOND_SECONDS = 2e-8;

/** Histograms are kept for the leaves that may be split next, as long as they take no more. */
const HISTOGRAMS_BYTES = 24 * 2 ** 20;
const SLOTS_LEAST = 3;

export function slotCountOf({ columnCount, rowCount }: Shape, params: BoostingParams): number {
  const slotBytes = 16 * BINS * 8 * Math.ceil(columnCount / 8);
  const wanted = leavesOf(rowCount, params) + 1;
  return Math.max(SLOTS_LEAST, Math.min(wanted, Math.floor(HISTOGRAMS_BYTES / slotBytes)));
}

/** Leaves of a tree, at most. */
function leavesOf(rowCount: number, { max_leaf_nodes, max_depth, min_samples_leaf }: BoostingParams): number {
  const byRows = Math.max(1, Math.floor(rowCount / min_samples_leaf));
  return Math.min(max_leaf_nodes ?? Infinity, 2 ** (max_depth ?? 31), byRows);
}

/** An iteration. */
export function iterationSeconds(shape: Shape, params: BoostingParams): number {
  const { rowCount, columnCount } = shape;
  const leaves = leavesOf(rowCount, params);
  const trees = treesEach(shape, params);
  // All rows are summed up at the root, and below each split those of the smaller side: half of a level at most.
  const levels = Math.log2(leaves + 1);
  const values = rowCount * columnCount * (1 + levels / 2);
  const bins = Math.min(BINS, params.max_bins + 1, rowCount + 1);
  const entries = 2 * leaves * columnCount * params.max_features * bins;
  const cleared = 2 * leaves * columnCount * BINS;
  const rows = rowCount * levels;
  return (
    trees *
    (VALUE_SECONDS * values +
      ENTRY_SECONDS * entries +
      CLEARED_SECONDS * cleared +
      ROW_SECONDS * rows +
      GRADIENT_SECONDS * rowCount +
      NODE_SECONDS * leaves)
  );
}

export function boostingWork(shape: Shape, params: BoostingParams): UnitWork {
  const { rowCount, columnCount, levels = [] } = shape;
  const leaves = leavesOf(rowCount, params);
  const trees = treesEach(shape, params);
  const setBytes = Math.max(0, ...levels) / 4;
  return {
    seconds: iterationSeconds(shape, params),
    onceSeconds: binSeconds(rowCount, columnCount),
    respondSeconds: trees * RESPOND_SECONDS,
    bytes: trees * leaves * (2 * NODE_BYTES + 16 + setBytes) + 8 * columnCount,
  };
}
