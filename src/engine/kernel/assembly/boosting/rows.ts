// AssemblyScript: what boosting does with the rows of a node: part them, sum them up, move their responses.
import { columnAt, groupWidth, MISSING_BIN } from "./table";

/** Numbers 0 … count − 1, u32 each, from `first` on. */
export function listRows(list: usize, first: i32, count: i32): void {
  for (let i = 0; i < count; i++) store<u32>(list + (<usize>i << 2), first + i);
}

/**
 * Brings those rows of a list to its front whose bin of the column is `lastLeft` at most, the others behind them, both in their order; answers
 * how many go left. `spare`: room for the list.
 */
export function partByNumber(list: usize, count: i32, spare: usize, column: i32, lastLeft: i32, missingLeft: i32): i32 {
  return part(list, count, spare, column, false, lastLeft, missingLeft, 0);
}

/** The same by a set of bins, a bit each. */
export function partBySet(list: usize, count: i32, spare: usize, column: i32, leftBins: usize): i32 {
  return part(list, count, spare, column, true, 0, 0, leftBins);
}

/** `isSet` is known where this is written out, so that no row asks. */
@inline
function part(
  list: usize,
  count: i32,
  spare: usize,
  column: i32,
  isSet: bool,
  lastLeft: i32,
  missingLeft: i32,
  leftBins: usize,
): i32 {
  const at = columnAt(column);
  const width: usize = groupWidth(column) == 8 ? 3 : 2;
  let left = list;
  let right = spare;
  const end = list + (<usize>count << 2);
  for (let from = list; from < end; from += 4) {
    const row = load<u32>(from);
    const bin = <i32>load<u8>(at + (<usize>row << width));
    const isLeft =
      isSet
        ? (<i32>load<u8>(leftBins + <usize>(bin >> 3)) >> (bin & 7)) & 1
        : bin == MISSING_BIN
          ? missingLeft
          : <i32>(bin <= lastLeft);
    // Both are written and one is kept: no branch to be guessed wrong.
    store<u32>(left, row);
    store<u32>(right, row);
    left += <usize>isLeft << 2;
    right += <usize>(isLeft ^ 1) << 2;
  }
  memory.copy(left, spare, right - spare);
  return <i32>((left - list) >> 2);
}

/** Of rows of a list, the sum of an f32 each, in their order. */
export function sumOfRows(list: usize, count: i32, values: usize): f64 {
  let sum: f64 = 0;
  const end = list + (<usize>count << 2);
  for (; list < end; list += 4) sum += <f64>load<f32>(values + (<usize>load<u32>(list) << 2));
  return sum;
}

/** Adds a number to the f64 of each row of a list. */
export function addToRows(list: usize, count: i32, values: usize, number: f64): void {
  const end = list + (<usize>count << 2);
  for (; list < end; list += 4) {
    const at = values + (<usize>load<u32>(list) << 3);
    store<f64>(at, load<f64>(at) + number);
  }
}

/** Puts the bins of a column, u8 each, where the table has them. */
export function placeBins(column: i32, from: usize, count: i32): void {
  const at = columnAt(column);
  const width = groupWidth(column);
  for (let i: usize = 0; i < <usize>count; i++) store<u8>(at + i * width, load<u8>(from + i));
}

/** Bytes of the bins of a row. */
export function rowBytes(columns: i32): i32 {
  const rest = columns & 7;
  return (columns & ~7) + (rest == 0 ? 0 : rest <= 4 ? 4 : 8);
}
