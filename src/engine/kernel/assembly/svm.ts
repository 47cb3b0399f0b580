// AssemblyScript: support vector machines by sequential minimal optimisation with second-order selection of the working set (Platt
// 1998; Fan, Chen & Lin, JMLR 6, 2005), and their decision values.
//
// The dual: minimise ½ Σᵥ Σᵤ αᵥαᵤ yᵥyᵤ K(xᵥ, xᵤ) + Σᵥ pᵥαᵥ with 0 ≤ αᵥ ≤ Cᵥ, Σᵥ yᵥαᵥ = 0. Variable v stands for row v mod
// `rows`, so that regression has two a row, y = +1 and −1. Of the gradient only f = Σᵥ yᵥαᵥ K(xᵥ, ·) is kept, one f64 a row:
// Gᵥ = yᵥ f + pᵥ. It is kept for all rows, so that shrinking only narrows the search for the working set.
//
// Memory, laid out by engine/kernel/svm-kernel.ts: `x` is column by column, `stride` numbers apart (rows rounded up to LANES, the rest zero),
// `norms` the squared norms. Kernel rows are f32, `stride` apart in a cache of `slots`; one that was not used of late goes (the
// clock's second chance). As they are f32 anyway, exp(−γ‖a − b‖²) is worked out in f32 for the dual: there `x` is f32, and no norms
// are. The differences are squared one by one: norms less twice the product would leave the digits of large norms.

const LANES: i32 = 16; // rows of one turn of the loop over columns
const LINEAR: i32 = 0;
const RBF: i32 = 1;
const POLY: i32 = 2;
const SIGMOID: i32 = 3;

// The least curvature of a step: K need not be positive definite (sigmoid), and equal rows have none.
const TAU: f64 = 1e-12;

let rows: i32 = 0;
let columns: i32 = 0;
let stride: i32 = 0;
let x: usize = 0;
let norms: usize = 0;
let scratch: usize = 0; // one kernel row in f64

let kind: i32 = 0;
let gamma: f64 = 0;
let coef0: f64 = 0;
let degree: i32 = 0;

let cache: usize = 0;
let slots: i32 = 0;
let slotOf: usize = 0; // i32 a row, −1 for none
let rowOf: usize = 0; // i32 a slot, −1 for none
let wasUsed: usize = 0; // u8 a slot
let hand: i32 = 0;
let made: i32 = 0; // kernel rows worked out

/** Takes over a table and a kernel. */
export function svmTable(
  rowCount: i32,
  columnCount: i32,
  rowStride: i32,
  xAt: usize,
  scratchAt: usize,
  kernelKind: i32,
  kernelGamma: f64,
  kernelCoef0: f64,
  kernelDegree: i32,
): void {
  rows = rowCount;
  columns = columnCount;
  stride = rowStride;
  x = xAt;
  scratch = scratchAt;
  kind = kernelKind;
  gamma = kernelGamma;
  coef0 = kernelCoef0;
  degree = kernelDegree;
}

/** Works out the norms, which all need but the dual with exp(−γ‖a − b‖²). */
export function svmNorms(normsAt: usize): void {
  norms = normsAt;
  for (let row = 0; row < stride; row++) {
    let sum: f64 = 0;
    for (let column = 0; column < columns; column++) {
      const value = load<f64>(x + ((<usize>column * <usize>stride + <usize>row) << 3));
      sum += value * value;
    }
    store<f64>(norms + (<usize>row << 3), sum);
  }
}

/** Room for a cache of `slotCount` ≥ 2 rows. */
export function svmCache(cacheAt: usize, slotCount: i32, slotOfAt: usize, rowOfAt: usize, wasUsedAt: usize): void {
  cache = cacheAt;
  slots = slotCount;
  slotOf = slotOfAt;
  rowOf = rowOfAt;
  wasUsed = wasUsedAt;
  hand = 0;
  memory.fill(slotOf, 0xff, <usize>rows << 2);
  memory.fill(rowOf, 0xff, <usize>slots << 2);
  memory.fill(wasUsed, 0, <usize>slots);
}

/** Kernel values of a point with all rows, f64, into `out`. The point: `columns` f64, `pointStride` bytes apart. */
function kernelRow(point: usize, pointStride: usize, pointNorm: f64, out: usize): void {
  for (let j = 0; j < stride; j += LANES / 2) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    let at = x + (<usize>j << 3);
    let from = point;
    for (let column = 0; column < columns; column++) {
      const value = f64x2.splat(load<f64>(from));
      a = f64x2.relaxed_madd(value, v128.load(at), a);
      b = f64x2.relaxed_madd(value, v128.load(at, 16), b);
      c = f64x2.relaxed_madd(value, v128.load(at, 32), c);
      d = f64x2.relaxed_madd(value, v128.load(at, 48), d);
      at += <usize>stride << 3;
      from += pointStride;
    }
    const to = out + (<usize>j << 3);
    if (kind == RBF) {
      const n = norms + (<usize>j << 3);
      v128.store(to, rbf(a, v128.load(n), pointNorm));
      v128.store(to + 16, rbf(b, v128.load(n, 16), pointNorm));
      v128.store(to + 32, rbf(c, v128.load(n, 32), pointNorm));
      v128.store(to + 48, rbf(d, v128.load(n, 48), pointNorm));
    } else {
      v128.store(to, a);
      v128.store(to + 16, b);
      v128.store(to + 32, c);
      v128.store(to + 48, d);
    }
  }
  if (kind == POLY || kind == SIGMOID) {
    for (let j: usize = 0; j < <usize>rows; j++) {
      const at = out + (j << 3);
      store<f64>(at, bend(load<f64>(at)));
    }
  }
}

/** exp(−γ‖x − y‖²), from x·y and the norms; ‖x − y‖² rounds to no less than 0. */
@inline
function rbf(dot: v128, norm: v128, pointNorm: f64): v128 {
  const square = f64x2.sub(f64x2.add(norm, f64x2.splat(pointNorm)), f64x2.mul(f64x2.splat(2), dot));
  return exp2lanes(f64x2.mul(f64x2.splat(-gamma), f64x2.max(square, f64x2.splat(0))));
}

@inline
function bend(dot: f64): f64 {
  const value = gamma * dot + coef0;
  if (kind == SIGMOID) return Math.tanh(value);
  let power: f64 = 1;
  for (let i = 0; i < degree; i++) power *= value;
  return power;
}

/**
 * eˣ of two numbers ≤ 0, relative error below 1e-14: x = n·ln 2 + r with |r| ≤ ln 2/2, Taylor's polynomial of degree 12 for eʳ, 2ⁿ by
 * its exponent bits. Below −708 it is 0.
 */
@inline
function exp2lanes(value: v128): v128 {
  const least = f64x2.splat(-708);
  const clamped = f64x2.max(value, least);
  const n = f64x2.nearest(f64x2.mul(clamped, f64x2.splat(1.4426950408889634)));
  let r = f64x2.sub(clamped, f64x2.mul(n, f64x2.splat(0.6931471803691238)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.9082149292705877e-10)));
  let p = f64x2.splat(2.08767569878681e-9);
  p = f64x2.relaxed_madd(p, r, f64x2.splat(2.505210838544172e-8));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(2.755731922398589e-7));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(2.7557319223985893e-6));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(2.48015873015873e-5));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(1.984126984126984e-4));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(1.388888888888889e-3));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(8.333333333333333e-3));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(4.1666666666666664e-2));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(1.6666666666666666e-1));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(0.5));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(1));
  p = f64x2.relaxed_madd(p, r, f64x2.splat(1));
  // Adding 1.5 · 2⁵² leaves n in the low bits.
  const bits = i64x2.add(f64x2.add(n, f64x2.splat(6755399441055744)), i64x2.splat(1023));
  const power = i64x2.shl(bits, 52);
  return v128.andnot(f64x2.mul(p, power), f64x2.lt(value, least));
}

/** exp(−γ‖a − b‖²) of a row with all rows, f32, into `out`. */
function narrowRow(row: i32, out: usize): void {
  const apart = <usize>stride << 2;
  for (let j: usize = 0; j < apart; j += LANES << 2) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let at = x + j;
    let from = x + (<usize>row << 2);
    for (let column = 0; column < columns; column++) {
      const value = v128.load32_splat(from);
      const p = f32x4.sub(v128.load(at), value);
      const q = f32x4.sub(v128.load(at, 16), value);
      const r = f32x4.sub(v128.load(at, 32), value);
      const s = f32x4.sub(v128.load(at, 48), value);
      a = f32x4.relaxed_madd(p, p, a);
      b = f32x4.relaxed_madd(q, q, b);
      c = f32x4.relaxed_madd(r, r, c);
      d = f32x4.relaxed_madd(s, s, d);
      at += apart;
      from += apart;
    }
    const scale = f32x4.splat(<f32>-gamma);
    v128.store(out + j, exp4lanes(f32x4.mul(scale, a)));
    v128.store(out + j, exp4lanes(f32x4.mul(scale, b)), 16);
    v128.store(out + j, exp4lanes(f32x4.mul(scale, c)), 32);
    v128.store(out + j, exp4lanes(f32x4.mul(scale, d)), 48);
  }
}

/** eˣ of four numbers ≤ 0 as `exp2lanes` has it, with Taylor's polynomial of degree 7: relative error below 2e-7. Below −87 it is 0. */
@inline
function exp4lanes(value: v128): v128 {
  const least = f32x4.splat(-87);
  const clamped = f32x4.max(value, least);
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.442695)));
  let r = f32x4.relaxed_nmadd(n, f32x4.splat(0.693359375), clamped);
  r = f32x4.relaxed_nmadd(n, f32x4.splat(-2.12194440e-4), r);
  let p = f32x4.splat(1.98412698e-4);
  p = f32x4.relaxed_madd(p, r, f32x4.splat(1.38888889e-3));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(8.33333333e-3));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(4.16666667e-2));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(1.66666667e-1));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(0.5));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(1));
  p = f32x4.relaxed_madd(p, r, f32x4.splat(1));
  // Adding 1.5 · 2²³ leaves n in the low bits.
  const bits = i32x4.add(f32x4.add(n, f32x4.splat(12582912)), i32x4.splat(127));
  return v128.andnot(f32x4.mul(p, i32x4.shl(bits, 23)), f32x4.lt(value, least));
}

/** The kernel row of a row, f32, out of the cache. */
function cachedRow(row: i32): usize {
  let slot = load<i32>(slotOf + (<usize>row << 2));
  if (slot >= 0) {
    store<u8>(wasUsed + <usize>slot, 1);
    return cache + ((<usize>slot * <usize>stride) << 2);
  }
  while (load<u8>(wasUsed + <usize>hand) != 0) {
    store<u8>(wasUsed + <usize>hand, 0);
    hand = hand + 1 == slots ? 0 : hand + 1;
  }
  slot = hand;
  hand = hand + 1 == slots ? 0 : hand + 1;
  const before = load<i32>(rowOf + (<usize>slot << 2));
  if (before >= 0) store<i32>(slotOf + (<usize>before << 2), -1);
  store<i32>(rowOf + (<usize>slot << 2), row);
  store<i32>(slotOf + (<usize>row << 2), slot);
  store<u8>(wasUsed + <usize>slot, 1);
  const at = cache + ((<usize>slot * <usize>stride) << 2);
  made++;
  if (kind == RBF) {
    narrowRow(row, at);
    return at;
  }
  kernelRow(x + (<usize>row << 3), <usize>stride << 3, number(norms, row), scratch);
  for (let j: usize = 0; j < <usize>stride; j++) store<f32>(at + (j << 2), <f32>load<f64>(scratch + (j << 3)));
  return at;
}

@inline
function diagonal(row: i32): f64 {
  if (kind == RBF) return 1;
  return kind == LINEAR ? number(norms, row) : bend(number(norms, row));
}

// The dual at hand: one f64 a variable but `active` (i32), one f64 a row for `f` and `diagonals`. What a solve has come to is α, `active`,
// f and `progress` (four i32: the steps, how many are active, steps until some are set aside, whether it is solved), and nothing else: put
// by and brought back, it goes on to the same numbers.
let variableCount: i32 = 0;
let alpha: usize = 0;
let sign: usize = 0;
let linear: usize = 0;
let bound: usize = 0;
let active: usize = 0;
let f: usize = 0;
let diagonals: usize = 0;
let progress: usize = 0;
let stepCount: i32 = 0;
let activeCount: i32 = 0;
let untilShrink: i32 = 0;
let isSolved: i32 = 0;

@inline
function rowOfVariable(v: i32): i32 {
  return v >= rows ? v - rows : v;
}

@inline
function number(at: usize, i: i32): f64 {
  return load<f64>(at + (<usize>i << 3));
}

/** −yG: what the first of a pair should have much of, and the second little. */
@inline
function pull(v: i32): f64 {
  return -(number(f, rowOfVariable(v)) + number(sign, v) * number(linear, v));
}

/** Whether yα may grow, and whether it may fall. */
@inline
function mayGrow(v: i32): bool {
  return number(sign, v) > 0 ? number(alpha, v) < number(bound, v) : number(alpha, v) > 0;
}

@inline
function mayFall(v: i32): bool {
  return number(sign, v) > 0 ? number(alpha, v) > 0 : number(alpha, v) < number(bound, v);
}

@inline
function activeAt(k: i32): i32 {
  return load<i32>(active + (<usize>k << 2));
}

/** K(i, i) + K(j, j) − 2 K(i, j), out of the kernel row of i. */
@inline
function curvature(rowI: i32, rowJ: i32, kI: usize): f64 {
  const value = number(diagonals, rowI) + number(diagonals, rowJ) - 2 * <f64>load<f32>(kI + (<usize>rowJ << 2));
  return value > 0 ? value : TAU;
}

/** Takes over a dual; what the pointers are is said above. */
export function svmDual(
  variables: i32,
  signAt: usize,
  linearAt: usize,
  boundAt: usize,
  diagonalsAt: usize,
  alphaAt: usize,
  activeAtStart: usize,
  fAt: usize,
  progressAt: usize,
): void {
  variableCount = variables;
  alpha = alphaAt;
  sign = signAt;
  linear = linearAt;
  bound = boundAt;
  active = activeAtStart;
  f = fAt;
  diagonals = diagonalsAt;
  progress = progressAt;
  for (let row = 0; row < rows; row++) store<f64>(diagonals + (<usize>row << 3), diagonal(row));
}

/** α at 0, from where a solve begins. */
export function svmBegin(): void {
  memory.fill(alpha, 0, <usize>variableCount << 3);
  memory.fill(f, 0, <usize>stride << 3);
  stepCount = 0;
  activeCount = activateAll(variableCount);
  untilShrink = min(variableCount, 1000);
  isSolved = 0;
  keepProgress();
}

/**
 * Goes on with the dual until it is solved to `tolerance` (of the gradient's violation), `stepsMax` steps were taken in all, or `workMax`
 * was done here. Answers the work done: what a visit of an active variable, a number of f and a kernel row weigh.
 */
export function svmSolve(
  tolerance: f64,
  stepsMax: i32,
  workMax: f64,
  visitWork: f64,
  numberWork: f64,
  rowWork: f64,
): f64 {
  stepCount = load<i32>(progress);
  activeCount = load<i32>(progress, 4);
  untilShrink = load<i32>(progress, 8);
  isSolved = load<i32>(progress, 12);
  const stepWork = numberWork * <f64>stride;
  let work: f64 = 0;
  while (isSolved == 0 && stepCount < stepsMax && work < workMax) {
    made = 0;
    work += stepWork + visitWork * <f64>activeCount;
    step(tolerance);
    work += rowWork * <f64>made;
  }
  keepProgress();
  return work;
}

function keepProgress(): void {
  store<i32>(progress, stepCount);
  store<i32>(progress, activeCount, 4);
  store<i32>(progress, untilShrink, 8);
  store<i32>(progress, isSolved, 12);
}

/** Moves a pair; where none is left to be moved, all variables are looked at again, and if they were already the dual is solved. */
function step(tolerance: f64): void {
  stepCount++;
  if (--untilShrink == 0) {
    untilShrink = min(variableCount, 1000);
    activeCount = shrink(tolerance);
  }
  const first = selectFirst();
  const second = first < 0 ? -1 : selectSecond(first, tolerance);
  if (second >= 0) {
    moveTogether(first, second);
    return;
  }
  if (activeCount == variableCount) {
    isSolved = 1;
    return;
  }
  // What was set aside may move after all.
  activeCount = activateAll(variableCount);
  untilShrink = min(variableCount, 1000);
}

function activateAll(variables: i32): i32 {
  for (let v = 0; v < variables; v++) store<i32>(active + (<usize>v << 2), v);
  return variables;
}

/** The variable with the strongest pull among those whose yα may grow; −1 for none. */
function selectFirst(): i32 {
  let first = -1;
  let most = -Infinity;
  for (let k = 0; k < activeCount; k++) {
    const v = activeAt(k);
    if (!mayGrow(v)) continue;
    const value = pull(v);
    if (value > most) {
      most = value;
      first = v;
    }
  }
  return first;
}

/** Of those whose yα may fall, the one with which the first wins most by its second-order step; −1 where all are in order. */
function selectSecond(first: i32, tolerance: f64): i32 {
  const most = pull(first);
  const rowI = rowOfVariable(first);
  const kI = cachedRow(rowI);
  let second = -1;
  let least = Infinity;
  let best: f64 = 0;
  for (let k = 0; k < activeCount; k++) {
    const v = activeAt(k);
    if (!mayFall(v)) continue;
    const value = pull(v);
    least = min(least, value);
    const violation = most - value;
    if (violation <= 0) continue;
    const gain = (violation * violation) / curvature(rowI, rowOfVariable(v), kI);
    if (gain > best) {
      best = gain;
      second = v;
    }
  }
  return most - least < tolerance ? -1 : second;
}

/** Moves two variables along Σyα = 0 to the least of the dual within their bounds, and f with them. */
function moveTogether(i: i32, j: i32): void {
  const rowI = rowOfVariable(i);
  const rowJ = rowOfVariable(j);
  const kJ = cachedRow(rowJ);
  // Both are at hand: the cache has two rows at least, and the hand has just passed over the other.
  const kI = cachedRow(rowI);
  const aI = number(alpha, i);
  const aJ = number(alpha, j);
  const isUpI = number(sign, i) > 0;
  const isUpJ = number(sign, j) > 0;
  // y_i α_i grows by t, and y_j α_j falls by t.
  const wanted = (pull(i) - pull(j)) / curvature(rowI, rowJ, kI);
  const roomI = isUpI ? number(bound, i) - aI : aI;
  const roomJ = isUpJ ? aJ : number(bound, j) - aJ;
  const t = min(wanted, min(roomI, roomJ));
  // A variable that meets its bound is set on it: no rounding leaves it beside.
  const nextI = t == roomI ? (isUpI ? number(bound, i) : 0) : aI + (isUpI ? t : -t);
  const nextJ = t == roomJ ? (isUpJ ? 0 : number(bound, j)) : aJ - (isUpJ ? t : -t);
  store<f64>(alpha + (<usize>i << 3), nextI);
  store<f64>(alpha + (<usize>j << 3), nextJ);
  const weight = f64x2.splat(t);
  for (let k: usize = 0; k < <usize>stride; k += 2) {
    const difference = f64x2.sub(
      f64x2.promote_low_f32x4(v128.load64_zero(kI + (k << 2))),
      f64x2.promote_low_f32x4(v128.load64_zero(kJ + (k << 2))),
    );
    const at = f + (k << 3);
    v128.store(at, f64x2.relaxed_madd(weight, difference, v128.load(at)));
  }
}

/** Sets aside variables at a bound that want to stay there (Joachims 1999); answers how many are left. */
function shrink(tolerance: f64): i32 {
  let most = -Infinity;
  let least = Infinity;
  for (let k = 0; k < activeCount; k++) {
    const v = activeAt(k);
    const value = pull(v);
    if (mayGrow(v)) most = max(most, value);
    if (mayFall(v)) least = min(least, value);
  }
  if (most - least < 10 * tolerance) return activeCount;
  let kept = 0;
  for (let k = 0; k < activeCount; k++) {
    const v = activeAt(k);
    const value = pull(v);
    // It could only go one way, and all that could go the other way are beyond it.
    const isAside = mayGrow(v) ? !mayFall(v) && value < least : value > most;
    if (isAside) continue;
    store<i32>(active + (<usize>kept << 2), v);
    kept++;
  }
  return kept;
}

/** Σ weights · K(row, point) of points given column by column, `pointCount` f64 apart; one f64 a point into `out`. */
export function svmDecide(points: usize, pointCount: i32, weights: usize, out: usize): void {
  for (let i = 0; i < pointCount; i++) {
    const point = points + (<usize>i << 3);
    let norm: f64 = 0;
    for (let column = 0; column < columns; column++) {
      const value = load<f64>(point + ((<usize>column * <usize>pointCount) << 3));
      norm += value * value;
    }
    kernelRow(point, <usize>pointCount << 3, norm, scratch);
    let sum: f64 = 0;
    for (let j = 0; j < rows; j++) {
      sum += load<f64>(weights + (<usize>j << 3)) * load<f64>(scratch + (<usize>j << 3));
    }
    store<f64>(out + (<usize>i << 3), sum);
  }
}
