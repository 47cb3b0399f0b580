// From a line for each of several classes to lines whose softmax is the probability of each (see multinomial.ts).
import type { Work } from "../../math/work.ts";
import type { Encoding } from "../encoding.ts";
import { fitMultinomial } from "../multinomial.ts";
import { takeRows } from "../take-rows.ts";
import { rowWeights, type TrainingSet } from "../training-set.ts";
import { respondByLines } from "./predict-ridge.ts";
import type { Line } from "./solve.ts";

/** Lines, and what their columns are of those of the table. */
interface Lines {
  lines: readonly Line[];
  encoding: Encoding;
}

/** Rows, and lines that were fitted without them. */
export interface LinesOfPart extends Lines {
  rows: Uint32Array;
}

// Responses aim at 1 and −1. One far outside is of a row such as its line has never met: it would bend all others to itself, and its square
// take their digits.
const RESPONSE_MOST = 10;

/** The first lines are those of all rows. What is never held out is judged by them, for a class without rows would never be told. */
export function* fitLogits(
  data: TrainingSet,
  { lines, encoding }: Lines,
  heldOut: readonly LinesOfPart[],
): Work<Line[]> {
  const { columns, target, classCount } = data;
  const weightOf = rowWeights(data);
  const isHeldOut = new Uint8Array(target.length);
  for (const { rows } of heldOut) for (const row of rows) isHeldOut[row] = 1;
  const always = Uint32Array.from(target.keys()).filter((row) => isHeldOut[row] === 0);
  const parts = [...heldOut, { rows: always, lines, encoding }];
  const values = new Float64Array(target.length * classCount);
  const actual = new Float64Array(target.length);
  const weights = weightOf && new Float64Array(target.length);
  let at = 0;
  for (const { rows, ...of } of parts) {
    const raw = respondByLines(of, takeRows(columns, rows), rows.length);
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
      coefficients: Float64Array.from(lines[0]?.coefficients ?? [], (_, j) =>
        share(({ coefficients }) => coefficients[j] as number),
      ),
    };
  });
}
