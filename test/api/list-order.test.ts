// Lists of models and of sessions, newest first, and of some models.
import { beforeAll, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { itRefuses, row } from "../support/refusal.ts";

const rows = [1, 2, 3, 4, 5, 6];
const table = { X: rows.map((i) => [i]), h_tune: false };
const visit = { start: "2026-03-01", end: "2026-03-01", views: ["A"] };

describeOnEachRuntime("lists", (call) => {
  beforeAll(async () => {
    const orders = [
      { problem: "regression", name: "Ridge", y: rows },
      { problem: "classification", name: "Ridge", y: rows.map((i) => i > 3) },
      { problem: "regression", name: "SVM", y: rows },
    ];
    for (const order of orders) expect((await call("POST", "/api/ml_models", { ...table, ...order })).status).toBe(201);
    for (const session_id of ["a", "b", "c"]) await call("POST", "/sessions", { sessions: [{ session_id, ...visit }] });
  });
  const models = async (query: string) => {
    const { body, headers } = await call("GET", `/api/ml_models${query}`);
    return { ids: body[1].map(({ id }: { id: number }) => id), link: headers.get("link") };
  };

  it("of models begin with the oldest, or with the newest and go on", async () => {
    expect((await models("")).ids).toEqual([1, 2, 3]);
    const first = await models("?order=newest&limit=2");
    expect(first.ids).toEqual([3, 2]);
    const next = /<([^>]*)>/.exec(first.link ?? "")?.[1] as string;
    expect((await models(new URL(next, "http://x").search)).ids).toEqual([1]);
  });

  it("of models are of a problem and of a family", async () => {
    expect((await models("?problem=regression")).ids).toEqual([1, 3]);
    expect((await models("?name=Ridge&order=newest")).ids).toEqual([2, 1]);
    expect((await models("?name=Ridge&problem=classification")).ids).toEqual([2]);
  });

  it("of sessions begin with the oldest, or with the newest and go on", async () => {
    const ids = async (query: string) => {
      const { body } = await call("GET", `/sessions${query}`);
      return [body.sessions.map(({ session_id }: { session_id: string }) => session_id), body.next];
    };
    expect(await ids("")).toEqual([["a", "b", "c"], null]);
    const [newest, next] = await ids("?order=newest&limit=2");
    expect(newest).toEqual(["c", "b"]);
    expect(await ids(`?order=newest&limit=2&after=${next}`)).toEqual([["a"], null]);
  });

  itRefuses(
    call,
    [
      row("an order of sessions that is none", ["GET", "/sessions?order=best"], 422, "order"),
      row("an order of models that is none", ["GET", "/api/ml_models?order=best"], 422, "order"),
      row("a family that is none", ["GET", "/api/ml_models?name=Lasso"], 422, "name"),
      row("a problem that is none", ["GET", "/api/ml_models?problem=ranking"], 422, "problem"),
    ],
    { everything: async () => [(await call("GET", "/api/ml_models")).body, (await call("GET", "/sessions")).body] },
  );
});
