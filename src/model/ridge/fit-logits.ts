// From a line for each of several classes to lines whose softmax is the probability of each (see multinomial.ts).
import { fitMultinomial } from "../multinomial.ts";
import { takeRows } from "../take-rows.ts";
import type { TrainingSet } from "../training-set.ts";
import { respondByLines } from "./predict-ridge.ts";
import type { Line } from "./solve.ts";

/** Rows, and lines that were fitted without them. */
interface HeldOut {
  rows: Uint32Array;
  lines: readonly Line[];
}

/** `lines`: those of all rows; where nothing is held out, they are judged by the rows that made them. */
export function fitLogits(data: TrainingSet, lines: readonly Line[], heldOut: readonly HeldOut[]): Line[] {
  const { columns, target, classCount, classWeights } = data;
  const parts = heldOut.length > 0 ? heldOut : [{ rows: Uint32Array.from(target.keys()), lines }];
  const count = parts.reduce((sum, { rows }) => sum + rows.length, 0);
  const values = new Float64Array(count * classCount);
  const actual = new Float64Array(count);
  let at = 0;
  for (const { rows, lines } of parts) {
    values.set(respondByLines(lines, takeRows(columns, rows), rows.length), at * classCount);
    for (const row of rows) actual[at++] = target[row] as number;
  }
  const { weights, offsets } = fitMultinomial(values, actual, { classCount, classWeights });
  return weights.map((shares, k) => {
    const share = (of: (line: Line) => number) =>
      lines.reduce((sum, line, j) => sum + (shares[j] as number) * of(line), 0);
    return {
      intercept: (offsets[k] as number) + share(({ intercept }) => intercept),
      coefficients: Float64Array.from(columns, (_, j) => share(({ coefficients }) => coefficients[j] as number)),
    };
  });
}
