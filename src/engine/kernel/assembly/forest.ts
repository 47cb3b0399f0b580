// AssemblyScript: trees of a random forest (Breiman 2001; CART splits, Breiman et al. 1984), grown on columns of codes.
//
// Memory, laid out by engine/kernel/kernel.ts: `codes` holds a u16 a value, column by column, in the order of the values; MISSING is none. The
// lowest `shifts[column]` bits (i32) tell nothing. A split is looked for among 256 places at most: in a large node a place is all codes
// that agree in their highest bits, as many bits as make no more places; in a small one it is a single code. `target` holds one f64 a
// row: the class (0 …) or y; `weight` one f64 a row. Of a column of `levels[column]` levels (i32; 0 of numbers) a code is a level's, no place
// holds two of them, and a split is a set of them. `draws` is how often the bootstrap drew each row (u8). Rows of a node lie together in
// `order` (u32), which splits partition. Sums are taken in an order that follows from the seed alone, and none is subtracted from another
// tree's: the same tree on every machine.
import { bytesOfBits, hasBit, listBits, setBit } from "./level-set";
import { layOutLevels, orderLevels } from "./order-levels";
import { below } from "./random";

export { drawRows, listUndrawn } from "./bootstrap";
export { permuteColumns } from "./permute";
export { shuffle } from "./random";
export { addRow, addTree, linkTree, walkSets } from "./traverse";

// A node as grown, 20 bytes, i32 each: left child (the right one follows it; of a leaf, its number), feature (−1: leaf), of the node's rows
// the last code that goes left and the first that goes right (−1: only missing ones do), whether missing goes left. Of a split by a set of
// levels, where the set begins and how long it is, and SET, MISSING_LEFT and OTHERS_LEFT, which is where what is not in the set goes.
const NODE_BYTES: usize = 20;
const FRAME_BYTES: usize = 20; // of the stack: node, first row, end, depth, features that may vary
const MISSING: i32 = 0xffff;
const PLACES: i32 = 256;
const MISSING_PLACE: i32 = -1; // the missing rows come before the others
const MISSING_LEFT: i32 = 1;
const SET: i32 = 2;
const OTHERS_LEFT: i32 = 4;
// So many rows are sorted in less time than it takes to go through the places of a histogram.
const SORTED_ROWS_MAX: i32 = 32;
// Of a score: two splits of the same rows, or of y in another unit, differ by some 1e-15.
const ROUNDING: f64 = 1e-12;

let rowCount: i32 = 0;
let columnCount: i32 = 0;
let classCount: i32 = 0; // 0 for regression
let codes: usize = 0;
let shifts: usize = 0;
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
// Of the node's rows, in the order of `order`: the code of the feature that is tried (u16), how much the row weighs (f64), and, 8 bytes
// apart, the offset of its class in sums (u32) or weight × y (f64).
let nodeCodes: usize = 0;
let nodeWeights: usize = 0;
let nodeTargets: usize = 0;
let importance: usize = 0;
let width: i32 = 0;
let stride: usize = 0; // bytes of `width` f64, and of one more where that makes whole vectors
let featuresTried: i32 = 0;
let leafRowsMin: i32 = 1;
let isDrawn: bool = true; // else each row counts by its weight, not as one

// Columns of levels.
let levels: usize = 0;
let spareHistogram: usize = 0; // while levels are put in order, as `spareCounts`
let spareCounts: usize = 0;
let placeOfLevel: usize = 0; // i32 a level: its place + 1, or 0
let levelOfPlace: usize = 0; // u32 a place
let leftBits: usize = 0; // of the best split, and of the side of a node that is listed
let sideBits: usize = 0;
let sets: usize = 0; // of the tree
let setsLength: i32 = 0;
let setsMax: i32 = 0;

// The best split of a node so far.
let bestScore: f64 = 0;
let scoreToBeat: f64 = 0; // what differs by rounding alone is as good, and comes too late
let bestFeature: i32 = -1;
let bestCode: i32 = 0; // no larger one goes left
let bestMissingLeft: i32 = 0;

// What `partition` finds: the last code on the left, and the first on the right.
let lastLeft: i32 = 0;
let firstRight: i32 = 0;
let sides: i32 = 0; // of a set of levels

// Of a small node, its rows by code: (code, place in the node), u16 each; and the code of each place.
const sorted: usize = memory.data(4 * SORTED_ROWS_MAX);
const placeCodes: usize = memory.data(4 * SORTED_ROWS_MAX);

/** Takes over where the caller laid out a training set. */
export function forestTable(
  rows: i32,
  columns: i32,
  classes: i32,
  codesAt: usize,
  shiftsAt: usize,
  levelsAt: usize,
  targetAt: usize,
  weightAt: usize,
  drawsAt: usize,
  orderAt: usize,
  scratchAt: usize,
  histogramAt: usize,
  countsAt: usize,
  sumsAt: usize,
  featuresAt: usize,
  nodeCodesAt: usize,
  nodeWeightsAt: usize,
  nodeTargetsAt: usize,
  importanceAt: usize,
): void {
  rowCount = rows;
  columnCount = columns;
  classCount = classes;
  width = classes == 0 ? 2 : classes;
  stride = (<usize>(width + 1) & ~1) << 3;
  codes = codesAt;
  shifts = shiftsAt;
  levels = levelsAt;
  target = targetAt;
  weight = weightAt;
  draws = drawsAt;
  order = orderAt;
  scratch = scratchAt;
  histogram = histogramAt + stride;
  counts = countsAt + 4;
  sums = sumsAt;
  features = featuresAt;
  nodeCodes = nodeCodesAt;
  nodeWeights = nodeWeightsAt;
  nodeTargets = nodeTargetsAt;
  importance = importanceAt;
}

/** The same of the room for columns of levels. */
export function forestLevels(
  histogramAt: usize,
  countsAt: usize,
  placeOfLevelAt: usize,
  levelOfPlaceAt: usize,
  leftBitsAt: usize,
  sideBitsAt: usize,
  keysAt: usize,
  ranksAt: usize,
  otherRanksAt: usize,
  componentAt: usize,
): void {
  spareHistogram = histogramAt + stride;
  spareCounts = countsAt + 4;
  placeOfLevel = placeOfLevelAt;
  levelOfPlace = levelOfPlaceAt;
  leftBits = leftBitsAt;
  sideBits = sideBitsAt;
  layOutLevels(keysAt, ranksAt, otherRanksAt, componentAt);
}

/** Where the sets of a tree go, and how many u32 there is room for. */
export function forestSets(at: usize, most: i32): void {
  sets = at;
  setsMax = most;
}

/** How many u32 the sets of the last tree take. */
export function setsOfTree(): i32 {
  return setsLength;
}

/**
 * Grows a tree on the rows drawn. Nodes go to `nodes`, what a leaf holds (weights per class, or weight and weight × y) to
 * `leaves`; answers how many nodes, or −1 where the sets of levels have too little room. There are at most 2 × rows − 1 of them.
 */
export function growTree(
  tried: i32,
  depthMax: i32,
  rowsMin: i32,
  drawn: bool,
  nodes: usize,
  leaves: usize,
  stack: usize,
): i32 {
  featuresTried = tried;
  isDrawn = drawn;
  setsLength = 0;
  leafRowsMin = rowsMin;
  memory.fill(importance, 0, <usize>columnCount << 3);
  let used = 0;
  for (let row = 0; row < rowCount; row++) {
    if (load<u8>(draws + <usize>row) == 0) continue;
    store<u32>(order + (<usize>used << 2), row);
    used++;
  }
  for (let j = 0; j < columnCount; j++) store<i32>(features + (<usize>j << 2), j);
  let nodeCount = 1;
  let leafCount = 0;
  let frame = stack;
  push(frame, 0, 0, used, 0, columnCount);
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
    const bestLevels = levelsOf(bestFeature);
    if (setsLength + ((bestLevels + 15) >> 4) > setsMax) return -1;
    const middle = bestLevels > 0 ? partitionLevels(start, end, bestLevels) : partition(start, end);
    store<i32>(at, nodeCount);
    store<i32>(at, bestFeature, 4);
    store<i32>(at, lastLeft, 8);
    store<i32>(at, firstRight, 12);
    store<i32>(at, sides, 16);
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
 * Tries features in random order until enough that vary were tried and one gave a split, or none is left. A feature that is constant in
 * a node is constant in its children too: it is swapped behind those that may vary, where the nodes below do not look.
 */
function findSplit(start: i32, end: i32): void {
  bestScore = -1;
  scoreToBeat = -1;
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

@inline
function levelsOf(feature: i32): i32 {
  return load<i32>(levels + (<usize>feature << 2));
}

/** Says whether the feature varies among the rows. */
function tryFeature(feature: i32, start: i32, end: i32): bool {
  if (levelsOf(feature) > 0) return tryLevels(feature, start, end);
  const column = codes + ((<usize>feature * <usize>rowCount) << 1);
  let least = MISSING;
  let most = -1;
  let missingCount = 0;
  for (let i = <usize>start; i < <usize>end; i++) {
    const code = <i32>load<u16>(column + (<usize>load<u32>(order + (i << 2)) << 1));
    store<u16>(nodeCodes + (i << 1), code);
    const isMissing = code == MISSING;
    missingCount += <i32>isMissing;
    least = min(least, code);
    most = max(most, isMissing ? -1 : code);
  }
  if (most < 0 || (least == most && missingCount == 0)) return false;

  let shift = load<i32>(shifts + (<usize>feature << 2));
  const isSorted = end - start <= SORTED_ROWS_MAX && (most >> shift) - (least >> shift) >= 2 * (end - start);
  let lastPlace: i32;
  if (isSorted) {
    lastPlace = sortRows(start, end);
  } else {
    while ((most >> shift) - (least >> shift) >= PLACES) shift++;
    lastPlace = (most >> shift) - (least >> shift);
    clear(lastPlace);
    const first = least >> shift;
    if (missingCount > 0) {
      for (let i = <usize>start; i < <usize>end; i++) {
        const code = <i32>load<u16>(nodeCodes + (i << 1));
        count(code == MISSING ? MISSING_PLACE : (code >> shift) - first, i);
      }
    } else {
      for (let i = <usize>start; i < <usize>end; i++) count((<i32>load<u16>(nodeCodes + (i << 1)) >> shift) - first, i);
    }
  }
  const best = scanSides(lastPlace, end - start, missingCount);
  if (best < 0) return true;
  bestFeature = feature;
  bestCode = isSorted ? load<i32>(placeCodes + (<usize>best << 2)) : (((least >> shift) + best + 1) << shift) - 1;
  return true;
}

/** The same of a column of levels. */
function tryLevels(feature: i32, start: i32, end: i32): bool {
  const column = codes + ((<usize>feature * <usize>rowCount) << 1);
  empty(MISSING_PLACE);
  let present = 0;
  let missingCount = 0;
  for (let i = <usize>start; i < <usize>end; i++) {
    const code = <i32>load<u16>(column + (<usize>load<u32>(order + (i << 2)) << 1));
    if (code == MISSING) {
      missingCount++;
      count(MISSING_PLACE, i);
      continue;
    }
    const at = placeOfLevel + (<usize>code << 2);
    let place = load<i32>(at) - 1;
    if (place < 0) {
      place = present;
      present++;
      store<i32>(at, present);
      store<u32>(levelOfPlace + (<usize>place << 2), code);
      empty(place);
    }
    count(place, i);
  }
  for (let place = 0; place < present; place++) store<i32>(placeOfLevel + (<usize>levelAt(place) << 2), 0);
  if (present == 0 || (present == 1 && missingCount == 0)) return false;
  const ranks = orderLevels(histogram, stride, classCount, present);
  arrange(ranks, present);
  const best = scanSides(present - 1, end - start, missingCount);
  if (best < 0) return true;
  bestFeature = feature;
  memory.fill(leftBits, 0, bytesOfBits(levelsOf(feature)));
  for (let rank = 0; rank <= best; rank++) setBit(leftBits, levelAt(load<u32>(ranks + (<usize>rank << 2))));
  return true;
}

@inline
function levelAt(place: i32): i32 {
  return load<u32>(levelOfPlace + (<usize>place << 2));
}

/** Brings places into an order, in the other room. */
function arrange(ranks: usize, present: i32): void {
  move(MISSING_PLACE, MISSING_PLACE);
  for (let rank = 0; rank < present; rank++) move(load<u32>(ranks + (<usize>rank << 2)), rank);
  const room = histogram;
  histogram = spareHistogram;
  spareHistogram = room;
  const otherCounts = counts;
  counts = spareCounts;
  spareCounts = otherCounts;
}

@inline
function move(place: i32, to: i32): void {
  memory.copy(spareHistogram + <usize>to * stride, histogram + <usize>place * stride, stride);
  store<i32>(spareCounts + (<usize>to << 2), load<i32>(counts + (<usize>place << 2)));
}

/** Empties the places up to the last, and that of the missing rows. */
@inline
function clear(lastPlace: i32): void {
  memory.fill(counts, 0, <usize>(lastPlace + 1) << 2);
  memory.fill(histogram, 0, <usize>(lastPlace + 1) * stride);
  empty(MISSING_PLACE);
}

@inline
function empty(place: i32): void {
  store<i32>(counts + (<usize>place << 2), 0);
  memory.fill(histogram + <usize>place * stride, 0, stride);
}

/** Counts a row in, the i-th in `order`. */
@inline
function count(place: i32, i: usize): void {
  const at = counts + (<usize>place << 2);
  store<i32>(at, load<i32>(at) + 1);
  add(histogram + <usize>place * stride, i);
}

/** Each code has a place of its own; answers the last. */
function sortRows(start: i32, end: i32): i32 {
  for (let i = 0; i < end - start; i++) {
    const row = (<u32>load<u16>(nodeCodes + (<usize>(start + i) << 1)) << 16) | <u32>i;
    let at = sorted + (<usize>i << 2);
    while (at > sorted && load<u32>(at - 4) > row) {
      store<u32>(at, load<u32>(at - 4));
      at -= 4;
    }
    store<u32>(at, row);
  }
  clear(end - start - 1);
  let place = -1;
  let last = -1;
  for (let i = 0; i < end - start; i++) {
    const row = load<u32>(sorted + (<usize>i << 2));
    const code = <i32>(row >> 16);
    if (code != last && code != MISSING) {
      place++;
      store<i32>(placeCodes + (<usize>place << 2), code);
      last = code;
    }
    count(code == MISSING ? MISSING_PLACE : place, <usize>start + <usize>(row & 0xffff));
  }
  return place;
}

/** The last place that goes left in the best split, −1 where none is better than those before; the missing rows go to the better side. */
function scanSides(lastPlace: i32, rows: i32, missingCount: i32): i32 {
  const best = scan(lastPlace, rows, 0);
  const other = missingCount > 0 ? scan(lastPlace, rows, 1) : -1;
  if (best >= 0 || other >= 0) bestMissingLeft = <i32>(other >= 0);
  return other >= 0 ? other : best;
}

/**
 * Goes through the places from left to right, the missing rows on one side; answers the last place that goes left in the best split, −1
 * where none is better than those before.
 */
function scan(lastPlace: i32, rows: i32, missingLeft: i32): i32 {
  const left = sums + stride;
  const missingCount = load<i32>(counts + (<usize>MISSING_PLACE << 2));
  let leftRows = 0;
  if (missingLeft) {
    memory.copy(left, histogram + <usize>MISSING_PLACE * stride, stride);
    leftRows = missingCount;
  } else memory.fill(left, 0, stride);
  // Values on one side and the missing rows on the other are a split too, but only once.
  const last = missingCount > 0 && missingLeft == 0 ? lastPlace : lastPlace - 1;
  let best = -1;
  for (let place = 0; place <= last; place++) {
    const count = load<i32>(counts + (<usize>place << 2));
    if (count == 0) continue;
    leftRows += count;
    const score = moveLeft(histogram + <usize>place * stride, left);
    if (leftRows < leafRowsMin) continue;
    if (rows - leftRows < leafRowsMin) break;
    if (score <= scoreToBeat) continue;
    bestScore = score;
    scoreToBeat = score * (1 + ROUNDING);
    best = place;
  }
  return best;
}

/**
 * Brings the rows that go left before the others, in their order; answers where the others begin. Where no value is missing, one that is
 * asked about later goes with more rows; by their weight, where rows are not drawn.
 */
function partition(start: i32, end: i32): i32 {
  const column = codes + ((<usize>bestFeature * <usize>rowCount) << 1);
  let middle = start;
  let right = 0;
  let hasMissing = false;
  lastLeft = -1;
  firstRight = MISSING;
  const isHeavier = isDrawn ? false : isLeftHeavier(column, start, end);
  for (let i = start; i < end; i++) {
    const row = load<u32>(order + (<usize>i << 2));
    const code = <i32>load<u16>(column + (<usize>row << 1));
    if (code == MISSING) hasMissing = true;
    if (code == MISSING ? bestMissingLeft == 1 : code <= bestCode) {
      store<u32>(order + (<usize>middle << 2), row);
      middle++;
      if (code != MISSING) lastLeft = max(lastLeft, code);
    } else {
      store<u32>(scratch + (<usize>right << 2), row);
      right++;
      firstRight = min(firstRight, code);
    }
  }
  if (firstRight == MISSING) firstRight = -1;
  sides = hasMissing ? bestMissingLeft : <i32>(isDrawn ? middle - start > right : isHeavier);
  memory.copy(order + (<usize>middle << 2), scratch, <usize>right << 2);
  return middle;
}

/** Whether the rows that go left weigh more than the others. */
function isLeftHeavier(column: usize, start: i32, end: i32): bool {
  let more: f64 = 0;
  for (let i = <usize>start; i < <usize>end; i++) {
    const code = <i32>load<u16>(column + (<usize>load<u32>(order + (i << 2)) << 1));
    const w = load<f64>(nodeWeights + (i << 3));
    const isLeft = code == MISSING ? bestMissingLeft == 1 : levelsOf(bestFeature) > 0 ? hasBit(leftBits, code) : code <= bestCode;
    more += isLeft ? w : -w;
  }
  return more > 0;
}

/**
 * The same by a set of levels. The levels of the lighter side are listed, so that a level which no row of the node has goes to the heavier
 * one; and so does a missing value where none was missing.
 */
function partitionLevels(start: i32, end: i32, count: i32): i32 {
  const column = codes + ((<usize>bestFeature * <usize>rowCount) << 1);
  const isHeavier = isLeftHeavier(column, start, end);
  memory.fill(sideBits, 0, bytesOfBits(count));
  let middle = start;
  let right = 0;
  let hasMissing = false;
  for (let i = start; i < end; i++) {
    const row = load<u32>(order + (<usize>i << 2));
    const code = <i32>load<u16>(column + (<usize>row << 1));
    const isMissing = code == MISSING;
    hasMissing = hasMissing || isMissing;
    const isLeft = isMissing ? bestMissingLeft == 1 : hasBit(leftBits, code);
    if (isLeft != isHeavier && !isMissing) setBit(sideBits, code);
    if (isLeft) {
      store<u32>(order + (<usize>middle << 2), row);
      middle++;
    } else {
      store<u32>(scratch + (<usize>right << 2), row);
      right++;
    }
  }
  memory.copy(order + (<usize>middle << 2), scratch, <usize>right << 2);
  lastLeft = setsLength;
  firstRight = listBits(sideBits, count, sets + (<usize>setsLength << 2));
  setsLength += firstRight;
  const isMissingLeft = hasMissing ? bestMissingLeft == 1 : isHeavier;
  sides = SET | (isMissingLeft ? MISSING_LEFT : 0) | (isHeavier ? OTHERS_LEFT : 0);
  return middle;
}
