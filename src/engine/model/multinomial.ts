// From the responses of several classes to a probability of each: multinomial logistic regression on responses that were not trained on.
// A class that lies between others on a line is never the largest of their responses (masking; Hastie, Tibshirani & Friedman, The
// Elements of Statistical Learning, §4.2), but the responses together tell it. Found by L-BFGS (Nocedal & Wright, Numerical Optimization,
// algorithm 7.4), preconditioned by the bound of the Hessian (Böhning 1992), so that a few dozen steps do.
import { CholeskyDecomposition, Matrix } from "../math/matrix.ts";
import { spreadRows } from "../math/random.ts";
import type { Work } from "../math/work.ts";
import { countClasses } from "../parameter/class-weights.ts";

/** P(class k | d) = exp(zₖ)/Σ exp(z), z = weights·d + offsets; `weights`: one row a class. */
export interface Multinomial {
  weights: number[][];
  offsets: number[];
}

// scikit-learn's C, of Σ −log P + Σ weights²/2C. Of 0.1, 1, 10 and 100 it came within 0.02 of the best accuracy, and 0.03 of the least log
// loss, on each of eleven sets.
const C = 10;

// A step takes rows × classes² products. Of too many rows as many of each class are taken, and stand for the others; but so many of each
// at least: of 40,000 rows and 100 classes 0.995 were told right so, 0.91 by five of each.
const PRODUCTS_MAX = 5_000_000;
const ROWS_OF_CLASS_LEAST = 20;

// A step of all of 20,000 × 26 took 77 ms.
const SECONDS_PER_PRODUCT = 5e-9;

// So many steps of the largest tables, where some millionths of the loss are left then; the others take as many as come to the same work,
// and end where less than this share of the loss is left to gain.
const STEPS_OF_MOST = 50;
const GAIN_LEAST = 1e-11;
const STEPS_USUAL = 300;
const PAIRS_KEPT = 10;
const DECREASE = 1e-4; // of Armijo's rule
const STEP_LEAST = 1e-9;
// Of a weight or an offset: where a class is almost sure the loss is almost straight, and would lead far past the least.
const STEP_MOST = 5;

// Of a class without rows, whose offset would fall for ever.
const OFFSET_OF_NONE = -1000;

/** `values`: `classCount` responses a row; `target`: the number of each row's class; `weights`: what each row weighs, 1 unless given. */
export function* fitMultinomial(
  values: Float64Array,
  target: Float64Array,
  { classCount, weights }: { classCount: number; weights?: Float64Array | undefined },
): Work<Multinomial> {
  const { rows, standFor } = takeByClass(target, classCount);
  const costs = target.map((k, row) => C * (weights?.[row] ?? 1) * (standFor[k] as number));
  const table = { values, target, rows, costs, classCount };
  const precondition = preconditioner(table);
  const width = classCount + 1;
  let at = Float64Array.from({ length: classCount * width }, (_, i) =>
    i % width === classCount && standFor[Math.floor(i / width)] === 0 ? OFFSET_OF_NONE : 0,
  );
  let { loss, gradient } = evaluate(table, at);
  const pairs: Pair[] = [];
  const most = stepsMax(rows.length, classCount);
  for (let step = 0; step < most; step++) {
    const direction = descend(gradient, pairs, precondition).map((value) => -value);
    const slope = dot(direction, gradient);
    if (!(-slope > GAIN_LEAST * loss)) break;
    let length = Math.min(1, STEP_MOST / largest(direction));
    let next = { loss: Number.POSITIVE_INFINITY, gradient };
    let to = at;
    // Not the other way round: a step that overflowed is NaN, and no step.
    for (; length >= STEP_LEAST && !(next.loss <= loss + DECREASE * length * slope); length /= 2) {
      yield stepSeconds(rows.length, classCount);
      to = at.map((value, i) => value + length * (direction[i] as number));
      next = evaluate(table, to);
    }
    if (length < STEP_LEAST) break;
    const pair = {
      step: to.map((value, i) => value - (at[i] as number)),
      change: next.gradient.map((value, i) => value - (gradient[i] as number)),
    };
    if (dot(pair.step, pair.change) > 0) pairs.push(pair);
    if (pairs.length > PAIRS_KEPT) pairs.shift();
    [at, loss, gradient] = [to, next.loss, next.gradient];
  }
  const byClass = Array.from({ length: classCount }, (_, k) => [...at.subarray(k * width, (k + 1) * width)]);
  return {
    weights: byClass.map((row) => row.slice(0, classCount)),
    offsets: byClass.map((row) => row[classCount] as number),
  };
}

/** Rows that a step takes, spread over all of their class, and for how many one of each class stands; 0 of none. */
function takeByClass(target: Float64Array, classCount: number): { rows: Uint32Array; standFor: Float64Array } {
  const all = Uint32Array.from(target.keys());
  const most = rowsMost(classCount);
  const counts = countClasses(target, classCount);
  if (all.length <= most) return { rows: all, standFor: Float64Array.from(counts, (count) => Math.min(1, count)) };
  const rows = counts.map((count, k) => {
    const ofClass = all.filter((row) => target[row] === k);
    return spreadRows(count, Math.floor(most / classCount)).map((at) => ofClass[at] as number);
  });
  const taken = Uint32Array.from(rows.flatMap((ofClass) => [...ofClass]));
  const standFor = rows.map(({ length }, k) => {
    return length === 0 ? 0 : ((counts[k] as number) / length) * (taken.length / all.length);
  });
  return { rows: taken, standFor: Float64Array.from(standFor) };
}

function rowsMost(classCount: number): number {
  return Math.max(Math.floor(PRODUCTS_MAX / classCount ** 2), ROWS_OF_CLASS_LEAST * classCount);
}

/** What the fit takes, on one core of a server of the 2020s. */
export function multinomialSeconds(rowCount: number, classCount: number): number {
  const taken = Math.min(rowCount, rowsMost(classCount));
  return Math.min(STEPS_USUAL, stepsMax(taken, classCount)) * stepSeconds(taken, classCount);
}

function stepsMax(rowCount: number, classCount: number): number {
  return STEPS_OF_MOST * Math.max(1, PRODUCTS_MAX / (rowCount * classCount ** 2));
}

function stepSeconds(rowCount: number, classCount: number): number {
  return SECONDS_PER_PRODUCT * classCount ** 2 * rowCount;
}

/** exp(z)/Σ exp(z). */
export function softmax(z: Float64Array): Float64Array {
  const p = z.slice();
  normalise(p);
  return p;
}

interface Table {
  values: Float64Array;
  target: Float64Array;
  rows: Uint32Array;
  /** C times what each row weighs. */
  costs: Float64Array;
  classCount: number;
}

interface Pair {
  step: Float64Array;
  change: Float64Array;
}

/** z → exp(z)/Σ exp(z), in place; answers log Σ exp(z). */
function normalise(z: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of z) most = Math.max(most, value);
  let sum = 0;
  for (let k = 0; k < z.length; k++) sum += z[k] = Math.exp((z[k] as number) - most);
  for (let k = 0; k < z.length; k++) z[k] = (z[k] as number) / sum;
  return most + Math.log(sum);
}

/** Into `p` the probabilities of the responses at `from`; answers log Σ exp(z). */
function toProbabilities(at: Float64Array, values: Float64Array, from: number, p: Float64Array): number {
  const classCount = p.length;
  const width = classCount + 1;
  for (let k = 0; k < classCount; k++) {
    let z = at[k * width + classCount] as number;
    for (let j = 0; j < classCount; j++) z += (at[k * width + j] as number) * (values[from + j] as number);
    p[k] = z;
  }
  return normalise(p);
}

/** C·Σ −log P + Σ weights²/2, and its gradient; a row of weights and offset a class. */
function evaluate({ values, target, rows, costs, classCount }: Table, at: Float64Array) {
  const width = classCount + 1;
  const gradient = new Float64Array(at.length);
  const p = new Float64Array(classCount);
  let loss = 0;
  for (const row of rows) {
    const from = row * classCount;
    const own = target[row] as number;
    const total = toProbabilities(at, values, from, p);
    let z = at[own * width + classCount] as number;
    for (let j = 0; j < classCount; j++) z += (at[own * width + j] as number) * (values[from + j] as number);
    const cost = costs[row] as number;
    loss += cost * (total - z);
    for (let k = 0; k < classCount; k++) {
      const error = cost * ((p[k] as number) - (k === own ? 1 : 0));
      const start = k * width;
      for (let j = 0; j < classCount; j++) {
        gradient[start + j] = (gradient[start + j] as number) + error * (values[from + j] as number);
      }
      gradient[start + classCount] = (gradient[start + classCount] as number) + error;
    }
  }
  for (let i = 0; i < at.length; i++) {
    if (i % width === classCount) continue;
    loss += (at[i] as number) ** 2 / 2;
    gradient[i] = (gradient[i] as number) + (at[i] as number);
  }
  return { loss, gradient };
}

/** By the inverse of what bounds the Hessian of each class: C/2·Σ [d; 1][d; 1]ᵀ + the penalty's 1. */
function preconditioner({ values, rows, costs, classCount }: Table): (gradient: Float64Array) => Float64Array {
  const width = classCount + 1;
  const bound = Matrix.eye(width, width);
  for (const row of rows) {
    const cost = costs[row] as number;
    const d = (j: number) => (j === classCount ? 1 : (values[row * classCount + j] as number));
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) bound.set(i, j, bound.get(i, j) + (cost / 2) * d(i) * d(j));
    }
  }
  for (let i = 0; i < width; i++) for (let j = i + 1; j < width; j++) bound.set(i, j, bound.get(j, i));
  const cholesky = new CholeskyDecomposition(bound);
  return (gradient) => {
    const byClass = Matrix.from1DArray(classCount, width, gradient).transpose();
    return Float64Array.from(cholesky.solve(byClass).transpose().to1DArray());
  };
}

/** The inverse Hessian that the pairs tell of, times the gradient. */
function descend(
  gradient: Float64Array,
  pairs: readonly Pair[],
  precondition: (gradient: Float64Array) => Float64Array,
): Float64Array {
  let q = gradient;
  const shares = pairs.toReversed().map(({ step, change }) => {
    const share = dot(step, q) / dot(step, change);
    q = q.map((value, i) => value - share * (change[i] as number));
    return share;
  });
  let r = precondition(q);
  for (const [i, { step, change }] of pairs.entries()) {
    const share = (shares[pairs.length - 1 - i] as number) - dot(change, r) / dot(step, change);
    r = r.map((value, j) => value + share * (step[j] as number));
  }
  return r;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
