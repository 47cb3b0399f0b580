// A comparison is the same to the byte however it is cut, however often each message comes, and in whatever order.
import { afterEach, describe, expect, it } from "vitest";
import { cleanUp } from "../../../src/clean-up.ts";
import { compareModels } from "../../../src/registry/compare/compare-models.ts";
import { cancelComparison, deleteComparison } from "../../../src/registry/compare/end-comparison.ts";
import { readComparison } from "../../../src/registry/compare/read-comparison.ts";
import type { Comparison } from "../../../src/registry/schema/compare/comparison-answer.ts";
import type { CandidateRequest, CompareRequest } from "../../../src/registry/schema/compare/comparison-request.ts";
import { downloadModel } from "../../../src/registry/serve/download-model.ts";
import { comparisonPieces } from "../../../src/registry/store/comparison-tables.ts";
import { consumePieces } from "../../../src/registry/task/consume-pieces.ts";
import { resumeTasks } from "../../../src/registry/task/resume-tasks.ts";
import { trainModel } from "../../../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../../support/context.ts";
import { type Delivering, deliver, deliveryOf } from "../../support/deliver.ts";
import { normal, uniform } from "../../support/numbers.ts";

const random = normal(uniform(11));
const values = Array.from({ length: 4 }, () => Float64Array.from({ length: 120 }, random));
const [a = new Float64Array(), b = new Float64Array()] = values;
const port = Array.from(a, (_, row) => ["Bari", "Cork", "Oslo"][row % 3] as string);
const X = { columns: ["a", "b", "c", "d", "port"], values: [...values, port], rowCount: 120, isNamed: true };
const y = { classes: ["no", "yes"], target: a.map((value, row) => Number(value + (b[row] as number) > 0.3)) };
const sample_weight = a.map((_, row) => 1 + (row % 2));
const candidates: CandidateRequest[] = [
  { name: "Random Forest", params: { n_estimators: 12, seed: 3 } },
  { name: "SVM", params: { kernel: "linear" } },
  { name: "Ridge", h_tune: true },
  { name: "Dummy" },
];
const request: CompareRequest = {
  ...{ problem: "classification", X, y, sample_weight, metric: "log_loss", folds: 4, train_best: true },
  candidates,
};

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

function opened(pieceSeconds: number): TestContext {
  const context = openContext(pieceSeconds);
  open.push(context);
  return context;
}

/** Without what depends on the clock. */
function withoutTimes({ created_at: _, finished_at: __, progress: ___, ...comparison }: Comparison) {
  return { ...comparison, candidates: comparison.candidates.map(({ seconds: _, ...candidate }) => candidate) };
}

async function textOf(context: TestContext, id: number): Promise<string> {
  const { text } = await downloadModel(context, id);
  let whole = "";
  for await (const piece of text) whole += piece;
  const { card: _, ...model } = JSON.parse(whole);
  return JSON.stringify(model);
}

async function compare(pieceSeconds: number, delivering: Delivering) {
  const context = opened(pieceSeconds);
  const { comparison: begun, isDone } = await compareModels(context, request, true);
  expect([isDone, begun.status]).toEqual([false, "running"]);
  await deliver(context, delivering);
  const comparison = await readComparison(context, begun.id);
  expect(comparison).toMatchObject({ status: "done", model: { status: "ready" } });
  const pieces = (await context.database.select().from(comparisonPieces)).length;
  const artifact = await textOf(context, comparison.model?.id as number);
  return { told: withoutTimes(comparison), pieces, artifact, context };
}

describe("a comparison of four", () => {
  it("is the same in 3 pieces and in 21, each delivered twice, in any order, or to processes that die", async () => {
    const one = await compare(1e9, {});
    const many = await compare(1e-9, { twice: true, shuffled: true });
    const killed = await compare(1e-9, { killed: (_, i) => i % 3 === 2, shuffled: true });
    const waited = opened(1e9);
    const { comparison, isDone } = await compareModels(waited, request, false);
    expect([one.pieces, many.pieces, killed.pieces, isDone]).toEqual([3, 21, 21, true]);
    expect([many.told, killed.told, withoutTimes(comparison)]).toEqual([one.told, one.told, one.told]);
    expect([many.artifact, killed.artifact]).toEqual([one.artifact, one.artifact]);
    expect(waited.messages).toEqual([]);
  });

  it("leaves its winner as POST /api/ml_models would have made it, and nothing else", async () => {
    const { told, artifact, context } = await compare(1e9, {});
    const { name, h_tune, params } = candidates[told.winner as number] as CandidateRequest;
    const order = { problem: "classification", name, h_tune: h_tune ?? false, params, X, y, sample_weight } as const;
    const { model } = await trainModel(context, order, false);
    expect(artifact).toBe(await textOf(context, model.id));
    const keys = await context.models.list({ prefix: "comparison/", cursor: null, limit: 10 });
    expect(keys.keys).toEqual([]);
  });
});

describe("under way", () => {
  it("is cancelled once, and its messages come to nothing", async () => {
    const context = opened(1e-9);
    context.piecesAhead = 1;
    const { comparison } = await compareModels(context, request, true);
    const [message] = context.messages;
    await consumePieces([deliveryOf(message, 1)], context);
    expect((await cancelComparison(context, comparison.id)).status).toBe("cancelled");
    await expect(cancelComparison(context, comparison.id)).rejects.toThrow("has ended already");
    expect(await deliver(context)).toBe(2);
    expect(await readComparison(context, comparison.id)).toMatchObject({
      status: "cancelled",
      best: null,
      model: null,
    });
    expect((await context.models.list({ prefix: "comparison/", cursor: null, limit: 10 })).keys).toEqual([]);
  });

  it("is deleted with all that it has", async () => {
    const context = opened(1e-9);
    const { comparison } = await compareModels(context, request, true);
    await consumePieces([deliveryOf(context.messages[0], 1)], context);
    await deleteComparison(context, comparison.id);
    await deliver(context);
    expect(await context.database.select().from(comparisonPieces)).toEqual([]);
    expect((await context.models.list({ prefix: "comparison/", cursor: null, limit: 10 })).keys).toEqual([]);
    await expect(readComparison(context, comparison.id)).rejects.toThrow("there is no comparison 1");
  });

  it("is taken up where its messages were lost", async () => {
    const context = opened(1e-9);
    const { comparison } = await compareModels(context, request, true);
    await consumePieces([deliveryOf(context.messages[0], 1)], context);
    context.messages.splice(0);
    await resumeTasks(context, true);
    expect(context.messages.map(({ piece }) => piece)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    await deliver(context);
    expect((await readComparison(context, comparison.id)).status).toBe("done");
  });

  it("keeps what it needs on the day of cleaning, and nobody's keys go", async () => {
    const days = 3 * 86_400_000;
    const context = opened(1e-9);
    const { comparison } = await compareModels(context, request, true);
    const later = { ...context, nowMs: () => Date.now() + days };
    await context.models.put("comparison/1000-gone/data/0", "lost");
    await cleanUp(later);
    const left = await context.models.list({ prefix: "comparison/", cursor: null, limit: 10 });
    expect(left.keys.map(({ name }) => name.split("/").slice(2).join("/"))).toEqual([
      "data/0",
      "data/inputs",
      "training-folds",
    ]);
    await deliver(context);
    expect((await readComparison(context, comparison.id)).status).toBe("done");
  });
});

it("a candidate whose pieces fail for good has its reason, and the others go on", async () => {
  const context = opened(1e9);
  const solve = () => {
    throw new Error("spoilt");
  };
  const spoilt = { ...context, kernel: { ...context.kernel, solveLinear: solve, solveDual: solve } };
  const { comparison } = await compareModels(context, request, true);
  for (let message = context.messages.shift(); message !== undefined; message = context.messages.shift()) {
    let isOver = false;
    const ack = () => {
      isOver = true;
    };
    for (let attempts = 1; !isOver; attempts++)
      await consumePieces([{ ...deliveryOf(message, attempts), ack }], spoilt);
  }
  const { candidates, status, winner_name, warnings } = await readComparison(context, comparison.id);
  expect(status).toBe("done");
  expect(candidates.map(({ error }) => error === null)).toEqual([true, false, true, true]);
  expect(candidates[1]).toMatchObject({ error: expect.stringMatching(/^Error [\w-]+$/), mean: null, difference: null });
  expect(winner_name).not.toBeNull();
  expect(warnings).toContain("Candidate failed: SVM: no figures; `error` of the candidate says why.");
});
