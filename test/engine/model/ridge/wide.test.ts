// 1,000 random tables, most of them wider than long, against test/golden/wide.py: fewer rows than columns, levels of factors,
// copies, sums, constants, graded columns and rows, large means. Here a decomposition may stall, and a rank be misjudged.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { accumulate, type Factor } from "../../../../src/engine/kernel/factor.ts";
import { fitRidge, type RidgeFit } from "../../../../src/engine/model/ridge/fit-ridge.ts";
import { FOLD_COUNT } from "../../../../src/engine/time/fold.ts";
import { wasmKernel } from "../../../support/kernels.ts";
import { rowsUpTo, uniform } from "../../../support/numbers.ts";

const kernel = wasmKernel();

/** Fitted values of the first, middle and last row, c·b, |b| and the degrees of freedom; b = standardised coefficients. */
type Numbers = [number, number, number, number, number, number];

interface Reference {
  n: number;
  p: number;
  rank: number;
  /** How many columns are constant, and how many collinear (null where a share is too small to tell). */
  constant: number;
  collinear: number | null;
  /** At λ = 0, n/1000 and n. */
  fixed: [Numbers, Numbers, Numbers];
  /** For each λ that "auto" may take (the place in its path): the cross-validation error, and the rest. */
  auto: [number, number, ...Numbers][];
}

const { tables }: { tables: Reference[] } = JSON.parse(
  readFileSync(new URL("../../../golden/wide.json", import.meta.url), "utf8"),
);

// The worst table has a condition of 1e6 (what the mean takes from a column included), so doubles have ten digits of it.
const TOLERANCE = 1e-9;

// A bound against hanging, not a measurement: a fit takes some milliseconds. It is read after the fact, as nothing can stop a
// loop that does not return.
const FIT_MS_MAX = 1000;
const KIND_MS_MAX = 300_000;

const KINDS = [
  "dense",
  "levels",
  "copies",
  "sums",
  "constants",
  "graded columns",
  "large means",
  "graded rows",
  "mixed",
] as const;

interface Table {
  columns: Float64Array[];
  y: Float64Array;
  weights: Float64Array;
}

/** Table `index`, the same to the last bit as wide.py's: nothing but sums and products of few bits. */
function tableOf(index: number): Table {
  const random = uniform(index + 1);
  const below = (bound: number) => Math.floor(random() * bound);
  const kind = KINDS[index % KINDS.length] as (typeof KINDS)[number];
  const n = 2 + below(59);
  const share = random();
  const p = 1 + Math.floor(share * share * 250);
  const plain = [normals(random, n)];
  const pick = (from: Float64Array[]) => from[below(from.length)] as Float64Array;
  let columns = plain.slice();
  while (columns.length < p) {
    const left = p - columns.length;
    const kindOfColumn = kind === "mixed" ? KINDS[below(5)] : kind;
    const isSpecial = random() < 0.4;
    if (kindOfColumn === "levels" && (isSpecial || left > 1)) {
      const levelCount = Math.min(2 + below(7), left);
      const levels = fill(n, () => below(levelCount));
      for (let level = 0; level < levelCount; level++) columns.push(levels.map((value) => (value === level ? 1 : 0)));
    } else if (kindOfColumn === "copies" && isSpecial) {
      const column = pick(columns);
      const factor = 2 ** (below(7) - 3);
      columns.push(column.map((value) => value * factor));
    } else if (kindOfColumn === "sums" && isSpecial) {
      const [a, b] = [pick(plain), pick(plain)];
      columns.push(a.map((value, row) => value + (b[row] as number)));
    } else if (kindOfColumn === "constants" && isSpecial) {
      columns.push(new Float64Array(n).fill(random() * 100 - 50));
    } else {
      plain.push(normals(random, n));
      columns.push(plain.at(-1) as Float64Array);
    }
  }
  const fall = fill(n, (row) => (kind === "graded rows" ? 2 ** -Math.floor((row * 16) / n) : 1));
  columns = columns.map((column) => column.map((value, row) => value * (fall[row] as number)));
  if (kind === "large means" || kind === "mixed") {
    columns = columns.map((column) => (random() < 0.5 ? column.map((value) => value + 1000) : column));
  }
  if (kind === "graded columns" || kind === "mixed") {
    columns = columns.map((column) => {
      const factor = 2 ** (below(81) - 40);
      return column.map((value) => value * factor);
    });
  }
  const noise = normals(random, n);
  const [first, last] = [plain[0], plain.at(-1)] as [Float64Array, Float64Array];
  const constant = index % 50 === 7 ? random() * 100 - 50 : null;
  const y = fill(n, (row) => {
    const triple = 3 * (first[row] as number);
    if (constant !== null) return constant;
    if (index % 7 === 3) return (triple - (last[row] as number)) * (fall[row] as number) + 5;
    return triple + (noise[row] as number);
  });
  return { columns, y, weights: fill(p, () => 2 * random() - 1) };
}

/** Nearly normal numbers (the sum of 12 uniform ones less 6), cut to 20 binary places. */
function normals(random: () => number, count: number): Float64Array {
  const grit = 2 ** 20;
  return fill(count, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += random();
    return Math.floor(sum * grit) / grit;
  });
}

function fill(length: number, value: (i: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, i) => value(i));
}

function foldsOf({ columns, y }: Table): Factor[] {
  const rows = rowsUpTo(y.length);
  return Array.from({ length: FOLD_COUNT }, (_, fold) =>
    accumulate(
      kernel,
      [...columns, y],
      rows.filter((row) => row % FOLD_COUNT === fold),
    ),
  );
}

/** Population standard deviation; exactly 0 of a constant. */
function deviationOf(column: Float64Array): number {
  if (column.every((value) => value === column[0])) return 0;
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
}

/** What fits of table `index` are wrong in, one line each. */
function faultsOf(index: number): string[] {
  const table = tableOf(index);
  const reference = tables[index] as Reference;
  const { n } = reference;
  const folds = foldsOf(table);
  const lambdas = [0, 1e-3 * n, n, "auto"] as const;
  return lambdas.flatMap((lambda, i) => {
    const start = performance.now();
    const fit = fitRidge(kernel, folds, lambda);
    const took = performance.now() - start;
    const faults = took > FIT_MS_MAX ? [`took ${Math.round(took)} ms`] : [];
    faults.push(...shapeFaults(fit, reference, table));
    if (lambda !== "auto") faults.push(...numberFaults(fit, reference.fixed[i] as Numbers, table));
    else faults.push(...autoFaults(fit, reference, table));
    return faults.map((fault) => `table ${index} (${n} × ${reference.p}), λ ${lambda}: ${fault}`);
  });
}

/** Rank, constant and collinear columns, and whether every number is one. */
function shapeFaults(fit: RidgeFit, { p, rank, constant, collinear }: Reference, { columns }: Table): string[] {
  const figures = [
    fit.intercept,
    ...fit.coefficients,
    fit.residualSquares,
    fit.totalSquares,
    fit.degreesOfFreedom,
    ...fit.spread.r,
    fit.cv?.rmse ?? 0,
    fit.cv?.rSquared ?? 0,
    fit.cv?.rmseStandardError ?? 0,
    fit.standardErrors.intercept ?? 0,
    ...fit.standardErrors.coefficients.map((error) => error ?? 0),
  ];
  const faults = figures.every(Number.isFinite) ? [] : ["not finite"];
  const isFull = fit.constant.length + fit.collinear.length === 0;
  if (isFull !== (rank === p)) faults.push(`rank ${isFull ? "" : "not "}full`);
  if (fit.constant.length !== constant) faults.push(`${fit.constant.length} columns constant, not ${constant}`);
  if (fit.constant.some((j) => fit.coefficients[j] !== 0 || deviationOf(columns[j] as Float64Array) !== 0)) {
    faults.push("an effect of a constant column");
  }
  if (collinear !== null && fit.collinear.length !== collinear) {
    faults.push(`${fit.collinear.length} columns collinear, not ${collinear}`);
  }
  return faults;
}

/** Fitted values against the spread of y (the size of a constant y), coefficients against their length. */
function numberFaults(fit: RidgeFit, numbers: Numbers, { columns, y, weights }: Table): string[] {
  const n = y.length;
  const standardised = columns.map((column, j) => (fit.coefficients[j] as number) * deviationOf(column));
  const found = [0, Math.floor(n / 2), n - 1].map((row) =>
    columns.reduce((sum, column, j) => sum + (fit.coefficients[j] as number) * (column[row] as number), fit.intercept),
  );
  found.push(
    standardised.reduce((sum, value, j) => sum + value * (weights[j] as number), 0),
    Math.hypot(...standardised),
    fit.degreesOfFreedom,
  );
  const [size, length, freedom] = [deviationOf(y) || Math.abs(y[0] as number), numbers[4], numbers[5]];
  const sizes = [size, size, size, length, length, freedom];
  const names = ["first row", "middle row", "last row", "coefficients", "their length", "degrees of freedom"];
  return names.flatMap((name, i) => {
    const error = Math.abs((found[i] as number) - (numbers[i] as number));
    return error <= TOLERANCE * (sizes[i] as number) ? [] : [`${name} off by ${error / (sizes[i] as number)}`];
  });
}

/** λ of the least cross-validation error, that error, and the fit there. */
function autoFaults(fit: RidgeFit, { n, auto }: Reference, table: Table): string[] {
  const pathAt = (i: number) => (i === 0 ? 0 : n * 10 ** (-6 + (i - 1) / 2));
  const chosen = auto.find(([i]) => Math.abs((fit.lambda as number) - pathAt(i)) <= 1e-12 * pathAt(i));
  if (chosen === undefined) return [`chose ${fit.lambda}, not ${auto.map(([i]) => pathAt(i)).join(" or ")}`];
  const [, rmse, ...numbers] = chosen;
  const size = deviationOf(table.y) || Math.abs(table.y[0] as number);
  const error = Math.abs((fit.cv?.rmse ?? Number.NaN) - rmse) / size;
  return [
    ...(error <= TOLERANCE ? [] : [`cross-validation off by ${error}`]),
    ...numberFaults(fit, numbers as Numbers, table),
  ];
}

describe("wide and collinear tables", () => {
  it.each(KINDS.map((kind, first) => ({ kind, first })))(
    "equal the reference: $kind",
    ({ first }) => {
      const indexes = Array.from(tables.keys()).filter((index) => index % KINDS.length === first);
      expect(indexes.flatMap(faultsOf)).toEqual([]);
    },
    KIND_MS_MAX,
  );
});
