// AssemblyScript: trees of a random forest (Breiman 2001; CART splits, Breiman et al. 1984), grown on binned columns.
//
// Memory, laid out by math/kernel.ts: `bins` holds one byte a value, column by column; bin `binCounts[column]` means missing.
// `target` holds one f64 a row: the class (0 …) or y; `weight` one f64 a row. `draws` is how often the bootstrap drew each row
// (u8). Rows of a node lie together in `order` (u32), which splits partition. Sums are taken in an order that follows from the
// seed alone, and none is subtracted from another tree's: the same tree on every machine.
import { below } from "./random";

export { drawRows, listUndrawn } from "./bootstrap";
export { permuteColumns } from "./permute";
export { shuffle } from "./random";
export { addRow, addTree, linkTree } from "./traverse";

// A node as grown, 20 bytes, i32 each: left child (the right one follows it; of a leaf, its number), feature (−1: leaf), last bin that
// goes left, first bin that goes right among the node's rows (−1: only missing ones do), whether missing goes left.
const NODE_BYTES: usize = 20;
const FRAME_BYTES: usize = 16; // of the stack: node, first row, end, depth
const BINS: i32 = 257; // 256 values, or 255 and the missing ones

let rowCount: i32 = 0;
let columnCount: i32 = 0;
let classCount: i32 = 0; // 0 for regression
let bins: usize = 0;
let binCounts: usize = 0;
let target: usize = 0;
let weight: usize = 0;
let draws: usize = 0;
let order: usize = 0;
let scratch: usize = 0;
let histogram: usize = 0;
let counts: usize = 0;
let sums: usize = 0; // of the node, of the left side, and of the missing rows: width f64 each
let features: usize = 0;
let importance: usize = 0;
let width: i32 = 0;
let featuresTried: i32 = 0;
let leafRowsMin: i32 = 1;

// The best split of a node so far.
let bestScore: f64 = 0;
let bestFeature: i32 = -1;
let bestBin: i32 = 0;
let bestNext: i32 = 0;
let bestMissingLeft: i32 = 0;

/** Takes over where the caller laid out a training set. */
export function forestTable(
  rows: i32,
  columns: i32,
  classes: i32,
  binsAt: usize,
  binCountsAt: usize,
  targetAt: usize,
  weightAt: usize,
  drawsAt: usize,
  orderAt: usize,
  scratchAt: usize,
  histogramAt: usize,
  countsAt: usize,
  sumsAt: usize,
  featuresAt: usize,
  importanceAt: usize,
): void {
  rowCount = rows;
  columnCount = columns;
  classCount = classes;
  width = classes == 0 ? 2 : classes;
  bins = binsAt;
  binCounts = binCountsAt;
  target = targetAt;
  weight = weightAt;
  draws = drawsAt;
  order = orderAt;
  scratch = scratchAt;
  histogram = histogramAt;
  counts = countsAt;
  sums = sumsAt;
  features = featuresAt;
  importance = importanceAt;
}

/**
 * Grows a tree on the rows drawn. Nodes go to `nodes`, what a leaf holds (weights per class, or weight and weight × y) to
 * `leaves`; answers how many nodes. There are at most 2 × rows − 1 of them.
 */
export function growTree(tried: i32, depthMax: i32, rowsMin: i32, nodes: usize, leaves: usize, stack: usize): i32 {
  featuresTried = tried;
  leafRowsMin = rowsMin;
  memory.fill(importance, 0, <usize>columnCount << 3);
  let drawn = 0;
  for (let row = 0; row < rowCount; row++) {
    if (load<u8>(draws + <usize>row) == 0) continue;
    store<u32>(order + (<usize>drawn << 2), row);
    drawn++;
  }
  for (let j = 0; j < columnCount; j++) store<i32>(features + (<usize>j << 2), j);
  let nodeCount = 1;
  let leafCount = 0;
  let frame = stack;
  push(frame, 0, 0, drawn, 0);
  frame += FRAME_BYTES;
  while (frame > stack) {
    frame -= FRAME_BYTES;
    const node = load<i32>(frame);
    const start = load<i32>(frame, 4);
    const end = load<i32>(frame, 8);
    const depth = load<i32>(frame, 12);
    const at = nodes + <usize>node * NODE_BYTES;
    const isPure = sumUp(start, end);
    bestFeature = -1;
    if (!isPure && depth < depthMax && end - start >= 2 * leafRowsMin) findSplit(start, end);
    if (bestFeature < 0) {
      store<i32>(at, leafCount);
      store<i32>(at, -1, 4);
      memory.fill(at + 8, 0, NODE_BYTES - 8);
      memory.copy(leaves + <usize>leafCount * (<usize>width << 3), sums, <usize>width << 3);
      leafCount++;
      continue;
    }
    const gain = importance + (<usize>bestFeature << 3);
    store<f64>(gain, load<f64>(gain) + bestScore - scoreOf(sums));
    store<i32>(at, nodeCount);
    store<i32>(at, bestFeature, 4);
    store<i32>(at, bestBin, 8);
    store<i32>(at, bestNext, 12);
    store<i32>(at, bestMissingLeft, 16);
    const middle = partition(start, end);
    push(frame, nodeCount + 1, middle, end, depth + 1);
    push(frame + FRAME_BYTES, nodeCount, start, middle, depth + 1);
    frame += 2 * FRAME_BYTES;
    nodeCount += 2;
  }
  return nodeCount;
}

@inline
function push(frame: usize, node: i32, start: i32, end: i32, depth: i32): void {
  store<i32>(frame, node);
  store<i32>(frame, start, 4);
  store<i32>(frame, end, 8);
  store<i32>(frame, depth, 12);
}

/** Adds one row to sums at `at`. */
@inline
function add(at: usize, row: usize): void {
  const w = load<f64>(weight + (row << 3)) * <f64>load<u8>(draws + row);
  const value = load<f64>(target + (row << 3));
  if (classCount > 0) {
    const slot = at + (<usize>(<i32>value) << 3);
    store<f64>(slot, load<f64>(slot) + w);
  } else {
    store<f64>(at, load<f64>(at) + w);
    store<f64>(at, load<f64>(at, 8) + w * value, 8);
  }
}

/** Sums of a node's rows, into `sums`; says whether all have one target. */
function sumUp(start: i32, end: i32): bool {
  memory.fill(sums, 0, <usize>width << 3);
  const first = load<f64>(target + (<usize>load<u32>(order + (<usize>start << 2)) << 3));
  let isPure = true;
  for (let i = start; i < end; i++) {
    const row = <usize>load<u32>(order + (<usize>i << 2));
    if (load<f64>(target + (row << 3)) != first) isPure = false;
    add(sums, row);
  }
  return isPure;
}

/** What a side is worth: Σ w_k²/w (Gini) or (Σwy)²/w (variance); of two sides the larger sum is the better split. */
@inline
function scoreOf(at: usize): f64 {
  if (classCount == 0) {
    const w = load<f64>(at);
    const wy = load<f64>(at, 8);
    return w > 0 ? (wy * wy) / w : 0;
  }
  let total: f64 = 0;
  let squares: f64 = 0;
  for (let k = 0; k < classCount; k++) {
    const w = load<f64>(at + (<usize>k << 3));
    total += w;
    squares += w * w;
  }
  return total > 0 ? squares / total : 0;
}

/** The score of the rows in `sums` that are not in `left`. */
@inline
function scoreOfRest(left: usize): f64 {
  if (classCount == 0) {
    const w = load<f64>(sums) - load<f64>(left);
    const wy = load<f64>(sums, 8) - load<f64>(left, 8);
    return w > 0 ? (wy * wy) / w : 0;
  }
  let total: f64 = 0;
  let squares: f64 = 0;
  for (let k = 0; k < classCount; k++) {
    const w = load<f64>(sums + (<usize>k << 3)) - load<f64>(left + (<usize>k << 3));
    total += w;
    squares += w * w;
  }
  return total > 0 ? squares / total : 0;
}

/** Tries features in random order until enough that vary were tried and one gave a split, or none is left. */
function findSplit(start: i32, end: i32): void {
  bestScore = -1;
  let left = columnCount;
  let tried = 0;
  while (left > 0 && (tried < featuresTried || bestFeature < 0)) {
    const at = features + (<usize>below(left) << 2);
    left--;
    const last = features + (<usize>left << 2);
    const feature = load<i32>(at);
    store<i32>(at, load<i32>(last));
    store<i32>(last, feature);
    if (tryFeature(feature, start, end)) tried++;
  }
}

/** Says whether the feature varies among the rows. */
function tryFeature(feature: i32, start: i32, end: i32): bool {
  const column = bins + <usize>feature * <usize>rowCount;
  const missing = load<i32>(binCounts + (<usize>feature << 2));
  const widthBytes = <usize>width << 3;
  let least = BINS;
  let most = -1;
  for (let i = start; i < end; i++) {
    const bin = <i32>load<u8>(column + <usize>load<u32>(order + (<usize>i << 2)));
    if (bin == missing) continue;
    least = min(least, bin);
    most = max(most, bin);
  }
  let missingCount = 0;
  if (most >= 0) {
    memory.fill(counts + (<usize>least << 2), 0, <usize>(most - least + 1) << 2);
    memory.fill(histogram + <usize>least * widthBytes, 0, <usize>(most - least + 1) * widthBytes);
  }
  const missingSums = sums + 2 * widthBytes;
  memory.fill(missingSums, 0, widthBytes);
  for (let i = start; i < end; i++) {
    const row = <usize>load<u32>(order + (<usize>i << 2));
    const bin = <usize>load<u8>(column + row);
    if (<i32>bin == missing) {
      missingCount++;
      add(missingSums, row);
      continue;
    }
    const at = counts + (bin << 2);
    store<i32>(at, load<i32>(at) + 1);
    add(histogram + bin * widthBytes, row);
  }
  if (least >= most && (missingCount == 0 || most < 0)) return false;
  scan(feature, least, most, end - start, missingCount, 0);
  if (missingCount > 0) scan(feature, least, most, end - start, missingCount, 1);
  return true;
}

/** Goes through the bins from left to right, the missing rows on one side, and keeps the best place to split. */
function scan(feature: i32, least: i32, most: i32, rows: i32, missingCount: i32, missingLeft: i32): void {
  const widthBytes = <usize>width << 3;
  const left = sums + widthBytes;
  let leftRows = 0;
  if (missingLeft) {
    memory.copy(left, sums + 2 * widthBytes, widthBytes);
    leftRows = missingCount;
  } else memory.fill(left, 0, widthBytes);
  // Values on one side and the missing rows on the other are a split too, but only once.
  const last = missingCount > 0 && missingLeft == 0 ? most : most - 1;
  let isBest = false; // whether the bin before is the best place so far
  for (let bin = least; bin <= last; bin++) {
    const count = load<i32>(counts + (<usize>bin << 2));
    if (count == 0) continue;
    if (isBest) bestNext = bin;
    isBest = false;
    leftRows += count;
    const at = histogram + <usize>bin * widthBytes;
    for (let k: usize = 0; k < widthBytes; k += 8) store<f64>(left + k, load<f64>(left + k) + load<f64>(at + k));
    if (leftRows < leafRowsMin) continue;
    if (rows - leftRows < leafRowsMin) return;
    const score = scoreOf(left) + scoreOfRest(left);
    if (score <= bestScore) continue;
    bestScore = score;
    bestFeature = feature;
    bestBin = bin;
    bestMissingLeft = missingLeft;
    bestNext = bin == most ? -1 : most;
    isBest = true;
  }
}

/** Brings the rows that go left before the others, in their order; answers where the others begin. */
function partition(start: i32, end: i32): i32 {
  const column = bins + <usize>bestFeature * <usize>rowCount;
  const missing = load<i32>(binCounts + (<usize>bestFeature << 2));
  let middle = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    const row = load<u32>(order + (<usize>i << 2));
    const bin = <i32>load<u8>(column + <usize>row);
    const isLeft = bin == missing ? bestMissingLeft == 1 : bin <= bestBin;
    if (isLeft) {
      store<u32>(order + (<usize>middle << 2), row);
      middle++;
    } else {
      store<u32>(scratch + (<usize>right << 2), row);
      right++;
    }
  }
  memory.copy(order + (<usize>middle << 2), scratch, <usize>right << 2);
  return middle;
}
