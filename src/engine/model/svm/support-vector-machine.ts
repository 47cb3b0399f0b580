// The family of support vector machines: C-SVC, one against one, and ε-SVR. A model is one unit; columns are standardised.

import type { Fault } from "../../../error.ts";
import { warn } from "../../../warning.ts";
import type { SvmKernel } from "../../kernel/svm-kernel.ts";
import { exactObject } from "../../parameter/exact-object.ts";
import { classWeight, integer, oneOf, real, wordOrReal } from "../../parameter/parameter.ts";
import { encodeColumns } from "../encode-columns.ts";
import { encodedMost, LEVEL_COLUMNS_MAX, normsByColumn } from "../encoding.ts";
import type { Family } from "../family.ts";
import { learnEncoding } from "../learn-encoding.ts";
import { fitSigmoid } from "../platt.ts";
import { scalingOf, standardise } from "../standardise.ts";
import type { Asked, Shape, TrainingSet } from "../training-set.ts";
import { type Bounds, FIT_SECONDS_MAX, NEWTON_STEPS, PAIRS_LEAST, PAIRS_PER_ROW } from "./bound-steps.ts";
import { fitSvmClassifier, vote } from "./classify.ts";
import { decideStanding, type StandingMachine, standUp } from "./decision.ts";
import { explainSvm } from "./explain-svm.ts";
import type { SvmParams } from "./fit-svm.ts";
import { gammaScale } from "./gamma-scale.ts";
import { pairsOf } from "./pairs-of.ts";
import { fitSvmRegressor } from "./regress.ts";
import type { SupportVectorParams } from "./support-vector-params.ts";
import { machineCount, type SvmUnit, standingBytes, svmUnit } from "./svm-unit.ts";
import { svmRespondSeconds, svmWork } from "./svm-work.ts";
import { probabilityOf } from "./tell-probabilities.ts";

const common = {
  kernel: oneOf(
    ["rbf", "linear", "poly", "sigmoid"],
    "rbf",
    "exp(−γ‖a − b‖²), a·b, (γ a·b + coef0)^degree, or tanh(γ a·b + coef0)",
  ),
  C: real(1, {
    least: 1e-6,
    most: 1e6,
    description: "What a unit of loss costs; of y in regression, its standard deviation",
  }),
  gamma: wordOrReal(["scale"], "scale", {
    least: 0,
    isAbove: true,
    most: 1e6,
    description: 'γ of the kernel; "scale": 1/(columns · variance of the standardised table)',
  }),
  degree: integer(3, { least: 1, most: 10, description: "Of the kernel poly" }),
  coef0: real(0, { least: -1e6, most: 1e6, description: "Of the kernels poly and sigmoid" }),
  tol: real(1e-3, {
    least: 1e-6,
    most: 0.1,
    description:
      `Violation of the gradient at which the solver stops. It stops at ${PAIRS_LEAST} steps of a machine too, or ${PAIRS_PER_ROW} a row if ` +
      `these are more (${NEWTON_STEPS} of Newton's where the kernel is linear and rows are many), or where a fit would take more than ` +
      `${FIT_SECONDS_MAX} s; then a warning tells that it has not converged`,
  }),
};
const epsilon = real(0.1, {
  least: 0,
  most: 1e30,
  description: "Half the width of the tube without loss, in standard deviations of y",
});

// 435 pairs: each has a machine, a curve and a place in what a row is answered.
const CLASSES_MOST = 30;

// As many as a request has: a machine has the encoded table before it, standardised, beside its cache.
const VALUES_MOST = 2_000_000;

export const supportVectorMachine: Family<SupportVectorParams, SvmUnit> = {
  name: "SVM",
  acceptsMissing: true,
  answersMissing: ({ encoding }) => encoding !== undefined,
  params: {
    classification: exactObject({ ...common, class_weight: classWeight() }),
    regression: exactObject({ ...common, epsilon }),
  },
  unit: svmUnit,
  axes: (_, { kernel }) => ({
    C: [0.1, 1, 10, 100],
    ...(kernel !== "linear" && { gamma: ["scale", 0.01, 0.1] }),
  }),
  unitCount: () => 1,
  work: svmWork,
  respondSeconds: svmRespondSeconds,
  misfit,

  *fit(kernel, table, given) {
    const encoding = learnEncoding(table);
    const data = { ...table, columns: encodeColumns(encoding, table.columns) };
    const params = solverParams(given, data);
    if (data.classCount > 0) {
      const { classCount: _, ...unit } = yield* fitSvmClassifier(kernel, data, params);
      return [{ ...unit, encoding }];
    }
    const { machine, ...unit } = yield* fitSvmRegressor(kernel, data, params);
    return [{ ...unit, machines: [machine], encoding }];
  },

  respond: (kernel, [unit], asked) => respond(kernel, standing(unit as SvmUnit), asked),

  width: machineCount,

  hold(kernel, [unit]) {
    const model = standing(unit as SvmUnit);
    return { bytes: standingBytes(unit as SvmUnit), respond: (asked) => respond(kernel, model, asked) };
  },

  heldBytes: standingBytes,

  decide(raw, { classCount, calibration }) {
    if (classCount === 0) return { target: raw, probability: null };
    const values = pairsOf(classCount).map((_, pair) => valuesOf(raw, classCount, pair));
    return {
      target: vote(values, classCount),
      probability: calibration && probabilityOf(values, classCount, calibration),
    };
  },

  explain: explainSvm,

  // Each pair's curve by the rows of its two classes.
  calibrate: (raw, target, classCount) =>
    pairsOf(classCount).map(([first, second], pair) => {
      const rows = [...target.keys()].filter((row) => target[row] === first || target[row] === second);
      const values = valuesOf(raw, classCount, pair);
      return fitSigmoid(
        Float64Array.from(rows, (row) => values[row] as number),
        rows.map((row) => target[row] === first),
      );
    }),

  curves: (classCount) => [machineCount(classCount)],

  warnings: ({ converged }) =>
    converged
      ? []
      : [
          warn(
            "Not converged",
            "the solver came to the end of its steps before `tol`. A smaller C, a larger tol or another kernel would help.",
          ),
        ],

  // w says how much each column matters; a curved kernel says nothing of the kind.
  importance({ kernel, supports, machines, encoding }): Record<string, Float64Array> {
    if (kernel.kind !== "linear") return {};
    const norms = machines.map(({ rows }) => {
      const w = Float64Array.from(supports, (column) => column[rows[0] as number] as number);
      return encoding ? normsByColumn(encoding, w) : w.map(Math.abs);
    });
    const [first = new Float64Array()] = norms;
    return { standardised_coefficient: first.map((_, j) => Math.max(...norms.map((norm) => norm[j] as number))) };
  },
};

function misfit(shape: Shape): Fault | null {
  const { rowCount, classCount } = shape;
  if (classCount > CLASSES_MOST)
    return {
      path: "y",
      message: `${classCount} classes are ${machineCount(classCount)} machines, one for each pair; SVM takes ${CLASSES_MOST} classes`,
    };
  const width = encodedMost(shape);
  if (shape.levels && rowCount * width > VALUES_MOST)
    return {
      path: "X",
      message: `${rowCount} rows of ${width} columns, up to ${LEVEL_COLUMNS_MAX} for the levels of one; SVM takes ${VALUES_MOST} values`,
    };
  return null;
}

interface StandingModel extends Pick<SvmUnit, "scaling" | "kernel" | "encoding"> {
  machines: StandingMachine[];
}

function standing({ scaling, kernel, supports, machines, encoding }: SvmUnit): StandingModel {
  return { scaling, kernel, encoding, machines: machines.map((machine) => standUp(supports, machine)) };
}

/** What each machine says, row by row. */
function respond(
  kernel: SvmKernel,
  { scaling, kernel: of, machines, encoding }: StandingModel,
  { columns, rowCount }: Asked,
): Float64Array {
  const points = standardise(encoding ? encodeColumns(encoding, columns) : columns, scaling);
  const raw = new Float64Array(rowCount * machines.length);
  machines.forEach((machine, k) => {
    const values = decideStanding(kernel, machine, { kernel: of, points });
    for (let row = 0; row < rowCount; row++) raw[row * machines.length + k] = values[row] as number;
  });
  return raw;
}

const BOUNDS: Bounds = { stepsLeast: PAIRS_LEAST, secondsMax: FIT_SECONDS_MAX };

function solverParams(
  { kernel, C, gamma, degree, coef0, tol, epsilon: width = 0 }: SupportVectorParams,
  { columns, weights }: TrainingSet,
): SvmParams & Bounds {
  const scaled = () => gammaScale(standardise(columns, scalingOf(columns, weights)), weights);
  const number = gamma !== "scale" ? gamma : kernel === "linear" ? 1 : scaled();
  return { kernel: { kind: kernel, gamma: number, coef0, degree }, C, epsilon: width, tol, ...BOUNDS };
}

/** What the machine of one pair says, one number a row. */
function valuesOf(raw: Float64Array, classCount: number, pair: number): Float64Array {
  const width = machineCount(classCount);
  const values = new Float64Array(raw.length / width);
  for (let row = 0; row < values.length; row++) values[row] = raw[row * width + pair] as number;
  return values;
}
