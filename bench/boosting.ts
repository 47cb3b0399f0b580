// Boosting in memory, beside scikit-learn's and XGBoost's on one thread: 100 trees of 31 leaves, 20 rows a leaf at least, learning rate 0.1, 255 bins,
// of rows of one distribution. XGBoost has no bound of a leaf's rows but of its hessians: of numbers that is the same, of classes it is near. One row
// is asked of a forest of our own, too, with its defaults.
import * as v from "valibot";
import { finish } from "../src/engine/math/work.ts";
import { gradientBoosting } from "../src/engine/model/boosting/gradient-boosting.ts";
import type { Family, Params } from "../src/engine/model/family.ts";
import { randomForest } from "../src/engine/model/forest/random-forest.ts";
import type { Asked, TrainingSet } from "../src/engine/model/training-set.ts";
import { wasmKernel } from "../test/support/kernels.ts";
import { normal, uniform } from "../test/support/numbers.ts";
import { type Bench, python, type Row, timeInTurns } from "./measure.ts";

const kernel = wasmKernel();
const ITERATIONS = 100;
const ASKED = 10_000;
const ROUNDS = 5;
const SINGLES = 1_000;

const SETS: [rows: number, columns: number, classes: number][] = [
  [100_000, 32, 2],
  [100_000, 32, 0],
  [20_000, 20, 2],
  [20_000, 20, 0],
  [10_000, 200, 2],
  [10_000, 200, 0],
  [20_000, 20, 7],
];

export const boostingBenches: Bench[] = SETS.map(([rows, columns, classes]) => ({
  name: `boosting on ${rows} × ${columns}, ${classes === 0 ? "numbers" : `${classes} classes`}`,
  run: () => boosting(rows, columns, classes),
}));

function boosting(rowCount: number, columnCount: number, classCount: number): Row[] {
  const data = rowsOf(rowCount, columnCount, classCount);
  const ours = model(gradientBoosting as unknown as Family, data, { early_stopping: false });
  const forest = model(randomForest as unknown as Family, data, { n_estimators: ITERATIONS });
  const decide = ours.learned();
  const decideByForest = forest.learned();
  const asked = { columns: data.columns.map((column) => column.slice(0, ASKED)), rowCount: ASKED, classCount };
  const singles = Array.from({ length: SINGLES }, (_, row) => ({
    ...{ columns: data.columns.map((column) => column.slice(row, row + 1)), rowCount: 1, classCount },
  }));
  const [growing = 0, predicting = 0, one = 0, oneOfForest = 0] = timeInTurns(
    ROUNDS,
    ours.grow,
    () => decide(asked),
    () => singles.map(decide),
    () => singles.map(decideByForest),
  );
  const peer = python<[number, number, number, number, number]>(program(rowCount, columnCount, classCount), ONE_THREAD);
  const what = `boosting, ${ITERATIONS} iterations on ${rowCount} × ${columnCount}, ${classCount === 0 ? "numbers" : `${classCount} classes`}`;
  const single = `${what}, predict of one row ${SINGLES} times, held`;
  return [
    { ...beside(what, growing, peer && [peer[0], peer[1]]), bar: { atMost: 1 } },
    { ...beside(`${what}, predict of ${ASKED} rows`, predicting, peer && [peer[2], peer[3]]), bar: { atMost: 1 } },
    beside(single, one, peer && [SINGLES * peer[4], Infinity]),
    {
      what: single,
      ours: `${one.toFixed(1)} ms`,
      peer: `our forest of ${ITERATIONS} trees ${oneOfForest.toFixed(1)} ms`,
      ratio: one / oneOfForest,
      bar: { atMost: 1 },
    },
  ];
}

/** How a model of a family is learned, and asked once it was and is held ready. */
function model(family: Family, data: TrainingSet, given: object) {
  const { classCount } = data;
  const params = v.parse(family.params[classCount === 0 ? "regression" : "classification"], given) as Params;
  const unitCount = family.unitCount(params);
  const grow = () => finish(family.fit(kernel, data, params, { from: 0, to: unitCount }));
  const learned = () => {
    const held = family.hold(kernel, grow(), classCount);
    const of = { classCount, unitCount, params, calibration: null };
    return (asked: Asked) => family.decide(held.respond(asked), of);
  };
  return { grow, learned };
}

function beside(what: string, ours: number, peers: [number, number] | undefined): Row {
  const told = `${ours.toFixed(0)} ms`;
  if (peers === undefined) return { what, ours: told, peer: "skipped: no python3 with scikit-learn and xgboost here" };
  const [sklearn, xgboost] = peers;
  const other = Number.isFinite(xgboost) ? `, XGBoost ${xgboost.toFixed(0)} ms` : "";
  return { what, ours: told, peer: `scikit-learn ${sklearn.toFixed(0)} ms${other}`, ratio: ours / Math.min(...peers) };
}

function rowsOf(count: number, columnCount: number, classCount: number): TrainingSet {
  const random = normal(uniform(1));
  const columns = Array.from({ length: columnCount }, () => Float64Array.from({ length: count }, random));
  const [a, b, c, d] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  const value = a.map((x, i) => {
    return x + (b[i] as number) * (c[i] as number) + 0.5 * Math.sin(3 * (d[i] as number)) + 0.3 * random();
  });
  if (classCount === 0) return { columns, target: value, classCount };
  const sorted = value.toSorted();
  const ends = Array.from(
    { length: classCount - 1 },
    (_, k) => sorted[Math.floor(((k + 1) * count) / classCount)] as number,
  );
  return { columns, target: value.map((x) => ends.filter((end) => x >= end).length), classCount };
}

const ONE_THREAD = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };

/** Prints medians in ms: to fit, scikit-learn's and XGBoost's; to predict many rows; scikit-learn's to predict one. */
function program(rowCount: number, columnCount: number, classCount: number): string {
  const problem = classCount === 0 ? "Regressor" : "Classifier";
  const ask = classCount === 0 ? "predict" : "predict_proba";
  const hessians = classCount === 0 ? 20 : 0.001;
  return `
import json, time, numpy, xgboost
from sklearn.ensemble import HistGradientBoosting${problem} as Model
generator = numpy.random.default_rng(1)
x = generator.standard_normal((${rowCount}, ${columnCount}))
y = x[:, 0] + x[:, 1] * x[:, 2] + 0.5 * numpy.sin(3 * x[:, 3]) + 0.3 * generator.standard_normal(${rowCount})
if ${classCount}: y = numpy.digitize(y, numpy.quantile(y, numpy.arange(1, max(2, ${classCount})) / max(2, ${classCount})))
options = dict(tree_method="hist", grow_policy="lossguide", max_leaves=31, max_depth=0, learning_rate=0.1, n_estimators=${ITERATIONS})
options.update(max_bin=255, reg_lambda=0, min_child_weight=${hessians}, n_jobs=1)
def timed(call):
    start = time.perf_counter()
    result = call()
    return 1000 * (time.perf_counter() - start), result
def run():
    first, ours = timed(lambda: Model(max_iter=${ITERATIONS}, early_stopping=False).fit(x, y))
    second, theirs = timed(lambda: xgboost.XGB${problem}(**options).fit(x, y))
    asks = [timed(lambda: model.${ask}(x[:${ASKED}]))[0] for model in (ours, theirs)]
    one = numpy.median([timed(lambda: ours.${ask}(x[row : row + 1]))[0] for row in range(20)])
    return [first, second, *asks, one]
print(json.dumps(numpy.median([run() for _ in range(3)], axis=0).tolist()))
`;
}
