// What any model has to beat: it looks at y alone. scikit-learn's DummyClassifier(strategy="prior") and DummyRegressor. It is no family of
// THE LIST, for nobody wants it served; it is one all the same, so that whoever tries families on folds can try it too.
import * as v from "valibot";
import { firstLargest } from "../../math/first-largest.ts";
import { meanAndDeviation } from "../../math/mean-and-deviation.ts";
import { weightedMedian } from "../../math/weighted-median.ts";
import { exactObject } from "../../parameter/exact-object.ts";
import type { Family } from "../family.ts";
import { learnedNumbers } from "../learned-numbers.ts";

/** Of a regression, what is told of every row; a classifier tells the share of each class, and the most frequent one. */
export interface DummyParams {
  strategy: "prior" | "mean" | "median";
}

const SECONDS_A_ROW = 1e-8;

export const dummy: Family<DummyParams, Float64Array> = {
  name: "Dummy",
  acceptsMissing: true,
  params: {
    classification: exactObject({ strategy: v.optional(v.literal("prior"), "prior") }),
    regression: exactObject({ strategy: v.optional(v.picklist(["mean", "median"]), "mean") }),
  },
  unit: ({ classCount }) => learnedNumbers(Math.max(1, classCount)),
  axes: () => ({}),
  unitCount: () => 1,
  work: ({ rowCount, classCount }) => ({
    seconds: SECONDS_A_ROW * rowCount,
    respondSeconds: SECONDS_A_ROW,
    bytes: 8 * Math.max(1, classCount),
  }),

  *fit(_, { target, classCount, weights }, { strategy }) {
    yield SECONDS_A_ROW * target.length;
    if (classCount === 0) {
      const { mean } = meanAndDeviation(target, weights);
      return [Float64Array.of(strategy === "median" ? (weightedMedian(target, weights) as number) : mean)];
    }
    const shares = new Float64Array(classCount);
    let total = 0;
    target.forEach((k, row) => {
      const weight = weights?.[row] ?? 1;
      shares[k] = (shares[k] as number) + weight;
      total += weight;
    });
    return [shares.map((sum) => sum / total)];
  },

  respond(_, [unit = new Float64Array()], { rowCount }) {
    return Float64Array.from({ length: rowCount * unit.length }, (_, i) => unit[i % unit.length] as number);
  },

  width: (classCount) => Math.max(1, classCount),

  hold: (kernel, units, classCount) => ({
    bytes: 8 * Math.max(1, classCount),
    respond: (asked) => dummy.respond(kernel, units, asked),
  }),

  heldBytes: (unit) => unit.byteLength,

  decide(raw, { classCount }) {
    if (classCount === 0) return { target: raw, probability: null };
    const rowCount = raw.length / classCount;
    const target = Float64Array.from({ length: rowCount }, (_, row) =>
      firstLargest(raw.subarray(row * classCount, (row + 1) * classCount)),
    );
    return { target, probability: raw };
  },

  importance: () => ({}),
};
