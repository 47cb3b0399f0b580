// What a training holds in memory beside an isolate's 128 MB: heap and buffers, WebAssembly's among them, above what the bare process
// holds. Garbage is collected first, which Node lets grow as it likes and workerd does not; it is looked at after each piece, and where a
// piece holds most: when trees were grown, and when they were asked.
import type { Kernel } from "../src/engine/kernel/kernel.ts";
import { consumePieces } from "../src/registry/task/consume-pieces.ts";
import { trainModel } from "../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../test/support/context.ts";
import { randomColumns } from "../test/support/numbers.ts";
import type { Bench, Row } from "./measure.ts";

const ROWS = 100_000;
const COLUMNS = 32;
// More would hold no more: a piece, and a fold, has few of them at a time.
const TREES = 20;
const ISOLATE_MB = 128;

export const memoryBenches: Bench[] = (["classification", "regression"] as const).map((problem) => ({
  name: `memory of a forest, ${problem}`,
  run: async () => [await peakOf(problem)],
}));

async function peakOf(problem: "classification" | "regression"): Promise<Row> {
  const bare = held();
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, held() - bare);
  };
  const context = watched(openContext(1), look);
  await start(context, problem);
  peak = 0;
  for (let body = context.messages.shift(); body !== undefined; body = context.messages.shift()) {
    await consumePieces([{ body, attempts: 1, ack: () => undefined, retry: () => undefined }], context);
    look();
  }
  context.close();
  return {
    what: `forest of ${TREES} trees on ${ROWS} × ${COLUMNS}, ${problem}, in pieces: memory held`,
    ours: `${peak.toFixed(0)} MB`,
    peer: `an isolate's ${ISOLATE_MB} MB`,
    ratio: peak / ISOLATE_MB,
    bar: { atMost: 1 },
  };
}

function watched(context: TestContext, look: () => void): TestContext {
  const { growTrees, sumLeaves } = context.kernel;
  const kernel: Kernel = {
    ...context.kernel,
    growTrees(...of) {
      const grown = growTrees(...of);
      look();
      return grown;
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
async function start(context: TestContext, problem: "classification" | "regression"): Promise<void> {
  const [noise = new Float64Array(), ...values] = randomColumns(COLUMNS + 1, ROWS);
  const y = noise.map((value, row) => value + (values[0]?.[row] as number));
  const X = { columns: values.map((_, j) => `c${j}`), values, rowCount: ROWS };
  const target = problem === "regression" ? y : { classes: [0, 1], target: y.map((value) => Number(value > 0)) };
  await trainModel(
    context,
    { problem, name: "Random Forest", h_tune: false, X, y: target, params: { n_estimators: TREES } },
    true,
  );
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
