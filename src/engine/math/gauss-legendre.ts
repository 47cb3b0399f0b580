// Points and weights of Gauss and Legendre for integrals from 0 to 1: n of them are exact for polynomials of degree 2n − 1.

const STEPS_MAX = 30;
const STEP_LEAST = 1e-15;
// The first guess is cut to these digits, in which every runtime's cosine agrees.
const GUESS_GRID = 2 ** 30;

/** So many points, ascending, and what each weighs; the weights sum to 1. By Newton's method on the roots of Legendre's polynomial. */
export function gaussLegendre(count: number): { points: Float64Array; weights: Float64Array } {
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = -Math.round(GUESS_GRID * Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))) / GUESS_GRID;
    let { value, slope } = legendre(count, x);
    for (let step = 0; step < STEPS_MAX && Math.abs(value / slope) > STEP_LEAST; step++) {
      x -= value / slope;
      ({ value, slope } = legendre(count, x));
    }
    points[i] = (1 + x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

/** Pₙ(x) and its derivative, by the recurrence of three terms. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  if (n === 0) return { value: 1, slope: 0 };
  return { value, slope: (n * (x * value - before)) / (x * x - 1) };
}
