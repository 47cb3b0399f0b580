// What a training holds in memory beside an isolate's 128 MB: heap and buffers, WebAssembly's among them, above what the bare process
// holds. Garbage is collected first, which Node lets grow as it likes and workerd does not; it is looked at after each piece, and where a
// piece holds most: when trees were grown, or boosting's table was laid out, and when they were asked.
import type { Kernel } from "../src/engine/kernel/kernel.ts";
import { consumePieces } from "../src/registry/task/consume-pieces.ts";
import { trainModel } from "../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../test/support/context.ts";
import { randomColumns } from "../test/support/numbers.ts";
import type { Bench, Row } from "./measure.ts";

export const ROWS = 100_000;
export const COLUMNS = 32;
// More would hold no more: a piece, and a fold, has few of them at a time, and trees of boosting are small.
const TREES = 20;
export const ISOLATE_MB = 128;

const PROBLEMS = ["classification", "regression"] as const;
type Problem = (typeof PROBLEMS)[number];

export interface Trained {
  name: string;
  called: string;
  params: Record<string, unknown>;
  problem: Problem;
}

const forestOf = (problem: Problem): Trained => ({
  ...{ name: "Random Forest", called: `forest of ${TREES} trees`, params: { n_estimators: TREES }, problem },
});
export const boostingOf = (problem: Problem): Trained => ({
  ...{ name: "Gradient Boosting", called: `boosting, ${TREES} iterations`, params: { max_iter: TREES }, problem },
});

export const memoryBenches: Bench[] = [
  ...PROBLEMS.map((problem) => ({
    name: `memory of a forest, ${problem}`,
    run: async () => [rowOf(forestOf(problem), await peakOf(forestOf(problem)))],
  })),
  ...PROBLEMS.map((problem) => ({
    name: `memory of boosting, ${problem}`,
    run: async () => [rowOf(boostingOf(problem), await peakOf(boostingOf(problem)))],
  })),
];

function rowOf({ called, problem }: Trained, megabytes: number): Row {
  return {
    what: `${called} on ${ROWS} × ${COLUMNS}, ${problem}, in pieces: memory held`,
    ours: `${megabytes.toFixed(0)} MB`,
    peer: `an isolate's ${ISOLATE_MB} MB`,
    ratio: megabytes / ISOLATE_MB,
    bar: { atMost: 1 },
  };
}

async function peakOf(trained: Trained): Promise<number> {
  const bare = held();
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, held() - bare);
  };
  const context = watched(openContext(1), look);
  await start(context, trained);
  peak = 0;
  await work(context, look);
  context.close();
  return peak;
}

function watched(context: TestContext, look: () => void): TestContext {
  const { growTrees, openBoosting, sumLeaves } = context.kernel;
  const kernel: Kernel = {
    ...context.kernel,
    growTrees(...of) {
      const grown = growTrees(...of);
      look();
      return grown;
    },
    openBoosting(...of) {
      const boosting = openBoosting(...of);
      look();
      return boosting;
    },
    sumLeaves(...of) {
      const sums = sumLeaves(...of);
      look();
      return sums;
    },
  };
  return { ...context, kernel };
}

/** The table goes with the request: only the pieces are measured. */
export async function start(context: TestContext, { name, params, problem }: Trained): Promise<void> {
  const { columns, values, y } = drawTable();
  const X = { columns, values, rowCount: ROWS };
  const target = problem === "regression" ? y : { classes: [0, 1], target: y.map((value) => Number(value > 0)) };
  await trainModel(context, { problem, name, h_tune: false, X, y: target, params }, true);
}

/** Does all pieces; `look` after each. */
export async function work(context: TestContext, look: () => void): Promise<void> {
  for (let body = context.messages.shift(); body !== undefined; body = context.messages.shift()) {
    await consumePieces([{ body, attempts: 1, ack: () => undefined, retry: () => undefined }], context);
    look();
  }
}

export function drawTable(): { columns: string[]; values: Float64Array[]; y: Float64Array } {
  const [noise = new Float64Array(), ...values] = randomColumns(COLUMNS + 1, ROWS);
  const y = noise.map((value, row) => value + (values[0]?.[row] as number));
  return { columns: values.map((_, j) => `c${j}`), values, y };
}

/** In MB. What buffers held is given back by another thread, some time after each collection. */
function held(): number {
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc?.();
    Atomics.wait(STILL, 0, 0, 20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

const STILL = new Int32Array(new SharedArrayBuffer(4));
