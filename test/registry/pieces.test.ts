// A model is the same to the bit however its training is cut, however often each message comes, and in whatever order.
import { afterEach, describe, expect, it } from "vitest";
import { serve } from "../../src/app.ts";
import { cleanUp } from "../../src/clean-up.ts";
import type { PieceMessage } from "../../src/platform/context/piece-message.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { activateVersion } from "../../src/registry/serve/activate-version.ts";
import { deleteModel } from "../../src/registry/serve/delete-model.ts";
import { downloadModel } from "../../src/registry/serve/download-model.ts";
import { readCard } from "../../src/registry/serve/read-model.ts";
import { taskPieces } from "../../src/registry/store/model-tables.ts";
import { consumePieces } from "../../src/registry/task/consume-pieces.ts";
import { predictStored } from "../../src/registry/task/predict-stored.ts";
import { cancelTask, readResult } from "../../src/registry/task/read-result.ts";
import { resumeTasks } from "../../src/registry/task/resume-tasks.ts";
import type { RegistryContext } from "../../src/registry/train/model-owner.ts";
import { retrainModel, trainModel } from "../../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { type Delivering, deliver, deliveryOf, dying } from "../support/deliver.ts";
import { normal, uniform } from "../support/numbers.ts";

const random = normal(uniform(11));
const values = Array.from({ length: 5 }, () => Float64Array.from({ length: 200 }, random));
const [a = new Float64Array(), b = new Float64Array()] = values;
const X = { columns: ["a", "b", "c", "d", "e"], values, rowCount: 200 };
const y = { classes: ["no", "yes"], target: a.map((value, row) => Number(value + (b[row] as number) > 0.3)) };

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

interface Cut extends Delivering {
  /** Pieces that are handed over at once; all unless given. */
  ahead?: number;
}

async function textOf(context: TestContext, id: number): Promise<string> {
  const { text } = await downloadModel(context, id);
  let whole = "";
  for await (const piece of text) whole += piece;
  return whole;
}

/** Trains in so many pieces, and tells all that came of it. */
async function train(name: string, params: object, hTune: boolean, pieces: number, delivering: Cut) {
  const whole = openContext(1e9);
  open.push(whole);
  const request = { problem: "classification" as const, name, h_tune: hTune, X, y, params: { ...params } };
  const { model } = await trainModel(whole, request, true);
  const { work_seconds: seconds = 0 } = (await readCard(whole, model.id)).versions[0] ?? {};
  // A little less than a share, so that rounding up gives that many.
  const context = openContext(pieces === 1 ? 1e9 : (seconds * 1.000001) / pieces);
  open.push(context);
  context.piecesAhead = delivering.ahead ?? context.piecesAhead;
  const { model: trained } = await trainModel(context, request, true);
  const messages = await deliver(context, delivering);
  const card = await readCard(context, trained.id);
  expect(card.status).toBe("ready");
  const { score, importance, metric_value } = card;
  const grid = card.grid?.map(({ seconds: _, ...cell }) => cell);
  const artifact = await textOf(context, trained.id);
  const done = (await context.database.select().from(taskPieces)).length;
  return { told: { score, importance, metric_value, grid, artifact }, messages, done, context, id: trained.id };
}

describe("a forest of 50 trees", () => {
  const forest = (pieces: number, delivering: Cut) =>
    train("Random Forest", { n_estimators: 50, seed: 7, max_features: "all" }, false, pieces, delivering);

  it("is the same in 1, 8 and 50 pieces, each delivered twice, in any order", async () => {
    const one = await forest(1, {});
    const eight = await forest(7, { twice: true, shuffled: true });
    const fifty = await forest(50, { twice: true, shuffled: true });
    // The pieces of the trees and folds, more of them where each has to begin anew, and the one that puts them together.
    expect([one.done, eight.done, fifty.done]).toEqual([2, 9, 60]);
    expect(eight.told).toEqual(one.told);
    expect(fifty.told).toEqual(one.told);
    expect(one.told.artifact.length).toBeGreaterThan(10_000);
  });

  it("is the same where processes die with every third message in hand", async () => {
    const one = await forest(1, {});
    const killed = await forest(7, { killed: (_, i) => i % 3 === 2, shuffled: true });
    expect(killed.told).toEqual(one.told);
  });

  it.each([1, 3])(
    "is the same where %i are handed over at once, delivered twice or with processes that die",
    async (ahead) => {
      const one = await forest(1, {});
      const cut = await forest(7, { ahead, twice: true, shuffled: true });
      const killed = await forest(7, { ahead, killed: (_, i) => i % 3 === 2 });
      expect([cut.done, killed.done]).toEqual([9, 9]);
      expect([cut.told, killed.told]).toEqual([one.told, one.told]);
    },
  );
});

describe("an average of models", () => {
  const forest = { name: "Random Forest", params: { n_estimators: 6 } };
  const boosting = (max_iter: number) => ({ name: "Gradient Boosting", params: { max_iter, min_samples_leaf: 5 } });
  const estimators = [boosting(5), forest, { name: "Ridge" }, boosting(3)];
  const voting = (pieces: number, delivering: Cut) =>
    train("Voting", { estimators, weights: [1, 2, 1, 1], class_weight: "balanced" }, false, pieces, delivering);

  it("is the same in any pieces, each delivered twice, in any order, or with processes that die", async () => {
    const one = await voting(1, {});
    const cuts = [
      await voting(4, { twice: true, shuffled: true }),
      await voting(40, { twice: true, shuffled: true }),
      await voting(40, { ahead: 2, killed: (_, i) => i % 3 === 2 }),
    ];
    expect(cuts.map(({ done }) => done)).toEqual([5, expect.any(Number), cuts[1]?.done]);
    expect(cuts[1]?.done).toBeGreaterThan(20);
    for (const { told } of cuts) expect(told).toEqual(one.told);
    expect(Object.keys(one.told.importance ?? {})).toEqual([
      "gain",
      "impurity",
      "permutation",
      "standardised_coefficient",
    ]);
    expect(one.told.score?.method).toBe("cross_validation");
  });
});

// Each iteration follows from those before it, and folds stand beside them.
describe("boosting of 60 iterations", () => {
  const boosting = (pieces: number, delivering: Cut, more: object = {}) =>
    train("Gradient Boosting", { max_iter: 60, min_samples_leaf: 5, ...more }, false, pieces, delivering);

  it.each([undefined, 1, 3])("is the same however it is cut, %s pieces being handed over at once", async (ahead) => {
    const given = ahead === undefined ? {} : { ahead };
    const one = await boosting(1, {});
    const cut = await boosting(20, { ...given, twice: true, shuffled: true });
    const killed = await boosting(20, { ...given, killed: (_, i) => i % 3 === 2, shuffled: true });
    expect(cut.done).toBeGreaterThan(20);
    expect([cut.told, killed.told]).toEqual([one.told, one.told]);
  });

  it("is the same where it stops early", async () => {
    const early = { early_stopping: true, n_iter_no_change: 3 };
    const one = await boosting(1, {}, early);
    const cut = await boosting(12, { ahead: 3, twice: true, shuffled: true }, early);
    expect(cut.told).toEqual(one.told);
    expect(
      JSON.parse(one.told.artifact).units.filter(({ trees }: { trees: [] }) => trees.length === 0).length,
    ).toBeGreaterThan(5);
  });
});

describe("tasks at the same time", () => {
  const begin = (context: TestContext, params: object) =>
    trainModel(
      context,
      { problem: "classification", name: "Random Forest", h_tune: false, X, y, params: { ...params } },
      true,
    );
  const many = { n_estimators: 200 };
  const few = { n_estimators: 4 };

  it("take turns, piece by piece, whichever was there first", async () => {
    const context = openContext(1e-3);
    open.push(context);
    context.piecesAhead = 1;
    const [long, short] = [await begin(context, many), await begin(context, few)];
    const turns: string[] = [];
    for (let body = context.messages.shift(); body !== undefined; body = context.messages.shift()) {
      turns.push(body.task === short.taskId ? "short" : "long");
      await consumePieces([deliveryOf(body, 1)], context);
    }
    const shortCount = turns.filter((turn) => turn === "short").length;
    expect(turns.slice(0, 2 * shortCount)).toEqual(Array(shortCount).fill(["long", "short"]).flat());
    expect(turns.length).toBeGreaterThan(4 * shortCount);
    for (const { taskId } of [long, short])
      expect(await readResult(context, taskId, 0)).toMatchObject({ model: { status: "ready" } });
  });

  it("leave one message of one that was cancelled", async () => {
    const context = openContext(1e-3);
    open.push(context);
    context.piecesAhead = 1;
    const { taskId } = await begin(context, many);
    await cancelTask(context, taskId);
    expect(await deliver(context, {})).toBe(1);
  });

  it("that nothing was heard of are taken up with the first piece of each row that is not done", async () => {
    const context = openContext(1e-3);
    open.push(context);
    context.piecesAhead = 3;
    await begin(context, many);
    const sent = () => context.messages.splice(0).map(({ piece }) => piece);
    const work = (piece: number) => consumePieces([deliveryOf({ ...first, piece }, 1)], context);
    const [first] = context.messages as [PieceMessage];
    expect(sent()).toEqual([0, 1, 2]);
    for (const piece of [0, 3, 9, 1]) await work(piece);
    expect(sent()).toEqual([3, 6, 12, 4]);
    await resumeTasks(context, true);
    expect(sent()).toEqual([6, 4, 2]);
    // What comes after it is done already.
    await work(6);
    expect(sent()).toEqual([12]);
  });
});

it("reads the table for pieces that have something to do, and for no others", async () => {
  const context = openContext(1e-9);
  open.push(context);
  const read: string[] = [];
  const get = (key: string) => {
    read.push(key);
    return context.models.get(key);
  };
  const params = { n_estimators: 10 };
  await trainModel(context, { problem: "classification", name: "Random Forest", h_tune: false, X, y, params }, true);
  // Ten trees, and ten for each of five folds; where a tree is, or the first of a fold, there is something to do.
  const pieces = context.messages.length;
  const pieceOf = (unit: number) => Math.ceil(((unit + 1) * pieces) / 60) - 1;
  const busy = new Set(
    Array.from({ length: 60 }, (_, unit) => unit)
      .filter((unit) => unit < 10 || unit % 10 === 0)
      .map(pieceOf),
  );
  expect(pieces).toBeGreaterThan(2 * busy.size);
  while (context.messages.length > 0) {
    const [message] = context.messages.splice(0, 1);
    await consumePieces([deliveryOf(message, 1)], {
      ...context,
      models: { ...context.models, get },
      cache: createCache(),
    });
  }
  // And the one that puts all together.
  expect(read.filter((key) => key.includes("/data/"))).toHaveLength(busy.size + 1);
});

describe("tuning and folds", () => {
  it.each(["Ridge", "Random Forest"])("of %s are the same in one piece and in many, delivered twice", async (name) => {
    const params = name === "Ridge" ? {} : { n_estimators: 12, seed: 1 };
    const one = await train(name, params, true, 1, {});
    const many = await train(name, params, true, 9, { twice: true, shuffled: true });
    expect(many.messages).toBeGreaterThan(one.messages);
    expect(many.told).toEqual(one.told);
  });
});

it("counts the pieces of each stage for itself", async () => {
  // The clock stands still: nothing is taken for lost.
  const context = openContext(1e-6, () => 1_000_000);
  open.push(context);
  const request = { problem: "classification" as const, name: "Ridge", h_tune: true, X, y };
  const { taskId } = await trainModel(context, request, true);
  const tuning = context.messages.length;
  expect(tuning).toBeGreaterThan(7);
  for (let i = 0; i < tuning; i++) {
    expect(await readResult(context, taskId, 0)).toMatchObject({
      running: { status: "running", progress: { stage: "tune", done: i, total: tuning } },
    });
    await consumePieces([deliveryOf(context.messages.shift(), 1)], context);
  }
  expect(await readResult(context, taskId, 0)).toMatchObject({
    running: { progress: { stage: "fit", done: 0, total: context.messages.length } },
  });
});

it("is not said to be done where somebody else took it up meanwhile and is not done with it", async () => {
  const context = openContext(1e9);
  open.push(context);
  let isTaken = false;
  const sleep = async () => {
    if (isTaken) return;
    await resumeTasks(context, true);
    const [taken] = context.messages.splice(0);
    // The numbers are put away before there is a task.
    if (taken === undefined) return;
    isTaken = true;
    await consumePieces([deliveryOf(taken, 1)], context);
  };
  const request = { problem: "classification" as const, name: "Ridge", h_tune: true, X, y };
  const { isDone, taskId } = await trainModel({ ...context, sleep }, request, false);
  expect([isDone, isTaken]).toEqual([false, true]);
  await deliver(context, {});
  expect(await readResult(context, taskId, 0)).toMatchObject({ model: { status: "ready", version: 1 } });
});

it("predicts stored data alike in one piece and in many, delivered twice", async () => {
  const { context, id } = await train("Random Forest", { n_estimators: 50 }, false, 1, {});
  const whole = await readResult(context, await predictStored(context, id), 0);
  // More than a piece is not waited for.
  const task = await predictStored({ ...context, pieceSeconds: 1e-5 }, id);
  expect(await deliver(context, { twice: true })).toBeGreaterThan(50);
  expect(await readResult(context, task, 0)).toEqual(whole);
});

describe("messages that do not come through", () => {
  const request = { problem: "classification" as const, name: "Random Forest", h_tune: false, X, y };
  const start = async (context: TestContext) => {
    open.push(context);
    return trainModel(context, request, true);
  };

  it("end the task after four deliveries, with a reason that the log knows", async () => {
    const context = openContext(1);
    const { model, taskId } = await start(context);
    const [message] = context.messages;
    const broken = {
      ...context,
      kernel: {
        ...context.kernel,
        growTrees: () => {
          throw new Error("out of order");
        },
      },
    };
    for (const attempts of [1, 2, 3]) await consumePieces([deliveryOf(message, attempts)], broken);
    expect(await readResult(context, taskId, 0)).toMatchObject({
      running: { progress: { stage: "fit", done: 0, total: 1 } },
    });
    await consumePieces([deliveryOf(message, 4)], broken);
    await expect(readResult(context, taskId, 0)).rejects.toMatchObject({
      code: "failed",
      message: expect.stringMatching(/failed: Error [0-9a-f-]{36}$/),
    });
    expect((await readCard(context, model.id)).status).toBe("failed");
    expect(context.logged.at(-1)).toMatchObject({ message: "Error: out of order" });
  });

  it("end the task when processes died with them four times", async () => {
    const context = openContext(1);
    const { taskId } = await start(context);
    await consumePieces([deliveryOf(context.messages[0], 5)], context);
    await expect(readResult(context, taskId, 0)).rejects.toThrow("tried 4 times and never came to an end");
  });

  it("are sent by whoever meets the last piece again, where a process died when it had moved the task on", async () => {
    const context = openContext(1);
    const { taskId } = await start(context);
    const [last] = context.messages.splice(0);
    await consumePieces([deliveryOf(last, 1)], dying(context, true));
    expect(context.messages).toEqual([]);
    expect(await readResult(context, taskId, 0)).toMatchObject({ running: { progress: { stage: "score", done: 0 } } });
    await consumePieces([deliveryOf(last, 2)], context);
    expect(context.messages).toEqual([{ task: taskId, stage: "score", piece: 0 }]);
    await deliver(context, {});
    expect(await readResult(context, taskId, 0)).toMatchObject({ model: { status: "ready" } });
  });

  it("are sent again when nothing was heard of the task for long, and the task comes to its end", async () => {
    let now = 1_000_000;
    const context = openContext(1, () => now);
    const { taskId } = await start(context);
    const lost = context.messages.splice(0);
    now += 300_000;
    await resumeTasks(context);
    expect(context.messages).toEqual([]);
    now += 1;
    await resumeTasks(context);
    expect(context.messages).toEqual(lost);
    await deliver(context, {});
    expect(await readResult(context, taskId, 0)).toMatchObject({ model: { status: "ready" } });
  });

  it("are sent again when somebody asks", async () => {
    let now = 1_000_000;
    const context = openContext(1, () => now);
    const { taskId } = await start(context);
    context.messages.splice(0);
    now += 300_001;
    await readResult(context, taskId, 0);
    expect(context.messages).toHaveLength(1);
  });

  it.each([1, 2, 4, 5])(
    "do nothing and end nothing when they come late, of a stage that is over (delivery %i)",
    async (attempts) => {
      const context = openContext(1e9);
      open.push(context);
      const order = { ...request, name: "Ridge", h_tune: true };
      const { taskId } = await trainModel(context, order, true);
      const [tuning] = context.messages.splice(0);
      await consumePieces([deliveryOf(tuning, 1)], context);
      const [fitting] = context.messages.splice(0);
      expect([tuning?.stage, fitting?.stage]).toEqual(["tune", "fit"]);
      const broken = {
        ...context,
        models: {
          ...context.models,
          get: async () => {
            throw new Error("out of order");
          },
        },
      };
      await consumePieces([deliveryOf(tuning, attempts)], broken);
      // Met again, it sends what a process may have died before it sent.
      expect(context.messages.splice(0)).toEqual(attempts > 1 && attempts <= 4 ? [fitting] : []);
      expect(await readResult(context, taskId, 0)).toMatchObject({ running: { progress: { stage: "fit", done: 0 } } });
      await consumePieces([deliveryOf(fitting, 1)], context);
      await deliver(context, {});
      expect(await readResult(context, taskId, 0)).toMatchObject({ model: { status: "ready" } });
    },
  );

  it("come to nothing when they say nothing, or the task is gone", async () => {
    const context = openContext(1);
    const { model } = await start(context);
    await deleteModel(context, model.id);
    await deliver(context, { twice: true });
    await consumePieces([deliveryOf("nonsense", 1), deliveryOf({ task: "none", stage: "fit", piece: 0 }, 1)], context);
    expect(context.logged).toHaveLength(1);
    expect((await context.models.list({ prefix: "model/" })).keys).toEqual([]);
  });
});

describe("hyperparameters that overflow", () => {
  // Held out, 1e40 is not what the others are scaled by, and its eighth power is no number.
  const wild = { ...X, values: [a.map((value, row) => (row === 3 ? 1e40 : value)), ...values.slice(1)] };
  const request = { problem: "classification" as const, name: "SVM", X: wild, y };

  it("leave a model without score and probabilities, and say so", async () => {
    const context = openContext(1e9);
    open.push(context);
    const { model } = await trainModel(
      context,
      { ...request, h_tune: false, params: { kernel: "poly", degree: 8 } },
      false,
    );
    expect(model).toMatchObject({ status: "ready", metric_value: null });
    expect(model.warnings).toContainEqual(expect.stringMatching(/no finite number/));
  });

  it("are not chosen, and where the grid has no others tuning fails with what to do", async () => {
    const context = openContext(1e9);
    open.push(context);
    const regression = { problem: "regression" as const, name: "SVM", X: wild, y: a };
    await expect(
      trainModel(context, { ...regression, h_tune: true, params: { kernel: "poly", degree: 8 } }, false),
    ).rejects.toThrow("no hyperparameters of the grid give finite numbers on every fold");
  });
});

describe("where KV is late", () => {
  const request = { problem: "classification" as const, name: "Ridge", h_tune: false, X, y };
  /** A context of another place, which does not see values until it does. */
  const late = (context: TestContext, isSeen: () => boolean) => ({
    ...context,
    cache: createCache(),
    models: { ...context.models, get: async (key: string) => (isSeen() ? context.models.get(key) : null) },
  });

  it("a training that is waited for goes on in the background", async () => {
    const context = openContext(1e9);
    open.push(context);
    let isSeen = false;
    const there = late(context, () => isSeen);
    const { isDone, taskId } = await trainModel(there, request, false);
    expect(isDone).toBe(false);
    isSeen = true;
    await deliver(context, {});
    expect(await readResult(context, taskId, 0)).toMatchObject({ model: { status: "ready" } });
  });

  it("a prediction and its results are asked for again: 503 with Retry-After", async () => {
    const context = openContext(1e9);
    open.push(context);
    const { model } = await trainModel(context, request, false);
    const taskId = await predictStored(context, model.id);
    const there = late(context, () => false);
    const access = { token: undefined, isPublic: true };
    const body = JSON.stringify({ X: [[1, 2, 3, 4, 5]] });
    const init = { method: "POST", body, headers: { "content-type": "application/json" } };
    const ask = async (from: RegistryContext, path: string, how: RequestInit = {}) => {
      const { status, headers } = await serve(new Request(`http://here${path}`, how), from, access);
      return [status, headers.get("retry-after")];
    };
    expect(await ask(there, `/api/ml_models/${model.id}/predict`, init)).toEqual([503, "5"]);
    expect(await ask(there, `/results/${taskId}`)).toEqual([503, "5"]);
    expect(await ask(context, `/api/ml_models/${model.id}/predict`, init)).toEqual([200, null]);
    expect(await ask(context, `/results/${taskId}`)).toEqual([200, null]);
  });
});

describe("what nothing needs", () => {
  it("is deleted when it is old: what D1 does not know, and tasks that ended", async () => {
    let now = Date.UTC(2026, 0, 1);
    const context = openContext(1, () => now);
    open.push(context);
    const request = { problem: "classification" as const, name: "Ridge", h_tune: false, X, y };
    const { model, taskId } = await trainModel(context, request, false);
    const kept = (await context.models.list({ prefix: "model/" })).keys;
    // Of a model, a version, data and a task that are not there: as of a process that died before D1 knew, or after it forgot.
    const mine = kept[0]?.name.split("/")[1];
    const orphans = [
      `${now}-orphan/v1/head`,
      `${mine}/v2/units/0-1/0`,
      `${mine}/data/${now}-old/0`,
      `${mine}/task/old/0`,
    ];
    for (const name of orphans) await context.models.put(`model/${name}`, "{}");
    await cleanUp(context);
    expect((await context.models.list({ prefix: "model/" })).keys).toHaveLength(kept.length + orphans.length);
    await context.models.put(`model/${mine}/data/${now + 1}-new/0`, "{}");
    now += 86_400_001;
    await cleanUp(context);
    const names = (await context.models.list({ prefix: "model/" })).keys.map(({ name }) => name);
    const isKept = (name: string) => names.includes(name);
    expect([kept.every(({ name }) => isKept(name)), orphans.some((name) => isKept(`model/${name}`))]).toEqual([
      true,
      false,
    ]);
    expect(isKept(`model/${mine}/data/${now - 86_400_000}-new/0`)).toBe(true);
    await readResult(context, taskId, 0);
    now += 7 * 86_400_000;
    await cleanUp(context);
    await expect(readResult(context, taskId, 0)).rejects.toMatchObject({ code: "not_found" });
    expect((await readCard(context, model.id)).status).toBe("ready");
  });

  it("is what cancelled trainings were to learn from, past sixteen versions", async () => {
    const context = openContext(1);
    open.push(context);
    const request = { problem: "classification" as const, name: "Ridge", h_tune: false, X, y };
    const { model } = await trainModel(context, request, false);
    for (let version = 2; version <= 20; version++) {
      const { taskId } = await retrainModel(context, model.id, request, true);
      await cancelTask(context, taskId);
      await expect(cancelTask(context, taskId)).rejects.toMatchObject({ code: "conflict" });
    }
    const versions = (await readCard(context, model.id)).versions.map(({ version }) => version);
    expect(versions).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 1]);
    const keys = (await context.models.list({ prefix: "model/" })).keys.map(({ name }) => name);
    expect(keys.filter((name) => name.includes("/data/"))).toHaveLength(versions.length);
  });

  it("is the seventeenth version but one: the oldest that does not serve, with its data", async () => {
    const context = openContext(1);
    open.push(context);
    const request = { problem: "classification" as const, name: "Ridge", h_tune: false, X, y };
    const { model } = await trainModel(context, request, false);
    await retrainModel(context, model.id, request, false);
    await activateVersion(context, model.id, 1);
    // Versions 3 … 17 learn from the data of version 1, and each serves when it is ready.
    for (let version = 3; version <= 17; version++) {
      await retrainModel(context, model.id, { problem: "classification", name: "Ridge", h_tune: false }, false);
    }
    const versions = (await readCard(context, model.id)).versions.map(({ version }) => version);
    expect(versions).toEqual([17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    const keys = (await context.models.list({ prefix: "model/" })).keys.map(({ name }) => name);
    expect(keys.filter((name) => name.includes("/v1/"))).toEqual([]);
    expect(keys.filter((name) => name.includes("/v2/")).length).toBeGreaterThan(0);
    expect(keys.filter((name) => name.includes("/data/"))).toHaveLength(2);
  });
});
