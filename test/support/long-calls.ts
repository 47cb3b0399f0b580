// Calls that take long, each of another kind, on what they need: to see what becomes of others meanwhile.
import { makeSessions } from "../../example/make-sessions.ts";
import { toPlain } from "../../src/registry/schema/plain.ts";
import type { Client } from "./client.ts";
import { longCsv } from "./long-csv.ts";
import { randomColumns } from "./numbers.ts";

export interface LongCall {
  what: string;
  run(): Promise<unknown>;
}

const MODELS = "/api/ml_models";
const WIDE = 250;
const CANDIDATES = 24;
const WIDE_ROWS = 2_000;
const FEW_ROWS = 5_000;
const MANY_ROWS = 100_000;
const MODEL_ROWS = 5_000;
const CSV_BYTES = 20e6;
const SUPPORTS = 6_000;

/** What came of a call, which must be a success. */
type Done = (...request: Parameters<Client>) => ReturnType<Client>;

/** Stores what the calls need. They are made one after the other, in their order. */
export async function longCalls(call: Client): Promise<LongCall[]> {
  const done: Done = async (...request) => {
    const answer = await call(...request);
    if (answer.status < 300) return answer;
    throw new Error(`${request[0]} ${request[1]}: ${answer.status} ${answer.text.slice(0, 500)}`);
  };
  return [...(await onNorms(done)), ...(await onModels(done)), ...onSessions(done)];
}

async function onNorms(done: Done): Promise<LongCall[]> {
  const narrow = table(4, MANY_ROWS);
  await done("POST", "/norms/narrow/train", { x: tableOf(narrow.columns, 1_000), y: narrow.y.slice(0, 1_000) });
  const wide = table(WIDE, WIDE_ROWS);
  const names = wide.columns.map((_, j) => `c${j}`);
  await done("PUT", "/norms/wide", { columns: names, candidates: names.slice(0, CANDIDATES) });
  const one = { x: tableOf(wide.columns, 1), y: wide.y.slice(0, 1) };
  const first = JSON.stringify({ x: tableOf(wide.columns), y: wide.y, batch: "first" });
  const rows = JSON.stringify({ x: tableOf(narrow.columns) });
  const { text: file } = longCsv(CSV_BYTES);
  const csv = { "content-type": "text/csv" };
  return [
    { what: `train of ${WIDE_ROWS} × ${WIDE}`, run: () => done("POST", "/norms/wide/train", first) },
    { what: `train of ${CSV_BYTES / 1e6} MB of CSV`, run: () => done("POST", "/norms/long/train", file, csv) },
    { what: `train of 1 × ${WIDE}`, run: () => done("POST", "/norms/wide/train", one) },
    { what: `selection among ${CANDIDATES} of ${WIDE}`, run: () => done("POST", "/norms/wide/selection", {}) },
    { what: "what-if", run: () => done("POST", "/norms/wide/what-if", { features: names, lambda: "auto" }) },
    { what: "λ path", run: () => done("GET", "/norms/wide/lambda") },
    { what: "batch forgotten", run: () => done("DELETE", "/norms/wide/batches/first") },
    { what: `norm's predict of ${MANY_ROWS} rows`, run: () => done("POST", "/norms/narrow/predict", rows) },
  ];
}

async function onModels(done: Done): Promise<LongCall[]> {
  const { columns, y } = table(20, MODEL_ROWS, 1e3);
  const order = { problem: "regression", h_tune: false, X: tableOf(columns), y };
  const ofTrees = { ...order, name: "Random Forest", params: { n_estimators: 20 } };
  const { id: forest } = await trained(done, "POST", MODELS, ofTrees);
  const ridge = JSON.stringify({ ...order, name: "Ridge" });
  const tuned = JSON.stringify({ ...order, name: "Random Forest", h_tune: true });
  const file = JSON.stringify(supportVectors());
  const X = JSON.stringify({ X: tableOf(table(20, MANY_ROWS, 1e3).columns) });
  const fewer = JSON.stringify({ X: tableOf(table(20, FEW_ROWS, 1e3).columns) });
  let machine = 0;
  return [
    { what: `ridge of ${MODEL_ROWS} × 20 trained`, run: () => done("POST", MODELS, ridge) },
    { what: `forest's predict of ${MANY_ROWS} rows`, run: () => done("POST", `${MODELS}/${forest}/predict`, X) },
    { what: "prediction of stored rows", run: () => done("GET", `${MODELS}/${forest}`) },
    { what: "forest's h_tune, cancelled", run: () => cancelled(done, tuned) },
    {
      what: `upload of ${SUPPORTS} supports`,
      run: async () => {
        machine = (await done("POST", `${MODELS}/upload`, file)).body.id;
      },
    },
    { what: `its predict of ${FEW_ROWS} rows`, run: () => done("POST", `${MODELS}/${machine}/predict`, fewer) },
  ];
}

function onSessions(done: Done): LongCall[] {
  const log = makeSessions(1_000, 1).join("\n");
  const csv = { "content-type": "text/csv" };
  return [
    { what: "sessions stored", run: () => done("POST", "/sessions", log, csv) },
    {
      what: "gender model trained, with its report",
      run: () => trained(done, "POST", "/sessions/model", { name: "Ridge" }),
    },
  ];
}

/** Trains, and waits until the model is ready. */
async function trained(done: Done, ...order: Parameters<Client>): Promise<{ id: number }> {
  const { body } = await done(...order);
  for (let status = body.task_id === undefined ? 200 : 202; status === 202; ) {
    status = (await done("GET", `/results/${body.task_id}`)).status;
  }
  return body;
}

/** A training of minutes that is given up once a piece of it is done. */
async function cancelled(done: Done, order: string): Promise<void> {
  const { task_id } = (await done("POST", MODELS, order)).body;
  for (let pieces = 0; pieces < 1; ) pieces = (await done("GET", `/results/${task_id}?wait=1`)).body.progress.done;
  await done("DELETE", `/results/${task_id}`);
}

/** A machine by hand, on so many supports. */
function supportVectors() {
  const supports = randomColumns(20, SUPPORTS);
  const unit = {
    converged: true,
    scaling: { means: new Float64Array(20), deviations: new Float64Array(20).fill(1) },
    kernel: { kind: "rbf", gamma: 0.05, coef0: 0, degree: 3 },
    supports,
    machines: [{ rows: Uint32Array.from({ length: SUPPORTS }, (_, i) => i), weights: supports[0], bias: 0 }],
  };
  return {
    ...{ format: 1, problem: "regression", name: "SVM", params: {}, columns: supports.map((_, j) => `c${j}`) },
    ...{ classes: null, calibration: null, unit_count: 1, units: [toPlain(unit)] },
  };
}

function table(columnCount: number, rowCount: number, digits = 1e4): { columns: number[][]; y: number[] } {
  const rounded = (column: Float64Array) => Array.from(column, (value) => Math.round(digits * value) / digits);
  const [y = [], ...columns] = randomColumns(columnCount + 1, rowCount).map(rounded);
  return { columns, y };
}

function tableOf(columns: number[][], rowCount?: number): Record<string, number[]> {
  return Object.fromEntries(columns.map((column, j) => [`c${j}`, column.slice(0, rowCount)]));
}
