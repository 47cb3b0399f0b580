// A gender model of little work: whether its caller waits for it, and that tuning does what it says.
import { expect, it } from "vitest";
import { makeSessions } from "../../example/make-sessions.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const CSV = { "content-type": "text/csv" };
const IN_BACKGROUND = { prefer: "respond-async" };

describeOnEachRuntime("a small shop", (call) => {
  // Little enough to be trained while its caller waits, the report included.
  const few = makeSessions(12, 5);

  it("waits for its model unless it prefers not to", async () => {
    await call("POST", "/sessions", few.join("\n"), CSV);
    const waited = await call("POST", "/sessions/model", { name: "Ridge" });
    expect(waited, JSON.stringify(waited.body)).toMatchObject({ status: 201, body: { version: 1, status: "ready" } });
    expect(waited.body).not.toHaveProperty("task_id");
    const { model: _, ...first } = (await call("GET", "/sessions/report")).body;

    const accepted = await call("POST", "/sessions/model", { name: "Ridge" }, IN_BACKGROUND);
    const { id, task_id } = accepted.body;
    expect([accepted.status, accepted.headers.get("location")]).toEqual([202, `/results/${task_id}`]);
    expect(id).toBe(waited.body.id);
    let result = await call("GET", `/results/${task_id}`);
    while (result.status === 202) result = await call("GET", `/results/${task_id}`);
    expect(result.body).toEqual({ ...waited.body, version: 2 });
    const { model, ...again } = (await call("GET", "/sessions/report")).body;
    expect(model).toEqual({ id, version: 2 });
    expect(again).toEqual(first);
  });

  it("has the same report when it asks for the hyperparameters that tuning chose", async () => {
    const tuned = (await call("POST", "/sessions/model", { name: "Ridge", h_tune: true })).body;
    const { lambda } = tuned.params;
    const { model: _, ...report } = (await call("GET", "/sessions/report")).body;
    await call("POST", "/sessions/model", { name: "Ridge", params: { lambda } });
    const { model: __, ...asked } = (await call("GET", "/sessions/report")).body;
    expect(asked).toEqual(report);
  });
});
