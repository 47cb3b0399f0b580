// Pieces that need what KV does not show yet: they wait and come again, and none is sent twice before it can be lost.
import { afterEach, describe, expect, it } from "vitest";
import { readResult } from "../../src/registry/task/read-result.ts";
import { resumeTasks } from "../../src/registry/task/resume-tasks.ts";
import { trainModel } from "../../src/registry/train/train-model.ts";
import { deliver, type Isolates, openIsolates, workOff } from "../support/isolates.ts";

const open: Isolates[] = [];
afterEach(() => {
  for (const isolates of open.splice(0)) isolates.close();
});

function start(pieceSeconds: number): Isolates {
  const isolates = openIsolates(pieceSeconds);
  open.push(isolates);
  return isolates;
}

const y = Float64Array.from({ length: 60 }, (_, row) => row);
const X = { columns: ["a"], values: [y], rowCount: y.length, isNamed: true };
const request = { problem: "regression" as const, name: "Ridge", h_tune: false, X, y };

describe("a piece that waits for KV", () => {
  it("comes again with growing pauses, and its waits count for no failure", async () => {
    const isolates = start(1);
    const { here, there, sent } = isolates;
    const { taskId } = await trainModel(here, request, true);
    expect(await workOff(isolates, there)).toEqual([0, 5, 10, 20, 40, 0]);
    expect(sent).toEqual([]);
    expect(await readResult(there, taskId, 0)).toMatchObject({ model: { status: "ready" } });
  });

  it("is tried for an hour, is never taken for lost meanwhile, and then ends its task with the reason", async () => {
    const { here, there, kv, nowMs, sent, pass } = start(1);
    const { taskId } = await trainModel(here, request, true);
    const startMs = nowMs();
    for (const name of kv.names()) await here.models.delete(name);
    const pauses: number[] = [];
    for (let next = sent.shift(); next !== undefined; next = sent.shift()) {
      pass(next.delaySeconds);
      pauses.push(next.delaySeconds);
      await resumeTasks(there);
      expect(sent).toEqual([]);
      await deliver(there, next.body);
    }
    expect(nowMs() - startMs).toBeGreaterThanOrEqual(3_600_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(600);
    expect(pauses.slice(1)).toEqual(pauses.slice(1).sort((a, b) => a - b));
    await expect(readResult(there, taskId, 0)).rejects.toMatchObject({
      code: "failed",
      message: expect.stringMatching(/Dataset .* cannot be read yet, for an hour$/),
    });
  });

  it("has all its tries left when something else fails after its waits", async () => {
    const isolates = start(1);
    const { here, there, sent } = isolates;
    await trainModel(here, request, true);
    for (let wait = 0; wait < 4; wait++) {
      const { body } = sent.shift() as (typeof sent)[number];
      await deliver(there, body);
    }
    const [{ body }] = sent as [(typeof sent)[number]];
    const broken = { ...there, models: { ...there.models, get: () => Promise.reject(new Error("out of order")) } };
    expect([await deliver(broken, body, 1), await deliver(broken, body, 3)]).toEqual(["retry", "retry"]);
    expect(await deliver(broken, body, 4)).toBe("ack");
  });
});

it("a piece that has waited sends what a process that died had still to send", async () => {
  const { here, sent } = start(1);
  const { taskId } = await trainModel(here, request, true);
  const { body } = sent.shift() as (typeof sent)[number];
  const sendPieces = () => Promise.reject(new Error("killed"));
  expect(await deliver({ ...here, sendPieces }, body)).toBe("retry");
  expect(await readResult(here, taskId, 0)).toMatchObject({ running: { progress: { stage: "score" } } });
  await deliver(here, body);
  expect(sent).toEqual([]);
  await deliver(here, { ...body, waits: 1 });
  expect(sent).toEqual([{ body: { task: taskId, stage: "score", piece: 0 }, delaySeconds: 0 }]);
});

it("polls of a task in small pieces send nothing again before twenty seconds are over", async () => {
  const isolates = start(0.005);
  const { here, sent, pass } = isolates;
  const forest = { ...request, name: "Random Forest", params: { n_estimators: 300 } };
  const { taskId } = await trainModel(here, forest, true);
  const count = sent.length;
  expect(count).toBeGreaterThan(1);
  for (let poll = 0; poll < 5; poll++) {
    pass(4);
    await readResult(here, taskId, 0);
  }
  expect(sent).toHaveLength(count);
  pass(1);
  await readResult(here, taskId, 0);
  expect(sent).toHaveLength(2 * count);
});
