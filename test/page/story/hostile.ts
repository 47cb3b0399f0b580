// Names that would be markup or scripts: they are text on every view.
import { expect } from "vitest";
import type { Visitor } from "./visitor.ts";

const HOSTILE = `<img src=x onerror="document.title='taken'">`;

export async function hostile({ page, origin, open, barriers, wrong }: Visitor): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const answer = await fetch(origin + path, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => status < 300)]);
    return answer.json();
  };
  const about = { title: HOSTILE, description: HOSTILE, tags: [HOSTILE.slice(0, 40)] };
  const numbers = Array.from({ length: 40 }, (_, i) => i);
  await send("PUT", "/norms/hostile", { columns: [HOSTILE], ...about });
  await send("POST", "/norms/hostile/train", {
    t: numbers.map((i) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString()),
    x: { [HOSTILE]: numbers.map((i) => (i * 7) % 11) },
    y: numbers.map((i) => 3 + 2 * ((i * 7) % 11) + (i % 3)),
    batch: "hostile",
  });
  const model = await send("POST", "/api/ml_models", {
    problem: "classification",
    name: "Ridge",
    h_tune: false,
    X: { [HOSTILE]: numbers.map((i) => i % 2), level: numbers.map((i) => `${HOSTILE}${i % 3}`) },
    y: numbers.map((i) => (i % 2 === 0 ? HOSTILE : "</script><script>document.title='taken'</script>")),
    ...about,
  });
  await send("POST", "/sessions", {
    sessions: [
      { session_id: "hostile", start: "2026-01-01 10:00", end: "2026-01-01 10:10", views: [`<b onclick=alert(1)>`] },
    ],
  });
  for (const view of [
    "#/",
    "#/norms",
    "#/norms/hostile",
    "#/norms/hostile/batches",
    "#/norms/hostile/features",
    "#/norms/hostile/savings",
    "#/models",
    `#/models/${model.id}`,
    "#/visitors",
    "#/visitors/visit/hostile",
    "#/settings",
    `#/${encodeURIComponent(HOSTILE)}`,
    `#/norms/${encodeURIComponent(HOSTILE)}`,
  ]) {
    await open(view);
    // The report's title has the norm's name in it, as text.
    const title = view.endsWith("/savings") ? expect.stringContaining(`Savings of ${HOSTILE}`) : "Edgefit";
    expect([view, await page.title()]).toEqual([view, title]);
    expect(await page.locator('img[src="x"], b[onclick]').count()).toBe(0);
  }
  await open("#/settings");
  expect(await barriers()).toEqual([]);
  // A norm that there is not is refused, and Chromium tells of that.
  expect(wrong().filter((told) => !/^Failed to load resource: .* 4\d\d /.test(told))).toEqual([]);
}
