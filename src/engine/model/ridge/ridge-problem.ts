// A factor seen as a ridge problem: its centred, standardised columns, reduced to a bidiagonal matrix from which every λ follows in
// closed form (Eldén 1977; Björck, Numerical Methods for Least Squares Problems, §5.3.5). Rows are never needed.
//
// Letters: C = centred block of R (features), c = its target column, Z = C·diag(1/s)/√n with s the population standard
// deviations, so that each column of Z that varies has norm 1; where columns are not standardised all have one s. Z·P = Q·U·[B 0]·Vᵀ.
import type { Bidiagonal } from "../../kernel/bidiagonal-kernel.ts";
import { count, type Factor, filledRows, means } from "../../kernel/factor.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { Matrix } from "../../math/matrix.ts";
import { isConstant } from "../../math/mean-and-deviation.ts";

// Rounding of a standardised column is ε times (norm before centring ÷ norm after); what other columns leave of it and is within
// this many of such units is nothing.
const RANK_UNITS = 100;

export interface RidgeProblem {
  /** n, the number of rows. */
  n: number;
  /** Means of the features. */
  means: Float64Array;
  /** Population standard deviations of the features; 0 for a constant one. */
  deviations: Float64Array;
  /** s: the deviations, or where columns are not standardised one number for all; 0 for a constant column. */
  scales: Float64Array;
  /** What λ is multiplied by, to be of the coefficients of Z's columns: 1/s² where columns are not standardised, else 1. */
  penalty: number;
  /** Z, and (Q·U)ᵀc/√n of each target. */
  reduced: Bidiagonal;
  targets: Target[];
}

export interface Target {
  mean: number;
  /** Σ(y − ȳ)²; 0 for a constant target. */
  totalSquares: number;
}

export interface RidgeOptions {
  /** How many columns, the last ones, are targets; they share the reduction. */
  targetCount?: number;
  /** Whether λ is of coefficients of standardised features; else of the features as they are (glmnet's term). */
  standardize?: boolean;
}

/** The problem of a factor of at least one row. */
export function ridgeProblem(
  kernel: Kernel,
  factor: Factor,
  { targetCount = 1, standardize = true }: RidgeOptions = {},
): RidgeProblem {
  const p = factor.size - 1 - targetCount;
  const n = count(factor);
  const root = Math.sqrt(n);
  const allMeans = means(factor);
  const norms = centredNorms(factor);
  // A factor of few rows is zero below them.
  const rows = Math.min(p, Math.max(0, filledRows(factor) - 1));
  const { size, r } = factor;
  const deviations = deviationsOf(norms, p, root);
  const unit = standardize ? 1 : unitOf(deviations);
  const scales = standardize ? deviations : deviations.map((deviation) => (deviation === 0 ? 0 : unit));
  // Constant columns are zero.
  const factors = Float64Array.from({ length: p + targetCount }, (_, column) => {
    if (isConstantColumn(norms, column)) return 0;
    return 1 / (column >= p ? root : standardize ? (norms.centred[column] as number) : unit * root);
  });
  const z = new Matrix(rows, p + targetCount);
  for (let row = 0; row < rows; row++) {
    const from = (row + 1) * size + 1;
    for (let column = row; column < p + targetCount; column++) {
      z.set(row, column, (r[from + column] as number) * (factors[column] as number));
    }
  }
  const noise = Float64Array.from({ length: p }, (_, j) =>
    isConstantColumn(norms, j) ? 1 : RANK_UNITS * Number.EPSILON * (norms.raw[j] as number) * (factors[j] as number),
  );
  return {
    n,
    means: allMeans.slice(0, p),
    deviations,
    scales,
    penalty: 1 / unit ** 2,
    reduced: kernel.bidiagonalise(z, targetCount, noise),
    targets: Array.from({ length: targetCount }, (_, k) => ({
      mean: allMeans[p + k] as number,
      totalSquares: isConstantColumn(norms, p + k) ? 0 : (norms.centred[p + k] as number) ** 2,
    })),
  };
}

/** Population standard deviations of the features of one target; 0 for a constant one. */
export function centredDeviations(factor: Factor): Float64Array {
  return deviationsOf(centredNorms(factor), factor.size - 2, Math.sqrt(count(factor)));
}

/** Indexes of the features that are constant. */
export function constantFeatures({ deviations }: RidgeProblem): number[] {
  return [...deviations.keys()].filter((j) => deviations[j] === 0);
}

/**
 * Indexes of the features that take part in an exact linear relation. A column that depends on the r pivots before it is
 * R₁₁⁻¹·R₁₂ of them; those relations together name every feature that is in any.
 */
export function collinearFeatures({ reduced, deviations }: RidgeProblem): number[] {
  const { rank, columnCount, order, dependent } = reduced;
  const found = new Set<number>();
  for (let place = rank; dependent !== null && place < columnCount; place++) {
    const column = order[place] as number;
    if (deviations[column] === 0) continue;
    found.add(column);
    const shares = dependent.slice(place * rank, (place + 1) * rank);
    for (let i = rank - 1; i >= 0; i--) {
      const share = (shares[i] as number) / (dependent[i * rank + i] as number);
      if (Math.abs(share) > SHARE_LEAST) found.add(order[i] as number);
      for (let row = 0; row < i; row++) {
        shares[row] = (shares[row] as number) - share * (dependent[i * rank + row] as number);
      }
    }
  }
  return [...found].sort((a, b) => a - b);
}

// Within these its square, and 1 over that, are numbers.
const UNIT_LEAST = 2 ** -450;
const UNIT_MOST = 2 ** 450;

/** The largest deviation, so that nothing overflows, as a power of two, so that nothing is rounded. */
function unitOf(deviations: Float64Array): number {
  const most = deviations.reduce((most, deviation) => Math.max(most, deviation), UNIT_LEAST);
  return 2 ** Math.floor(Math.log2(Math.min(most, UNIT_MOST)));
}

// Shares are rounding (1e-15, or 1e-9 where pivots are nearly dependent) or of the order of 1; between them lies nothing that is seen.
const SHARE_LEAST = 1e-6;

function deviationsOf(norms: Norms, p: number, root: number): Float64Array {
  return norms.centred.slice(0, p).map((norm, j) => (isConstantColumn(norms, j) ? 0 : norm / root));
}

interface Norms {
  /** Norm of each column (features, then targets) after centring, and before. */
  centred: Float64Array;
  raw: Float64Array;
}

function centredNorms({ size, r }: Factor): Norms {
  const squares = new Float64Array(size - 1);
  for (let row = 1; row < size; row++) {
    for (let j = row; j < size; j++) squares[j - 1] = (squares[j - 1] as number) + (r[row * size + j] as number) ** 2;
  }
  return {
    centred: squares.map(Math.sqrt),
    raw: squares.map((square, j) => Math.sqrt(square + (r[j + 1] as number) ** 2)),
  };
}

function isConstantColumn({ centred, raw }: Norms, j: number): boolean {
  return isConstant(centred[j] as number, raw[j] as number);
}
