// AssemblyScript: what a tree loses when a column is permuted among rows that it was not grown on (Breiman 2001, §10).
//
// Most rows come to their leaf without meeting a column, whatever it holds. Only the others are asked again, from where they first meet
// it, each with a value drawn without replacement, as a permutation of all would give it.
//
// `x`: the rows, row-major; `target`: one f64 a row; `list` and `present`: room for a u32 a row; `mixed`, `saved` and `before` for an
// f64; `firsts` for a u32 a value. A column is changed in place and put back. Chance goes on from where it stands, so that the caller's
// seed decides.
import { shuffle } from "./random";
import { descendRowsFrom, LANES, leafOfLane, markPath } from "./traverse";

/**
 * Into `losses`, of each column, by how much the share of right votes falls (`classCount` > 0) or the mean squared error grows. A
 * column that no row meets has 0. A missing value stays where it is: whether it is missing is not permuted.
 */
export function permuteColumns(
  tree: usize,
  classCount: i32,
  x: usize,
  columnCount: i32,
  target: usize,
  rowCount: i32,
  list: usize,
  present: usize,
  mixed: usize,
  saved: usize,
  before: usize,
  firsts: usize,
  losses: usize,
): void {
  const distance = <usize>rowCount << 2;
  memory.fill(losses, 0, <usize>columnCount << 3);
  memory.fill(firsts, 0, <usize>columnCount * distance);
  for (let row = 0; row < rowCount; row++) {
    const leaf = markPath(tree, cell(x, row, columnCount), firsts + (<usize>row << 2), distance);
    const at = <usize>row << 3;
    store<f64>(before + at, lossOf(leaf, classCount, load<f64>(target + at)));
  }
  for (let j = 0; j < columnCount; j++) {
    const column = x + (<usize>j << 3);
    const nodes = firsts + <usize>j * distance;
    let count = 0;
    let presentCount = 0;
    for (let row = 0; row < rowCount; row++) {
      const value = load<f64>(cell(column, row, columnCount));
      const isPresent = <i32>(value == value);
      store<u32>(present + (<usize>presentCount << 2), row);
      presentCount += isPresent;
      store<u32>(list + (<usize>count << 2), row);
      count += isPresent & <i32>(load<u32>(nodes + (<usize>row << 2)) != 0);
    }
    shuffle(present, presentCount, count);
    for (let i = 0; i < count; i++) {
      const from = load<u32>(present + (<usize>i << 2));
      store<f64>(mixed + (<usize>i << 3), load<f64>(cell(column, from, columnCount)));
    }
    for (let i = 0; i < count; i++) {
      const at = cell(column, load<u32>(list + (<usize>i << 2)), columnCount);
      store<f64>(saved + (<usize>i << 3), load<f64>(at));
      store<f64>(at, load<f64>(mixed + (<usize>i << 3)));
    }
    let more: f64 = 0;
    for (let i = 0; i < count; i += LANES) {
      const lanes = descendRowsFrom(nodes, x, columnCount, list, count, i);
      for (let k = 0; k < lanes; k++) {
        const row = <usize>load<u32>(list + (<usize>(i + k) << 2)) << 3;
        more += lossOf(leafOfLane(k), classCount, load<f64>(target + row)) - load<f64>(before + row);
      }
    }
    if (count > 0) store<f64>(losses + (<usize>j << 3), more / <f64>rowCount);
    for (let i = 0; i < count; i++) {
      const at = cell(column, load<u32>(list + (<usize>i << 2)), columnCount);
      store<f64>(at, load<f64>(saved + (<usize>i << 3)));
    }
  }
}

@inline
function cell(column: usize, row: i32, columnCount: i32): usize {
  return column + ((<usize>row * <usize>columnCount) << 3);
}

/** Whether a row's vote is wrong, or its squared error. */
@inline
function lossOf(leaf: usize, classCount: i32, y: f64): f64 {
  if (classCount > 0) return <f64>(<f64>vote(leaf, classCount) != y);
  const error = y - load<f64>(leaf);
  return error * error;
}

/** The class with the largest share, of several the first. */
function vote(leaf: usize, classCount: i32): i32 {
  let best = 0;
  let most = load<f64>(leaf);
  for (let k = 1; k < classCount; k++) {
    const share = load<f64>(leaf + (<usize>k << 3));
    if (share <= most) continue;
    most = share;
    best = k;
  }
  return best;
}
