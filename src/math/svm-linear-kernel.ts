// Support vector machines with the linear kernel on many rows, in WebAssembly (kernel/svm-linear.ts).
import type { Wasm } from "./wasm.ts";

/** ½‖Σβᵢxᵢ‖² − Σtᵢβᵢ + ε Σ|βᵢ|, lowᵢ ≤ βᵢ ≤ highᵢ, Σβᵢ = 0: for two classes t = ±1 and β = tα, for numbers t = y and ±C. */
export interface LinearDual {
  /** One a row. */
  target: Float64Array;
  low: Float64Array;
  high: Float64Array;
  epsilon: number;
}

export interface LinearSolution {
  beta: Float64Array;
  /** w = Σβᵢxᵢ, one a column. */
  w: Float64Array;
  /** w · x, one a row. */
  f: Float64Array;
  steps: number;
  converged: boolean;
}

export interface SvmLinearKernel {
  /** Solves a dual on rows given column by column, to a violation of the gradient below `tolerance`. */
  solveLinear(
    columns: readonly Float64Array[],
    dual: LinearDual,
    options: { tolerance: number; stepsMax: number },
  ): LinearSolution;
}

const LANES = 4;

interface SvmLinearExports {
  svmLinearTable(...shapeAndPointers: number[]): void;
  svmLinearSolve(tolerance: number, stepsMax: number): number;
}

export function createSvmLinearKernel(wasm: Wasm): SvmLinearKernel {
  const exports = wasm.exports as unknown as SvmLinearExports;

  function solveLinear(
    columns: readonly Float64Array[],
    { target, low, high, epsilon }: LinearDual,
    { tolerance, stepsMax }: { tolerance: number; stepsMax: number },
  ): LinearSolution {
    const rowCount = target.length;
    const paired = rowCount + (rowCount % 2);
    const width = Math.ceil((columns.length + 1) / LANES) * LANES;
    const pieces = wasm.layOut(
      8 * width * rowCount,
      ...Array<number>(7).fill(8 * paired), // target, low, high, β, its centre, value, slope
      rowCount,
      ...Array<number>(3).fill(8 * width), // point, step, sum
      8 * width * width,
    );
    const [table = 0, targetAt = 0, lowAt = 0, highAt = 0, beta = 0, , value = 0, , , point = 0] = pieces;
    const buffer = wasm.buffer();
    new Uint8Array(buffer, targetAt, 8 * 7 * paired).fill(0);
    copyRows(columns, new Float64Array(buffer, table, width * rowCount), width);
    new Float64Array(buffer, targetAt, rowCount).set(target);
    new Float64Array(buffer, lowAt, rowCount).set(low);
    new Float64Array(buffer, highAt, rowCount).set(high);
    exports.svmLinearTable(rowCount, columns.length + 1, width, epsilon, ...pieces);
    const steps = exports.svmLinearSolve(tolerance, stepsMax);
    return {
      beta: new Float64Array(buffer, beta, rowCount).slice(),
      w: new Float64Array(buffer, point, columns.length).slice(),
      f: new Float64Array(buffer, value, rowCount).slice(),
      steps: Math.abs(steps),
      converged: steps >= 0,
    };
  }

  return { solveLinear };
}

/** Row by row: the columns, 1, zeros. */
function copyRows(columns: readonly Float64Array[], rows: Float64Array, width: number): void {
  rows.fill(0);
  columns.forEach((column, j) => {
    for (let row = 0; row < column.length; row++) rows[row * width + j] = column[row] as number;
  });
  for (let at = columns.length; at < rows.length; at += width) rows[at] = 1;
}
