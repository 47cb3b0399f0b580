// A factor seen as a ridge problem: its centred, standardised columns and their singular values, from which every λ follows
// in closed form (Hastie, Tibshirani & Friedman, Elements of Statistical Learning, §3.4.1). Rows are never needed.
//
// Letters: C = centred block of R (features), c = its target column, Z = C·diag(1/s)/√n with s the population standard
// deviations, Z = U·diag(d)·Vᵀ. So d are singular values of a correlation matrix's root: Σd² = number of varying features.
import { at, count, type Factor, means } from "../../math/factor.ts";
import { svd } from "../../math/matrix.ts";

// What is left of a constant column after centring is rounding: below this share of its norm it counts as constant.
// Rounding is about 1e-15; a column that really varies by less than 1e-12 of its size carries no digits to learn from.
const CONSTANT_TOLERANCE = 1e-12;

// Rounding of a standardised column is ε times (norm before centring ÷ norm after); a singular value within this many of such
// units is zero.
const RANK_UNITS = 100;

export interface Spectrum {
  /** n, the number of rows. */
  n: number;
  /** Means of the features, and of the target. */
  means: Float64Array;
  targetMean: number;
  /** Population standard deviations of the features; 0 for a constant one. */
  deviations: Float64Array;
  /** Singular values d above their tolerance, descending: as many as the rank. */
  d: Float64Array;
  /** Their right singular vectors, one row per feature: v[feature · rank + k]. */
  v: Float64Array;
  /** Uᵀc/√n, per singular value. */
  projections: Float64Array;
  /** Σ(y − ȳ)²; 0 for a constant target. */
  totalSquares: number;
  /** Feature indexes that are constant, and those that take part in an exact linear relation. */
  constant: number[];
  collinear: number[];
}

/** The spectrum of a factor of at least one row. One SVD of features × features. */
export function spectrum(factor: Factor): Spectrum {
  return spectra(factor, 1)[0] as Spectrum;
}

/** The same of a factor whose last `targetCount` columns are targets, one for each; they share the SVD. */
export function spectra(factor: Factor, targetCount: number): Spectrum[] {
  const p = factor.size - 1 - targetCount;
  const n = count(factor);
  const root = Math.sqrt(n);
  const allMeans = means(factor);
  const norms = centredNorms(factor);
  const deviations = deviationsOf(norms, p, root);

  const z = new Float64Array(p * p);
  for (let row = 0; row < p; row++) {
    for (let column = row; column < p; column++) {
      const deviation = deviations[column] as number;
      if (deviation > 0) z[row * p + column] = at(factor, row + 1, column + 1) / deviation / root;
    }
  }
  const { u, s, v } = svd(z, p);
  const tolerances = rankTolerances(norms, v, p);
  const kept = indexes(p, (k) => (s[k] as number) > (tolerances[k] as number) * (s[0] as number));
  const dropped = indexes(p, (k) => !kept.includes(k));
  const constant = indexes(p, (j) => deviations[j] === 0);
  const shared = {
    n,
    means: allMeans.slice(0, p),
    deviations,
    d: Float64Array.from(kept, (k) => s[k] as number),
    v: Float64Array.from({ length: p * kept.length }, (_, i) => {
      const feature = Math.floor(i / kept.length);
      return v[feature * p + (kept[i % kept.length] as number)] as number;
    }),
    constant,
    collinear: collinearFeatures(v, p, dropped).filter((j) => !constant.includes(j)),
  };
  return Array.from({ length: targetCount }, (_, i) => {
    const target = p + i;
    const targetIsConstant = isConstant(norms, target);
    const projections = Float64Array.from(kept, (k) => {
      let sum = 0;
      for (let row = 0; row < p; row++) sum += (u[row * p + k] as number) * at(factor, row + 1, target + 1);
      return targetIsConstant ? 0 : sum / root;
    });
    const totalSquares = targetIsConstant ? 0 : (norms.centred[target] as number) ** 2;
    return { ...shared, targetMean: allMeans[target] as number, projections, totalSquares };
  });
}

/** Population standard deviations of the features of one target; 0 for a constant one. */
export function centredDeviations(factor: Factor): Float64Array {
  return deviationsOf(centredNorms(factor), factor.size - 2, Math.sqrt(count(factor)));
}

function deviationsOf(norms: Norms, p: number, root: number): Float64Array {
  return norms.centred.slice(0, p).map((norm, j) => (isConstant(norms, j) ? 0 : norm / root));
}

interface Norms {
  /** Norm of each column (features, then the target) after centring, and before. */
  centred: Float64Array;
  raw: Float64Array;
}

function centredNorms(factor: Factor): Norms {
  const columns = factor.size - 1;
  const centred = new Float64Array(columns);
  const raw = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    let squares = 0;
    for (let row = 1; row <= j + 1; row++) squares += at(factor, row, j + 1) ** 2;
    centred[j] = Math.sqrt(squares);
    raw[j] = Math.sqrt(squares + at(factor, 0, j + 1) ** 2);
  }
  return { centred, raw };
}

function isConstant({ centred, raw }: Norms, j: number): boolean {
  return (centred[j] as number) <= CONSTANT_TOLERANCE * (raw[j] as number);
}

/**
 * Per singular value, as a share of the largest, what rounding makes of zero: a right singular vector takes up as much of a
 * column's rounding as it has of the column. A nearly constant column so spoils no direction but its own.
 */
function rankTolerances(norms: Norms, v: Float64Array, p: number): number[] {
  const losses = Array.from({ length: p }, (_, j) =>
    isConstant(norms, j) ? 1 : (norms.raw[j] as number) / (norms.centred[j] as number),
  );
  return losses.map((_, k) => {
    const squares = losses.reduce((sum, loss, j) => sum + ((v[j * p + k] as number) * loss) ** 2, 0);
    return RANK_UNITS * Number.EPSILON * Math.sqrt(p * squares);
  });
}

/** Features with a share in any of the right singular vectors `dropped`. */
function collinearFeatures(v: Float64Array, p: number, dropped: number[]): number[] {
  const share = 1e-6; // entries of v are rounding (1e-15) or of the order of 1; between them lies nothing that is seen
  return indexes(p, (j) => dropped.some((k) => Math.abs(v[j * p + k] as number) > share));
}

function indexes(length: number, holds: (index: number) => boolean): number[] {
  return Array.from({ length }, (_, index) => index).filter(holds);
}
