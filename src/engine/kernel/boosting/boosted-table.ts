// A table that boosted trees are grown on (../assembly/boosting/): where it lies in memory, and what can be asked of it there. Which node is split
// next, and when to stop, is not its business.
import type { Wasm } from "../wasm.ts";

/** Losses that gradients are taken of; "softmax" of classes that have a tree each. */
export const LOSSES = ["squared", "absolute", "quantile", "poisson", "gamma", "log", "softmax"] as const;

/** How a column is split. */
export const KINDS = { numbers: 0, numbersWithGaps: 1, levels: 2 } as const;

export const BINS = 256;
export const MISSING_BIN = 255;

/** `level`: of the loss "quantile", the share of y below. */
export interface TreeLoss {
  name: (typeof LOSSES)[number];
  level: number;
}

export interface BoostedTable {
  /** Rows that trees are grown on come first; the others are only sent down, and their responses move too. */
  rowCount: number;
  grownRowCount: number;
  columnCount: number;
  /** Column by column, a bin a row; MISSING_BIN of a missing value. */
  bins: readonly Uint8Array[];
  /** One of KINDS, and how many bins there are beside that of missing values, by column. */
  kinds: Int32Array;
  binCounts: Int32Array;
  /** By column +1 or −1, where responses must not fall or rise with it, else 0; null where nothing is asked of any. */
  signs: Int32Array | null;
  /** One a row: y, or the number of its class. */
  target: Float64Array;
  /** What each row weighs; null where all weigh 1. */
  weight: Float64Array | null;
  /** What each tree of an iteration minimises. */
  losses: readonly TreeLoss[];
  /** Histograms that there is room for. */
  slotCount: number;
}

/** Places in the list of rows. */
export interface Span {
  from: number;
  count: number;
}

export interface Side {
  gradients: number;
  hessians: number;
  rows: number;
}

export interface Split {
  /** By how much the loss falls, doubled. */
  gain: number;
  column: number;
  /** The last that goes left, of numbers. */
  bin: number;
  isMissingLeft: boolean;
  /** A bit for each bin that goes left, 32 bytes; null of numbers. */
  leftBins: Uint8Array | null;
  left: Side;
  right: Side;
}

export interface Question {
  /** What may be split by; numbers of columns. */
  columns: Int32Array;
  leafRowsMin: number;
  l2: number;
  /** −gradients · value of the node; 0 of the first. */
  worth: number;
  /** Between which the values of its sides must be. */
  lower: number;
  upper: number;
}

/** A table in memory, until the next layout of it by anyone. */
export interface Boosting {
  /** Of the rows' responses, before the first tree of an iteration. */
  startIteration(): void;
  /** Gradients of a tree, and all rows in one node; false where they are no finite numbers. */
  startTree(tree: number): boolean;
  /** The histogram of a node into a slot. */
  sum(slot: number, rows: Span): void;
  /** Takes that of one part from that of both. */
  subtract(slot: number, part: number): void;
  findSplit(slot: number, question: Question): Split | null;
  /** Brings the rows that go left to the front of a node; answers how many. */
  part(rows: Span, split: Split): number;
  sideOf(rows: Span): Side;
  /** Target minus response of each row, and what it weighs. */
  residuals(rows: Span, tree: number): { values: Float64Array; weights: Float64Array | undefined };
  /** Adds to the responses for a tree. */
  add(rows: Span, tree: number, value: number): void;
  /** Responses of rows of the table, tree by tree; of all unless given. */
  responses(rows?: Span): Float64Array;
}

type Call = (...numbers: number[]) => number;
export type BoostingExports = Record<
  | ("boostTable" | "boostSums" | "sumHistogram" | "subtractHistogram" | "findSplit" | "listRows" | "partByNumber")
  | ("partBySet" | "sumOfRows" | "addToRows" | "placeBins" | "rowBytes" | "takeGradients" | "takeSoftmax")
  | ("takeClassGradients" | "gradientSum" | "hessiansSum" | "packGradients" | "packPairs" | "sortValues" | "findBins"),
  Call
> &
  Record<"leftBins" | "splitFound", WebAssembly.Global>;

// Of a sum of whole multiples: the highest bit is the sign, and one is left free for rounding.
const SUM_BITS = 62;
/** How many multiples 1 has, so that no sum of them has more bits. */
const multiples = (sum: number, bits: number) => (sum > 0 ? 2 ** Math.floor(bits - Math.log2(sum) - 1) : 1);
const SPLIT_NUMBERS = 11;
const LEFT_BYTES = BINS / 8;

/** Lays out a table; `responses`: tree by tree. */
export function openTable(wasm: Wasm, kernel: BoostingExports, table: BoostedTable, responses: Float64Array): Boosting {
  const { rowCount, grownRowCount, columnCount, signs, weight, losses } = table;
  const treeCount = losses.length;
  const isConstant = (name: string) => weight === null && ["squared", "absolute", "quantile"].includes(name);
  const entryBytes = losses.every(({ name }) => isConstant(name)) ? 8 : 16;
  const hasClasses = losses[0]?.name === "softmax";
  const slotBytes = entryBytes * BINS * 8 * Math.ceil(columnCount / 8);
  const countBits = Math.floor(Math.log2(grownRowCount)) + 1;
  const at = wasm.layOut({
    bins: rowCount * kernel.rowBytes(columnCount),
    list: 4 * rowCount,
    spare: 4 * rowCount,
    target: 8 * rowCount,
    weight: weight === null ? 0 : 8 * rowCount,
    raw: 8 * rowCount * treeCount,
    largest: hasClasses ? 8 * rowCount : 0,
    sums: hasClasses ? 8 * rowCount : 0,
    gradients: 4 * grownRowCount,
    hessians: 4 * grownRowCount,
    packed: entryBytes * grownRowCount,
    gathered: Math.max(entryBytes * grownRowCount, rowCount),
    columns: 4 * columnCount,
    kinds: 4 * columnCount,
    binCounts: 4 * columnCount,
    signs: 4 * columnCount,
    histograms: slotBytes * table.slotCount,
  });
  const buffer = wasm.buffer();
  const floats = (from: number, length = rowCount) => new Float64Array(buffer, from, length);
  const ints = (from: number) => new Int32Array(buffer, from, columnCount);
  kernel.boostTable(rowCount, columnCount, at.bins);
  table.bins.forEach((bins, column) => {
    new Uint8Array(buffer, at.gathered, rowCount).set(bins);
    kernel.placeBins(column, at.gathered, rowCount);
  });
  floats(at.target).set(table.target);
  if (weight !== null) floats(at.weight).set(weight);
  const raw = floats(at.raw, rowCount * treeCount);
  raw.set(responses);
  ints(at.kinds).set(table.kinds);
  ints(at.binCounts).set(table.binCounts);
  if (signs !== null) ints(at.signs).set(signs);
  const columnsAsked = ints(at.columns);
  const list = new Uint32Array(buffer, at.list, rowCount);
  const found = floats(Number(kernel.splitFound.value), SPLIT_NUMBERS);
  const leftBins = new Uint8Array(buffer, Number(kernel.leftBins.value), LEFT_BYTES);

  const weightAt = weight === null ? 0 : at.weight;
  // Of the tree that is grown; 0 where every hessian is 1.
  let hessiansAt = 0;
  const slotAt = (slot: number) => at.histograms + slot * slotBytes;
  const listAt = ({ from }: Pick<Span, "from">) => at.list + 4 * from;
  const rawAt = (tree: number) => at.raw + 8 * rowCount * tree;

  return {
    startIteration() {
      if (hasClasses) kernel.takeSoftmax(grownRowCount, treeCount, at.raw, 8 * rowCount, at.largest, at.sums);
    },

    startTree(tree) {
      const { target, gradients, largest, sums, packed } = at;
      const { name, level } = losses[tree] as TreeLoss;
      hessiansAt = isConstant(name) ? 0 : at.hessians;
      const of = [grownRowCount, target, rawAt(tree)] as const;
      const to = [weightAt, gradients, hessiansAt] as const;
      if (hasClasses) kernel.takeClassGradients(tree, ...of, largest, sums, ...to);
      else kernel.takeGradients(LOSSES.indexOf(name), level, ...of, ...to);
      const [sum, hessianSum] = [kernel.gradientSum(), kernel.hessiansSum()];
      if (!Number.isFinite(sum + hessianSum)) return false;
      kernel.listRows(at.list, 0, rowCount);
      const isAlone = hessiansAt === 0;
      const perGradient = multiples(sum, isAlone ? SUM_BITS - countBits : SUM_BITS);
      const perHessian = multiples(hessianSum, SUM_BITS - countBits);
      if (isAlone) kernel.packGradients(grownRowCount, gradients, packed, perGradient, countBits);
      else kernel.packPairs(grownRowCount, gradients, hessiansAt, packed, perGradient, perHessian, countBits);
      kernel.boostSums(Number(isAlone), countBits, 1 / perGradient, 1 / perHessian);
      return true;
    },
    sum: (slot, { from, count }) =>
      kernel.sumHistogram(slotAt(slot), count === grownRowCount ? 0 : listAt({ from }), count, at.packed, at.gathered),
    subtract: (slot, part) => void kernel.subtractHistogram(slotAt(slot), slotAt(part)),

    findSplit(slot, { columns, leafRowsMin, l2, worth, lower, upper }) {
      columnsAsked.set(columns);
      const signsAt = signs === null ? 0 : at.signs;
      kernel.findSplit(
        ...[slotAt(slot), at.columns, columns.length, at.kinds, at.binCounts, signsAt],
        ...[leafRowsMin, l2, worth, lower, upper],
      );
      return splitFound();
    },

    part(rows, { column, bin, isMissingLeft, leftBins: set }) {
      if (rows.count === 0) return 0;
      const from = listAt(rows);
      if (set === null) return kernel.partByNumber(from, rows.count, at.spare, column, bin, Number(isMissingLeft));
      leftBins.set(set);
      return kernel.partBySet(from, rows.count, at.spare, column, leftBins.byteOffset);
    },
    sideOf(rows) {
      const gradients = kernel.sumOfRows(listAt(rows), rows.count, at.gradients);
      const hessians = hessiansAt === 0 ? rows.count : kernel.sumOfRows(listAt(rows), rows.count, hessiansAt);
      return { gradients, hessians, rows: rows.count };
    },

    residuals({ from, count }, tree) {
      const of = list.subarray(from, from + count);
      const own = raw.subarray(tree * rowCount, (tree + 1) * rowCount);
      const values = Float64Array.from(of, (row) => (table.target[row] as number) - (own[row] as number));
      return { values, weights: weight ? Float64Array.from(of, (row) => weight[row] as number) : undefined };
    },
    add: (rows, tree, value) => void kernel.addToRows(listAt(rows), rows.count, rawAt(tree), value),
    responses({ from, count } = { from: 0, count: rowCount }) {
      const some = new Float64Array(count * treeCount);
      for (let tree = 0; tree < treeCount; tree++)
        some.set(raw.subarray(tree * rowCount + from, tree * rowCount + from + count), tree * count);
      return some;
    },
  };

  function splitFound(): Split | null {
    const number = (i: number) => found[i] as number;
    const sideFrom = (i: number) => ({ gradients: number(i), hessians: number(i + 1), rows: number(i + 2) });
    if (number(1) < 0) return null;
    return {
      ...{ gain: number(0), column: number(1), bin: number(2), isMissingLeft: number(3) === 1 },
      leftBins: number(4) === 1 ? leftBins.slice() : null,
      left: sideFrom(5),
      right: sideFrom(8),
    };
  }
}
