// Support vector machines with the linear kernel on many rows, in WebAssembly (kernel/svm-linear.ts).

import type { Work } from "../math/work.ts";
import { solveInSlices } from "./solve-in-slices.ts";
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
  ): Work<LinearSolution>;
}

const LANES = 4;

interface SvmLinearExports {
  svmLinearTable(...shapeAndPointers: number[]): void;
  svmLinearBegin(tolerance: number): void;
  svmLinearSolve(tolerance: number, stepsMax: number, ...work: number[]): number;
}

const PROGRESS = 6; // numbers

export function createSvmLinearKernel(wasm: Wasm): SvmLinearKernel {
  const exports = wasm.exports as unknown as SvmLinearExports;

  function* solveLinear(
    columns: readonly Float64Array[],
    dual: LinearDual,
    { tolerance, stepsMax }: { tolerance: number; stepsMax: number },
  ): Work<LinearSolution> {
    const rowCount = dual.target.length;
    const work = linearWork(rowCount, columns.length);
    let [beta, value, point, progress] = [0, 0, 0, 0];
    const progressed = () => new Float64Array(wasm.buffer(), progress, PROGRESS);
    const seconds = yield* solveInSlices(wasm, {
      open() {
        ({ beta, value, point, progress } = layOutLinear(wasm, columns, dual));
        return { from: beta, to: progress + 8 * PROGRESS };
      },
      begin: () => exports.svmLinearBegin(tolerance),
      goOn: (most) => exports.svmLinearSolve(tolerance, stepsMax, most, work.step, work.between, work.trial),
      isOver() {
        const [steps = 0, , , isUnderWay, , isSolved] = progressed();
        return isSolved === 1 || (isUnderWay === 0 && steps >= stepsMax);
      },
    });
    const [steps = 0, , , , , isSolved] = progressed();
    const buffer = wasm.buffer();
    const solution = {
      beta: new Float64Array(buffer, beta, rowCount).slice(),
      w: new Float64Array(buffer, point, columns.length).slice(),
      f: new Float64Array(buffer, value, rowCount).slice(),
      steps,
      converged: isSolved === 1,
    };
    yield seconds;
    return solution;
  }

  return { solveLinear };
}

/** Lays out a dual and what it takes to solve it; answers where stands what that comes to, from β to the progress. */
function layOutLinear(wasm: Wasm, columns: readonly Float64Array[], { target, low, high, epsilon }: LinearDual) {
  const exports = wasm.exports as unknown as SvmLinearExports;
  const rowCount = target.length;
  const paired = rowCount + (rowCount % 2);
  const width = widthOf(columns.length);
  const at = wasm.layOut({
    table: 8 * width * rowCount,
    target: 8 * paired,
    low: 8 * paired,
    high: 8 * paired,
    slope: 8 * paired,
    step: 8 * width,
    sum: 8 * width,
    hessian: 8 * width * width,
    beta: 8 * paired,
    centre: 8 * paired,
    value: 8 * paired,
    isBetween: rowCount,
    point: 8 * width,
    progress: 8 * PROGRESS,
  });
  const buffer = wasm.buffer();
  new Uint8Array(buffer, at.target, at.sum - at.target).fill(0);
  new Uint8Array(buffer, at.beta, at.progress - at.beta).fill(0);
  copyRows(columns, new Float64Array(buffer, at.table, width * rowCount), width);
  new Float64Array(buffer, at.target, rowCount).set(target);
  new Float64Array(buffer, at.low, rowCount).set(low);
  new Float64Array(buffer, at.high, rowCount).set(high);
  exports.svmLinearTable(
    ...[rowCount, columns.length + 1, width, epsilon],
    ...[at.table, at.target, at.low, at.high, at.slope, at.step, at.sum, at.hessian],
    ...[at.beta, at.centre, at.value, at.isBetween, at.point, at.progress],
  );
  return at;
}

/** Numbers of a row: the columns, 1, zeros. */
function widthOf(columnCount: number): number {
  return Math.ceil((columnCount + 1) / LANES) * LANES;
}

// Measured on a 2-core AMD EPYC under Node 24, from 1,000 × 3 to 20,000 × 32 and 3,000 × 500.
const ROW_SECONDS = 2.2e-8;
const NUMBER_SECONDS = 3e-10;
const SQUARE_SECONDS = 7e-11;
const CUBE_SECONDS = 3.5e-11;
const TRIAL_SECONDS = 3e-9;

/** Seconds that a step of Newton's, a row between its bounds and a trial of the search take. */
export function linearWork(rowCount: number, columnCount: number) {
  const width = widthOf(columnCount);
  return {
    step: rowCount * (ROW_SECONDS + NUMBER_SECONDS * width) + CUBE_SECONDS * width ** 3,
    between: SQUARE_SECONDS * width ** 2,
    trial: TRIAL_SECONDS * rowCount,
  };
}

/** Row by row: the columns, 1, zeros. */
function copyRows(columns: readonly Float64Array[], rows: Float64Array, width: number): void {
  rows.fill(0);
  columns.forEach((column, j) => {
    for (let row = 0; row < column.length; row++) rows[row * width + j] = column[row] as number;
  });
  for (let at = columns.length; at < rows.length; at += width) rows[at] = 1;
}
