// Trainings that take far longer than they seem to: nobody waits for them, and who has enough of one gets rid of it.
import { expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { normal, uniform } from "../support/numbers.ts";

const MODELS = "/api/ml_models";

/** Two columns, eight times each, and classes that nothing tells: as many columns seem easy, and no machine comes to its end. */
function hopeless(rowCount: number, classCount: number) {
  const draw = uniform(5);
  const random = normal(draw);
  const two = [0, 1].map(() => Array.from({ length: rowCount }, () => Math.round(1e3 * random()) / 1e3));
  return {
    ...{ problem: "classification", name: "SVM", h_tune: false, params: { C: 1e6 } },
    X: Object.fromEntries(Array.from({ length: 16 }, (_, j) => [`x${j}`, two[j % 2]])),
    y: Array.from({ length: rowCount }, () => `class ${Math.floor(classCount * draw())}`),
  };
}

const quick = { problem: "regression", name: "Ridge", h_tune: false, X: { a: [1, 2, 4, 8] }, y: [3, 5, 9, 17] };

describeOnEachRuntime("a training that takes longer than was thought", (call) => {
  async function come(taskId: string, waits: number) {
    let result = await call("GET", `/results/${taskId}`);
    for (let i = 1; i < waits && result.status === 202; i++) result = await call("GET", `/results/${taskId}`);
    return result;
  }

  it("goes on in the background, in pieces, and tells that it has not converged", async () => {
    const { status, body, headers } = await call("POST", MODELS, hopeless(400, 2));
    expect([status, body.status, headers.get("location")]).toEqual([202, "training", `/results/${body.task_id}`]);
    const progress = await call("GET", `/results/${body.task_id}?wait=0`);
    expect([202, 200]).toContain(progress.status);
    // The last piece puts the model together.
    if (progress.status === 202) expect([6, 1]).toContain(progress.body.progress.total);
    const result = await come(body.task_id, 12);
    expect([result.status, result.body.status]).toEqual([200, "ready"]);
    expect(result.body.warnings.join()).toContain("Not converged");
  });

  // A fit of it takes half a minute at least: who comes after is served before.
  it.each(["cancelled", "deleted"])("stops when it is %s, and others have their turn", async (how) => {
    const { status, body } = await call("POST", MODELS, hopeless(2_000, 30));
    expect([status, body.status]).toEqual([202, "training"]);
    const path = how === "cancelled" ? `/results/${body.task_id}` : `${MODELS}/${body.id}`;
    expect((await call("DELETE", path)).status).toBe(204);
    const next = await call("POST", MODELS, quick, { prefer: "respond-async" });
    expect(next.status).toBe(202);
    expect((await come(next.body.task_id, 2)).status).toBe(200);
    expect((await call("GET", `/results/${body.task_id}?wait=0`)).status).toBe(how === "cancelled" ? 409 : 404);
  });
});
