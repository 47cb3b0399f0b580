// AssemblyScript: what a tree loses when a column is permuted among rows that it was not grown on (Breiman 2001, §10).
//
// `x`: the rows, row-major; `target`: one f64 a row; `all`, `present` and `mixed`: room for a u32 a row, `saved` for an f64. A column
// is permuted in place and put back. Chance goes on from where it stands, so that the caller's seed decides.
import { shuffle } from "./random";
import { descendRows, LANES, leafOfLane } from "./traverse";

/**
 * Into `losses`, of each column, by how much the share of right votes falls (`classCount` > 0) or the mean squared error grows. A
 * column that the tree does not split on has 0. A missing value stays where it is: whether it is missing is not permuted.
 */
export function permuteColumns(
  tree: usize,
  nodeCount: i32,
  classCount: i32,
  x: usize,
  columnCount: i32,
  target: usize,
  rowCount: i32,
  all: usize,
  present: usize,
  mixed: usize,
  saved: usize,
  losses: usize,
): void {
  memory.fill(losses, 0, <usize>columnCount << 3);
  if (rowCount == 0) return;
  for (let row = 0; row < rowCount; row++) store<u32>(all + (<usize>row << 2), row);
  markSplit(tree, nodeCount, losses);
  const before = lossOf(tree, classCount, x, columnCount, target, rowCount, all);
  for (let j = 0; j < columnCount; j++) {
    const loss = losses + (<usize>j << 3);
    if (load<f64>(loss) == 0) continue;
    const column = x + (<usize>j << 3);
    let count = 0;
    for (let row = 0; row < rowCount; row++) {
      const value = load<f64>(cell(column, row, columnCount));
      store<f64>(saved + (<usize>row << 3), value);
      store<u32>(present + (<usize>count << 2), row);
      count += <i32>(value == value);
    }
    memory.copy(mixed, present, <usize>count << 2);
    shuffle(mixed, count, count);
    for (let i: usize = 0; i < <usize>count << 2; i += 4) {
      const value = load<f64>(saved + (<usize>load<u32>(mixed + i) << 3));
      store<f64>(cell(column, load<u32>(present + i), columnCount), value);
    }
    const after = lossOf(tree, classCount, x, columnCount, target, rowCount, all);
    store<f64>(loss, (after - before) / <f64>rowCount);
    for (let row = 0; row < rowCount; row++) {
      store<f64>(cell(column, row, columnCount), load<f64>(saved + (<usize>row << 3)));
    }
  }
}

@inline
function cell(column: usize, row: i32, columnCount: i32): usize {
  return column + ((<usize>row * <usize>columnCount) << 3);
}

/** Writes a 1 for each column that a linked tree splits on. */
function markSplit(tree: usize, nodeCount: i32, marks: usize): void {
  for (let node = tree; node < tree + (<usize>nodeCount << 4); node += 16) {
    const isLeaf = load<u32>(node, 8) == <u32>node;
    if (!isLeaf) store<f64>(marks + (<usize>load<u16>(node, 12) << 3), 1);
  }
}

/** Wrong votes, or squared errors, in the order of the rows. */
function lossOf(
  tree: usize,
  classCount: i32,
  x: usize,
  columnCount: i32,
  target: usize,
  rowCount: i32,
  all: usize,
): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < rowCount; i += LANES) {
    const count = descendRows(tree, x, columnCount, all, rowCount, i);
    for (let k = 0; k < count; k++) {
      const leaf = leafOfLane(k);
      const y = load<f64>(target + (<usize>(i + k) << 3));
      if (classCount > 0) {
        loss += <f64>(<f64>vote(leaf, classCount) != y);
      } else {
        const error = y - load<f64>(leaf);
        loss += error * error;
      }
    }
  }
  return loss;
}

/** The class with the largest share, of several the first. */
function vote(leaf: usize, classCount: i32): i32 {
  let best = 0;
  for (let k = 1; k < classCount; k++) {
    if (load<f64>(leaf + (<usize>k << 3)) > load<f64>(leaf + (<usize>best << 3))) best = k;
  }
  return best;
}
