// The only importer of ml-matrix, which checks neither shapes nor finiteness: this file does.
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { assert } from "../error.ts";

/** A = U · diag(s) · Vᵀ for a square A: `u` and `v` row by row, `s` descending. */
export interface Svd {
  u: Float64Array;
  s: Float64Array;
  v: Float64Array;
}

/** The singular value decomposition of a square matrix given row by row. */
export function svd(a: Float64Array, size: number): Svd {
  assert(a.length === size * size, `a square matrix of ${size} has ${size * size} values, not ${a.length}`);
  assert(a.every(Number.isFinite), "a decomposition needs finite values");
  // ml-matrix knows no empty matrix; a model of no features is an intercept.
  if (size === 0) return { u: a, s: a, v: a };
  const matrix = new Matrix(size, size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) matrix.set(row, column, a[row * size + column] as number);
  }
  const decomposition = new SingularValueDecomposition(matrix, { autoTranspose: false });
  return {
    u: Float64Array.from(decomposition.leftSingularVectors.to1DArray()),
    s: Float64Array.from(decomposition.diagonal),
    v: Float64Array.from(decomposition.rightSingularVectors.to1DArray()),
  };
}
