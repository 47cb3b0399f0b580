// NIST's linear regressions, in one batch and in three: as many digits as numpy.linalg.lstsq has, whose are in
// test/golden/nist_digits.json. A factor that is merged must know what one of all rows knows.
import { describe, expect, it } from "vitest";
import { accumulate } from "../../../../src/engine/kernel/factor.ts";
import { fitRidge } from "../../../../src/engine/model/ridge/fit-ridge.ts";
import nist from "../../../golden/nist.json" with { type: "json" };
import golden from "../../../golden/nist_digits.json" with { type: "json" };
import { wasmKernel } from "../../../support/kernels.ts";
import { rowsUpTo, worstRelativeError } from "../../../support/numbers.ts";

const kernel = wasmKernel();

// All that doubles and NIST's tables hold.
const DIGITS_MAX = 15;

// Two stable methods differ by a small factor; 0.3 digits is a factor of 2.
const DIGITS_LESS_MAX = 0.3;

const names = Object.keys(golden.sets) as (keyof typeof golden.sets)[];

/** The columns of a set, y last. Powers are products from the left, as the generator has them. */
function columnsOf(name: (typeof names)[number]): Float64Array[] {
  const { degree, x, y } = nist[name];
  const rows = x as number[][];
  const features = (rows[0] as number[]).map((_, j) => Float64Array.from(rows, (row) => row[j] as number));
  const first = features[0] as Float64Array;
  for (let power = 2; power <= degree; power++) {
    features.push((features.at(-1) as Float64Array).map((value, row) => value * (first[row] as number)));
  }
  return [...features, Float64Array.from(y)];
}

/** The columns with their first `count` rows last. */
function rotate(columns: readonly Float64Array[], count: number): Float64Array[] {
  return columns.map((column) => Float64Array.of(...column.slice(count), ...column.slice(0, count)));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]] as [number, number];
  return (low + high) / 2;
}

const BATCHES: [string, (row: number, rowCount: number) => number][] = [
  ["one batch", () => 0],
  ["three batches, dealt in turn", (row) => row % 3],
  ["three batches, one after another", (row, rowCount) => Math.floor((3 * row) / rowCount)],
];

describe.each(names)("NIST's %s at λ = 0 has numpy's digits", (name) => {
  const columns = columnsOf(name);
  const rows = rowsUpTo(nist[name].y.length);
  const { estimates, digits } = golden.sets[name];

  // In which order the rows come is worth a digit either way, and means nothing: medians over all rotations are compared.
  it.each(BATCHES)("in %s", (_, batchOf) => {
    const batches = [0, 1, 2].map((batch) => rows.filter((row) => batchOf(row, rows.length) === batch));
    const right = Array.from(rows, (first) => {
      const turned = rotate(columns, first);
      const filled = batches.filter((batch) => batch.length > 0);
      const fit = fitRidge(
        kernel,
        filled.map((batch) => accumulate(kernel, turned, batch)),
        0,
      );
      const error = worstRelativeError([fit.intercept, ...fit.coefficients], estimates);
      return Math.min(DIGITS_MAX, -Math.log10(error));
    });
    expect(median(right)).toBeGreaterThanOrEqual(digits - DIGITS_LESS_MAX);
  });
});
