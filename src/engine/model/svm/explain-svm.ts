// What columns add to what support vector machines say. With the linear kernel, of numbers and of two classes, a machine is a line on
// standardised columns: exact. Else by sampling, the background being rows that the machines rest on, for a model keeps no others.
import { affine, noContributions } from "../../explain/contributions.ts";
import { explainLine, startsOfNumbers } from "../../explain/explain-line.ts";
import { type Oracle, pointsOfRow, sampleShapley } from "../../explain/sample-shapley.ts";
import type { SvmKernel } from "../../kernel/svm-kernel.ts";
import { shuffle, uniform } from "../../math/random.ts";
import { encodeColumns } from "../encode-columns.ts";
import { startsOf } from "../encoding.ts";
import type { Deciding, Explaining } from "../family.ts";
import type { Sigmoid } from "../platt.ts";
import { standardise } from "../standardise.ts";
import { takeRows } from "../take-rows.ts";
import { decideStanding, standUp } from "./decision.ts";
import type { SvmUnit } from "./svm-unit.ts";
import { coupleSeconds, supportSeconds } from "./svm-work.ts";
import { probabilityOf } from "./tell-probabilities.ts";

/** Pairs of orders, each with a row of the background: a standard error is a sixteenth of a pair's own deviation or so. */
const PAIRS = 64;
const SEED = 0;
// A value of an encoded column, with its share of encoding it.
const VALUE_SECONDS = 2e-8;

export const explainSvm: Explaining<SvmUnit> = {
  lacks: (_, { classCount, calibration }) =>
    classCount > 2 && calibration === null
      ? "of three classes and more its probabilities are explained, and it has none, as no rows could be held out; send more rows of each class"
      : null,

  seconds([unit], { columnCount, classCount }) {
    const { supports } = unit as SvmUnit;
    if (isLine(unit as SvmUnit, classCount)) return { rowSeconds: VALUE_SECONDS * supports.length, onceSeconds: 0 };
    const seconds = pointSeconds(unit as SvmUnit, classCount);
    const rowSeconds = (1 + pointsOfRow(columnCount, PAIRS)) * seconds;
    return { rowSeconds, onceSeconds: PAIRS * seconds };
  },

  *add(kernel, [given], { columns, rowCount, classCount }, of) {
    const unit = given as SvmUnit;
    const { scaling, encoding, supports, machines } = unit;
    const points = standardise(encoding ? encodeColumns(encoding, columns) : columns, scaling);
    const starts = encoding ? startsOf(encoding) : startsOfNumbers(columns.length);
    if (!isLine(unit, classCount))
      return yield* sampleShapley(oracleOf(kernel, unit, of), { rows: points, background: backgroundOf(unit), starts });
    const [machine] = machines;
    const onto = noContributions(rowCount, columns.length, 1);
    // K(w, x) = w · x, and standardised columns have mean 0.
    const coefficients = Float64Array.from(
      supports,
      (column) => (machine?.weights[0] ?? 0) * (column[machine?.rows[0] ?? 0] ?? 0),
    );
    const line = { intercept: machine?.bias ?? 0, coefficients, means: new Float64Array(supports.length) };
    explainLine(line, { encoded: points, starts, from: 0 }, { onto, at: 0 });
    yield VALUE_SECONDS * rowCount * supports.length;
    return onto;
  },

  tell(sums, { classCount, calibration }) {
    if (classCount === 0) return { ...sums, of: "y" };
    if (classCount > 2) return { ...sums, of: "probability" };
    // A machine speaks for the first of two classes.
    const [curve] = calibration ?? [];
    return curve
      ? { ...affine(sums, curve.slope, curve.offset), of: "log_odds" }
      : { ...affine(sums, -1, 0), of: "decision" };
  },
};

/** Whether what is explained is linear; the machines of a file may rest on several rows. */
function isLine({ kernel, machines }: SvmUnit, classCount: number): boolean {
  return kernel.kind === "linear" && classCount <= 2 && machines[0]?.rows.length === 1;
}

/** To ask about one point. */
function pointSeconds({ kernel, supports, machines }: SvmUnit, classCount: number): number {
  const rests = machines.reduce((sum, { rows }) => sum + rows.length, 0);
  return rests * supportSeconds(kernel.kind, supports.length) + coupleSeconds(classCount);
}

function oracleOf(kernel: SvmKernel, unit: SvmUnit, { classCount, calibration }: Deciding): Oracle {
  const standing = unit.machines.map((machine) => standUp(unit.supports, machine));
  const ask = (points: readonly Float64Array[]) => {
    const values = standing.map((machine) => decideStanding(kernel, machine, { kernel: unit.kernel, points }));
    if (classCount <= 2) return values[0] as Float64Array;
    return probabilityOf(values, classCount, calibration as Sigmoid[]);
  };
  return { ask, outputs: classCount > 2 ? classCount : 1, pointSeconds: pointSeconds(unit, classCount) };
}

/** Rows that the machines rest on, drawn without replacement; of fewer each comes as often as another, or once more. */
function backgroundOf({ supports }: SvmUnit): Float64Array[] {
  const count = supports[0]?.length ?? 0;
  // A machine that rests on nothing says the same of all.
  if (count === 0) return supports.map(() => new Float64Array(PAIRS));
  const drawn = shuffle(
    Uint32Array.from({ length: count }, (_, row) => row),
    uniform(SEED),
  );
  return takeRows(
    supports,
    Uint32Array.from({ length: PAIRS }, (_, i) => drawn[i % count] as number),
  );
}
