// AssemblyScript: the table that boosted trees are grown on, as the kernels beside this file share it.
//
// `bins` holds a u8 a value: the bin of a number or of a level, MISSING_BIN for a missing one. Columns lie together by eight, 8 bytes a row;
// the last ones, if they are four or fewer, by four. A histogram has BINS entries a column. An entry is 8 bytes where every row's hessian is 1:
// the sum of gradients, as whole multiples of a unit, in the upper bits, and the number of rows in the lowest `countBits`. Else it is 16
// bytes: the sum of gradients, and the sum of hessians likewise above the number of rows. Whole numbers add up to the same in any order,
// and what is subtracted leaves no rounding behind.

export const BINS: i32 = 256;
export const MISSING_BIN: i32 = 255;
export const BINS_SHIFT: usize = 8;

export let rowCount: usize = 0;
export let columnCount: i32 = 0;
export let bins: usize = 0;
export let isConstant: bool = true; // whether every hessian is 1
export let entryShift: usize = 3; // log₂ of the bytes of an entry
export let countBits: u64 = 20;
export let countMask: i64 = 0;
/** What one of a sum of gradients, and one of a sum of hessians, stands for. */
export let gradientUnit: f64 = 1;
export let hessianUnit: f64 = 1;

/** Takes over where the caller laid out a table. */
export function boostTable(rows: i32, columns: i32, binsAt: usize): void {
  rowCount = <usize>rows;
  columnCount = columns;
  bins = binsAt;
}

/** How the gradients of the tree that is grown next are kept. */
export function boostSums(constant: bool, bits: i32, gradient: f64, hessian: f64): void {
  isConstant = constant;
  entryShift = constant ? 3 : 4;
  countBits = <u64>bits;
  countMask = (<i64>1 << bits) - 1;
  gradientUnit = gradient;
  hessianUnit = hessian;
}

/** How many columns lie together in the group of a column. */
@inline
export function groupWidth(column: i32): usize {
  return columnCount - (column & ~7) <= 4 ? 4 : 8;
}

/** Where a column has the bin of the first row; those of the next ones follow `groupWidth` bytes apart. */
@inline
export function columnAt(column: i32): usize {
  return bins + <usize>(column & ~7) * rowCount + <usize>(column & 7);
}

/** Bytes of a column's histogram. */
@inline
export function histogramBytes(): usize {
  return <usize>BINS << entryShift;
}
