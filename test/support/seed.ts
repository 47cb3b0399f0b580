// Something of every kind, for tests of what all calls have in common.
import { expect } from "vitest";
import type { Client } from "./client.ts";
import { madeUpSessions } from "./shop.ts";

export const VISITOR = "v0";

/** Three norms of three batches, three models, the first with three versions and a metric, three comparisons, and sessions with a gender model. */
export async function seed(call: Client): Promise<void> {
  const ok = async (...request: Parameters<Client>) => {
    const { status, text } = await call(...request);
    expect(status, text).toBeLessThan(300);
  };
  for (const norm of ["a", "b", "c"]) {
    await ok("PUT", `/norms/${norm}`, { columns: ["T_out", "wind"], candidates: ["wind"], tags: ["some & more"] });
    for (const [i, batch] of ["one", "two", "three"].entries())
      await ok("POST", `/norms/${norm}/train`, { x: { T_out: rows(i), wind: rows(i + 1) }, y: rows(2 * i), batch });
  }
  await ok("POST", "/norms/a/selection", {});
  const order = { problem: "regression", name: "Ridge", h_tune: false, tags: ["some & more"] };
  const X = rows(0).map((value) => [value]);
  for (let i = 0; i < 3; i++) await ok("POST", "/api/ml_models", { ...order, X, y: rows(i) });
  for (let i = 0; i < 2; i++) await ok("PUT", "/api/ml_models/1", order);
  await ok("POST", "/metrics/1");
  const { name: _, h_tune: __, ...compared } = { ...order, candidates: [{ name: "Ridge" }, { name: "Dummy" }] };
  for (let i = 0; i < 3; i++) await ok("POST", "/api/comparisons", { ...compared, X, y: rows(i) });
  const visitorOf = (i: number) => `v${i % 10}`;
  const sessions = madeUpSessions(40).map((session, i) => ({
    ...session,
    session_id: `s${i}`,
    visitor: visitorOf(i),
    gender: i % 2 === 0 ? "female" : "male",
  }));
  await ok("POST", "/sessions", { sessions });
  await ok("POST", "/sessions/model", {});
}

/** Numbers that no line goes through. */
function rows(shift: number): number[] {
  return Array.from({ length: 24 }, (_, i) => ((i * 7 + shift * 5) % 11) + i / 4);
}
