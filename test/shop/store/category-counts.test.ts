// Counts by category on D1 and on SQLite, and what they cost those who write visits.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS } from "../../../src/engine/time/duration.ts";
import { addUpPeriod, countedPeriods, countSomeDays, knownDays } from "../../../src/shop/store/category-counts.ts";
import { readTotal, viewsBetween } from "../../../src/shop/store/category-totals.ts";
import { encodeSession, insertSessions } from "../../../src/shop/store/sessions.ts";
import { type Store, stores } from "../../support/stores.ts";

const FIRST_DAY = Date.UTC(2025, 0) / DAY_MS;
const YEAR = { firstDay: FIRST_DAY, endDay: FIRST_DAY + 365 };
const ALL = { units: ["day", "month", "year"] as const, days: [YEAR] };
const COUNT = 1_000;

/** In the order of time, ten an hour. */
const session = (i: number, views = [["A", `B"${i % 7}\\`], ["C"]]) =>
  encodeSession({
    ...{ id: `s${i}`, start: "", end: "", durationMs: 0, offsetMs: null, visitor: "v", views },
    ...{ startMs: FIRST_DAY * DAY_MS + i * 360_000, gender: "male" as const },
  });
const some = (from: number, to: number) =>
  `[${Array.from({ length: to - from }, (_, i) => session(from + i)).join(",")}]`;

describe.each(stores)("counts by category on %s", (name, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  /** Rows that D1 counts as written by a statement. */
  async function written(sql: string, ...values: unknown[]): Promise<number> {
    const { meta } = await store.d1
      .prepare(sql)
      .bind(...values)
      .run();
    return meta.rows_written;
  }

  it("cost who stores a visit a thirtieth of a row, and nothing who changes one, while nobody asks", async () => {
    if (name !== "D1") return;
    const insert = `insert into sessions (session_id, start, end, start_ms, duration_ms, gender, view_count, arrived_at_ms, views)
      select 'w' || key, '', '', ${FIRST_DAY * DAY_MS} + 360000 * key, 0, 'male', 1, 0, 'A' from json_each(?)`;
    const rows = await written(insert, JSON.stringify(Array(960).fill(0)));
    // Each with its id and its gender, and once the number that the next one gets; 30 blocks of 32, in four of which a day begins.
    expect(rows).toBe(3 * 960 + 1 + 34);
    expect(await written("update sessions set views = views || ';B'")).toBe(960);
    expect(await written("delete from sessions")).toBe(960);
  });

  it("are made of days, and of what was made of them", async () => {
    expect(await insertSessions(store.database, some(0, COUNT), 1)).toBe(0);
    expect(await knownDays(store.database, [YEAR])).toEqual([0, 1, 2, 3, 4].map((i) => FIRST_DAY + i));
    const january = { unit: "month" as const, period: 12 * 2025, firstDay: FIRST_DAY, endDay: FIRST_DAY + 31 };
    const year = { unit: "year" as const, period: 2025, ...YEAR };
    await addUpPeriod(store.database, january, january);
    await addUpPeriod(store.database, year, year);
    expect(await countedPeriods(store.database, ALL, { level: 2 })).toEqual([]);
    expect(await countSomeDays(store.database, [YEAR])).toBe(true);
    expect(await countSomeDays(store.database, [YEAR])).toBe(false);
    // A year is made of months.
    await addUpPeriod(store.database, year, year);
    expect((await countedPeriods(store.database, ALL, { level: 2 })).length).toBe(5);
    await addUpPeriod(store.database, january, january);
    await addUpPeriod(store.database, year, year);
    const counted = await countedPeriods(store.database, ALL, { level: 2, gender: "male" });
    // Three genders, and eight names.
    expect(counted.filter(({ unit }) => unit !== "day")).toEqual([
      { unit: "month", period: 12 * 2025, countCount: 11 },
      { unit: "year", period: 2025, countCount: 11 },
    ]);
    const [spans, all] = [[{ fromMs: 0, toMs: 2e13 }], { level: 2, limit: 3 }];
    const total = {
      ...{ sessions: COUNT, views: 2 * COUNT, categoryCount: 8 },
      categories: [["C", 1000], ['B"0\\', 143], ['B"1\\', 143]],
    }; // biome-ignore format: three lines
    for (const periods of [[january], [year], counted.filter(({ unit }) => unit === "day")])
      expect(await readTotal(store.database, { periods, spans: [] }, all)).toEqual(total);
    expect(await viewsBetween(store.database, spans)).toBe(2 * COUNT);
    for (const visitor of [undefined, "v"])
      expect(await readTotal(store.database, { periods: [], spans, visitor }, { ...all, gender: "male" })).toEqual(
        total,
      );
    expect(await readTotal(store.database, { periods: [year], spans: [] }, { ...all, gender: "female" })).toEqual({
      ...{ sessions: 0, views: 0, categoryCount: 0, categories: [] },
    });
  });

  it("go where a visit of their time changes, and stay where it is sent again", async () => {
    const units = async () =>
      new Set((await countedPeriods(store.database, ALL, { level: 1 })).map(({ unit }) => unit));
    expect(await insertSessions(store.database, some(0, COUNT), 1)).toBe(COUNT);
    expect(await units()).toEqual(new Set(["day", "month", "year"]));
    await insertSessions(store.database, `[${session(0, [["D"]])}]`, 1);
    expect(await units()).toEqual(new Set(["day"]));
    expect((await countedPeriods(store.database, ALL, { level: 1 })).map(({ period }) => period - FIRST_DAY)).toEqual([
      1, 2, 3, 4,
    ]);
  });
});
