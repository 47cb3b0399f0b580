// Work of the registry that goes on after its request: progress, cancelling, what serves meanwhile, and what is left in the end.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { families } from "../../src/engine/model/families.ts";
import { type Client, clientOf } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { startKillableDeno } from "../support/killable.ts";
import { randomColumns } from "../support/numbers.ts";

const IN_BACKGROUND = { prefer: "respond-async" };
const MODELS = "/api/ml_models";

/** Minutes of work, none of which is waited for: 1,000 trees on 20,000 × 20. */
const [target = new Float64Array(), ...columns] = randomColumns(21, 20_000, 3).map((column) => column.map(rounded));
const slow = {
  ...{ problem: "regression", name: "Random Forest", h_tune: false, params: { n_estimators: 1000, max_features: 6 } },
  ...{ X: Object.fromEntries(columns.map((column, j) => [`c${j}`, [...column]])), y: [...target] },
};
// In almost 200 pieces: workerd does two or three at each call, and no task has to be under way for more than five calls.
const MANY_PIECES = { PUBLIC: "true", PIECE_SECONDS: "0.1" };
const quick = { problem: "regression", name: "Ridge", h_tune: false, X: { a: [1, 2, 4, 8] }, y: [3, 5, 9, 17] };

/** Four digits, so that the body stays small. */
function rounded(value: number): number {
  return Math.round(1e4 * value) / 1e4;
}

describeOnEachRuntime({ title: "a task", vars: MANY_PIECES }, (call) => {
  it("tells its progress, is cancelled, and leaves a model that can be trained after all", async () => {
    const accepted = await call("POST", MODELS, slow, IN_BACKGROUND);
    const { id, task_id } = accepted.body;
    expect(accepted.status).toBe(202);
    expect(accepted.body).toMatchObject({ version: null, status: "training", metric_value: null });

    const progress = await call("GET", `/results/${task_id}?wait=0`);
    expect(progress.status, JSON.stringify(progress.body)).toBe(202);
    expect(progress.headers.get("retry-after")).toBe("1");
    const { stage, done, total } = progress.body.progress;
    expect(progress.body.status).toBe("running");
    expect([stage, done < total]).toEqual(["fit", true]);
    expect((await call("GET", `${MODELS}/${id}`)).body.code).toBe("not_trained");

    expect((await call("DELETE", `/results/${task_id}`)).status).toBe(204);
    const result = await call("GET", `/results/${task_id}`);
    expect([result.status, result.body.code]).toEqual([409, "cancelled"]);
    const listed = (await call("GET", MODELS)).body[1].find((model: { id: number }) => model.id === id);
    expect(listed).toMatchObject({ version: null, status: "cancelled" });
    expect(listed).not.toHaveProperty("task_id");

    const { X, y } = quick;
    const trained = await call("PUT", `${MODELS}/${id}`, { problem: "regression", name: "Ridge", X, y });
    expect(trained, JSON.stringify(trained.body)).toMatchObject({ status: 200, body: { version: 2, status: "ready" } });
    // Metrics can be put now that there is something to measure.
    expect((await call("POST", `/metrics/${id}`)).status).toBe(201);
    expect((await call("DELETE", `${MODELS}/${id}`)).status).toBe(204);
  });

  it("that was cancelled can be done on its own data", async () => {
    const { body } = await call("POST", MODELS, slow, IN_BACKGROUND);
    await call("DELETE", `/results/${body.task_id}`);
    const few = { problem: "regression", name: "Ridge" };
    const trained = await call("PUT", `${MODELS}/${body.id}`, few);
    expect(trained).toMatchObject({ status: 200, body: { version: 2, rows: 20_000, columns: 20 } });
    await call("DELETE", `${MODELS}/${body.id}`);
  });

  it("that retrains leaves the old version to serve until it is done", async () => {
    const { id } = (await call("POST", MODELS, quick)).body;
    const X = Object.fromEntries([["a", [16]], ...columns.map((_, j) => [`c${j}`, [0]])]);
    const before = await call("POST", `${MODELS}/${id}/predict`, { X });
    expect(before.body.version).toBe(1);
    const retrain = (body: object) => call("PUT", `${MODELS}/${id}`, body, IN_BACKGROUND);
    const { task_id } = (await retrain(slow)).body;
    expect((await call("GET", `/results/${task_id}?wait=0`)).status).toBe(202);
    expect((await call("POST", `${MODELS}/${id}/predict`, { X })).body).toEqual(before.body);
    expect((await call("GET", `${MODELS}/${id}/card`)).body).toMatchObject({ version: 1, status: "ready", task_id });
    expect((await call("DELETE", `/results/${task_id}`)).status).toBe(204);
    expect((await call("POST", `${MODELS}/${id}/predict`, { X })).body).toEqual(before.body);

    // Work of several pieces, which is waited for; but what was asked for later and was ready sooner goes on to serve.
    const shorter = await retrain({ ...slow, params: { ...slow.params, n_estimators: 5 } });
    expect((await call("PUT", `${MODELS}/${id}`, quick)).body).toMatchObject({ version: 4, status: "ready" });
    let result = await call("GET", `/results/${shorter.body.task_id}`);
    while (result.status === 202) result = await call("GET", `/results/${shorter.body.task_id}`);
    expect(result.body).toMatchObject({ id, version: 4, name: "Ridge" });
    expect(result.body).not.toHaveProperty("task_id");
    const { versions } = (await call("GET", `${MODELS}/${id}/versions`)).body;
    expect(versions.map(({ status }: { status: string }) => status)).toEqual(["ready", "ready", "cancelled", "ready"]);
    expect((await call("POST", `${MODELS}/${id}/predict`, { X })).body.version).toBe(4);
    expect((await call("POST", `${MODELS}/${id}/versions/3/activate`)).body).toMatchObject({ name: "Random Forest" });
    expect((await call("POST", `${MODELS}/${id}/predict`, { X })).body.version).toBe(3);
    await call("DELETE", `${MODELS}/${id}`);
  });

  it("ends with its model", async () => {
    const { id, task_id } = (await call("POST", MODELS, slow, IN_BACKGROUND)).body;
    expect((await call("DELETE", `${MODELS}/${id}`)).status).toBe(204);
    expect((await call("GET", `/results/${task_id}`)).status).toBe(404);
    expect((await call("DELETE", `/results/${task_id}`)).status).toBe(404);
  });
});

describe("what is deleted", () => {
  it("leaves no row and no key behind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
    const server = await startKillableDeno(folder);
    const call = clientOf(server.origin);
    const ids = await makeModels(call);
    await server.stop();
    expect(Object.values(countRows(folder)).every((count) => count > 0)).toBe(true);

    const again = await startKillableDeno(folder);
    for (const id of ids) expect((await clientOf(again.origin)("DELETE", `${MODELS}/${id}`)).status).toBe(204);
    await again.stop();
    expect(countRows(folder)).toEqual(Object.fromEntries([...TABLES, KEYS].map((name) => [name, 0])));
    rmSync(folder, { recursive: true, force: true });
  });
});

/** A model of each family, retrained, asked, measured and copied; one that was cancelled. Answers their ids. */
async function makeModels(call: Client): Promise<number[]> {
  const ids: number[] = [];
  for (const { name } of families) {
    const { id } = (await call("POST", MODELS, { ...quick, name })).body;
    await call("PUT", `${MODELS}/${id}`, { problem: "regression", name, h_tune: true });
    await call("GET", `${MODELS}/${id}`);
    await call("POST", `/metrics/${id}`);
    const file = (await call("GET", `${MODELS}/${id}/download`)).body;
    ids.push(id, (await call("POST", `${MODELS}/upload`, file)).body.id);
  }
  const { id, task_id } = (await call("POST", MODELS, slow, IN_BACKGROUND)).body;
  await call("DELETE", `/results/${task_id}`);
  return [...ids, id];
}

const TABLES = ["models", "datasets", "trainings", "tasks", "task_pieces", "metrics"];
const KEYS = "keys of models";

/** How many rows each table of the registry has, and how many keys. */
function countRows(folder: string): Record<string, number> {
  const database = new DatabaseSync(join(folder, "edgefit.sqlite"));
  const count = (from: string) => Number(database.prepare(`select count(*) n from ${from}`).get()?.n);
  const counts = TABLES.map((table) => [table, count(table)]);
  const keys = count("kv where key like 'model/%'");
  database.close();
  return Object.fromEntries([...counts, [KEYS, keys]]);
}
