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
const FRAME_BYTES: usize = 20; // of the stack: node, first row, end, depth, features that may vary
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
let sums: usize = 0; // of the node and of the left side: stride bytes each
let features: usize = 0; // in an order that chance makes; those that are known not to vary in a node come last
let varying: i32 = 0; // how many may vary in the node
// Of the node's rows, in the order of `order`: the bin of the feature that is tried (u8), how much the row weighs (f64), and, 8 bytes
// apart, the offset of its class in sums (u32) or weight × y (f64).
let nodeBins: usize = 0;
let nodeWeights: usize = 0;
let nodeTargets: usize = 0;
let importance: usize = 0;
let width: i32 = 0;
let stride: usize = 0; // bytes of `width` f64, and of one more where that makes whole vectors
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
  nodeBinsAt: usize,
  nodeWeightsAt: usize,
  nodeTargetsAt: usize,
  importanceAt: usize,
): void {
  rowCount = rows;
  columnCount = columns;
  classCount = classes;
  width = classes == 0 ? 2 : classes;
  stride = (<usize>(width + 1) & ~1) << 3;
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
  nodeBins = nodeBinsAt;
  nodeWeights = nodeWeightsAt;
  nodeTargets = nodeTargetsAt;
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
  push(frame, 0, 0, drawn, 0, columnCount);
  frame += FRAME_BYTES;
  while (frame > stack) {
    frame -= FRAME_BYTES;
    const node = load<i32>(frame);
    const start = load<i32>(frame, 4);
    const end = load<i32>(frame, 8);
    const depth = load<i32>(frame, 12);
    varying = load<i32>(frame, 16);
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
    push(frame, nodeCount + 1, middle, end, depth + 1, varying);
    push(frame + FRAME_BYTES, nodeCount, start, middle, depth + 1, varying);
    frame += 2 * FRAME_BYTES;
    nodeCount += 2;
  }
  return nodeCount;
}

@inline
function push(frame: usize, node: i32, start: i32, end: i32, depth: i32, mayVary: i32): void {
  store<i32>(frame, node);
  store<i32>(frame, start, 4);
  store<i32>(frame, end, 8);
  store<i32>(frame, depth, 12);
  store<i32>(frame, mayVary, 16);
}

/** Adds the row at a place of the node to sums at `at`. */
@inline
function add(at: usize, i: usize): void {
  const w = load<f64>(nodeWeights + (i << 3));
  if (classCount > 0) {
    const slot = at + <usize>load<u32>(nodeTargets + (i << 3));
    store<f64>(slot, load<f64>(slot) + w);
  } else {
    const both = f64x2.replace_lane(f64x2.splat(w), 1, load<f64>(nodeTargets + (i << 3)));
    v128.store(at, f64x2.add(v128.load(at), both));
  }
}

/** Gathers what a node's rows weigh and aim at, and sums them up in `sums`; says whether all have one target. */
function sumUp(start: i32, end: i32): bool {
  memory.fill(sums, 0, stride);
  const first = load<f64>(target + (<usize>load<u32>(order + (<usize>start << 2)) << 3));
  let isPure = true;
  for (let i = <usize>start; i < <usize>end; i++) {
    const row = <usize>load<u32>(order + (i << 2));
    const w = load<f64>(weight + (row << 3)) * <f64>load<u8>(draws + row);
    const value = load<f64>(target + (row << 3));
    if (value != first) isPure = false;
    store<f64>(nodeWeights + (i << 3), w);
    if (classCount > 0) store<u32>(nodeTargets + (i << 3), <u32>value << 3);
    else store<f64>(nodeTargets + (i << 3), w * value);
    add(sums, i);
  }
  return isPure;
}

@inline
function sumOfLanes(vector: v128): f64 {
  return f64x2.extract_lane(vector, 0) + f64x2.extract_lane(vector, 1);
}

/** What a side is worth: Σ w_k²/w (Gini) or (Σwy)²/w (variance); of two sides the larger sum is the better split. */
@inline
function worth(total: f64, squares: f64): f64 {
  return total > 0 ? squares / total : 0;
}

function scoreOf(at: usize): f64 {
  if (classCount == 0) return worth(load<f64>(at), load<f64>(at, 8) * load<f64>(at, 8));
  let total = f64x2.splat(0);
  let squares = f64x2.splat(0);
  for (let k: usize = 0; k < stride; k += 16) {
    const w = v128.load(at + k);
    total = f64x2.add(total, w);
    squares = f64x2.add(squares, f64x2.mul(w, w));
  }
  return worth(sumOfLanes(total), sumOfLanes(squares));
}

/** Adds a bin to the left side; answers what both sides are worth then. */
@inline
function moveLeft(bin: usize, left: usize): f64 {
  if (classCount == 0) {
    const moved = f64x2.add(v128.load(left), v128.load(bin));
    const rest = f64x2.sub(v128.load(sums), moved);
    v128.store(left, moved);
    const onLeft = f64x2.extract_lane(moved, 1);
    const onRight = f64x2.extract_lane(rest, 1);
    return (
      worth(f64x2.extract_lane(moved, 0), onLeft * onLeft) + worth(f64x2.extract_lane(rest, 0), onRight * onRight)
    );
  }
  let leftTotal = f64x2.splat(0);
  let leftSquares = f64x2.splat(0);
  let restTotal = f64x2.splat(0);
  let restSquares = f64x2.splat(0);
  for (let k: usize = 0; k < stride; k += 16) {
    const moved = f64x2.add(v128.load(left + k), v128.load(bin + k));
    const rest = f64x2.sub(v128.load(sums + k), moved);
    v128.store(left + k, moved);
    leftTotal = f64x2.add(leftTotal, moved);
    leftSquares = f64x2.add(leftSquares, f64x2.mul(moved, moved));
    restTotal = f64x2.add(restTotal, rest);
    restSquares = f64x2.add(restSquares, f64x2.mul(rest, rest));
  }
  return (
    worth(sumOfLanes(leftTotal), sumOfLanes(leftSquares)) + worth(sumOfLanes(restTotal), sumOfLanes(restSquares))
  );
}

/**
 * Tries features in random order until enough that vary were tried and one gave a split, or none is left. What does not vary here does
 * not vary below: it goes behind the others, and the nodes below, which leave what is behind in its place, never meet it.
 */
function findSplit(start: i32, end: i32): void {
  bestScore = -1;
  let left = varying; // not tried yet; behind them come the tried ones that vary
  let tried = 0;
  while (left > 0 && (tried < featuresTried || bestFeature < 0)) {
    const drawn = below(left);
    left--;
    swapFeatures(drawn, left);
    if (tryFeature(load<i32>(features + (<usize>left << 2)), start, end)) {
      tried++;
    } else {
      varying--;
      swapFeatures(left, varying);
    }
  }
}

@inline
function swapFeatures(i: i32, j: i32): void {
  const at = features + (<usize>i << 2);
  const to = features + (<usize>j << 2);
  const feature = load<i32>(at);
  store<i32>(at, load<i32>(to));
  store<i32>(to, feature);
}

/** Says whether the feature varies among the rows. */
function tryFeature(feature: i32, start: i32, end: i32): bool {
  const column = bins + <usize>feature * <usize>rowCount;
  const missing = load<i32>(binCounts + (<usize>feature << 2));
  let least = BINS;
  let most = -1;
  let last = -1; // as most, or missing
  for (let i = <usize>start; i < <usize>end; i++) {
    const bin = <i32>load<u8>(column + <usize>load<u32>(order + (i << 2)));
    store<u8>(nodeBins + i, bin);
    least = min(least, bin);
    most = max(most, bin == missing ? -1 : bin);
    last = max(last, bin);
  }
  if (least == last || most < 0) return false;
  clear(least, most);
  clear(missing, missing);
  for (let i = <usize>start; i < <usize>end; i++) {
    const bin = <usize>load<u8>(nodeBins + i);
    const at = counts + (bin << 2);
    store<i32>(at, load<i32>(at) + 1);
    add(histogram + bin * stride, i);
  }
  scan(feature, least, most, end - start, missing, 0);
  if (last == missing) scan(feature, least, most, end - start, missing, 1);
  return true;
}

/** Empties bins. */
@inline
function clear(from: i32, to: i32): void {
  memory.fill(counts + (<usize>from << 2), 0, <usize>(to - from + 1) << 2);
  memory.fill(histogram + <usize>from * stride, 0, <usize>(to - from + 1) * stride);
}

/** Goes through the bins from left to right, the missing rows on one side, and keeps the best place to split. */
function scan(feature: i32, least: i32, most: i32, rows: i32, missing: i32, missingLeft: i32): void {
  const left = sums + stride;
  const missingCount = load<i32>(counts + (<usize>missing << 2));
  let leftRows = 0;
  if (missingLeft) {
    memory.copy(left, histogram + <usize>missing * stride, stride);
    leftRows = missingCount;
  } else memory.fill(left, 0, stride);
  // Values on one side and the missing rows on the other are a split too, but only once.
  const last = missingCount > 0 && missingLeft == 0 ? most : most - 1;
  let isBest = false; // whether the bin before is the best place so far
  for (let bin = least; bin <= last; bin++) {
    const count = load<i32>(counts + (<usize>bin << 2));
    if (count == 0) continue;
    if (isBest) bestNext = bin;
    isBest = false;
    leftRows += count;
    const score = moveLeft(histogram + <usize>bin * stride, left);
    if (leftRows < leafRowsMin) continue;
    if (rows - leftRows < leafRowsMin) return;
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
