// Work that takes longer than was thought: nobody waits for it, others have turns, and it ends where nobody wants it any more.
import { afterEach, describe, expect, it } from "vitest";
import type { TrainModelRequest } from "../../src/registry/schema/model-request.ts";
import { deleteModel } from "../../src/registry/serve/delete-model.ts";
import { downloadModel } from "../../src/registry/serve/download-model.ts";
import { readCard } from "../../src/registry/serve/read-model.ts";
import { consumePieces } from "../../src/registry/task/consume-pieces.ts";
import { cancelTask, readResult } from "../../src/registry/task/read-result.ts";
import { trainModel } from "../../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { normal, uniform } from "../support/numbers.ts";

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

/** Time does not pass: work is what it is counted for, on any machine. */
function openFrozen(pieceSeconds: number): TestContext {
  const context = openContext(pieceSeconds, () => 1_000_000);
  open.push(context);
  return context;
}

/** Two columns, eight times each, and classes that nothing tells: as many columns seem easy, and no machine comes to its end. */
function hopeless(C: number): TrainModelRequest {
  const draw = uniform(5);
  const random = normal(draw);
  const two = [0, 1].map(() => Float64Array.from({ length: 400 }, random));
  const values = Array.from({ length: 16 }, (_, j) => two[j % 2] as Float64Array);
  const target = Float64Array.from({ length: 400 }, () => Math.floor(2 * draw()));
  return {
    ...{ problem: "classification", name: "SVM", h_tune: false, params: { C } },
    X: { columns: values.map((_, j) => `x${j}`), values, rowCount: 400 },
    y: { classes: ["a", "b"], target },
  };
}

async function deliverAll(context: TestContext): Promise<void> {
  for (let body = context.messages.shift(); body !== undefined; body = context.messages.shift())
    await consumePieces([{ body, attempts: 1, ack: () => undefined, retry: () => undefined }], context);
}

async function artifactOf(context: TestContext, id: number): Promise<string> {
  let whole = "";
  for await (const piece of (await downloadModel(context, id)).text) whole += piece;
  return whole;
}

describe("a training of which less was thought", () => {
  it("is waited for no longer than a piece, goes on in pieces, and comes to the same bytes", async () => {
    const request = hopeless(1e4);
    const whole = openFrozen(1e9);
    const { model } = await trainModel(whole, request, true);
    expect(whole.messages).toHaveLength(1);
    await deliverAll(whole);

    const cut = openFrozen(0.1);
    const { taskId, isDone, model: started } = await trainModel(cut, request, false);
    expect([isDone, cut.messages.length]).toEqual([false, 6]);
    const { version, work_seconds: thought } = (await readCard(cut, started.id)).versions[0] ?? {};
    expect([version, (thought as number) < 0.1]).toEqual([1, true]);
    expect(await readResult(cut, taskId, 0)).toMatchObject({
      running: { status: "running", progress: { stage: "fit", done: 0, total: 6 } },
    });
    await deliverAll(cut);
    const { model: ready } = (await readResult(cut, taskId, 0)) as { model: { status: string; warnings: string[] } };
    expect([ready.status, ready.warnings.join()]).toEqual(["ready", expect.stringContaining("end of its steps")]);
    expect(await artifactOf(cut, started.id)).toBe(await artifactOf(whole, model.id));
  });

  it("is the same where others use the kernels whenever it gives way", async () => {
    const request = hopeless(1e4);
    const calm = openFrozen(1e9);
    const { model } = await trainModel(calm, request, true);
    await deliverAll(calm);
    const busy = openFrozen(1e9);
    let turns = 0;
    const one = [Float64Array.of(1)];
    busy.sleep = async () => {
      turns++;
      const kind = { kind: "rbf", gamma: 1, coef0: 0, degree: 1 } as const;
      busy.kernel.decide([new Float64Array(5_000).fill(turns)], new Float64Array(5_000).fill(turns), kind, one);
    };
    const { model: other } = await trainModel(busy, request, true);
    await deliverAll(busy);
    expect(turns).toBeGreaterThan(20);
    expect(await artifactOf(busy, other.id)).toBe(await artifactOf(calm, model.id));
  });

  it("is not waited for at all where the estimate is above a piece", async () => {
    const context = openFrozen(1e-6);
    const { isDone } = await trainModel(context, hopeless(1), false);
    expect([isDone, context.messages.length]).toEqual([false, 6]);
  });

  it("is waited for where it stays below", async () => {
    const context = openFrozen(1);
    const { isDone } = await trainModel(context, hopeless(1), false);
    expect([isDone, context.messages.length]).toEqual([true, 0]);
  });

  it("is waited for no longer than ten seconds by the clock, on a machine that is slow", async () => {
    let now = 1_000_000;
    // Each look at the clock finds it five seconds later.
    const context = openContext(1, () => (now += 5_000));
    open.push(context);
    const { isDone } = await trainModel(context, hopeless(1), false);
    expect([isDone, context.messages.length]).toEqual([false, 6]);
  });
});

// A task is looked after each half second of counted work; others have turns each fiftieth, and after each cell of a grid on a fold.
const TURNS_MOST = 50;

const random = normal(uniform(3));
const table = (rowCount: number, columnCount: number) => ({
  columns: Array.from({ length: columnCount }, (_, j) => `x${j}`),
  values: Array.from({ length: columnCount }, () => Float64Array.from({ length: rowCount }, random)),
  rowCount,
});
const classes = (rowCount: number, count: number) => ({
  classes: Array.from({ length: count }, (_, k) => `class ${String(k).padStart(2, "0")}`),
  target: Float64Array.from({ length: rowCount }, (_, row) => row % count),
});
/** Classes by the sum of two columns, which takes the multinomial fit its steps. */
function banded(rowCount: number, count: number): TrainModelRequest {
  const X = table(rowCount, 10);
  const [a, b] = X.values as [Float64Array, Float64Array];
  const order = [...a.keys()].sort((i, j) => (a[i] as number) + (b[i] as number) - (a[j] as number) - (b[j] as number));
  const y = classes(rowCount, count);
  order.forEach((row, place) => {
    y.target[row] = Math.floor((place * count) / rowCount);
  });
  return { ...one, name: "Ridge", X, y };
}

const one = { problem: "classification" as const, h_tune: false };
const long: [string, TrainModelRequest][] = [
  ["SVM by pairs", { ...hopeless(1e6) }],
  [
    "SVM by rows",
    { ...one, name: "SVM", params: { kernel: "linear", C: 1e6, tol: 1e-6 }, X: table(2_000, 4), y: classes(2_000, 2) },
  ],
  ["Ridge", banded(3_000, 40)],
  ["Random Forest", { ...one, name: "Random Forest", X: table(2_000, 10), y: classes(2_000, 2) }],
  ["a grid", { ...one, name: "Random Forest", h_tune: true, X: table(400, 4), y: classes(400, 2) }],
];

describe.each(long)("%s in one piece", (_, request) => {
  it.each([
    ["cancelled", (context: TestContext, { taskId }: { taskId: string }) => cancelTask(context, taskId)],
    ["deleted", (context: TestContext, { id }: { id: number }) => deleteModel(context, id)],
  ] as const)("stops within half a second of work when it is %s", async (_, end) => {
    const context = openFrozen(1e9);
    const { model, taskId } = await trainModel(context, request, true);
    let turns = 0;
    context.sleep = async () => {
      if (++turns === 5) await end(context, { taskId, id: model.id });
    };
    await deliverAll(context);
    expect(turns).toBeGreaterThanOrEqual(5);
    expect(turns).toBeLessThanOrEqual(TURNS_MOST);
    expect(context.logged).toEqual([]);
  });
});
