// Forests and support vector machines in memory, beside scikit-learn's on one thread. Both draw their rows from one distribution.

import { finish } from "../src/engine/math/work.ts";
import { treeOptions } from "../src/engine/model/forest/grow-forest.ts";
import { permutationImportance } from "../src/engine/model/forest/permutation-importance.ts";
import { fitClassifier } from "../src/engine/model/svm/fit-svm.ts";
import type { TrainingSet } from "../src/engine/model/training-set.ts";
import { binAndGrow, predictForest } from "../test/support/forest.ts";
import { wasmKernel } from "../test/support/kernels.ts";
import { normal, uniform } from "../test/support/numbers.ts";
import { type Bench, python, type Row, timeInTurns } from "./measure.ts";

const kernel = wasmKernel();
const COLUMNS = 20;
const TREES = 100;
const ASKED = 10_000;
const SINGLES = 1_000;
const ROUNDS = 7;

export const modelBenches: Bench[] = [
  { name: "forest on digits", run: forestOnDigits },
  {
    name: "forest on 20000 rows",
    run: () => forest(`20000 × ${COLUMNS}`, { ...rows(20_000), classCount: 2 }, normalRows(20_000, COLUMNS)),
  },
  ...[5_000, 20_000].map((count) => ({ name: `SVM with RBF on ${count} rows`, run: () => [machine(count)] })),
  { name: "linear SVM on 5000 rows", run: () => [linear(5_000, 20, SAME)] },
  { name: "linear SVM on 100000 rows", run: () => [linear(100_000, 32, ALIKE)] },
];

/** Digits are in scikit-learn: where that is not installed there is neither peer nor data. */
function forestOnDigits(): Row[] {
  const read = "import json, sklearn.datasets as d; x, y = d.load_digits(return_X_y=True); ";
  const digits = python<[number[][], number[]]>(`${read}print(json.dumps([x.T.tolist(), y.tolist()]))`);
  const what = "forest of 100 trees on digits";
  if (digits === undefined) return [{ what, ours: "skipped", peer: "skipped: no python3 with scikit-learn here" }];
  const [columns, target] = [digits[0].map((column) => Float64Array.from(column)), Float64Array.from(digits[1])];
  return forest("digits, 1797 × 64", { columns, target, classCount: 10 }, `${read}rounds = 3`);
}

/** `make`: Python that makes like data. */
function forest(of: string, data: TrainingSet, make: string): Row[] {
  const { columns, classCount } = data;
  const asks = Math.min(ASKED, data.target.length);
  const params = {
    n_estimators: TREES,
    max_depth: null,
    min_samples_leaf: 1,
    max_features: "sqrt" as const,
    max_samples: null,
    seed: 1,
  };
  const grow = () => binAndGrow(kernel, data, params, { from: 0, to: TREES });
  const trees = grow();
  const asked = columns.map((column) => column.slice(0, asks));
  const singles = Array.from({ length: SINGLES }, (_, row) => columns.map((column) => column.slice(row, row + 1)));
  const held = kernel.holdForest(trees, classCount);
  const options = treeOptions(params, data);
  const [predicting = 0, one = 0, growing = 0, permuting = 0] = timeInTurns(
    ROUNDS,
    () => predictForest(kernel, trees, { columns: asked, rowCount: asks, classCount }),
    () => singles.map((row) => held.sumLeaves(row, { rowCount: 1 })),
    grow,
    () => permutationImportance(kernel, trees, data, options),
  );
  const peer = python<[number, number, number]>(program(make, FOREST), ONE_THREAD);
  const what = `forest of ${TREES} trees on ${of}`;
  return [
    { ...beside(what, growing, peer?.[0]), bar: { atMost: 0.33 } },
    { ...beside(`${what}, predict of ${asks} rows`, predicting, peer?.[1]), bar: { atMost: 0.7 } },
    beside(`${what}, predict of one row ${SINGLES} times, held`, one, peer && SINGLES * peer[2]),
    {
      what: `${what}, permutation importance`,
      ours: `${permuting.toFixed(0)} ms`,
      peer: `growing it, ${growing.toFixed(0)} ms`,
      ratio: permuting / growing,
    },
  ];
}

function machine(rowCount: number): Row {
  const { columns, target } = rows(rowCount);
  const data = { sign: target.map((value) => 2 * value - 1) };
  const params = {
    kernel: { kind: "rbf" as const, gamma: 0.05, coef0: 0, degree: 0 },
    C: 1,
    epsilon: 0,
    tol: 1e-3,
    stepsMax: 10_000_000,
  };
  const [ours = 0] = timeInTurns(rowCount > 10_000 ? 1 : 5, () => finish(fitClassifier(kernel, columns, data, params)));
  const peer = python<[number]>(program(normalRows(rowCount, COLUMNS), MACHINE), ONE_THREAD);
  return { ...beside(`SVM with RBF on ${rowCount} × ${COLUMNS}`, ours, peer?.[0]), bar: { atMost: 1 } };
}

function linear(rowCount: number, columnCount: number, peer: { called: string; body: string }): Row {
  const { columns, target } = rows(rowCount, columnCount);
  const data = { sign: target.map((value) => 2 * value - 1) };
  const params = {
    kernel: { kind: "linear" as const, gamma: 0, coef0: 0, degree: 0 },
    C: 1,
    epsilon: 0,
    tol: 1e-3,
    stepsMax: 10_000_000,
  };
  const [ours = 0] = timeInTurns(5, () => finish(fitClassifier(kernel, columns, data, params)));
  const theirs = python<[number]>(program(normalRows(rowCount, columnCount), peer.body), ONE_THREAD);
  return {
    ...beside(`linear SVM on ${rowCount} × ${columnCount}`, ours, theirs?.[0], peer.called),
    bar: { atMost: 1 },
  };
}

function beside(what: string, ours: number, peer: number | undefined, called = "scikit-learn"): Row {
  const told = `${ours.toFixed(0)} ms`;
  if (peer === undefined) return { what, ours: told, peer: "skipped: no python3 with scikit-learn here" };
  return { what, ours: told, peer: `${called}, one thread ${peer.toFixed(0)} ms`, ratio: ours / peer };
}

function rows(count: number, columnCount = COLUMNS): { columns: Float64Array[]; target: Float64Array } {
  const random = normal(uniform(1));
  const columns = Array.from({ length: columnCount }, () => Float64Array.from({ length: count }, random));
  const [a, b, c, d] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  const target = a.map((value, i) => {
    const signal = value + (b[i] as number) * (c[i] as number) + 0.5 * Math.sin(3 * (d[i] as number));
    return signal + 0.3 * random() > 0 ? 1 : 0;
  });
  return { columns, target };
}

const ONE_THREAD = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
const FOREST = `
from sklearn.ensemble import RandomForestClassifier
def run():
    start = time.perf_counter()
    model = RandomForestClassifier(100, n_jobs=1, random_state=1).fit(x, y)
    grown = time.perf_counter()
    def ask(rows):
        before = time.perf_counter()
        model.predict_proba(rows)
        return time.perf_counter() - before
    # As often as ours: one alone would be at the mercy of a busy moment.
    many = numpy.median([ask(x[:${ASKED}]) for _ in range(${ROUNDS})])
    one = numpy.median([ask(x[row : row + 1]) for row in range(20)])
    return [grown - start, many, one]
`;
const MACHINE = `
from sklearn.svm import SVC
def run():
    start = time.perf_counter()
    SVC(C=1, gamma=0.05).fit(x, y)
    return [time.perf_counter() - start]
`;

const SAME = {
  called: "scikit-learn's SVC",
  body: `
from sklearn.svm import SVC
def run():
    start = time.perf_counter()
    SVC(kernel="linear", C=1).fit(x, y)
    return [time.perf_counter() - start]
`,
};
// SVC takes tens of seconds on 20,000 rows already. LinearSVC's problem is an easier one: its intercept is penalised.
const ALIKE = {
  called: "scikit-learn's LinearSVC, 1000 turns and not converged",
  body: `
from sklearn.svm import LinearSVC
def run():
    start = time.perf_counter()
    LinearSVC(loss="hinge", C=1).fit(x, y)
    return [time.perf_counter() - start]
`,
};

/** Python that draws rows as `rows` does; of many, one round has to do. */
function normalRows(rowCount: number, columnCount: number): string {
  return `
import numpy
generator = numpy.random.default_rng(1)
x = generator.standard_normal((${rowCount}, ${columnCount}))
noise = generator.standard_normal(${rowCount})
y = (x[:, 0] + x[:, 1] * x[:, 2] + 0.5 * numpy.sin(3 * x[:, 3]) + 0.3 * noise > 0).astype(int)
rounds = ${rowCount > 10_000 ? 1 : 3}`;
}

/** Prints the medians, in ms, of what `run` measures on what `make` makes. */
function program(make: string, body: string): string {
  return `
import json, time, numpy
${make}
${body}
times = numpy.array([run() for _ in range(rounds)])
print(json.dumps((1000 * numpy.median(times, axis=0)).tolist()))
`;
}
