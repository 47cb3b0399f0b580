// Sessions as training reads them, on D1 and on SQLite.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  deleteSessionRow,
  encodeSession,
  insertSessions,
  type NewSession,
  readSessions,
} from "../../../src/shop/store/sessions.ts";
import { type Store, stores } from "../../support/stores.ts";

/** Session i of a visitor i mod 2; every third has no gender. */
function session(i: number, views: NewSession["views"] = [["A", "B"], [`C${i}`]]): NewSession {
  return {
    id: `s${i}`,
    start: "2014-11-14 00:02:14",
    end: "2014-11-14 00:02:20",
    startMs: Date.UTC(2014, 10, 14, 0, 2, 14),
    offsetMs: null,
    durationMs: 6_000,
    gender: i % 3 === 0 ? null : i % 3 === 1 ? "female" : "male",
    visitor: `v${i % 2}`,
    views,
  };
}

describe.each(stores)("sessions read from %s", (name, open) => {
  let store: Store;
  const insert = (sessions: NewSession[]) =>
    insertSessions(store.database, `[${sessions.map(encodeSession).join(",")}]`, 5);
  const read = async (after: number, limit: number, labelled = false) =>
    readSessions(store.database, { after, limit, labelled });

  beforeAll(async () => {
    store = await open();
    expect(await insert(Array.from({ length: 9 }, (_, i) => session(i)))).toBe(0);
  });
  afterAll(() => store.close());

  it("have all that was stored", async () => {
    const [first, second] = await read(0, 2);
    expect(first).toEqual({ ...session(0), sequence: 1, viewCount: 2, arrivedAtMs: 5 });
    expect(second).toMatchObject({ id: "s1", gender: "female", views: [["A", "B"], ["C1"]] });
  });

  it("are one row each, and one in each index that they are in", async () => {
    if (name !== "D1") return;
    const insert =
      "insert into sessions (session_id, start, end, start_ms, duration_ms, gender, view_count, arrived_at_ms, views)";
    const { meta } = await store.d1
      .prepare(`${insert} values ('w', '', '', ${session(0).startMs}, 0, 'male', 1, 0, 'A')`)
      .run();
    // The row, its id, its gender, and the number that the next one gets.
    expect(meta.rows_written).toBeLessThanOrEqual(4);
    expect(await deleteSessionRow(store.database, "w")).toBe(true);
  });

  it("come page by page in the order of their arrival, all or those with a gender", async () => {
    const ids = async (labelled: boolean) => {
      const pages: string[][] = [];
      for (let after = 0; ; ) {
        const page = await read(after, 4, labelled);
        if (page.length === 0) return pages;
        pages.push(page.map(({ id }) => id));
        after = page.at(-1)?.sequence ?? after;
      }
    };
    expect(await ids(false)).toEqual([["s0", "s1", "s2", "s3"], ["s4", "s5", "s6", "s7"], ["s8"]]);
    expect(await ids(true)).toEqual([
      ["s1", "s2", "s4", "s5"],
      ["s7", "s8"],
    ]);
  });

  it("never come in the place of one that was deleted, even if that was the newest", async () => {
    await insert([session(10)]);
    const [deleted] = (await read(0, 100)).slice(-1);
    expect(await deleteSessionRow(store.database, "s10")).toBe(true);
    await insert([session(11)]);
    const [next] = await read(deleted?.sequence ?? 0, 100);
    expect(next).toMatchObject({ id: "s11", sequence: (deleted?.sequence ?? 0) + 1, views: session(11).views });
  });

  it("are fewer where they have very many views, and never none", async () => {
    const many = (count: number) => Array.from({ length: count }, () => ["A"]);
    const [last] = (await read(0, 100)).slice(-1);
    const after = last?.sequence ?? 0;
    // The second begins one view before the most of a read, the third past it; the fourth has more than that of itself.
    for (const [i, count] of [49_999, 1, 1, 60_000].entries()) await insert([session(20 + i, many(count))]);
    expect((await read(after, 10)).map(({ viewCount }) => viewCount)).toEqual([49_999, 1]);
    expect((await read(after + 2, 10)).map(({ viewCount }) => viewCount)).toEqual([1, 60_000]);
    expect((await read(after + 3, 10)).map(({ viewCount }) => viewCount)).toEqual([60_000]);
  });
});
