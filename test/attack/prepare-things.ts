// What there is to be asked for, put there again where it has gone; and all that is stored, to see whether a refusal has changed it.
import { uncheckedClientOf } from "../support/client.ts";
import type { Known } from "./good-request.ts";

export interface Things extends Pick<Known, "things"> {
  /** All that is stored, as it is told. */
  stored(): Promise<string>;
}

const NORMS = ["house", "shop"];
const SESSIONS = ["s1", "s2"];
const X = { a: [1, 2, 3, 4, 5, 6], b: [2, 1, 4, 3, 6, 5] };
const MODELS = [
  { problem: "regression", name: "Ridge", X, y: [1, 2, 3, 4, 5, 6] },
  {
    problem: "classification",
    name: "Random Forest",
    X,
    y: ["p", "q", "p", "q", "p", "q"],
    params: { n_estimators: 5 },
  },
];

export async function prepareThings(origin: string, tasks: string[]): Promise<Things> {
  const call = uncheckedClientOf(origin);
  const listed = async (path: string) => (await call("GET", path)).body;
  const { norms } = await listed("/norms?limit=1000");
  for (const { norm } of norms) if (!NORMS.includes(norm)) await call("DELETE", `/norms/${norm}`);
  for (const norm of NORMS) await call("POST", `/norms/${norm}/train`, { x: X, y: [1, 2, 3, 4, 5, 7], batch: "one" });
  const [, models] = await listed("/api/ml_models?limit=1000");
  const kept = MODELS.map(({ name, problem }) =>
    models.find(
      (model: { name: string; problem: string; status: string }) =>
        model.name === name && model.problem === problem && model.status === "ready",
    ),
  );
  for (const { id } of models)
    if (!kept.some((model) => model?.id === id)) await call("DELETE", `/api/ml_models/${id}`);
  const ids: string[] = [];
  for (const [i, model] of MODELS.entries())
    ids.push(String(kept[i]?.id ?? (await call("POST", "/api/ml_models", model)).body.id));
  const visit = { start: "2026-01-01 10:00:00", end: "2026-01-01 10:10:00", views: ["A/B/C/D"], visitor: "v1" };
  await call("POST", "/sessions", { sessions: SESSIONS.map((session_id) => ({ session_id, ...visit })) });
  // A batch that came or went makes a version of its norm.
  const lists = [
    "/norms?limit=1000",
    "/api/ml_models?limit=1000",
    ...ids.map((id) => `/api/ml_models/${id}/versions`),
    "/sessions?limit=50",
    "/sessions/categories",
  ];
  return {
    things: {
      norm: [...NORMS, "gone"],
      batch: ["one", "gone"],
      id: [...ids, "999999"],
      model_id: [...ids, "999999"],
      version: ["1", "2", "99"],
      task_id: [...tasks, "gone"],
      session_id: [...SESSIONS, "gone"],
      visitor: ["v1", "gone"],
    },
    stored: async () => (await Promise.all(lists.map(async (path) => (await call("GET", path)).text))).join("\n"),
  };
}
