// The engine in memory: the factor kernel, one ridge fit, the λ path.
import { Matrix } from "ml-matrix";
import { accumulate } from "../src/math/factor.ts";
import { FOLD_COUNT, fitRidge } from "../src/model/ridge/fit-ridge.ts";
import { solve } from "../src/model/ridge/solve.ts";
import { spectrum } from "../src/model/ridge/spectrum.ts";
import { referenceKernel, wasmKernel } from "../test/support/kernels.ts";
import { randomColumns, rowsUpTo } from "../test/support/numbers.ts";
import { python, type Row, timeInTurns } from "./measure.ts";

const kernel = wasmKernel();

export function benchEngine(): Row[] {
  return [...[8, 32, 128].flatMap(factorKernel), ...ridgeFit(), lambdaPath()];
}

/** The bars are for 32 columns. X is `columns` wide; with the constant and y the factor has two more. Rows so many that each run does the same work. */
function factorKernel(columns: number): Row[] {
  const size = columns + 2;
  const rowCount = Math.ceil(1e8 / size ** 2);
  const table = randomColumns(size - 1, rowCount);
  const all = rowsUpTo(rowCount);
  const x = new Matrix(rowCount, size);
  for (let j = 0; j < size - 1; j++) for (let i = 0; i < rowCount; i++) x.set(i, j + 1, table[j]?.[i] ?? 0);
  for (let i = 0; i < rowCount; i++) x.set(i, 0, 1);
  const [ours = 0, reference = 0, mlMatrix = 0] = timeInTurns(
    5,
    () => accumulate(kernel, table, all),
    () => accumulate(referenceKernel, table, all),
    () => x.transpose().mmul(x),
  );
  const rate = (ms: number) => (2 * rowCount * size ** 2) / ms / 1e6;
  const gigaflops = (ms: number) => `${rate(ms).toFixed(1)} GFLOP/s`;
  const what = `factor of ${columns} columns`;
  const isBarred = columns === 32;
  const rows = [
    {
      what,
      ours: gigaflops(ours),
      peer: `reference loop ${gigaflops(reference)}`,
      ratio: reference / ours,
      bar: { atLeast: 6 },
    },
    {
      what,
      ours: gigaflops(ours),
      peer: `ml-matrix XᵀX ${gigaflops(mlMatrix)}`,
      ratio: mlMatrix / ours,
      bar: { atLeast: 12 },
    },
    { what, ours: gigaflops(ours), peer: "10 GFLOP/s", ratio: rate(ours) / 10, bar: { atLeast: 1 } },
  ];
  return isBarred ? rows : rows.slice(0, 2).map(({ bar: _, ...row }) => row);
}

function ridgeFit(): Row[] {
  const columns = randomColumns(33, 100_000);
  const rows = rowsUpTo(100_000);
  const [ours = 0] = timeInTurns(15, () => solve(spectrum(accumulate(kernel, columns, rows)), 1));
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

function lambdaPath(): Row {
  const foldsOf = (rowCount: number) => {
    const columns = randomColumns(33, rowCount);
    return Array.from({ length: FOLD_COUNT }, (_, fold) =>
      accumulate(
        kernel,
        columns,
        rowsUpTo(rowCount).filter((row) => row % FOLD_COUNT === fold),
      ),
    );
  };
  const [few, many] = [foldsOf(1_000), foldsOf(1_000_000)];
  const [small = 0, large = 0] = timeInTurns(
    31,
    () => fitRidge(kernel, few, "auto"),
    () => fitRidge(kernel, many, "auto"),
  );
  const what = "λ path of 20 with 5-fold CV, 32 columns, 10⁶ rows";
  return {
    what,
    ours: `${large.toFixed(2)} ms`,
    peer: `10³ rows ${small.toFixed(2)} ms`,
    ratio: large / small,
    bar: { atMost: 1.1 },
  };
}
