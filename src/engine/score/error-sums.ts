// Sums over the errors of some rows: what figures of errors are made of. Those of parts of the rows add up to those of all.
import { meanAndDeviation } from "../math/mean-and-deviation.ts";

export interface ErrorSums {
  n: number;
  /** ȳ, Σ(y − ȳ)² and Σy². */
  mean: number;
  totalSquares: number;
  rawSquares: number;
  /** Σe², Σe and, where the rows themselves were seen, Σ|e|; e = y − ŷ. */
  squares: number;
  bias: number;
  absolute: number | null;
}

export const NO_ERRORS: ErrorSums = {
  n: 0,
  mean: 0,
  totalSquares: 0,
  rawSquares: 0,
  squares: 0,
  bias: 0,
  absolute: 0,
};

export function sumErrors(actual: Float64Array, predicted: Float64Array): ErrorSums {
  const n = actual.length;
  const { mean } = meanAndDeviation(actual);
  let squares = 0;
  let absolute = 0;
  let bias = 0;
  let totalSquares = 0;
  let rawSquares = 0;
  for (let i = 0; i < n; i++) {
    const y = actual[i] as number;
    const residual = y - (predicted[i] as number);
    squares += residual * residual;
    absolute += Math.abs(residual);
    bias += residual;
    totalSquares += (y - mean) ** 2;
    rawSquares += y * y;
  }
  return { n, mean, totalSquares, rawSquares, squares, bias, absolute };
}

/** Of both, the mean moving as Chan, Golub and LeVeque (1979) have it. */
export function joinErrors(a: ErrorSums, b: ErrorSums): ErrorSums {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  const apart = b.mean - a.mean;
  return {
    n,
    mean: a.mean + (apart * b.n) / n,
    totalSquares: a.totalSquares + b.totalSquares + (apart ** 2 * a.n * b.n) / n,
    rawSquares: a.rawSquares + b.rawSquares,
    squares: a.squares + b.squares,
    bias: a.bias + b.bias,
    absolute: a.absolute === null || b.absolute === null ? null : a.absolute + b.absolute,
  };
}
