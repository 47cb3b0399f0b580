// What the store lets in while something else goes on: nothing that is over, and nothing that is to be forgotten.
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { readBasis } from "../../src/norm/basis/read-basis.ts";
import { forgetBatch } from "../../src/norm/learn/forget-batch.ts";
import { prepareBatch } from "../../src/norm/learn/prepare-batch.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { commitForgetting, insertBatch } from "../../src/norm/store/batches.ts";
import { insertSnapshot } from "../../src/norm/store/factors.ts";
import { cachedBasis, forgetNorm } from "../../src/norm/store/norm-cache.ts";
import { normEvents, normSnapshots, normVersions } from "../../src/norm/store/norm-tables.ts";
import { findNorm, type NormRow } from "../../src/norm/store/norms.ts";
import { readPast } from "../../src/norm/store/standing.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import {
  createCache,
  entriesOf,
  forgetRecent,
  hundredOf,
  recent,
  recentOf,
  remember,
} from "../../src/platform/store/cache.ts";
import { models, taskPieces } from "../../src/registry/store/model-tables.ts";
import { setActiveVersion, type TaskRow } from "../../src/registry/store/registry.ts";
import { endTask, findTask, finishTraining, insertPiece, moveTask } from "../../src/registry/store/tasks.ts";
import { cancelTask } from "../../src/registry/task/read-result.ts";
import { retrainModel, trainModel } from "../../src/registry/train/train-model.ts";
import type { SessionReport } from "../../src/shop/schema/session-report.ts";
import { insertReport } from "../../src/shop/store/session-models.ts";
import { sessionReports } from "../../src/shop/store/session-tables.ts";
import { openContext, type TestContext } from "../support/context.ts";

let context: TestContext;
const NAMES = recentOf<string, string>();
afterEach(() => context.close());

describe("what was read lately", () => {
  it.each([
    ["is remembered for less than a second", 999, "first"],
    ["is read again after that", 1_000, "second"],
  ])("%s", async (_, laterMs, expected) => {
    context = openContext(1);
    const cache = createCache();
    const ask = (nowMs: number, value: string) => recent(cache, NAMES, "a", { nowMs, read: async () => value });
    expect(await ask(0, "first")).toBe("first");
    expect(await ask(laterMs, "second")).toBe(expected);
  });

  it.each([
    ["a norm", (cache: ReturnType<typeof createCache>) => forgetNorm(cache, "a")],
    ["another norm", (cache: ReturnType<typeof createCache>) => forgetNorm(cache, "b")],
    ["anything", forgetRecent],
  ])("is not remembered where %s was written while the read was under way", async (_, write) => {
    context = openContext(1);
    const cache = createCache();
    const ask = (value: string, meanwhile = () => {}) =>
      recent(cache, NAMES, "a", {
        nowMs: 0,
        async read() {
          meanwhile();
          return value;
        },
      });
    expect(await ask("before the write", () => write(cache))).toBe("before the write");
    expect(await ask("after it")).toBe("after it");
    expect(await ask("later")).toBe("after it");
  });
});

describe("what is remembered", () => {
  const fill = async (cache: ReturnType<typeof createCache>, names: string[], nowMs: number) => {
    for (const name of names) await recent(cache, NAMES, name, { nowMs, read: async () => name });
  };
  const names = Array.from({ length: 100 }, (_, i) => `n${i}`);

  it.each([
    ["found", 500],
    ["read again", 2_000],
  ])("are the hundred newest: what was %s last goes last", async (_, laterMs) => {
    context = openContext(1);
    const cache = createCache();
    await fill(cache, names, 0);
    await fill(cache, ["n0"], laterMs);
    expect(entriesOf(cache, NAMES).size).toBe(100);
    await fill(cache, ["new"], laterMs);
    const kept = entriesOf(cache, NAMES);
    expect([kept.size, kept.has("n0"), kept.has("n1")]).toEqual([100, true, false]);
  });

  it("of what answered are the hundred newest: what answered again last goes last", () => {
    context = openContext(1);
    const cache = createCache();
    const SERVING = hundredOf<string, number>();
    for (const name of [...names, "n0", "new"]) remember(cache, SERVING, name, 1);
    const serving = entriesOf(cache, SERVING);
    expect([serving.size, serving.has("n0"), serving.has("n1")]).toEqual([100, true, false]);
  });

  it("of what a norm rests on is of before no forgetting", async () => {
    context = openContext(1);
    await specifyNorm(context, "n", parse(NormSpecification, { columns: ["x"] }));
    await trainNorm(context, "n", parse(TrainRequest, { x: { x: [1, 2, 4] }, y: [1, 2, 3] }));
    const norm = (await findNorm(context.database, "n")) as NormRow;
    expect(cachedBasis(context.cache, norm, 1)).toBeDefined();
    expect(cachedBasis(context.cache, norm, 2)).toBeUndefined();
    expect(cachedBasis(context.cache, { ...norm, forgetCount: 1 }, 1)).toBeUndefined();
  });
});

it("keeps no report of a version that is gone", async () => {
  context = openContext(1);
  await insertReport(context.database, { modelId: 1, version: 1, threshold: 0.5, report: {} as SessionReport });
  expect(await context.database.select().from(sessionReports)).toEqual([]);
});

describe("a piece", () => {
  const X = { columns: ["a"], values: [Float64Array.of(1, 2, 4, 8, 16)], rowCount: 5 };
  const request = {
    problem: "regression",
    name: "Ridge",
    h_tune: false,
    X,
    y: Float64Array.of(3, 5, 9, 17, 33),
  } as const;
  const start = async () => {
    context = openContext(1);
    const { taskId } = await trainModel(context, request, true);
    const insert = (piece: number) =>
      insertPiece(context.database, { taskId, stage: "fit", piece, result: { by: piece } }, 0);
    return { taskId, insert };
  };

  it("of a task that was cancelled is not committed", async () => {
    const { taskId, insert } = await start();
    await cancelTask(context, taskId);
    expect(await insert(0)).toBe(0);
    expect(await context.database.select().from(taskPieces)).toEqual([]);
  });

  it("of a task under way is, once", async () => {
    const { insert } = await start();
    expect([await insert(0), await insert(1), await insert(1)]).toEqual([1, 2, 2]);
    expect(await context.database.select().from(taskPieces)).toHaveLength(2);
  });
});

describe("a training", () => {
  const X = { columns: ["a"], values: [Float64Array.of(1, 2, 4, 8, 16)], rowCount: 5 };
  const request = {
    problem: "regression",
    name: "Ridge",
    h_tune: false,
    X,
    y: Float64Array.of(3, 5, 9, 17, 33),
  } as const;
  const next = { stage: "score", unitCount: 1, pieceCount: 1 } as const;
  const trained = { score: null, importance: {}, bytes: 0, warnings: [] };
  const activeOf = async () => (await context.database.select().from(models))[0]?.activeVersion;
  const start = async () => {
    context = openContext(1);
    const first = await trainModel(context, request, true);
    const second = await retrainModel(context, first.model.id, request, true);
    const tasks = await Promise.all([first, second].map(({ taskId }) => findTask(context.database, taskId)));
    return { id: first.model.id, tasks: tasks as unknown as [TaskRow, TaskRow] };
  };

  it("that was cancelled goes on to no stage, and ends once", async () => {
    const { tasks } = await start();
    const end = { status: "cancelled", failure: null, nowMs: 0 } as const;
    expect(await moveTask(context.database, tasks[0], next, { nowMs: 0 })).toBe(true);
    expect((await endTask(context.database, tasks[1], end)).isEnded).toBe(true);
    expect(await moveTask(context.database, tasks[1], next, { nowMs: 0 })).toBe(false);
    expect((await endTask(context.database, tasks[1], end)).isEnded).toBe(false);
  });

  it("that ends after a newer one does not serve in its place", async () => {
    const { tasks } = await start();
    await finishTraining(context.database, tasks[1], trained, 0);
    expect(await activeOf()).toBe(2);
    await finishTraining(context.database, tasks[0], trained, 0);
    expect(await activeOf()).toBe(2);
  });

  it("that is not ready cannot be made to serve", async () => {
    const { id, tasks } = await start();
    await finishTraining(context.database, tasks[1], trained, 0);
    expect(await setActiveVersion(context.database, id, 1)).toBe(false);
    expect(await setActiveVersion(context.database, id, 3)).toBe(false);
    await finishTraining(context.database, tasks[0], trained, 0);
    expect(await setActiveVersion(context.database, id, 1)).toBe(true);
    expect(await activeOf()).toBe(1);
  });
});

describe("a batch", () => {
  const start = async () => {
    context = openContext(1);
    await specifyNorm(context, "n", parse(NormSpecification, { columns: ["x"], lags: { x: [0, 1] } }));
    for (const batch of ["a", "b"]) {
      await trainNorm(context, "n", parse(TrainRequest, { batch, x: { x: [1, 2, 4, 3] }, y: [1, 2, 3, 5] }));
    }
    return (await findNorm(context.database, "n")) as NormRow;
  };

  it("that looks back is the next after what it has looked on, or is not committed", async () => {
    const norm = await start();
    const request = parse(TrainRequest, { x: { x: [1, 2] }, y: [1, 2] });
    const prepared = prepareBatch(context.kernel, norm, request, await readPast(context.database, norm.id, null));
    const stored = { ...prepared, ...prepared.counts, batch: "c", contentHash: "", createdAtMs: 0 };
    expect(await insertBatch(context.database, norm, stored, 1)).toBeUndefined();
    expect(await insertBatch(context.database, norm, stored, 2)).toBe(3);
    expect(await insertBatch(context.database, norm, { ...stored, batch: "d" }, null)).toBe(4);
  });

  it("that is forgotten leaves nothing of its rows, and no merge that it is in", async () => {
    const norm = await start();
    await insertSnapshot(context.database, norm, { version: 1, ...(await readBasis(context, norm, 1)) });
    await insertSnapshot(context.database, norm, { version: 2, ...(await readBasis(context, norm, 2)) });
    expect((await commitForgetting(context.database, norm.id, "b", 0))?.version).toBe(3);
    const [merge, ...others] = await context.database.select().from(normSnapshots);
    expect([merge?.version, others]).toEqual([1, []]);
    const events = await context.database.select().from(normEvents).where(eq(normEvents.version, 2));
    expect(events).toMatchObject([{ batch: "b", factors: null, tail: null, summary: null, lastRow: null }]);
    const versions = await context.database.select().from(normVersions);
    expect(versions.map(({ scatter }) => scatter === null)).toEqual([false, true]);
  });
});

describe("a merge", () => {
  const SPECIFICATION = { columns: ["x"], forget: { half_life: "30d" } };
  const start = async () => {
    context = openContext(1);
    await specifyNorm(context, "n", parse(NormSpecification, SPECIFICATION));
    for (const batch of ["a", "b"]) {
      await trainNorm(context, "n", parse(TrainRequest, { batch, x: { x: [1, 2, 4] }, y: [1, 2, 3] }));
    }
    return (await findNorm(context.database, "n")) as NormRow;
  };
  const keep = async (norm: NormRow) => {
    const basis = await readBasis(context, norm, 2);
    return async () => {
      await context.database.delete(normSnapshots);
      await insertSnapshot(context.database, norm, { version: 2, ...basis });
      return (await context.database.select().from(normSnapshots)).length;
    };
  };

  it("is kept of what a norm rests on", async () => {
    expect(await (await keep(await start()))()).toBe(1);
  });

  it("is not kept where a batch was forgotten meanwhile", async () => {
    const kept = await keep(await start());
    await forgetBatch(context, "n", "a");
    expect(await kept()).toBe(0);
  });

  it("is not kept where batches weigh differently since", async () => {
    const kept = await keep(await start());
    await specifyNorm(context, "n", parse(NormSpecification, { ...SPECIFICATION, forget: { half_life: "60d" } }));
    expect(await kept()).toBe(0);
  });
});
