// What a training holds in memory, piece by piece, beside an isolate's 128 MB: heap and buffers, WebAssembly's among them, above what the
// bare process holds. Collected after each piece; in between Node lets garbage grow as it likes, which workerd does not.
import { consumePieces } from "../src/queue/consume-pieces.ts";
import { trainModel } from "../src/usecase/train-model.ts";
import { openContext } from "../test/support/context.ts";
import { randomColumns } from "../test/support/numbers.ts";
import type { Row } from "./measure.ts";

const ROWS = 100_000;
const COLUMNS = 32;
const TREES = 100;
const ISOLATE_MB = 128;

export async function benchMemory(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const problem of ["classification", "regression"] as const) rows.push(await peakOf(problem));
  return rows;
}

async function peakOf(problem: "classification" | "regression"): Promise<Row> {
  const bare = held();
  const context = openContext(1);
  await start(context, problem);
  let peak = 0;
  for (let body = context.messages.shift(); body !== undefined; body = context.messages.shift()) {
    await consumePieces([{ body, attempts: 1, ack: () => undefined, retry: () => undefined }], context);
    peak = Math.max(peak, held() - bare);
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

/** The table goes with the request: only the pieces are measured. */
async function start(context: ReturnType<typeof openContext>, problem: "classification" | "regression"): Promise<void> {
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

/** In MB. */
function held(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
