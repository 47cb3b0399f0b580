import { expect, it } from "vitest";
import { createCpuTime } from "../../src/platform/context/cpu-time.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { ViewsRequest } from "../../src/shop/schema/views-request.ts";
import { addViews } from "../../src/shop/visit/add-views.ts";
import { readVisitor } from "../../src/shop/visit/read-visitor.ts";
import { openContext } from "../support/context.ts";

it("tells a visitor of many views page by page where a request has little CPU time", async () => {
  const context = openContext(1);
  const limited = () => ({ ...context, cpu: createCpuTime(0.01) });
  try {
    const views = Array.from({ length: 1000 }, (_, i) => `A1/B${i}`);
    for (let i = 0; i < 12; i++)
      await addViews(context, `s${i}`, parse(ViewsRequest, { start: "2026-03-02", visitor: "v", views }), undefined);
    await expect(readVisitor(limited(), "v", {})).rejects.toThrow("to tell 12000 views takes about 12 ms");
    const first = await readVisitor(limited(), "v", { limit: 10 });
    expect([first.view_count, first.sessions.length]).toEqual([12_000, 10]);
    const rest = await readVisitor(limited(), "v", { limit: 10, after: first.next as number });
    expect([rest.sessions.map(({ session_id: id }) => id), rest.next]).toEqual([["s10", "s11"], null]);
  } finally {
    context.close();
  }
});
