import { afterEach, beforeEach, expect, it } from "vitest";
import { parse } from "../../src/platform/schema/parse.ts";
import { ViewsRequest } from "../../src/shop/schema/views-request.ts";
import { addViews } from "../../src/shop/visit/add-views.ts";
import { openContext, type TestContext } from "../support/context.ts";

let context: TestContext;
beforeEach(() => {
  context = openContext(1);
});
afterEach(() => context.close());

const grow = (id: string, at: string) =>
  addViews(context, id, parse(ViewsRequest, { views: [{ path: "A1", at }] }), undefined);

it("knows how long a visit is, by instants, whatever comes first", async () => {
  const [summer, winter] = ["2026-10-25T02:55:00+02:00", "2026-10-25T02:05:00+01:00"];
  for (const at of [summer, winter]) await grow("forth", at);
  for (const at of [winter, summer]) await grow("back", at);
  const stored = context.sqlite
    .prepare('select start, "end", duration_ms as ms, offset_ms as offset from sessions')
    .all();
  const expected = { start: summer, end: winter, ms: 600_000, offset: 7_200_000 };
  expect(stored).toEqual([expected, expected]);
});

it("leaves the times of a session that came with an offset before offsets were kept", async () => {
  await grow("s", "2026-03-02T10:00:00+01:00");
  context.sqlite.exec("update sessions set offset_ms = null");
  await grow("s", "2026-03-02T10:05:00+01:00");
  const stored = context.sqlite.prepare('select "end", duration_ms as ms, view_count as views from sessions').get();
  expect(stored).toEqual({ end: "2026-03-02T10:00:00+01:00", ms: 0, views: 2 });
});
