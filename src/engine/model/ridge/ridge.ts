// The family of linear models with a ridge penalty: regression, and classification by regression on ±1, one against the rest. Of three
// classes and more those lines are put together by multinomial logistic regression, for the largest of them is not the likeliest class.

import * as v from "valibot";
import { warn } from "../../../warning.ts";
import { firstLargest } from "../../math/first-largest.ts";
import type { ClassWeight } from "../../parameter/class-weights.ts";
import { exactObject } from "../../parameter/exact-object.ts";
import { classWeight, truth, wordOrReal } from "../../parameter/parameter.ts";
import { type Encoding, encodedWidth, encodingSchema, normsByColumn } from "../encoding.ts";
import type { Family } from "../family.ts";
import { LearnedNumber, learnedNumbers } from "../learned-numbers.ts";
import { softmax } from "../multinomial.ts";
import { fitSigmoid, probabilities, type Sigmoid } from "../platt.ts";
import type { Shape } from "../training-set.ts";
import { targetCountOf } from "./class-targets.ts";
import { explainRidge } from "./explain-ridge.ts";
import { fitTargets } from "./fit-targets.ts";
import { respondByLines } from "./predict-ridge.ts";
import { ridgeWork } from "./ridge-work.ts";

export type RidgeParams = {
  lambda: number | "auto";
  /** True unless given: what was stored before 0.9.0 does not tell. */
  standardize?: boolean;
  class_weight?: ClassWeight;
};

/** One unit is all: a line for each target; of three classes and more one for each class, whose softmax is its probability. */
export interface RidgeUnit {
  lambda: number;
  /** Least and largest λ that cross-validation cannot tell from it; left out where λ was given. */
  alike?: [number, number] | undefined;
  intercepts: Float64Array;
  /** Target after target, one number an encoded column. */
  coefficients: Float64Array;
  /** Of each encoded column, in the rows learned from; what was stored before 0.12.0 does not tell. */
  means?: Float64Array | undefined;
  /** Of each column the largest |coefficient| × its deviation; of several encoded columns the norm of theirs. */
  strength: Float64Array;
  /** What was stored before 0.10.0 has none: it is of numbers that are there. */
  encoding?: Encoding | undefined;
}

const lambda = wordOrReal(["auto"], "auto", {
  least: 0,
  most: 1e12,
  description:
    'λ of Σ(y − ŷ)² + λ Σ β², β being of standardised columns unless `standardize` is false; "auto": the one with the least ' +
    "cross-validation error, on the folds of the score.",
});
const standardize = truth(
  true,
  "Whether λ shrinks the coefficients of standardised columns; else those of the columns as they are, which is for columns of one unit",
);

// Twice a step of the λ that are tried: what comes within it is as good as found.
const FLAT = 10;

export const ridge: Family<RidgeParams, RidgeUnit> = {
  name: "Ridge",
  acceptsMissing: true,
  answersMissing: ({ encoding }) => encoding !== undefined,
  params: {
    regression: exactObject({ lambda, standardize }),
    classification: exactObject({ lambda, standardize, class_weight: classWeight() }),
  },
  unit: ridgeUnit,
  axes: () => ({ lambda: [0.01, 0.1, 1, 10, 100, 1000, 10_000] }),
  unitCount: () => 1,
  work: ridgeWork,

  *fit(kernel, data, params) {
    const {
      lambda: chosen,
      alike,
      lines,
      logits,
      deviations,
      means,
      encoding,
    } = yield* fitTargets(kernel, data, params);
    const norms = lines.map(({ coefficients }) =>
      normsByColumn(
        encoding,
        deviations.map((deviation, j) => Math.abs(coefficients[j] as number) * deviation),
      ),
    );
    const strength = Float64Array.from(data.columns, (_, j) => Math.max(...norms.map((norm) => norm[j] as number)));
    const kept = logits ?? lines;
    const width = deviations.length;
    const coefficients = new Float64Array(kept.length * width);
    for (const [k, line] of kept.entries()) coefficients.set(line.coefficients, k * width);
    const intercepts = Float64Array.from(kept, ({ intercept }) => intercept);
    return [{ lambda: chosen, ...(alike && { alike }), intercepts, coefficients, means, strength, encoding }];
  },

  respond(_, [unit], { columns, rowCount }) {
    const { intercepts, coefficients, encoding } = unit as RidgeUnit;
    const width = coefficients.length / intercepts.length;
    const lines = Array.from(intercepts, (intercept, k) => ({
      intercept,
      coefficients: coefficients.subarray(k * width, (k + 1) * width),
    }));
    return respondByLines({ lines, encoding }, columns, rowCount);
  },

  width: targetCountOf,

  hold: (kernel, units) => ({
    bytes: units.reduce((sum, unit) => sum + ridge.heldBytes(unit), 0),
    respond: (asked) => ridge.respond(kernel, units, asked),
  }),

  heldBytes: ({ coefficients, encoding }) => coefficients.byteLength + (encoding?.places.byteLength ?? 0),

  decide(raw, { classCount, calibration }) {
    if (classCount === 0) return { target: raw, probability: null };
    if (classCount === 2) {
      const [sigmoid] = calibration ?? [];
      return {
        target: raw.map((value) => Number(value > 0)),
        probability: sigmoid ? ofTwo(probabilities(sigmoid, raw)) : null,
      };
    }
    const rowCount = raw.length / classCount;
    const rows = Array.from({ length: rowCount }, (_, row) => raw.subarray(row * classCount, (row + 1) * classCount));
    // Models of before 0.5.0 have a curve for each class.
    const tell = (row: Float64Array) => (calibration?.length ? normalised(row, calibration) : softmax(row));
    return {
      target: Float64Array.from(rows, firstLargest),
      probability: calibration && Float64Array.from(rows.flatMap((row) => [...tell(row)])),
    };
  },

  explain: explainRidge,

  // Of three classes and more the unit itself tells probabilities.
  calibrate(raw, target, classCount) {
    const isSecond = Array.from(target, (k) => k === 1);
    return classCount === 2 ? [fitSigmoid(raw, isSecond)] : [];
  },
  curves: (classCount) => (classCount === 2 ? [1] : [0, classCount]),

  // On a flat curve the least error is chance, and so is λ: another week of rows may choose another.
  warnings: ({ lambda, alike }) =>
    alike !== undefined && alike[1] > FLAT * alike[0]
      ? [
          warn(
            "Lambda uncertain",
            `λ is ${told(lambda)}, and cross-validation cannot tell it from any between ${told(alike[0])} and ${told(alike[1])}; ` +
              "params.lambda fixes it.",
          ),
        ]
      : [],

  importance: ({ strength }) => ({ standardised_coefficient: strength }),
};

function ridgeUnit(shape: Shape) {
  const { columnCount, classCount } = shape;
  const targets = targetCountOf(classCount);
  return v.pipe(
    exactObject({
      lambda: LearnedNumber,
      alike: v.optional(v.tuple([LearnedNumber, LearnedNumber])),
      intercepts: learnedNumbers(targets),
      coefficients: learnedNumbers(),
      means: v.optional(learnedNumbers()),
      strength: learnedNumbers(columnCount),
      encoding: v.optional(encodingSchema(shape)),
    }),
    v.check(
      ({ coefficients, encoding }) =>
        coefficients.length === targets * (encoding ? encodedWidth(encoding) : columnCount),
      "not one coefficient for each encoded column and target",
    ),
    v.check(
      ({ means, intercepts, coefficients }) =>
        means === undefined || means.length * intercepts.length === coefficients.length,
      "not one mean for each encoded column",
    ),
  );
}

/** The probability of the second of two classes → that of both. */
function ofTwo(second: Float64Array): Float64Array {
  return Float64Array.from({ length: 2 * second.length }, (_, i) =>
    i % 2 === 1 ? (second[i >> 1] as number) : 1 - (second[i >> 1] as number),
  );
}

/** What each class's own sigmoid says of one row, divided by their sum (Zadrozny & Elkan 2002). */
function normalised(row: Float64Array, calibration: Sigmoid[]): number[] {
  const each = calibration.map((sigmoid, k) => probabilities(sigmoid, row.subarray(k, k + 1))[0] as number);
  const sum = each.reduce((total, probability) => total + probability, 0);
  return each.map((probability) => (sum > 0 ? probability / sum : 1 / each.length));
}

function told(value: number): string {
  return String(Number(value.toPrecision(3)));
}
