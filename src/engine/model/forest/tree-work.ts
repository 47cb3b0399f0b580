// What a tree takes: to grow it, to permute its columns, and to ask it about the rows that it did not draw; and the binning before the first.
// Each number of seconds was measured on a 2-core AMD EPYC under Node 24: over 37 forests on 200 to 100,000 rows and 1 to 1,000
// columns, shallow and whole, on all rows and on one in a hundred, ten trees with their binning took 0.4 to 2 times the estimate.
import { NODE_BYTES } from "../../kernel/held-forest.ts";
import type { UnitWork } from "../family.ts";
import type { Shape } from "../training-set.ts";
import { BINS_MAX, binSeconds } from "./bin-columns.ts";
import { type ForestParams, featuresTried } from "./grow-forest.ts";
import { PERMUTED_ROWS_MAX } from "./permutation-importance.ts";

// A draw is made for growing, for permuting and for asking: for a row of the table, and for a row drawn.
const TABLE_ROW_SECONDS = 2e-9;
const DRAWN_ROW_SECONDS = 1e-8;

// A row goes through a level of the tree, once for its node and once for each feature tried.
const LEVEL_SECONDS = 5e-9;

// A split looks at every bin of every feature tried, and at what each class has there.
const SPLIT_BIN_SECONDS = 1.1e-9;
const SPLIT_CLASS_SECONDS = 1.1e-10;

// A row whose columns are permuted: each value is fetched, and for each column that it meets it goes down again.
const PERMUTED_VALUE_SECONDS = 1.4e-8;
const PERMUTED_LEVEL_SECONDS = 5.5e-9;

// A row that was not drawn goes through a level.
const ASKED_LEVEL_SECONDS = 8e-9;

/** A row and a tree. */
const RESPOND_SECONDS = 1e-7;

// Of the rows that a bootstrap of as many draws: 1 − 1/e.
const DRAWN = 0.632;

// Rows of one class are a leaf, however many they are: of the leaves that there may be, about a third are.
const LEAVES_OF_CLASSES = 0.33;

// Of more than two classes the levels of a node are put in order by a method that goes round: for a row, a level of the tree and a class.
const ORDER_CLASS_SECONDS = 5e-9;

/** Levels that one number of a set tells of. */
const SET_LEVELS = 16;
const SET_BYTES = 4;

export function treeWork(shape: Shape, params: ForestParams): UnitWork {
  const { rowCount, columnCount, classCount } = shape;
  const { max_depth, max_features, max_samples, min_samples_leaf, bootstrap = true } = params;
  const share = max_samples ?? 1;
  const drawn = rowCount * share;
  const undrawn = bootstrap ? rowCount * Math.exp(-share) : 0;
  const tried = featuresTried(max_features, columnCount);
  const levels = Math.min(max_depth ?? Infinity, Math.max(1, Math.log2(drawn / min_samples_leaf + 1)));
  const distinct = bootstrap ? DRAWN * drawn : drawn;
  const leaves = Math.min(distinct / min_samples_leaf + 1, 2 ** (max_depth ?? 31));

  const draw = TABLE_ROW_SECONDS * rowCount + DRAWN_ROW_SECONDS * drawn;
  const splits = leaves * (classCount === 0 ? 1 : LEAVES_OF_CLASSES);
  const splitSeconds = SPLIT_BIN_SECONDS + SPLIT_CLASS_SECONDS * Math.max(2, classCount);
  const grow = LEVEL_SECONDS * drawn * levels * (tried + 1) + splits * tried * Math.min(BINS_MAX, drawn) * splitSeconds;
  const permute =
    Math.min(PERMUTED_ROWS_MAX, undrawn) *
    (PERMUTED_VALUE_SECONDS * columnCount + PERMUTED_LEVEL_SECONDS * Math.min(columnCount, levels) * levels);
  const ofLevels = shape.levels?.filter((count) => count > 0) ?? [];
  const levelsMost = Math.max(0, ...ofLevels);
  // Until nodes have fewer rows than there are levels, levels are few beside rows.
  const ordered = classCount > 2 && levelsMost > 0 ? Math.min(levels, Math.log2(levelsMost) + 2) : 0;
  const order = ORDER_CLASS_SECONDS * classCount * drawn * ordered * tried * (ofLevels.length / columnCount);
  // Of each split the levels of the lighter side are listed.
  const listed = levelsMost > 0 ? Math.min(leaves * Math.ceil(levelsMost / SET_LEVELS), (distinct * levels) / 2) : 0;
  const ask = ASKED_LEVEL_SECONDS * undrawn * levels;
  return {
    seconds: 3 * draw + grow + order + permute + ask,
    onceSeconds: binSeconds(rowCount, columnCount),
    respondSeconds: RESPOND_SECONDS,
    bytes: leaves * (2 * NODE_BYTES + 8 * (1 + Math.max(1, classCount))) + 16 * columnCount + SET_BYTES * listed,
  };
}
