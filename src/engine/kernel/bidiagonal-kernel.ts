// A matrix A of rows × p reduced to A·P = Q·U·[B 0]·Vᵀ in WebAssembly (kernel/bidiagonalise.ts), B lower bidiagonal of the size of the
// rank. All that ridge regression asks of A follows from B, V and what Qᵀ and Uᵀ make of the targets, for every λ without iteration.
import type { Wasm } from "./wasm.ts";

/** A matrix as it is read, ml-matrix's, say. */
export interface Entries {
  rows: number;
  columns: number;
  get(row: number, column: number): number;
}

export interface Bidiagonal {
  /** r, and p. */
  rank: number;
  columnCount: number;
  /** Which column of A each place of the pivoting holds. */
  order: Int32Array;
  /** B's diagonal α, and β under it: r each, the last β of no meaning. */
  diagonal: Float64Array;
  below: Float64Array;
  /** Householder vectors of V, r of p numbers each, and their τ. */
  vectors: Float64Array;
  taus: Float64Array;
  /** (Q·U)ᵀ of each target, its first r numbers. */
  targets: Float64Array[];
  /** Where columns depend on others, the first r rows of R = QᵀA·P, column by column in the order of pivoting. */
  dependent: Float64Array | null;
}

export interface BidiagonalKernel {
  /**
   * Reduces the first columns of `a`, its last `targetCount` being the targets. `noise`: of each column the norm of what in it is
   * rounding; where no more than that is left of a column, it depends on those before it.
   */
  bidiagonalise(a: Entries, targetCount: number, noise: Float64Array): Bidiagonal;

  /** x ← P·V·[x; 0] for vectors of r numbers one after the other; answers vectors of p numbers, in the order of A's columns. */
  backTransform(reduced: Bidiagonal, x: Float64Array): Float64Array;
}

// Columns are filled up with rows of zeros to whole groups of so many.
const ROW_MULTIPLE = 4;

export function createBidiagonalKernel(wasm: Wasm): BidiagonalKernel {
  const kernel = wasm.exports as unknown as {
    pivotedQr(a: number, stride: number, p: number, targets: number, ...places: number[]): number;
    bidiagonalise(a: number, stride: number, p: number, targets: number, rank: number, ...places: number[]): void;
    applyReflectors(vectors: number, taus: number, rank: number, p: number, x: number, count: number): void;
  };
  const read = (at: number, length: number) => new Float64Array(wasm.buffer(), at, length).slice();

  function bidiagonalise(a: Entries, targetCount: number, noise: Float64Array): Bidiagonal {
    const p = a.columns - targetCount;
    const stride = ROW_MULTIPLE * Math.max(1, Math.ceil(a.rows / ROW_MULTIPLE));
    const at = wasm.layOut({
      columns: 8 * stride * a.columns,
      order: 8 * p,
      noise: 8 * p,
      norms: 16 * p,
      u: 8 * stride,
      w: 8 * stride,
      diagonal: 8 * p,
      below: 8 * p,
      taus: 8 * p,
      vectors: 8 * p * p,
    });
    const columns = new Float64Array(wasm.buffer(), at.columns, stride * a.columns).fill(0);
    for (let row = 0; row < a.rows; row++) {
      for (let column = 0; column < a.columns; column++) columns[column * stride + row] = a.get(row, column);
    }
    new Float64Array(wasm.buffer(), at.noise, p).set(noise);
    const rank = kernel.pivotedQr(at.columns, stride, p, targetCount, at.order, at.noise, at.norms, at.u);
    const dependent = rank === p ? null : firstRows(read(at.columns, stride * p), stride, rank);
    new Float64Array(wasm.buffer(), at.vectors, rank * p).fill(0);
    if (rank > 0) {
      const { diagonal, below, vectors, taus, u, w } = at;
      kernel.bidiagonalise(at.columns, stride, p, targetCount, rank, diagonal, below, vectors, taus, u, w);
    }
    return {
      rank,
      columnCount: p,
      order: new Int32Array(wasm.buffer(), at.order, p).slice(),
      diagonal: read(at.diagonal, rank),
      below: read(at.below, rank),
      vectors: read(at.vectors, rank * p),
      taus: read(at.taus, rank),
      targets: Array.from({ length: targetCount }, (_, k) => read(at.columns + 8 * stride * (p + k), rank)),
      dependent,
    };
  }

  function backTransform({ rank, columnCount: p, order, vectors, taus }: Bidiagonal, x: Float64Array): Float64Array {
    const count = rank === 0 ? 0 : x.length / rank;
    const at = wasm.layOut({ vectors: 8 * vectors.length, taus: 8 * rank, x: 8 * count * p });
    new Float64Array(wasm.buffer(), at.vectors, vectors.length).set(vectors);
    new Float64Array(wasm.buffer(), at.taus, rank).set(taus);
    const inner = new Float64Array(wasm.buffer(), at.x, count * p).fill(0);
    for (let i = 0; i < count; i++) inner.set(x.subarray(i * rank, (i + 1) * rank), i * p);
    kernel.applyReflectors(at.vectors, at.taus, rank, p, at.x, count);
    const result = new Float64Array(count * p);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < p; k++) result[i * p + (order[k] as number)] = inner[i * p + k] as number;
    }
    return result;
  }

  return { bidiagonalise, backTransform };
}

function firstRows(columns: Float64Array, stride: number, rank: number): Float64Array {
  const rows = new Float64Array((columns.length / stride) * rank);
  for (let k = 0; k * stride < columns.length; k++) {
    rows.set(columns.subarray(k * stride, k * stride + rank), k * rank);
  }
  return rows;
}
