// `npm run check:batches`: the same 1,000 rows in batches of 1, 7, 100 and all, at λ = 0, where nothing damps what the columns leave
// undetermined: the largest difference of any coefficient from those of one batch, in units of the largest coefficient.
import { accumulate, merge } from "../../src/engine/kernel/factor.ts";
import { fitRidge } from "../../src/engine/model/ridge/fit-ridge.ts";
import { wasmKernel } from "../support/kernels.ts";
import { normal, relativeError, rowsUpTo, uniform } from "../support/numbers.ts";
import { printLine } from "../support/print-table.ts";

const ROWS = 1_000;
const COLUMNS = 12;
const CUTS = [1, 7, 100];
const WIDTHS = [24, 10, 10, 10];

const kernel = wasmKernel();
printLine(["two columns as near as", ...CUTS.map((cut) => `by ${cut}`)], WIDTHS);
for (const near of [1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12]) {
  const draw = normal(uniform(3));
  const columns = Array.from({ length: COLUMNS }, () => Float64Array.from({ length: ROWS }, () => 20 + draw()));
  const [first, second] = columns as [Float64Array, Float64Array];
  second.forEach((value, i) => {
    second[i] = (first[i] as number) + near * (value - 20);
  });
  const y = first.map((_, i) => columns.reduce((sum, column) => sum + (column[i] as number), draw()));
  const learn = (cut: number) => {
    const parts = Array.from({ length: Math.ceil(ROWS / cut) }, (_, k) =>
      accumulate(kernel, [...columns, y], rowsUpTo(ROWS).slice(cut * k, cut * (k + 1))),
    );
    return fitRidge(kernel, [merge(kernel, parts)], 0).coefficients;
  };
  const whole = learn(ROWS);
  printLine([near.toExponential(0), ...CUTS.map((cut) => relativeError(learn(cut), whole).toExponential(1))], WIDTHS);
}
