// AssemblyScript: rows through trees. A step waits for memory twice, for the node and for the row's value, so LANES pairs of row and
// tree go down side by side, without a branch that could be guessed wrong.
//
// `x` is row-major: `columnCount` f64 a row. A node is 16 bytes: threshold f64 (left is x ≤ threshold), left child or leaf i32 (the
// right child follows the left), feature i16 (−1: leaf), whether missing goes left i16. linkTree turns numbers into addresses, so
// that a step needs nothing but the node; a leaf then leads to itself until the slowest lane is there.
//
// A split by a set of levels has, in place of a threshold, where its list begins (u32; an address once it is linked) and how long it is
// (level-set.ts); its sides are MISSING_LEFT, SET and OTHERS_LEFT, which is where the levels go that are not in the list, each turned to the
// right when it is linked. Trees without sets go down without asking for them.
import { isListed } from "./level-set";

export const LANES: i32 = 8;
const NODE_SHIFT: usize = 4;
const QUIET_NAN: u64 = 0x7ff8000000000000;

const MISSING_SIDE: u16 = 1;
const SET: u16 = 2;
const OTHERS_SIDE: u16 = 4;

let hasSets: bool = false;

/** Whether some of the trees that are asked next have sets of levels. */
export function walkSets(some: bool): void {
  hasSets = some;
}

// Where each lane begins, u32 each: its node, which ends as its leaf, and its row.
const laneNodes: usize = memory.data(32);
const laneRows: usize = memory.data(32);

/**
 * Links a tree where it lies: children by address, whether missing goes *right*, and of a leaf, the address of what it holds as the
 * lower half of a threshold that is NaN, than which no value is greater. `sets`: where the tree's sets of levels lie.
 */
export function linkTree(tree: usize, nodeCount: i32, leaves: usize, leafWidth: i32, sets: usize): void {
  for (let node = tree; node < tree + (<usize>nodeCount << NODE_SHIFT); node += 1 << NODE_SHIFT) {
    const number = <usize>load<i32>(node, 8);
    if (load<i16>(node, 12) < 0) {
      store<u64>(node, QUIET_NAN | <u64>(leaves + ((number * <usize>leafWidth) << 3)));
      store<u32>(node, <u32>node, 8);
      store<u32>(node, 0, 12);
    } else {
      store<u32>(node, <u32>(tree + (number << NODE_SHIFT)), 8);
      const sides = load<u16>(node, 14);
      store<u16>(node, sides ^ ((sides & SET) == 0 ? MISSING_SIDE : MISSING_SIDE | OTHERS_SIDE), 14);
      if ((sides & SET) != 0) store<u32>(node, <u32>(sets + (<usize>load<u32>(node) << 2)));
    }
  }
}

@inline
function step(node: usize, row: usize, mayBeSet: bool): usize {
  if (mayBeSet && (load<u16>(node, 14) & SET) != 0) return stepBySet(node, row);
  const value = load<f64>(row + (<usize>load<u16>(node, 12) << 3));
  const isRight = <i32>(value > load<f64>(node)) | (<i32>(value != value) & <i32>load<u16>(node, 14));
  return <usize>load<u32>(node, 8) + (<usize>isRight << NODE_SHIFT);
}

function stepBySet(node: usize, row: usize): usize {
  const value = load<f64>(row + (<usize>load<u16>(node, 12) << 3));
  const sides = load<u16>(node, 14);
  const others = (sides & OTHERS_SIDE) != 0;
  const isRight =
    value != value ? (sides & MISSING_SIDE) != 0 : others != isListed(<usize>load<u32>(node), load<u32>(node, 4), value);
  return <usize>load<u32>(node, 8) + (<usize>isRight << NODE_SHIFT);
}

/**
 * Of each column that a row meets on its way through a linked tree, where it first does: addresses of nodes, u32, those of columns
 * `distance` bytes apart, and 0 before. Answers the leaf.
 */
export function markPath(tree: usize, row: usize, firsts: usize, distance: usize): usize {
  let node = tree;
  while (<usize>load<u32>(node, 8) != node) {
    const first = firsts + <usize>load<u16>(node, 12) * distance;
    if (load<u32>(first) == 0) store<u32>(first, <u32>node);
    node = step(node, row, true);
  }
  return <usize>load<u32>(node);
}

@inline
function lane(list: usize, k: i32): usize {
  return <usize>load<u32>(list + (<usize>k << 2));
}

@inline
function setLane(list: usize, k: i32, to: usize): void {
  store<u32>(list + (<usize>k << 2), <u32>to);
}

/** Takes all lanes from their nodes to their leaves. */
function descend(): void {
  if (hasSets) descendSets();
  else descendNumbers();
}

function descendSets(): void {
  descendBy(true);
}

function descendNumbers(): void {
  descendBy(false);
}

@inline
function descendBy(maySet: bool): void {
  const x0 = lane(laneRows, 0);
  const x1 = lane(laneRows, 1);
  const x2 = lane(laneRows, 2);
  const x3 = lane(laneRows, 3);
  const x4 = lane(laneRows, 4);
  const x5 = lane(laneRows, 5);
  const x6 = lane(laneRows, 6);
  const x7 = lane(laneRows, 7);
  let n0 = lane(laneNodes, 0);
  let n1 = lane(laneNodes, 1);
  let n2 = lane(laneNodes, 2);
  let n3 = lane(laneNodes, 3);
  let n4 = lane(laneNodes, 4);
  let n5 = lane(laneNodes, 5);
  let n6 = lane(laneNodes, 6);
  let n7 = lane(laneNodes, 7);
  while (true) {
    const m0 = step(n0, x0, maySet);
    const m1 = step(n1, x1, maySet);
    const m2 = step(n2, x2, maySet);
    const m3 = step(n3, x3, maySet);
    const m4 = step(n4, x4, maySet);
    const m5 = step(n5, x5, maySet);
    const m6 = step(n6, x6, maySet);
    const m7 = step(n7, x7, maySet);
    const moved = (m0 ^ n0) | (m1 ^ n1) | (m2 ^ n2) | (m3 ^ n3) | (m4 ^ n4) | (m5 ^ n5) | (m6 ^ n6) | (m7 ^ n7);
    if (moved == 0) break;
    n0 = m0;
    n1 = m1;
    n2 = m2;
    n3 = m3;
    n4 = m4;
    n5 = m5;
    n6 = m6;
    n7 = m7;
  }
  setLane(laneNodes, 0, n0);
  setLane(laneNodes, 1, n1);
  setLane(laneNodes, 2, n2);
  setLane(laneNodes, 3, n3);
  setLane(laneNodes, 4, n4);
  setLane(laneNodes, 5, n5);
  setLane(laneNodes, 6, n6);
  setLane(laneNodes, 7, n7);
}

@inline
function addLeaf(leaf: usize, leafWidth: i32, sums: usize): void {
  for (let k: usize = 0; k < <usize>leafWidth << 3; k += 8) {
    store<f64>(sums + k, load<f64>(sums + k) + load<f64>(leaf + k));
  }
}

/** Takes rows of a list, from the i-th on and as many as there are lanes, to their leaves in one tree; answers how many. */
function descendRows(tree: usize, x: usize, columnCount: i32, rows: usize, rowCount: i32, i: i32): i32 {
  const count = placeRows(x, columnCount, rows, rowCount, i);
  for (let k = 0; k < LANES; k++) setLane(laneNodes, k, tree);
  descend();
  return count;
}

/** The same, but each row from a node of its own: addresses, u32, by number of the row. */
export function descendRowsFrom(nodes: usize, x: usize, columnCount: i32, rows: usize, rowCount: i32, i: i32): i32 {
  const count = placeRows(x, columnCount, rows, rowCount, i);
  for (let k = 0; k < LANES; k++) setLane(laneNodes, k, lane(nodes, <i32>lane(rows, i + min(k, count - 1))));
  descend();
  return count;
}

/** Lanes too many go with the last row. */
@inline
function placeRows(x: usize, columnCount: i32, rows: usize, rowCount: i32, i: i32): i32 {
  const count = min(LANES, rowCount - i);
  for (let k = 0; k < LANES; k++) {
    const row = lane(rows, i + min(k, count - 1));
    setLane(laneRows, k, x + ((row * <usize>columnCount) << 3));
  }
  return count;
}

/** Where the numbers are of the leaf that a lane came to. */
@inline
export function leafOfLane(k: i32): usize {
  return <usize>load<u32>(lane(laneNodes, k));
}

/** Adds to the sums of each listed row what its leaf holds, and a 1 beside it where trees are counted. */
export function addTree(
  tree: usize,
  leafWidth: i32,
  x: usize,
  columnCount: i32,
  rows: usize,
  rowCount: i32,
  sums: usize,
  sumWidth: i32,
  isCounted: bool,
): void {
  for (let i = 0; i < rowCount; i += LANES) {
    const count = descendRows(tree, x, columnCount, rows, rowCount, i);
    for (let k = 0; k < count; k++) {
      const at = sums + ((lane(rows, i + k) * <usize>sumWidth) << 3);
      addLeaf(leafOfLane(k), leafWidth, at);
      if (isCounted) {
        const trees = at + (<usize>leafWidth << 3);
        store<f64>(trees, load<f64>(trees) + 1);
      }
    }
  }
}

/** Adds to the sums of one row what its leaf in each tree holds. `trees`: their addresses, u32. */
export function addRow(trees: usize, treeCount: i32, leafWidth: i32, row: usize, sums: usize): void {
  for (let i = 0; i < treeCount; i += LANES) {
    const count = min(LANES, treeCount - i);
    for (let k = 0; k < LANES; k++) {
      setLane(laneNodes, k, lane(trees, i + min(k, count - 1)));
      setLane(laneRows, k, row);
    }
    descend();
    for (let k = 0; k < count; k++) addLeaf(leafOfLane(k), leafWidth, sums);
  }
}
