// From a line for each of several classes to lines whose softmax is the probability of each (see multinomial.ts).
import type { Work } from "../../math/work.ts";
import { fitMultinomial } from "../multinomial.ts";
import { takeRows } from "../take-rows.ts";
import { rowWeights, type TrainingSet } from "../training-set.ts";
import { respondByLines } from "./predict-ridge.ts";
import type { Line } from "./solve.ts";

/** Rows, and lines that were fitted without them. */
interface HeldOut {
  rows: Uint32Array;
  lines: readonly Line[];
}

// Responses aim at 1 and −1. One far outside is of a row such as its line has never met: it would bend all others to itself, and its square
// take their digits.
const RESPONSE_MOST = 10;

/** `lines`: those of all rows. What is never held out is judged by them, for a class without rows would never be told. */
export function* fitLogits(data: TrainingSet, lines: readonly Line[], heldOut: readonly HeldOut[]): Work<Line[]> {
  const { columns, target, classCount } = data;
  const weightOf = rowWeights(data);
  const isHeldOut = new Uint8Array(target.length);
  for (const { rows } of heldOut) for (const row of rows) isHeldOut[row] = 1;
  const parts = [...heldOut, { rows: Uint32Array.from(target.keys()).filter((row) => isHeldOut[row] === 0), lines }];
  const values = new Float64Array(target.length * classCount);
  const actual = new Float64Array(target.length);
  const weights = weightOf && new Float64Array(target.length);
  let at = 0;
  for (const { rows, lines } of parts) {
    const raw = respondByLines(lines, takeRows(columns, rows), rows.length);
    const near = raw.map((value) => Math.max(-RESPONSE_MOST, Math.min(RESPONSE_MOST, value)));
    values.set(near, at * classCount);
    for (const row of rows) {
      if (weights) weights[at] = weightOf[row] as number;
      actual[at++] = target[row] as number;
    }
  }
  const { weights: shareRows, offsets } = yield* fitMultinomial(values, actual, { classCount, weights });
  return shareRows.map((shares, k) => {
    const share = (of: (line: Line) => number) =>
      lines.reduce((sum, line, j) => sum + (shares[j] as number) * of(line), 0);
    return {
      intercept: (offsets[k] as number) + share(({ intercept }) => intercept),
      coefficients: Float64Array.from(columns, (_, j) => share(({ coefficients }) => coefficients[j] as number)),
    };
  });
}
