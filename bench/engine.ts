// The engine in memory: the factor kernel, one ridge fit, the λ path.
import { Matrix } from "ml-matrix";
import { accumulate, type Factor, merge } from "../src/engine/kernel/factor.ts";
import { fitRidge } from "../src/engine/model/ridge/fit-ridge.ts";
import { forwardSelection } from "../src/engine/model/ridge/forward-selection.ts";
import { ridgeProblem } from "../src/engine/model/ridge/ridge-problem.ts";
import { solve } from "../src/engine/model/ridge/solve.ts";
import { FOLD_COUNT } from "../src/engine/time/fold.ts";
import { referenceKernel, wasmKernel } from "../test/support/kernels.ts";
import { randomColumns, rowsUpTo } from "../test/support/numbers.ts";
import { type Bench, python, type Row, timeInTurns } from "./measure.ts";

const kernel = wasmKernel();

export const engineBenches: Bench[] = [
  ...[8, 32, 128].map((columns) => ({ name: `factor of ${columns} columns`, run: () => factorKernel(columns) })),
  ...[32, 128, 198, 256].map((columns) => ({
    name: `ridge problem of ${columns} columns`,
    run: () => reduction(columns),
  })),
  { name: "ridge fit", run: ridgeFit },
  { name: "λ path", run: () => [lambdaPath()] },
  { name: "selection", run: selection },
];

// The bars are for so many columns.
const KERNEL_BAR = 32;

/** Few enough rows to stay in the cache, so that the kernel is timed; and so many that they come from memory. */
function factorKernel(columns: number): Row[] {
  return [
    ...factorOf(columns, 4_096, "in cache"),
    ...(columns === KERNEL_BAR ? factorOf(columns, 100_000, "from memory") : []),
  ];
}

/** X is `columns` wide; with the constant and y the factor has two more. */
function factorOf(columns: number, rowCount: number, where: string): Row[] {
  const size = columns + 2;
  const table = randomColumns(size - 1, rowCount);
  const all = rowsUpTo(rowCount);
  const x = new Matrix(rowCount, size);
  x.setColumn(0, Array(rowCount).fill(1));
  for (const [j, column] of table.entries()) x.setColumn(j + 1, [...column]);
  const flops = 2 * rowCount * size ** 2;
  const repeats = Math.ceil(1e8 / flops);
  const repeat = (run: () => unknown) => () => {
    for (let i = 0; i < repeats; i++) run();
  };
  const times = timeInTurns(
    15,
    repeat(() => accumulate(kernel, table, all)),
    repeat(() => accumulate(referenceKernel, table, all)),
    repeat(() => x.transpose().mmul(x)),
  );
  const [ours = 0, reference = 0, mlMatrix = 0] = times.map((ms) => (repeats * flops) / ms / 1e6);
  const peers: [peer: string, rate: number, atLeast: number][] = [
    ["the reference loop", reference, 6],
    ["ml-matrix XᵀX", mlMatrix, 12],
    ...(columns === KERNEL_BAR ? [["a fixed", 10, 1] as [string, number, number]] : []),
  ];
  return peers.map(([peer, rate, atLeast]) => ({
    what: `factor of ${columns} columns, ${where}`,
    ours: `${ours.toFixed(1)} GFLOP/s`,
    peer: `${peer} ${rate.toFixed(1)} GFLOP/s`,
    ratio: ours / rate,
    ...(columns === KERNEL_BAR && { bar: { atLeast } }),
  }));
}

// Against LAPACK through numpy, which computes U too; ridge needs none. At 32 columns a call of numpy's is a good part of its time.
const REDUCTION_BAR: Record<number, number> = { 32: 1, 128: 1.5, 198: 1.5, 256: 1.5 };

/** What a fit needs of the decomposition: standardised columns, reduced, from a factor of 2,000 random rows. */
function reduction(columns: number): Row[] {
  const factor = accumulate(kernel, randomColumns(columns + 1, 2_000), rowsUpTo(2_000));
  const what = `ridge problem of ${columns} columns from their factor`;
  const rounds = columns > 100 ? 31 : 301;
  const [ours = 0] = timeInTurns(rounds, () => ridgeProblem(kernel, factor));
  const shown = `${ours.toFixed(2)} ms`;
  const peer = python<number>(NUMPY_SVD(columns, rounds), { OPENBLAS_NUM_THREADS: "1" });
  const others = python<number[]>(LAPACK_SVD(columns, rounds), { OPENBLAS_NUM_THREADS: "1" });
  const skipped = (needed: string) => ({ what, ours: shown, peer: `skipped: no python3 with ${needed} here` });
  return [
    peer === undefined
      ? skipped("numpy")
      : {
          what,
          ours: shown,
          peer: `numpy's svd, one thread ${peer.toFixed(2)} ms`,
          ratio: ours / peer,
          bar: { atMost: REDUCTION_BAR[columns] ?? 1 },
        },
    ...(others === undefined
      ? [skipped("scipy")]
      : ["gesvd, implicit QR", "gejsv, Jacobi after pivoting"].map((name, i) => {
          const theirs = others[i] as number;
          return { what, ours: shown, peer: `LAPACK's ${name} ${theirs.toFixed(2)} ms`, ratio: ours / theirs };
        })),
  ];
}

const SVD = (columns: number, rounds: number, decompositions: string) => `
import json, time, numpy
${decompositions}
x = numpy.random.default_rng(1).uniform(-1, 1, (2000, ${columns}))
r = numpy.linalg.qr((x - x.mean(axis=0)) / x.std(axis=0) / 2000 ** 0.5, mode="r")
def median(decompose):
    times = []
    for _ in range(${rounds + 1}):
        start = time.perf_counter()
        decompose(r)
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times[1:])[${rounds >> 1}]
`;

const NUMPY_SVD = (columns: number, rounds: number) =>
  `${SVD(columns, rounds, "")}print(json.dumps(median(numpy.linalg.svd)))`;

// The other decompositions that ridge could rest on, as they are at their best: what each takes with V, which ridge needs, and U.
const LAPACK_SVD = (columns: number, rounds: number) =>
  `${SVD(columns, rounds, "from scipy.linalg import lapack")}print(json.dumps([median(lapack.dgesvd), median(lapack.dgejsv)]))`;

function ridgeFit(): Row[] {
  const columns = randomColumns(33, 100_000);
  const rows = rowsUpTo(100_000);
  const [ours = 0] = timeInTurns(15, () => solve(kernel, ridgeProblem(kernel, accumulate(kernel, columns, rows)), [1]));
  const what = "ridge fit of 100,000 × 32 in memory";
  return [1, 2].map((threads) => {
    const peer = python<number>(SCIKIT_LEARN_FIT, { OPENBLAS_NUM_THREADS: String(threads) });
    if (peer === undefined)
      return { what, ours: `${ours.toFixed(1)} ms`, peer: "skipped: no python3 with scikit-learn here" };
    const core = threads === 1 ? "one thread" : "two threads";
    return {
      what,
      ours: `${ours.toFixed(1)} ms`,
      peer: `scikit-learn, ${core} ${peer.toFixed(1)} ms`,
      ratio: ours / peer,
      bar: { atMost: 1 },
    };
  });
}

const SCIKIT_LEARN_FIT = `
import json, time, numpy
from sklearn.linear_model import Ridge
generator = numpy.random.default_rng(1)
x, y = generator.uniform(-1, 1, (100000, 32)), generator.uniform(-1, 1, 100000)
times = []
for _ in range(16):
    start = time.perf_counter()
    Ridge(alpha=1.0).fit(x, y)
    times.append(1000 * (time.perf_counter() - start))
print(json.dumps(sorted(times[1:])[7]))
`;

const FEW = 1_000;
const MANY = 1_000_000;

function lambdaPath(): Row {
  const [few, many] = [foldsOf(33, FEW), foldsOf(33, MANY)];
  const [small = 0, large = 0] = timeInTurns(
    31,
    () => fitRidge(kernel, few, "auto"),
    () => fitRidge(kernel, many, "auto"),
  );
  return {
    what: "λ path of 20 with 5-fold CV, 32 columns, 10⁶ rows",
    ours: `${large.toFixed(2)} ms`,
    peer: `10³ rows ${small.toFixed(2)} ms`,
    ratio: large / small,
    bar: { atMost: 1.1 },
  };
}

function selection(): Row[] {
  const groups = Array.from({ length: 20 }, (_, group) => Array.from({ length: 10 }, (_, i) => 10 * group + i));
  const [few, many] = [foldsOf(201, FEW), foldsOf(201, MANY)];
  const select = (folds: Factor[], rowCount: number) => () =>
    forwardSelection(kernel, folds, { always: [], groups, lambda: 1e-6 * rowCount });
  const [small = 0, large = 0] = timeInTurns(11, select(few, FEW), select(many, MANY));
  const what = "selection among 20 groups of 200 columns, 5-fold CV, 10⁶ rows";
  const ours = `${large.toFixed(0)} ms`;
  return [
    { what, ours, peer: `10³ rows ${small.toFixed(0)} ms`, ratio: large / small, bar: { atMost: 1.1 } },
    { what, ours, peer: "limit 2000 ms", ratio: large / 2_000, bar: { atMost: 1 } },
  ];
}

/** Fold factors of random columns, accumulated in pieces that fit into memory. */
function foldsOf(columnCount: number, rowCount: number): Factor[] {
  const pieceRows = Math.min(rowCount, 100_000);
  const pieces = Array.from({ length: rowCount / pieceRows }, (_, piece) => {
    const columns = randomColumns(columnCount, pieceRows, piece);
    const rows = rowsUpTo(pieceRows);
    return Array.from({ length: FOLD_COUNT }, (_, fold) =>
      accumulate(
        kernel,
        columns,
        rows.filter((row) => row % FOLD_COUNT === fold),
      ),
    );
  });
  return Array.from({ length: FOLD_COUNT }, (_, fold) =>
    merge(
      kernel,
      pieces.map((folds) => folds[fold] as Factor),
    ),
  );
}
