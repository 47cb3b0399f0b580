// AssemblyScript: the best split of a node by its histogram (Chen & Guestrin 2016, algorithms 1 and 3; scikit-learn's
// HistGradientBoosting). A side of gradients G and hessians H is worth G²/(H + λ); where values are bounded, −G·v − … of its bounded value v =
// −G/(H + λ), which is −G·v. Missing values are tried on either side. Levels are put in order by G/(H + 10) (Fisher 1958), those of fewer than
// ten rows staying on the right, and the sides are tried from both ends to the middle.
import { BINS, countBits, countMask, entryShift, gradientUnit, hessianUnit, histogramBytes, isConstant, MISSING_BIN } from "./table";

// Of a hessian, so that no side is divided by 0; and the least that a side may have.
const HESSIAN_LEAST: f64 = 1e-3;
const NO_ZERO: f64 = 1e-15;
// Levels of less support are in no order that means anything.
const SUPPORT_LEAST: f64 = 10;
// Two splits of the same rows differ by some 1e-15: what is better by rounding alone is as good, and comes too late.
const ROUNDING: f64 = 1 + 1e-12;

// Of the node.
let lambda: f64 = 0;
let rowsMin: i32 = 1;
let totalGradients: i64 = 0;
let totalHessians: i64 = 0; // above the count, as in an entry
let nodeGradients: f64 = 0;
let nodeHessians: f64 = 0;
let nodeRows: i32 = 0;
let parentWorth: f64 = 0;
let lowerBound: f64 = 0;
let upperBound: f64 = 0;

// The side that a scan fills.
let sideGradients: i64 = 0;
let sideHessians: i64 = 0;

// The best split of the node so far.
let bestScore: f64 = 0;
let scoreToBeat: f64 = 0;
let bestColumn: i32 = -1;
let bestBin: i32 = 0;
let bestMissingLeft: bool = false;
let bestIsSet: bool = false;
let bestLeftGradients: i64 = 0;
let bestLeftHessians: i64 = 0;

/** A bit a bin of the best split's left side, where it is one of levels: 32 bytes. */
export const leftBins: usize = memory.data(32, 16);
// Of levels, one after the other: their bins (i32) and what they are ordered by (f64).
const orderedBins: usize = memory.data(4 * BINS, 16);
const orderedKeys: usize = memory.data(8 * BINS, 16);

// What `findSplit` leaves for the caller, f64 each: gain, column (−1: none), bin, whether missing goes left, whether by levels; of the left
// side and of the right one: gradients, hessians, rows.
export const splitFound: usize = memory.data(8 * 11, 16);

/** How a column is split, i32 each by column: 0 numbers, 1 numbers of which some are missing, 2 levels; how many bins; +1, −1 or 0. */
export function findSplit(
  histogram: usize,
  columns: usize,
  columnsTried: i32,
  kinds: usize,
  binCounts: usize,
  signs: usize,
  leafRowsMin: i32,
  l2: f64,
  worthOfNode: f64,
  lower: f64,
  upper: f64,
): void {
  lambda = l2 + NO_ZERO;
  rowsMin = leafRowsMin;
  parentWorth = worthOfNode;
  lowerBound = lower;
  upperBound = upper;
  bestColumn = -1;
  sumNode(histogram);
  // No gain is none.
  bestScore = parentWorth;
  scoreToBeat = parentWorth > 0 ? parentWorth * ROUNDING : parentWorth;
  const isBounded = signs != 0;
  for (let i = 0; i < columnsTried; i++) {
    const column = load<i32>(columns + (<usize>i << 2));
    const at = histogram + <usize>column * histogramBytes();
    const kind = load<i32>(kinds + (<usize>column << 2));
    const count = load<i32>(binCounts + (<usize>column << 2));
    const sign = isBounded ? load<i32>(signs + (<usize>column << 2)) : 0;
    if (kind == 2) tryLevels(at, column, count, isBounded);
    else if (isBounded) tryBounded(at, column, count, kind == 1, sign);
    else scanBoth(at, column, count, kind == 1);
  }
  tell();
}

function sumNode(histogram: usize): void {
  totalGradients = 0;
  totalHessians = 0;
  for (let bin = 0; bin < BINS; bin++) {
    totalGradients += gradientsOf(histogram, bin);
    totalHessians += hessiansOf(histogram, bin);
  }
  nodeRows = <i32>(totalHessians & countMask);
  nodeGradients = <f64>totalGradients;
  nodeHessians = hessianOf(totalHessians);
}

// Of an entry: its gradients, and its hessians above its rows; where every hessian is 1, those are as many as rows.
@inline
function gradientsOf(column: usize, bin: i32): i64 {
  return isConstant ? load<i64>(column + (<usize>bin << 3)) >> countBits : load<i64>(column + (<usize>bin << 4));
}

@inline
function hessiansOf(column: usize, bin: i32): i64 {
  return isConstant ? load<i64>(column + (<usize>bin << 3)) & countMask : load<i64>(column + (<usize>bin << 4), 8);
}

@inline
function hessianOf(above: i64): f64 {
  return isConstant ? <f64>(<i32>above) : <f64>(above >> countBits) * hessianUnit;
}

/** From the left, missing values staying on the right; and from the right, where some are missing: they are then on the left. */
@inline
function scanBoth(at: usize, column: i32, binCount: i32, hasMissing: bool): void {
  const end = at + (<usize>(hasMissing ? binCount : binCount - 1) << entryShift);
  const step: usize = 1 << entryShift;
  if (isConstant) scanCounts(at, end, step, at, column);
  else scanPairs(at, end, step, at, column);
  if (!hasMissing) return;
  const last = at + (<usize>(binCount - 1) << entryShift);
  if (isConstant) scanCounts(last, at, -step, at, column);
  else scanPairs(last, at, -step, at, column);
}

/**
 * Goes through entries from `first` to the one before `end`, filling a side, where hessians are 1 and values unbounded: the case that is most of
 * the work of regression. Gradients stay in their unit.
 */
function scanCounts(first: usize, end: usize, step: usize, at: usize, column: i32): void {
  const unit = 1 / (gradientUnit * gradientUnit);
  let toBeat = scoreToBeat * unit;
  const bits = countBits;
  const mask = countMask;
  const least = rowsMin;
  const most = nodeRows - rowsMin;
  let sum: i64 = 0;
  for (let entry = first; entry != end; entry += step) {
    const moved = load<i64>(entry);
    if (moved == 0) continue;
    sum += moved;
    const rows = <i32>(sum & mask);
    if (rows < least) continue;
    if (rows > most) break;
    const side = <f64>(sum >> bits);
    const rest = nodeGradients - side;
    const ofSide = <f64>rows + lambda;
    const ofRest = nodeHessians - <f64>rows + lambda;
    const both = ofSide * ofRest;
    const score = side * side * ofRest + rest * rest * ofSide;
    // Products instead of quotients: few splits are better than the best so far.
    if (score <= toBeat * both) continue;
    takeSide(score / both / unit, column, <i32>((entry - at) >> 3), first != at, sum >> bits, sum & mask);
    toBeat = scoreToBeat * unit;
  }
}

/** The same of any hessians. */
function scanPairs(first: usize, end: usize, step: usize, at: usize, column: i32): void {
  const unit = 1 / (gradientUnit * gradientUnit);
  let toBeat = scoreToBeat * unit;
  const hUnit = hessianUnit;
  const hMost = nodeHessians - HESSIAN_LEAST;
  const bits = countBits;
  const mask = countMask;
  const least = rowsMin;
  const most = nodeRows - rowsMin;
  let sum = i64x2.splat(0);
  for (let entry = first; entry != end; entry += step) {
    const moved = v128.load(entry);
    if (i64x2.extract_lane(moved, 1) == 0) continue;
    sum = i64x2.add(sum, moved);
    const above = i64x2.extract_lane(sum, 1);
    const rows = <i32>(above & mask);
    if (rows < least) continue;
    if (rows > most) break;
    const hessians = <f64>(above >> bits) * hUnit;
    if (hessians < HESSIAN_LEAST) continue;
    if (hessians > hMost) break;
    const side = <f64>i64x2.extract_lane(sum, 0);
    const rest = nodeGradients - side;
    const ofSide = hessians + lambda;
    const ofRest = nodeHessians - hessians + lambda;
    const both = ofSide * ofRest;
    const score = side * side * ofRest + rest * rest * ofSide;
    if (score <= toBeat * both) continue;
    takeSide(score / both / unit, column, <i32>((entry - at) >> 4), first != at, i64x2.extract_lane(sum, 0), above);
    toBeat = scoreToBeat * unit;
  }
}

/** Where values are bounded, or must not fall or rise with the column. */
function tryBounded(at: usize, column: i32, binCount: i32, hasMissing: bool, sign: i32): void {
  startSide();
  const end = hasMissing ? binCount : binCount - 1;
  for (let bin = 0; bin < end; bin++) {
    if (!move(at, bin)) continue;
    const score = boundedScore(sideGradients, sideHessians, sign);
    if (score > scoreToBeat) takeSide(score, column, bin, false, sideGradients, sideHessians);
  }
  if (!hasMissing) return;
  startSide();
  for (let bin = binCount - 1; bin > 0; bin--) {
    if (!move(at, bin)) continue;
    const score = boundedScore(totalGradients - sideGradients, totalHessians - sideHessians, sign);
    if (score > scoreToBeat) takeSide(score, column, bin, true, sideGradients, sideHessians);
  }
}

function startSide(): void {
  sideGradients = 0;
  sideHessians = 0;
}

/** Adds a bin to the side; says whether both sides then have enough. */
@inline
function move(at: usize, bin: i32): bool {
  const hessians = hessiansOf(at, bin);
  sideGradients += gradientsOf(at, bin);
  sideHessians += hessians;
  return hessians != 0 && isEnough(sideHessians) && isEnough(totalHessians - sideHessians);
}

@inline
function isEnough(hessians: i64): bool {
  return <i32>(hessians & countMask) >= rowsMin && (isConstant || hessianOf(hessians) >= HESSIAN_LEAST);
}

/** What both sides are worth; −1 where the values would go the wrong way. */
function boundedScore(leftGradients: i64, leftHessians: i64, sign: i32): f64 {
  const left = <f64>leftGradients * gradientUnit;
  const right = (nodeGradients - <f64>leftGradients) * gradientUnit;
  const leftHessian = hessianOf(leftHessians);
  const leftValue = bounded(-left / (leftHessian + lambda));
  const rightValue = bounded(-right / (nodeHessians - leftHessian + lambda));
  if (<f64>sign * (rightValue - leftValue) < 0) return -1;
  return -left * leftValue - right * rightValue;
}

@inline
function bounded(value: f64): f64 {
  return min(max(value, lowerBound), upperBound);
}

/** The bins of levels on either side of the split; missing ones are a level like others. */
function tryLevels(at: usize, column: i32, binCount: i32, isBounded: bool): void {
  const support = <f64>nodeRows / nodeHessians;
  let used = 0;
  for (let bin = 0; bin < binCount; bin++) used = enlist(at, bin, support, used);
  used = enlist(at, MISSING_BIN, support, used);
  if (used <= 1) return;
  const middle = (used + 1) >> 1;
  scanLevels(at, column, used, 1, middle, isBounded);
  scanLevels(at, column, used, -1, middle - 1, isBounded);
}

/** Puts a level with support where its key belongs, after equal ones. */
function enlist(at: usize, bin: i32, support: f64, used: i32): i32 {
  const hessian = hessianOf(hessiansOf(at, bin));
  if (hessian * support < SUPPORT_LEAST) return used;
  const key = <f64>gradientsOf(at, bin) / (hessian + SUPPORT_LEAST);
  let i = used;
  for (; i > 0 && load<f64>(orderedKeys + (<usize>(i - 1) << 3)) > key; i--) {
    store<f64>(orderedKeys + (<usize>i << 3), load<f64>(orderedKeys + (<usize>(i - 1) << 3)));
    store<i32>(orderedBins + (<usize>i << 2), load<i32>(orderedBins + (<usize>(i - 1) << 2)));
  }
  store<f64>(orderedKeys + (<usize>i << 3), key);
  store<i32>(orderedBins + (<usize>i << 2), bin);
  return used + 1;
}

function scanLevels(at: usize, column: i32, used: i32, direction: i32, steps: i32, isBounded: bool): void {
  startSide();
  for (let i = 0; i < steps; i++) {
    const place = direction == 1 ? i : used - 1 - i;
    if (!move(at, load<i32>(orderedBins + (<usize>place << 2)))) continue;
    const score = isBounded ? boundedScore(sideGradients, sideHessians, 0) : freeScore();
    if (score <= scoreToBeat) continue;
    takeSide(score, column, 0, false, sideGradients, sideHessians);
    bestIsSet = true;
    memory.fill(leftBins, 0, 32);
    for (let k = 0; k <= i; k++) {
      const bin = load<i32>(orderedBins + (<usize>(direction == 1 ? k : used - 1 - k) << 2));
      const byte = leftBins + <usize>(bin >> 3);
      store<u8>(byte, load<u8>(byte) | <u8>(<u32>1 << (<u32>bin & 7)));
    }
    bestMissingLeft = ((load<u8>(leftBins, 31) >> 7) & 1) != 0;
  }
}

function freeScore(): f64 {
  const left = <f64>sideGradients * gradientUnit;
  const right = (nodeGradients - <f64>sideGradients) * gradientUnit;
  const hessian = hessianOf(sideHessians);
  return (left * left) / (hessian + lambda) + (right * right) / (nodeHessians - hessian + lambda);
}

/** A side that a scan has filled up to a bin: the left one, or the right one, which missing values are not on. */
function takeSide(score: f64, column: i32, bin: i32, isRight: bool, gradients: i64, hessians: i64): void {
  bestScore = score;
  scoreToBeat = score * ROUNDING;
  bestColumn = column;
  bestBin = isRight ? bin - 1 : bin;
  bestMissingLeft = isRight;
  bestIsSet = false;
  bestLeftGradients = isRight ? totalGradients - gradients : gradients;
  bestLeftHessians = isRight ? totalHessians - hessians : hessians;
}

function tell(): void {
  const right = totalHessians - bestLeftHessians;
  put(0, bestScore - parentWorth);
  put(1, <f64>bestColumn);
  put(2, <f64>bestBin);
  put(3, bestMissingLeft ? 1 : 0);
  put(4, bestIsSet ? 1 : 0);
  put(5, <f64>bestLeftGradients * gradientUnit);
  put(6, hessianOf(bestLeftHessians));
  put(7, <f64>(bestLeftHessians & countMask));
  put(8, <f64>(totalGradients - bestLeftGradients) * gradientUnit);
  put(9, hessianOf(right));
  put(10, <f64>(right & countMask));
}

@inline
function put(i: usize, value: f64): void {
  store<f64>(splitFound + (i << 3), value);
}
