// Calls by a method or a path that is nearly right: each is answered as if it were right, or told where to go.
import { expect, it } from "vitest";
import { routes } from "../../src/routes.ts";
import { INSTEAD } from "../../src/wrong-call.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { expectRefusal, row } from "../support/refusal.ts";

const known = new Set(routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`));
/** With something for each name in it. */
const filled = (template: string) => template.replace(/:id/g, "1").replace(/:\w+/g, "a");

it("what to call instead is a call", () => {
  const named = Object.values(INSTEAD).flatMap((told) => told.match(/\b[A-Z]+ \/[\w/{}-]*\w}?/g) ?? []);
  expect(named.length).toBeGreaterThan(Object.keys(INSTEAD).length - 1);
  expect(named.filter((call) => !known.has(call))).toEqual([]);
});

describeOnEachRuntime("a call that is nearly right", (call) => {
  it.each(Object.entries(INSTEAD))("%s is told what would be right", async (wrong, told) => {
    const [method = "", template = ""] = wrong.split(" ");
    const { status, body, headers } = await call(method, filled(template));
    expect([status, body.code]).toEqual([405, "method_not_allowed"]);
    expect(body.detail).toBe(`Cannot ${method} ${filled(template)}: ${headers.get("allow")} would do; ${told}`);
  });

  it("has a slash at its end, which changes nothing", async () => {
    await call("POST", "/norms/x/train/", { x: { a: [1, 2, 3] }, y: [3, 5, 7] });
    for (const path of ["/norms", "/norms/x", "/norms/x/history", "/api/ml_models", "/sessions", "/health"])
      for (const end of ["/", "//"]) {
        const [right, near] = [await call("GET", path), await call("GET", path + end)];
        expect([near.status, near.text], path + end).toEqual([200, right.text]);
      }
    // /sessions/model is no session, with a slash as without.
    await expectRefusal(call, row("a model", ["GET", "/sessions/model/"], 409, undefined, "not_trained"));
    await expectRefusal(call, row("a call", ["GET", "/sessions/prediction/"], 405));
    expect((await call("PATCH", "/norms/x/")).body.detail).toMatch(
      /^Cannot PATCH \/norms\/x: .* PUT \/norms\/\{norm\}/,
    );
    expect((await call("DELETE", "/norms/x/")).status).toBe(204);
  });

  it.each([
    ["/Norms", "/norms"],
    ["/NORMS/x/History", "/norms/{norm}/history"],
    ["//norms", "/norms"],
    ["/norms//x", "/norms/{norm}"],
    ["/API/ml_models/1/Card", "/api/ml_models/{id}/card"],
    ["/metrics", "/metrics/{model_id}"],
    ["/results/", "/results/{task_id}"],
    ["/api", "/api/ml_models"],
  ])("%s is none: there is %s", async (path, there) => {
    const { status, body } = await call("GET", path);
    expect([status, body.code]).toEqual([404, "not_found"]);
    expect(body.detail).toMatch(/: there is /);
    expect(body.detail.split(": there is ")[1]).toBe(there);
  });

  it("asks for a model that is not there, and is told in its own words", async () => {
    const { status, body } = await call("GET", "/api/ml_models/99");
    expect([status, body.detail]).toEqual([
      404,
      "Cannot predict the stored data: there is no model 99; GET /api/ml_models lists those there are",
    ]);
  });
});
