// The reduction that every ridge fit rests on, against its definition, and against ml-matrix's SVD where that is sound.
import { SingularValueDecomposition } from "ml-matrix";
import { describe, expect, it } from "vitest";
import type { Bidiagonal } from "../../../src/engine/kernel/bidiagonal-kernel.ts";
import { Matrix } from "../../../src/engine/math/matrix.ts";
import graded from "../../golden/graded.json" with { type: "json" };
import { wasmKernel } from "../../support/kernels.ts";
import { normal, relativeError, uniform, worstRelativeError } from "../../support/numbers.ts";

const kernel = wasmKernel();
const EDGES = [1, 2, 3, 7, 8, 9, 63, 64, 65];
// p reflections, each good to some ε.
const ROUNDING = 1e-12;
const NOISE = 1e-13;

const randomMatrix = (rows: number, columns: number, seed = rows + 100 * columns) => {
  const draw = normal(uniform(seed));
  return Matrix.from1DArray(rows, columns, Array.from({ length: rows * columns }, draw));
};

const reduce = (a: Matrix, targetCount = 0, noise = NOISE) =>
  kernel.bidiagonalise(a, targetCount, new Float64Array(a.columns - targetCount).fill(noise));

/** B as a matrix, and P·V's first r columns. */
function parts(reduced: Bidiagonal): { b: Matrix; v: Matrix } {
  const { rank, columnCount, diagonal, below } = reduced;
  const b = Matrix.zeros(rank, rank);
  diagonal.forEach((alpha, i) => {
    b.set(i, i, alpha);
    if (i > 0) b.set(i, i - 1, below[i - 1] as number);
  });
  const rows = kernel.backTransform(reduced, Float64Array.from(Matrix.eye(rank).to1DArray()));
  return { b, v: Matrix.from1DArray(rank, columnCount, [...rows]).transpose() };
}

describe("a reduction", () => {
  it.each(EDGES)("keeps AᵀA and Aᵀc of %i columns, whatever the number of rows", (p) => {
    for (const rows of [...EDGES, p + 1]) {
      const a = randomMatrix(rows, p + 2);
      const reduced = reduce(a, 2);
      const { b, v } = parts(reduced);
      expect(reduced.rank).toBe(Math.min(rows, p));
      const x = a.subMatrix(0, rows - 1, 0, p - 1);
      const bv = b.mmul(v.transpose());
      expect(relativeError(bv.transpose().mmul(bv).to1DArray(), x.transpose().mmul(x).to1DArray())).toBeLessThan(
        ROUNDING,
      );
      reduced.targets.forEach((d, k) => {
        const c = a.subMatrix(0, rows - 1, p + k, p + k);
        const seen = bv.transpose().mmul(Matrix.columnVector([...d]));
        expect(relativeError(seen.to1DArray(), x.transpose().mmul(c).to1DArray())).toBeLessThan(ROUNDING);
      });
    }
  });

  it.each(EDGES)("has orthogonal vectors for %i columns", (p) => {
    for (const rows of [Math.ceil(p / 2), p]) {
      const { v } = parts(reduce(randomMatrix(rows, p)));
      const gram = v.transpose().mmul(v);
      expect(relativeError(gram.to1DArray(), Matrix.eye(gram.rows).to1DArray())).toBeLessThan(ROUNDING);
    }
  });

  it.each(EDGES)("has the singular values of ml-matrix's SVD for %i columns", (p) => {
    const a = randomMatrix(p + 5, p);
    const { b } = parts(reduce(a));
    expect(relativeError(singularValues(b), new SingularValueDecomposition(a).diagonal)).toBeLessThan(ROUNDING);
  });
});

describe("rank", () => {
  it.each([
    ["a column twice", 6, (a: Matrix) => a.setColumn(3, a.getColumn(1))],
    ["a column of zeros", 6, (a: Matrix) => a.setColumn(0, Array(a.rows).fill(0))],
    ["a sum of columns", 6, (a: Matrix) => a.setColumn(2, Matrix.add(a.getColumnVector(5), a.getColumnVector(6)))],
  ])("is one less with %s", (_, rank, change) => {
    const a = randomMatrix(12, 7);
    change(a);
    const reduced = reduce(a);
    expect(reduced.rank).toBe(rank);
    expect(relativeError(singularValues(parts(reduced).b), singularValues(a).slice(0, rank))).toBeLessThan(ROUNDING);
  });

  it("is none of nothing", () => {
    for (const [rows, columns] of [
      [0, 0],
      [0, 3],
      [3, 0],
    ] as const) {
      expect(reduce(Matrix.zeros(rows, columns)).rank).toBe(0);
    }
    expect(reduce(Matrix.zeros(4, 3)).rank).toBe(0);
  });

  it("takes for nothing what is no more than a column's own rounding, and what that makes of others", () => {
    // The second column differs from the first by 1e-6; where 1e-5 of the first is rounding, it says nothing new.
    const a = new Matrix([
      [1, 1],
      [0, 1e-6],
    ]);
    expect(kernel.bidiagonalise(a, 0, Float64Array.of(NOISE, NOISE)).rank).toBe(2);
    expect(kernel.bidiagonalise(a, 0, Float64Array.of(NOISE, 1e-5)).rank).toBe(1);
    expect(kernel.bidiagonalise(a, 0, Float64Array.of(1e-5, NOISE)).rank).toBe(1);
  });
});

describe("columns and rows of very different size", () => {
  it("keep their digits: D·A·E is reduced to its own small singular values", () => {
    // A graded matrix's singular values, the smallest too, follow from its own to the digits of A (Demmel et al. 1999): for a
    // triangle [1 g; 0 g²], σ₁σ₂ = g² and σ₁² + σ₂² = 1 + g² + g⁴.
    for (const g of [1e-3, 1e-6, 1e-9, 1e-12]) {
      const a = new Matrix([
        [1, g],
        [0, g * g],
      ]);
      const [largest = 0, smallest = 0] = singularValues(parts(reduce(a, 0, 0)).b);
      expect(Math.abs((largest * smallest) / (g * g) - 1)).toBeLessThan(ROUNDING);
      expect(Math.abs((largest ** 2 + smallest ** 2) / (1 + g * g + g ** 4) - 1)).toBeLessThan(ROUNDING);
    }
  });
});

it("keeps the small singular values of the companion matrix on which LAPACK's gesdd answers 2.3e10 for 0.66", () => {
  const { size, matrix, singular_values } = graded;
  const seen = singularValues(parts(reduce(Matrix.from1DArray(size, size, matrix), 0, 0)).b);
  expect(worstRelativeError(seen, singular_values)).toBeLessThan(ROUNDING);
});

/** Descending, by one-sided Jacobi rotations (Hestenes 1958), which keep the digits of graded columns. */
function singularValues(of: Matrix): number[] {
  const columns = Array.from({ length: of.columns }, (_, j) => of.getColumn(j));
  for (let sweep = 0; sweep < 40; sweep++) {
    let worst = 0;
    for (let i = 0; i < columns.length; i++) {
      for (let j = i + 1; j < columns.length; j++) {
        const [x, y] = [columns[i] as number[], columns[j] as number[]];
        const [a, b, c] = [dot(x, x), dot(y, y), dot(x, y)];
        if (c === 0) continue;
        worst = Math.max(worst, Math.abs(c) / Math.sqrt(a * b));
        const zeta = (b - a) / (2 * c);
        const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const cosine = 1 / Math.hypot(1, t);
        columns[i] = x.map((value, k) => cosine * (value - t * (y[k] as number)));
        columns[j] = y.map((value, k) => cosine * (value + t * (x[k] as number)));
      }
    }
    if (worst < 1e-15) break;
  }
  return columns.map((column) => Math.sqrt(dot(column, column))).sort((a, b) => b - a);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
