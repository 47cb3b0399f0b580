// From decision values to probabilities: a logistic curve fitted to values that were not trained on (Platt 1999), by Newton's method
// with a line search and targets kept from 0 and 1 (Lin, Lin & Weng, Machine Learning 68, 2007).

/** P(first class | value) = 1/(1 + exp(slope · value + offset)). */
export interface Sigmoid {
  slope: number;
  offset: number;
}

const STEPS_MAX = 100;
const STEP_LEAST = 1e-10;
const GRADIENT_LEAST = 1e-10; // per value
const RIDGE = 1e-12; // keeps the Hessian from being singular
const DECREASE = 1e-4; // of Armijo's rule

/**
 * `isFirst`: whether each value is of the first class. The larger the value, the surer the first class: where the values say the opposite
 * of the rows that they were held out from, they say nothing, and the curve is flat, at the share of the first class.
 */
export function fitSigmoid(values: Float64Array, isFirst: readonly boolean[]): Sigmoid {
  const firsts = isFirst.filter(Boolean).length;
  const others = values.length - firsts;
  const flat: Sigmoid = { slope: 0, offset: Math.log((others + 1) / (firsts + 1)) };
  if (firsts === 0 || others === 0) return flat;
  const targets = Float64Array.from(isFirst, (is) => (is ? (firsts + 1) / (firsts + 2) : 1 / (others + 2)));
  let at = flat;
  let loss = lossOf(at, values, targets);
  for (let step = 0; step < STEPS_MAX; step++) {
    const { gradient, direction, slope } = newton(at, values, targets);
    if (Math.max(...gradient.map(Math.abs)) < GRADIENT_LEAST * values.length) break;
    let length = 1;
    for (; length >= STEP_LEAST; length /= 2) {
      const next = { slope: at.slope + length * direction[0], offset: at.offset + length * direction[1] };
      const lower = lossOf(next, values, targets);
      // Not the other way round: a step that overflowed is NaN, and no step.
      if (!(lower < loss + DECREASE * length * slope)) continue;
      [at, loss] = [next, lower];
      break;
    }
    if (length < STEP_LEAST) break;
  }
  // The loss is convex: if it is least where the slope is above 0, then it is least at 0 among slopes that are not.
  return at.slope > 0 ? flat : at;
}

/** P(first class) of each value. */
export function probabilities({ slope, offset }: Sigmoid, values: Float64Array): Float64Array {
  return values.map((value) => logistic(-(slope * value + offset)));
}

/** 1/(1 + e⁻ᶻ), without overflow. */
function logistic(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

/** −Σ (t log p + (1 − t) log(1 − p)). */
function lossOf({ slope, offset }: Sigmoid, values: Float64Array, targets: Float64Array): number {
  return values.reduce((sum, value, i) => {
    const z = slope * value + offset;
    const t = targets[i] as number;
    return sum + (z >= 0 ? t * z + Math.log1p(Math.exp(-z)) : (t - 1) * z + Math.log1p(Math.exp(z)));
  }, 0);
}

function newton({ slope, offset }: Sigmoid, values: Float64Array, targets: Float64Array) {
  let [h11, h22, h21, g1, g2] = [RIDGE, RIDGE, 0, 0, 0];
  values.forEach((value, i) => {
    const p = logistic(-(slope * value + offset));
    const weight = p * (1 - p);
    h11 += value * value * weight;
    h22 += weight;
    h21 += value * weight;
    const error = (targets[i] as number) - p;
    g1 += value * error;
    g2 += error;
  });
  const determinant = h11 * h22 - h21 * h21;
  const direction = [-(h22 * g1 - h21 * g2) / determinant, -(-h21 * g1 + h11 * g2) / determinant] as const;
  return { gradient: [g1, g2], direction, slope: g1 * direction[0] + g2 * direction[1] };
}
