// What support vector machines take. How many steps a machine needs depends on how its classes lie, which nobody knows before: this is what
// was seen, on the high side. What it is let take is bounded by bound-steps.ts, and whoever waits does not rely on either.
import { dualWork, slotsOf } from "../../kernel/svm-kernel.ts";
import { linearWork } from "../../kernel/svm-linear-kernel.ts";
import { encodedMost, encodingBytes } from "../encoding.ts";
import type { UnitWork } from "../family.ts";
import type { Shape } from "../training-set.ts";
import { type MachineShape, PAIRS_LEAST, stepsMost } from "./bound-steps.ts";
import { CACHE_BYTES, isTall } from "./fit-svm.ts";
import type { SupportVectorParams } from "./support-vector-params.ts";
import { machineCount } from "./svm-unit.ts";

const SECONDS_PER_KERNEL = 5e-9;
const SECONDS_PER_MACHINE = 1e-3;
const SECONDS_PER_COUPLE = 2e-6; // of k² numbers, of one row

export function svmWork(shape: Shape, params: SupportVectorParams): UnitWork {
  const { rowCount, classCount } = shape;
  const columnCount = encodedMost(shape);
  const machines = machineCount(classCount);
  const machine = {
    rowCount: classCount <= 2 ? rowCount : (2 * rowCount) / classCount,
    columnCount,
    isRegression: classCount === 0,
  };
  const supports = params.kernel === "linear" ? machines : rowCount * Math.max(1, classCount - 1);
  const decideSeconds = classCount > 2 ? SECONDS_PER_COUPLE * classCount ** 2 : 0;
  return {
    seconds: machines * (SECONDS_PER_MACHINE + machineSeconds(machine, params)),
    respondSeconds: supports * (SECONDS_PER_KERNEL + 1e-9 * columnCount) + decideSeconds,
    decideSeconds,
    bytes: supports * (8 * columnCount + 12) + encodingBytes(shape),
  };
}

// The other curved kernels have no SIMD.
const SLOW_KERNEL = 4;
const BYTES_OF_BASE64 = 0.75;

/** To ask the machines at hand, which take so many bytes as they are stored, about one row. */
export function svmRespondSeconds(shape: Shape, { kernel }: SupportVectorParams, bytes: number): number {
  const { classCount } = shape;
  const columnCount = encodedMost(shape);
  // A row that several pairs of classes rest on is stored once, and asked for each.
  const supports = (BYTES_OF_BASE64 * bytes) / ((8 * columnCount) / Math.max(1, classCount - 1) + 12);
  return supports * supportSeconds(kernel, columnCount) + SECONDS_PER_COUPLE * classCount ** 2;
}

/** One row that a machine rests on, and one point. */
export function supportSeconds(kernel: SupportVectorParams["kernel"], columnCount: number): number {
  const slow = kernel === "poly" || kernel === "sigmoid" ? SLOW_KERNEL : 1;
  return slow * SECONDS_PER_KERNEL + 1e-9 * columnCount;
}

/** To make probabilities of classes of those of pairs, of one point. */
export function coupleSeconds(classCount: number): number {
  return classCount > 2 ? SECONDS_PER_COUPLE * classCount ** 2 : 0;
}

function machineSeconds(shape: MachineShape, params: SupportVectorParams): number {
  const { rowCount, columnCount, isRegression } = shape;
  const steps = Math.min(stepsMost({ kind: params.kernel }, shape, PAIRS_LEAST), likelySteps(shape, params));
  if (isTall(params.kernel, rowCount, columnCount)) {
    const { step, between, trial } = linearWork(rowCount, columnCount);
    return steps * (step + BETWEEN * rowCount * between + TRIALS * trial);
  }
  const { visit, number, row } = dualWork({ kind: params.kernel }, rowCount, columnCount);
  const variables = isRegression ? 2 * rowCount : rowCount;
  const rows = slotsOf(rowCount, CACHE_BYTES) >= rowCount ? rowCount : NEW_ROWS * steps;
  return steps * (VISITED * visit * variables + number * rowCount) + rows * row;
}

// Of Newton's method, with the linear kernel on many rows; a large C takes more where classes can almost be told apart.
const NEWTON_USUAL = 50;
const C_USUAL = 100;
const TRIALS = 10;
const BETWEEN = 0.25; // of the rows

// Of pairs of rows: steps a row, for C times the mean K(x, x) to a power. Fewer digits take fewer.
const PAIRS_USUAL = { linear: 0.5, poly: 1, rbf: 0.7, sigmoid: 1 };
const POWER = { linear: 1, poly: 1, rbf: 0.75, sigmoid: 0.25 };
const POWER_OF_TOL = 0.1;
const TOL_USUAL = 1e-3;
const REGRESSION = 4;
// Where a kernel has more features than there are rows they are soon fitted, whatever C is.
const FITTED_STEPS = 10;
const FITTED_DEGREE = 4; // of an exponential, seen as a polynomial
const VISITED = 0.6; // of the variables: others are set aside
const NEW_ROWS = 0.5; // a step, where the cache does not hold all

function likelySteps({ rowCount, columnCount, isRegression }: MachineShape, params: SupportVectorParams): number {
  const { kernel, C, tol, degree } = params;
  if (isTall(kernel, rowCount, columnCount)) return NEWTON_USUAL * Math.max(1, Math.sqrt(C / C_USUAL));
  const hardness = PAIRS_USUAL[kernel] * (C * meanOfSquare(params, columnCount)) ** POWER[kernel];
  const featureCount =
    kernel === "linear"
      ? columnCount + 1
      : binomial(columnCount + (kernel === "poly" ? degree : FITTED_DEGREE), columnCount);
  const aRow = Math.max(1, hardness * (isRegression ? REGRESSION : 1) * (TOL_USUAL / tol) ** POWER_OF_TOL);
  return rowCount * (featureCount < rowCount ? aRow : Math.min(FITTED_STEPS, aRow));
}

/** The mean K(x, x) of normal columns: x·x has as many degrees of freedom. */
function meanOfSquare({ kernel, gamma, coef0, degree }: SupportVectorParams, columnCount: number): number {
  if (kernel === "linear") return columnCount;
  if (kernel !== "poly") return 1;
  const scale = gamma === "scale" ? 1 / columnCount : gamma;
  let product = 1;
  for (let i = 0; i < degree; i++) product *= Math.abs(coef0) + scale * (columnCount + 2 * i);
  return product;
}

function binomial(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product *= (n - k + i) / i;
  return product;
}
