// Rows are kept with their batch or not at all: whatever is cut short, sent again, sent twice at once, forgotten or too old.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cleanNorms } from "../../src/norm/answer/clean-norms.ts";
import { deleteNorm } from "../../src/norm/answer/delete-norm.ts";
import { readBatchRows } from "../../src/norm/kept/read-batch-rows.ts";
import { forgetBatch } from "../../src/norm/learn/forget-batch.ts";
import { openArchive, PART_VALUES_MAX, SHORT_TEXT_MAX } from "../../src/norm/learn/open-archive.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { SpecifyRequest } from "../../src/norm/schema/specify-request.ts";
import { ALL_ROWS } from "../../src/norm/store/archive.ts";
import { findNorm, type NormRow } from "../../src/norm/store/norms.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { openDatabase } from "../../src/platform/store/database.ts";
import { openContext, type TestContext } from "../support/context.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse("2026-01-05T00:00:00Z");
let now = START;
let context: TestContext;
beforeEach(() => {
  now = START;
  context = openContext(1, () => now);
});
afterEach(() => context.close());

const text = (hour: number) => new Date(START + hour * HOUR).toISOString();
/** Doubles of all digits, which take eight bytes each. */
const rowsOf = (from: number, count: number) => {
  const a = Array.from({ length: count }, (_, i) => Math.sin(from + i));
  return { t: a.map((_, i) => text(from + i)), x: { a }, y: a.map((value, i) => 2 * value + Math.cos(i)) };
};
const LONG = 6_000;
const train = (batch: string, from: number, count: number, of: TestContext = context) =>
  trainNorm(of, "n", parse(TrainRequest, { ...rowsOf(from, count), batch }));
const specify = (keep_rows?: string) =>
  specifyNorm(context, "n", parse(SpecifyRequest, { columns: ["a"], ...(keep_rows && { keep_rows }) }));
const keys = async () => (await context.models.list({ prefix: ALL_ROWS })).keys.map(({ name }) => name);
const parts = () =>
  context.sqlite.prepare("select version, part, rows, key, data from norm_rows order by version, part").all() as {
    version: number;
    part: number;
    rows: number;
    key: string | null;
    data: string | null;
  }[];
const sentOf = async (batch: string, limit = 100_000) =>
  (await readBatchRows(context, "n", batch, { skip: 0, limit })).sent;

describe("rows", () => {
  it("stand in the database where they are short, and else in the key-value store, to the last bit", async () => {
    await train("short", 0, 100);
    await train("long", 100, LONG);
    const [short, long] = parts();
    expect([short?.key, long?.data]).toEqual([null, null]);
    expect(short?.data?.length).toBeLessThanOrEqual(SHORT_TEXT_MAX);
    expect(await keys()).toEqual([long?.key]);
    expect(await sentOf("short")).toEqual(rowsOf(0, 100));
    expect(await sentOf("long")).toEqual(rowsOf(100, LONG));
  });

  it("are parts of so many values, whatever they come in, and are read from any of them", async () => {
    await specify();
    const norm = (await findNorm(context.database, "n")) as NormRow;
    const archive = openArchive(context, norm);
    const chunk = 30_000;
    const count = 5 * chunk;
    for (let from = 0; from < count; from += chunk) {
      const { t, x, y } = parse(TrainRequest, rowsOf(from, chunk));
      await archive.add({ t, x, y }, t?.ms ?? null);
    }
    const stored = await archive.close();
    // A value is one of a row's times, column, y and weight.
    expect(stored.map(({ rows }) => rows)).toEqual([PART_VALUES_MAX / 4, count - PART_VALUES_MAX / 4]);
    expect(stored.map(({ fromMs }) => fromMs)).toEqual([START, START + (PART_VALUES_MAX / 4) * HOUR]);
    expect(await keys()).toHaveLength(2);
    await archive.release();
    expect(await keys()).toEqual([]);
  });

  it("leave nothing behind where their batch is refused", async () => {
    await train("long", 0, LONG);
    const before = await keys();
    await expect(train("long", 1, LONG)).rejects.toThrow("with other content");
    expect(await keys()).toEqual(before);
  });

  it("are kept once where the same batch is sent twice at once", async () => {
    const [one, two] = await Promise.all([train("same", 0, LONG), train("same", 0, LONG)]);
    expect([one.replayed, two.replayed].filter(Boolean)).toHaveLength(1);
    expect(parts().map(({ version, part, rows }) => [version, part, rows])).toEqual([[1, 0, LONG]]);
    expect(await keys()).toEqual([parts()[0]?.key]);
  });

  it("are there where the process stopped after the commit, and are not put again", async () => {
    await train("cut", 0, LONG);
    // As a process leaves it that stopped before it recorded what it learned.
    context.sqlite.exec("delete from norm_versions");
    context.cache = createCache();
    expect(parts()).toHaveLength(1);
    now += 10_000;
    expect(await train("cut", 0, LONG)).toMatchObject({ replayed: true, version: 1 });
    expect(await sentOf("cut")).toEqual(rowsOf(0, LONG));
    expect(await keys()).toHaveLength(1);
  });

  it("of a process that stopped before the commit go with the daily cleaning, not before a day is over", async () => {
    await specify();
    const norm = (await findNorm(context.database, "n")) as NormRow;
    const { t, x, y } = parse(TrainRequest, rowsOf(0, LONG));
    const archive = openArchive(context, norm);
    await archive.add({ t, x, y }, t?.ms ?? null);
    await archive.close();
    await train("b", 0, LONG);
    expect(await keys()).toHaveLength(2);
    now += DAY;
    await cleanNorms(context);
    expect(await keys()).toHaveLength(2);
    now += 1;
    await cleanNorms(context);
    expect(await keys()).toEqual([parts()[0]?.key]);
  });

  it("are not kept, and the batch says so, where the key-value store takes none", async () => {
    const full = {
      ...context,
      models: { ...context.models, put: () => Promise.reject(new Error("KV is full")) },
    };
    const { warnings } = await train("b", 0, LONG, full);
    expect(warnings.filter((warning) => warning.startsWith("Rows not kept"))).toHaveLength(1);
    expect(parts()).toEqual([]);
    expect((await readBatchRows(context, "n", "b", {})).kept).toBe(0);
  });

  it("are not dropped by a change that is refused, and are by one that is not", async () => {
    await specify();
    await train("a", 0, LONG);
    const asked = (body: object) => specifyNorm(context, "n", parse(SpecifyRequest, { ...body, keep_rows: "none" }));
    await expect(asked({ columns: ["b"] })).rejects.toThrow("Cannot change the features");
    expect([parts().length, (await keys()).length]).toEqual([1, 1]);
    expect((await findNorm(context.database, "n"))?.specification.keep_rows).toBeUndefined();
    const { norm } = await asked({ columns: ["a"], lambda: 1 });
    expect(norm).toMatchObject({ version: 2, spec: { lambda: 1, keep_rows: "none" } });
    expect([parts(), await keys()]).toEqual([[], []]);
  });

  it("are not taken back where it is not known whether they were committed", async () => {
    await specify();
    const batch = async (...of: Parameters<typeof context.d1.batch>) => {
      await context.d1.batch(...of);
      throw new Error("the network was lost");
    };
    const lost = openDatabase(Object.assign(Object.create(context.d1), { batch }));
    await expect(train("a", 0, LONG, { ...context, database: lost })).rejects.toThrow();
    expect(await keys()).toEqual([parts()[0]?.key]);
    now += 10_000;
    expect(await train("a", 0, LONG)).toMatchObject({ replayed: true });
    expect(await sentOf("a")).toEqual(rowsOf(0, LONG));
  });

  it("go with their batch, with their norm, and where none are to be kept", async () => {
    for (const [i, batch] of ["a", "b", "c"].entries()) await train(batch, i * LONG, LONG);
    await forgetBatch(context, "n", "b");
    expect(parts().map(({ version }) => version)).toEqual([1, 3]);
    expect((await keys()).sort()).toEqual(
      parts()
        .map(({ key }) => key)
        .sort(),
    );
    await specify("none");
    expect([parts(), await keys()]).toEqual([[], []]);
    await specify("30d");
    await train("d", 3 * LONG, LONG);
    expect(await keys()).toHaveLength(1);
    await deleteNorm(context, "n");
    expect([parts(), await keys()]).toEqual([[], []]);
  });

  it("go when they are older than is kept, before the newest row", async () => {
    await specify("10d");
    // To the end of the first day, an hour after it, and the end of the eleventh.
    for (const [batch, from] of [
      ["a", 0],
      ["b", 1],
      ["c", 240],
    ] as const)
      await train(batch, from, 24);
    await cleanNorms(context);
    // 23:00 of the eleventh day less ten days is 23:00 of the first, its last row.
    expect(parts().map(({ version }) => version)).toEqual([1, 2, 3]);
    await train("d", 264, 1);
    // A day that is still to come makes no other one old.
    await cleanNorms(context);
    expect(parts().map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    now += 12 * DAY;
    await cleanNorms(context);
    expect(parts().map(({ version }) => version)).toEqual([2, 3, 4]);
    expect((await readBatchRows(context, "n", "a", {})).kept).toBe(0);
  });
});
