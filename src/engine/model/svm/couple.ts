// From a probability for each pair of classes to one for each class: the p with Σp = 1 that minimises Σᵢ Σⱼ (rⱼᵢ pᵢ − rᵢⱼ pⱼ)², rᵢⱼ being
// P(i | i or j). It is the second approach of Wu, Lin & Weng (JMLR 5, 2004), by its algorithm 2, as libsvm's multiclass_probability;
// but to the last digits, where libsvm stops at 0.005/classes.
import { pairsOf } from "./pairs-of.ts";

const PROBABILITY_LEAST = 1e-7; // libsvm's: a pair that is sure would leave p undetermined
const DIFFERENCE_LEAST = 1e-14; // of Qp from pᵀQp, which are numbers up to 1
const TURNS_MAX = 10_000; // each costs classes²

/** `pairs`: P(first | first or second), one array a pair of `pairsOf`, one number a row. Answers one array a class. */
export function couple(pairs: readonly Float64Array[], classCount: number): Float64Array[] {
  const rowCount = pairs[0]?.length ?? 0;
  const classes = Array.from({ length: classCount }, () => new Float64Array(rowCount));
  const places = pairsOf(classCount);
  const r = new Float64Array(classCount * classCount);
  for (let row = 0; row < rowCount; row++) {
    places.forEach(([first, second], pair) => {
      const kept = Math.min(Math.max(pairs[pair]?.[row] as number, PROBABILITY_LEAST), 1 - PROBABILITY_LEAST);
      r[first * classCount + second] = kept;
      r[second * classCount + first] = 1 - kept;
    });
    coupleRow(r, classCount).forEach((value, label) => {
      (classes[label] as Float64Array)[row] = value;
    });
  }
  return classes;
}

/** Goes round the classes, setting each p to its best with the others fixed, and then the sum to 1. */
function coupleRow(r: Float64Array, classCount: number): Float64Array {
  const q = quadratic(r, classCount);
  const p = new Float64Array(classCount).fill(1 / classCount);
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const qp = p.map((_, i) => p.reduce((sum, value, j) => sum + (q[i * classCount + j] as number) * value, 0));
    let pqp = p.reduce((sum, value, i) => sum + value * (qp[i] as number), 0);
    if (qp.every((value) => Math.abs(value - pqp) < DIFFERENCE_LEAST)) break;
    for (let i = 0; i < classCount; i++) {
      const own = q[i * classCount + i] as number;
      const change = (pqp - (qp[i] as number)) / own;
      p[i] = (p[i] as number) + change;
      pqp = (pqp + change * (change * own + 2 * (qp[i] as number))) / (1 + change) ** 2;
      for (let j = 0; j < classCount; j++) {
        qp[j] = ((qp[j] as number) + change * (q[i * classCount + j] as number)) / (1 + change);
        p[j] = (p[j] as number) / (1 + change);
      }
    }
  }
  return p;
}

/** Qᵢᵢ = Σⱼ rⱼᵢ², Qᵢⱼ = −rⱼᵢ rᵢⱼ. */
function quadratic(r: Float64Array, classCount: number): Float64Array {
  const q = new Float64Array(classCount * classCount);
  for (let i = 0; i < classCount; i++) {
    for (let j = 0; j < classCount; j++) {
      if (i === j) continue;
      const against = r[j * classCount + i] as number;
      q[i * classCount + i] = (q[i * classCount + i] as number) + against * against;
      q[i * classCount + j] = -against * (r[i * classCount + j] as number);
    }
  }
  return q;
}
