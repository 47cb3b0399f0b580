// AssemblyScript: the dual of support vector machines with the linear kernel, at a cost that grows with the rows and not their square.
//
// The dual: minimise ½‖Σβᵢxᵢ‖² − Σtᵢβᵢ + ε Σ|βᵢ| with lowᵢ ≤ βᵢ ≤ highᵢ, Σβᵢ = 0. The proximal point method (Rockafellar 1976) adds
// Σ (βᵢ − β′ᵢ)²/2σᵢ around the last solution β′, σᵢ = max(highᵢ, −lowᵢ)/h. What this has for its own dual is free and smooth: with
// βᵢ(w, b) = clip(soft(β′ᵢ + σᵢ(tᵢ − w·xᵢ − b), σᵢε)), a φ of gradient (w − Σβᵢxᵢ, −Σβᵢ) and Hessian diag(1 … 1, 0) + Σ σᵢx̃ᵢx̃ᵢᵀ over
// the rows whose β is between its bounds, x̃ = (x, 1). Newton's method with a line search along the pieces ends after finitely many
// steps (Keerthi & DeCoste, JMLR 6, 2005). β violates by |βᵢ − β′ᵢ|/σᵢ ≤ 2h: with h falling, a few turns are enough at any C.
//
// Memory, laid out by engine/kernel/svm-linear-kernel.ts: `table` is row by row, `width` f64 apart (a multiple of four): the columns, 1, zeros.
// One f64 a row for `target`, `low`, `high`, `beta`, `centre` (β′), `value` (w·x + b) and `slope` (its change along the step), with
// zeros up to an even number of rows; u8 a row for `isBetween`. `width` f64 for `point` (w, b), `step`, `sum` (Σβᵢx̃ᵢ); `hessian`
// has width² f64, its lower triangle. What a solve has come to is β, β′, `value`, `isBetween`, `point` and `progress` (six f64: Newton's
// steps, h, b, whether a turn is under way, whether its last step was whole, whether it is solved), and nothing else: put by and brought
// back, it goes on to the same numbers.

import { dot, factorise, solveFactored } from "./cholesky";

// h begins at half the range of t, and falls by so much a turn: 10 takes fewer steps in all than 3 or 100.
const FALL: f64 = 10;

// How small a slope at the end of a step makes the step good enough, as a share of the slope at its start.
const SLOPE_SHARE: f64 = 0.1;
const TRIALS_MAX: i32 = 50;

// Where no β is between its bounds b is undetermined. As if so much of one were, and the step is first of all one of b, as far as
// it lets φ fall: with a whole one it takes up to three times the steps at C = 100.
const LOOSE: f64 = 1e-6;

// How far Σβ may be from 0 by rounding, as a share of Σ|β| and a bound.
const BALANCE_SHARE: f64 = 1e-9;

// Newton's decrement below this share of what is minimised is rounding.
const DECREMENT_SHARE: f64 = 1e-20;

let rows: i32 = 0;
let columns: i32 = 0; // with the constant one
let width: i32 = 0;
let table: usize = 0;
let target: usize = 0;
let low: usize = 0;
let high: usize = 0;
let beta: usize = 0;
let centre: usize = 0;
let value: usize = 0;
let slope: usize = 0;
let isBetween: usize = 0;
let point: usize = 0;
let step: usize = 0;
let sum: usize = 0;
let hessian: usize = 0;
let progress: usize = 0;
let epsilon: f64 = 0;
let stiffness: f64 = 0; // 1/h
let largest: f64 = 0; // of the bounds
let steps: i32 = 0;
let h: f64 = 0;
let bias: f64 = 0;
let isUnderWay: bool = false;
let wasFull: bool = false;
let isSolved: bool = false;
let isNewton: bool = false; // whether the step is Newton's: b was determined
let betweenCount: i32 = 0; // rows whose β is between its bounds
let trialCount: i32 = 0; // of the last search

@inline
function number(at: usize, i: i32): f64 {
  return load<f64>(at + (<usize>i << 3));
}

@inline
function put(at: usize, i: i32, to: f64): void {
  store<f64>(at + (<usize>i << 3), to);
}

@inline
function rowAt(i: i32): usize {
  return table + ((<usize>i * <usize>width) << 3);
}

/** Takes over a problem; what the pointers are is said above. */
export function svmLinearTable(
  rowCount: i32,
  columnCount: i32,
  rowWidth: i32,
  tubeWidth: f64,
  tableAt: usize,
  targetAt: usize,
  lowAt: usize,
  highAt: usize,
  slopeAt: usize,
  stepAt: usize,
  sumAt: usize,
  hessianAt: usize,
  betaAt: usize,
  centreAt: usize,
  valueAt: usize,
  isBetweenAt: usize,
  pointAt: usize,
  progressAt: usize,
): void {
  rows = rowCount;
  columns = columnCount;
  width = rowWidth;
  epsilon = tubeWidth;
  table = tableAt;
  target = targetAt;
  low = lowAt;
  high = highAt;
  beta = betaAt;
  centre = centreAt;
  value = valueAt;
  slope = slopeAt;
  isBetween = isBetweenAt;
  point = pointAt;
  step = stepAt;
  sum = sumAt;
  hessian = hessianAt;
  progress = progressAt;
  largest = largestBound();
}

/** β at 0, from where a solve begins. */
export function svmLinearBegin(tolerance: f64): void {
  memory.fill(beta, 0, <usize>rows << 3);
  memory.fill(point, 0, <usize>width << 3);
  memory.fill(isBetween, 0, <usize>rows);
  memory.fill(progress, 0, 48);
  put(progress, 1, max(halfRange(), tolerance));
}

/**
 * Goes on until it is solved to a violation below `tolerance`, `stepsMax` of Newton's steps were taken in all, or `workMax` was done here;
 * at the end β, w in `point` (with b = 0) and w·x in `value` are left. Answers the work done: what a step, a row between its bounds and
 * a trial of the search weigh.
 */
export function svmLinearSolve(
  tolerance: f64,
  stepsMax: i32,
  workMax: f64,
  stepWork: f64,
  betweenWork: f64,
  trialWork: f64,
): f64 {
  steps = <i32>number(progress, 0);
  h = number(progress, 1);
  bias = number(progress, 2);
  isUnderWay = number(progress, 3) != 0;
  wasFull = number(progress, 4) != 0;
  isSolved = number(progress, 5) != 0;
  stiffness = 1 / h;
  let work: f64 = 0;
  while (work < workMax && !isSolved && (isUnderWay || steps < stepsMax)) {
    if (!isUnderWay) beginTurn();
    trialCount = 0;
    if (newtonStep(stepsMax)) steps++;
    else endTurn(tolerance);
    work += stepWork + betweenWork * <f64>betweenCount + trialWork * <f64>trialCount;
  }
  put(progress, 0, <f64>steps);
  put(progress, 1, h);
  put(progress, 2, bias);
  put(progress, 3, <f64>isUnderWay);
  put(progress, 4, <f64>wasFull);
  put(progress, 5, <f64>isSolved);
  return work;
}

/** A turn begins from the last solution, which it stays near. */
function beginTurn(): void {
  memory.copy(centre, beta, <usize>rows << 3);
  put(point, columns - 1, bias);
  multiply(point, value);
  isUnderWay = true;
  wasFull = false;
  steps++;
}

function endTurn(tolerance: f64): void {
  bias = number(point, columns - 1);
  memory.copy(point, sum, <usize>width << 3);
  put(point, columns - 1, 0);
  multiply(point, value);
  isUnderWay = false;
  isSolved = violation() < tolerance && isBalanced();
  h = max(h / FALL, tolerance / 4);
  stiffness = 1 / h;
}

function halfRange(): f64 {
  let most = -Infinity;
  let least = Infinity;
  for (let i = 0; i < rows; i++) {
    most = max(most, number(target, i));
    least = min(least, number(target, i));
  }
  return (most - least) / 2;
}

function largestBound(): f64 {
  let most: f64 = 0;
  for (let i = 0; i < rows; i++) most = max(most, max(number(high, i), -number(low, i)));
  return most;
}

/** A step of Newton's method towards the least φ, from `point` and its `value`s; false where none is left to take. */
function newtonStep(stepsMax: i32): bool {
  const changes = gather();
  if ((wasFull && changes == 0) || steps >= stepsMax) return false;
  const decrement = solveForStep();
  if (decrement <= DECREMENT_SHARE * size()) return false;
  multiply(step, slope);
  const length = search(-decrement);
  for (let j = 0; j < columns; j++) put(point, j, number(point, j) + length * number(step, j));
  for (let i = 0; i < rows; i++) put(value, i, number(value, i) + length * number(slope, i));
  // A whole step of Newton's within one piece of φ is to its least.
  wasFull = length == 1 && isNewton;
  return true;
}

/** ‖w‖² + Σ|tᵢβᵢ|, which nothing in φ is far above. */
function size(): f64 {
  let total: f64 = 0;
  for (let j = 0; j < columns - 1; j++) total += number(point, j) * number(point, j);
  for (let i = 0; i < rows; i++) total += abs(number(target, i) * number(beta, i));
  return total;
}

/** step = −Hessian⁻¹ · gradient; answers Newton's decrement, gradientᵀ Hessian⁻¹ gradient. */
function solveForStep(): f64 {
  for (let j = 0; j < columns; j++) put(step, j, number(sum, j) - (j < columns - 1 ? number(point, j) : 0));
  isNewton = factorise(hessian, columns, width, LOOSE * largest * stiffness);
  return solveFactored(hessian, columns, width, step);
}

/** out = x̃·v, one a row. */
function multiply(v: usize, out: usize): void {
  for (let i = 0; i < rows; i++) put(out, i, dot(rowAt(i), v, width));
}

/** σ of two rows. */
@inline
function stiffnessOf(lowest: v128, highest: v128): v128 {
  return f64x2.mul(f64x2.max(highest, f64x2.neg(lowest)), f64x2.splat(stiffness));
}

/** β of two rows, from their values. Without its soft threshold it would be β′ + σ(t − value). */
@inline
function betaOf(offset: usize, values: v128): v128 {
  const lowest = v128.load(low + offset);
  const highest = v128.load(high + offset);
  const sigma = stiffnessOf(lowest, highest);
  const free = f64x2.add(v128.load(centre + offset), f64x2.mul(sigma, f64x2.sub(v128.load(target + offset), values)));
  const tube = f64x2.mul(sigma, f64x2.splat(epsilon));
  const soft = f64x2.sub(free, f64x2.min(f64x2.max(free, f64x2.neg(tube)), tube));
  return f64x2.min(f64x2.max(soft, lowest), highest);
}

/** β, Σβᵢx̃ᵢ and the Hessian at the point; answers in how many rows another piece of φ holds than the last time. */
function gather(): i32 {
  memory.fill(sum, 0, <usize>width << 3);
  memory.fill(hessian, 0, (<usize>width * <usize>width) << 3);
  for (let j = 0; j < columns - 1; j++) put(hessian, j * width + j, 1);
  let changes = 0;
  betweenCount = 0;
  let waiting = 0; // a row that is between, less one of its pair: two are added to the Hessian at a time
  for (let i = 0; i < rows; i += 2) {
    const offset = <usize>i << 3;
    const before0 = number(beta, i);
    const before1 = number(beta, i + 1);
    v128.store(beta + offset, betaOf(offset, v128.load(value + offset)));
    changes += <i32>take(i, before0);
    if (i + 1 < rows) changes += <i32>take(i + 1, before1);
    if (load<u8>(isBetween + <usize>i) != 0) waiting = pair(waiting, i);
    if (i + 1 < rows && load<u8>(isBetween + <usize>(i + 1)) != 0) waiting = pair(waiting, i + 1);
  }
  if (waiting > 0) addToHessian(waiting - 1, waiting - 1, 0);
  return changes;
}

/** Adds a row's β to the sum; answers whether its piece is another one. */
@inline
function take(i: i32, before: f64): bool {
  const b = number(beta, i);
  const is = b > number(low, i) && b < number(high, i) && b != 0;
  const was = load<u8>(isBetween + <usize>i) != 0;
  store<u8>(isBetween + <usize>i, <u8>is);
  betweenCount += <i32>is;
  if (b != 0) {
    const at = rowAt(i);
    const weight = f64x2.splat(b);
    for (let j: usize = 0; j < <usize>width; j += 2) {
      const to = sum + (j << 3);
      v128.store(to, f64x2.relaxed_madd(weight, v128.load(at + (j << 3)), v128.load(to)));
    }
  }
  return is != was || (!is && b != before);
}

@inline
function pair(waiting: i32, i: i32): i32 {
  if (waiting == 0) return i + 1;
  addToHessian(waiting - 1, i, 1);
  return 0;
}

@inline
function sigmaOf(i: i32): f64 {
  return max(number(high, i), -number(low, i)) * stiffness;
}

/** Adds σx̃x̃ᵀ of two rows, of the second `share` times. */
function addToHessian(first: i32, second: i32, share: f64): void {
  const p = rowAt(first);
  const q = rowAt(second);
  const sigmaP = sigmaOf(first);
  const sigmaQ = sigmaOf(second) * share;
  for (let j = 0; j < columns; j++) {
    const a = f64x2.splat(sigmaP * number(p, j));
    const b = f64x2.splat(sigmaQ * number(q, j));
    const to = hessian + ((<usize>j * <usize>width) << 3);
    for (let k: usize = 0; k <= <usize>j; k += 2) {
      const offset = k << 3;
      const with1 = f64x2.relaxed_madd(a, v128.load(p + offset), v128.load(to + offset));
      v128.store(to + offset, f64x2.relaxed_madd(b, v128.load(q + offset), with1));
    }
  }
}

/** How far to go along the step: to where φ, falling at first by `start`, falls no more (false position on its piecewise linear slope). */
function search(start: f64): f64 {
  let from: f64 = 0;
  let slopeFrom = start;
  let to: f64 = Infinity;
  let slopeTo: f64 = 0;
  let length: f64 = 1;
  for (let trial = 0; trial < TRIALS_MAX; trial++) {
    trialCount++;
    const here = slopeAt(length);
    if (abs(here) <= -SLOPE_SHARE * start) break;
    if (here < 0) {
      from = length;
      slopeFrom = here;
    } else {
      to = length;
      slopeTo = here;
    }
    if (to == Infinity) length *= 4;
    else {
      // False position would creep where one end stays: every other trial halves.
      const share = trial & 1 ? 0.5 : slopeFrom / (slopeFrom - slopeTo);
      length = from + (to - from) * share;
    }
  }
  return length;
}

/** φ′ so far along the step. */
function slopeAt(length: f64): f64 {
  let total: f64 = 0;
  for (let j = 0; j < columns - 1; j++) total += (number(point, j) + length * number(step, j)) * number(step, j);
  let pairs = f64x2.splat(0);
  const far = f64x2.splat(length);
  for (let i = 0; i < rows; i += 2) {
    const offset = <usize>i << 3;
    const along = v128.load(slope + offset);
    const b = betaOf(offset, f64x2.add(v128.load(value + offset), f64x2.mul(far, along)));
    pairs = f64x2.add(pairs, f64x2.mul(b, along));
  }
  return total - f64x2.extract_lane(pairs, 0) - f64x2.extract_lane(pairs, 1);
}

/** Whether Σβ = 0 but for rounding. */
function isBalanced(): bool {
  let total: f64 = 0;
  let absolute: f64 = 0;
  for (let i = 0; i < rows; i++) {
    total += number(beta, i);
    absolute += abs(number(beta, i));
  }
  return abs(total) <= BALANCE_SHARE * (absolute + largest);
}

/** By how much the β that should grow most is ahead of the one that should fall most, as in sequential minimal optimisation. */
function violation(): f64 {
  let most = -Infinity;
  let least = Infinity;
  for (let i = 0; i < rows; i++) {
    const b = number(beta, i);
    const rest = number(target, i) - number(value, i);
    if (b < number(high, i)) most = max(most, b < 0 ? rest + epsilon : rest - epsilon);
    if (b > number(low, i)) least = min(least, b > 0 ? rest - epsilon : rest + epsilon);
  }
  return most - least;
}
