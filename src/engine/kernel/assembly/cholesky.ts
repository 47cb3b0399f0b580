// AssemblyScript: Cholesky's factor (Golub & Van Loan, Matrix Computations, §4.2) of a small symmetric matrix, for other kernels. The
// matrix is row by row, `width` f64 apart, width a multiple of four; only its lower triangle is read, and the factor takes its place.

const LANES: i32 = 4;

// A pivot below this share of its diagonal is rounding.
const PIVOT_SHARE: f64 = 1e-14;

@inline
function number(at: usize, i: i32): f64 {
  return load<f64>(at + (<usize>i << 3));
}

@inline
function rowAt(matrix: usize, width: i32, i: i32): usize {
  return matrix + ((<usize>i * <usize>width) << 3);
}

/** L of LLᵀ = matrix, in its place; answers whether it is. Where a pivot is none, it is `instead` (> 0), and LLᵀ another matrix. */
export function factorise(matrix: usize, size: i32, width: i32, instead: f64): bool {
  let isWhole = true;
  for (let j = 0; j < size; j++) {
    const rowJ = rowAt(matrix, width, j);
    for (let k = 0; k < j; k++) {
      const rowK = rowAt(matrix, width, k);
      const rest = number(rowJ, k) - dot(rowJ, rowK, k);
      store<f64>(rowJ + (<usize>k << 3), rest / number(rowK, k));
    }
    const diagonal = number(rowJ, j);
    const pivot = diagonal - dot(rowJ, rowJ, j);
    const isPivot = pivot > PIVOT_SHARE * diagonal;
    isWhole = isWhole && isPivot;
    store<f64>(rowJ + (<usize>j << 3), Math.sqrt(isPivot ? pivot : instead));
  }
  return isWhole;
}

/** v = (LLᵀ)⁻¹v in its place; answers vᵀ(LLᵀ)⁻¹v of the v that came. */
export function solveFactored(factor: usize, size: i32, width: i32, v: usize): f64 {
  let square: f64 = 0;
  for (let j = 0; j < size; j++) {
    const rowJ = rowAt(factor, width, j);
    const value = (number(v, j) - dot(rowJ, v, j)) / number(rowJ, j);
    store<f64>(v + (<usize>j << 3), value);
    square += value * value;
  }
  for (let j = size - 1; j >= 0; j--) {
    const rowJ = rowAt(factor, width, j);
    const value = number(v, j) / number(rowJ, j);
    store<f64>(v + (<usize>j << 3), value);
    for (let k = 0; k < j; k++) store<f64>(v + (<usize>k << 3), number(v, k) - value * number(rowJ, k));
  }
  return square;
}

/** Σ pᵢqᵢ of the first `count`. */
export function dot(p: usize, q: usize, count: i32): f64 {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let i = 0;
  for (; i + LANES <= count; i += LANES) {
    const offset = <usize>i << 3;
    a = f64x2.relaxed_madd(v128.load(p + offset), v128.load(q + offset), a);
    b = f64x2.relaxed_madd(v128.load(p + offset, 16), v128.load(q + offset, 16), b);
  }
  a = f64x2.add(a, b);
  let total = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (; i < count; i++) total += number(p, i) * number(q, i);
  return total;
}
