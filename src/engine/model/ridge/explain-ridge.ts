// What columns add to what a line says, against the means of the training's rows. Exact.
import { affine, noContributions } from "../../explain/contributions.ts";
import { explainLine, startsOfNumbers } from "../../explain/explain-line.ts";
import { encodeColumns } from "../encode-columns.ts";
import { type Encoding, startsOf } from "../encoding.ts";
import type { Explaining } from "../family.ts";
import { targetCountOf } from "./class-targets.ts";

interface Unit {
  intercepts: Float64Array;
  coefficients: Float64Array;
  /** Of the encoded columns, by the weights of the rows. */
  means?: Float64Array | undefined;
  encoding?: Encoding | undefined;
}

// A value of an encoded column, with its share of encoding it.
const VALUE_SECONDS = 2e-8;
// Of encoded columns that are there at once.
const VALUES_AT_ONCE = 500_000;

export const explainRidge: Explaining<Unit> = {
  lacks: ([unit]) =>
    unit?.means === undefined
      ? "it does not know the means of its columns, as those of before 0.12.0 do not; retrain the model"
      : null,

  seconds: ([unit]) => ({ rowSeconds: VALUE_SECONDS * (unit?.coefficients.length ?? 0), onceSeconds: 0 }),

  *add(_, [unit], { columns, rowCount, classCount }) {
    const { intercepts, coefficients, means = new Float64Array(), encoding } = unit as Unit;
    const outputs = targetCountOf(classCount);
    const onto = noContributions(rowCount, columns.length, outputs);
    const width = means.length;
    const starts = encoding ? startsOf(encoding) : startsOfNumbers(columns.length);
    const atOnce = Math.max(1, Math.floor(VALUES_AT_ONCE / width));
    for (let from = 0; from < rowCount; from += atOnce) {
      const to = Math.min(rowCount, from + atOnce);
      const some = columns.map((column) => column.subarray(from, to));
      const encoded = encoding ? encodeColumns(encoding, some) : some;
      for (const [at, intercept] of intercepts.entries()) {
        const line = { intercept, coefficients: coefficients.subarray(at * width, (at + 1) * width), means };
        explainLine(line, { encoded, starts, from }, { onto, at });
      }
      yield VALUE_SECONDS * (to - from) * width * outputs;
    }
    return onto;
  },

  tell(sums, { classCount, calibration }) {
    if (classCount === 0) return { ...sums, of: "y" };
    if (classCount > 2) return { ...sums, of: "logit" };
    const [curve] = calibration ?? [];
    return curve ? { ...affine(sums, -curve.slope, -curve.offset), of: "log_odds" } : { ...sums, of: "decision" };
  },
};
