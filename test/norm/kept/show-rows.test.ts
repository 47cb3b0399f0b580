// What is drawn of rows that are kept where their past is not simply the rows before, where they are many, or change while they are read.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readBatchRows } from "../../../src/norm/kept/read-batch-rows.ts";
import { showRows, toKeptRows } from "../../../src/norm/kept/show-rows.ts";
import { forgetBatch } from "../../../src/norm/learn/forget-batch.ts";
import { selectFeatures } from "../../../src/norm/learn/select-features.ts";
import { specifyNorm } from "../../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../../src/norm/learn/train-norm.ts";
import { TrainRequest } from "../../../src/norm/schema/norm-request.ts";
import { KeptRowsQuery } from "../../../src/norm/schema/rows-answer.ts";
import { SpecifyRequest } from "../../../src/norm/schema/specify-request.ts";
import { parse } from "../../../src/platform/schema/parse.ts";
import { openContext, type TestContext } from "../../support/context.ts";

const START = Date.parse("2026-01-05T00:00:00Z");
const SECOND = 1_000;
let context: TestContext;
beforeEach(() => {
  context = openContext(1);
});
afterEach(() => context.close());

const specify = (body: object) => specifyNorm(context, "n", parse(SpecifyRequest, { lambda: 0, ...body }));
const train = (body: object) => trainNorm(context, "n", parse(TrainRequest, body));
const show = async (query: object = {}, of: TestContext = context) => {
  const asked = parse(KeptRowsQuery, query);
  return toKeptRows(await showRows(of, "n", asked), asked.columns);
};
/** Column a by chance, y a line of a and of a one row before. */
const chance = (from: number, count: number) => {
  const a = Array.from(
    { length: count },
    (_, i) => Math.round(1e3 * Math.abs(Math.sin(12.9898 * (from + i + 1)))) / 10,
  );
  return { x: { a }, y: a.map((value, i) => 1 + value + (a[i - 1] ?? 0) + (i % 3) / 10) };
};
const timed = (from: number, count: number, step = 3_600 * SECOND) => ({
  t: Array.from({ length: count }, (_, i) => new Date(START + (from + i) * step).toISOString()),
  ...chance(from, count),
});
const isNull = (values: readonly (number | null)[]) => values.flatMap((value, row) => (value === null ? [row] : []));

describe("rows without times", () => {
  const LAGS = { columns: ["a"], lags: { a: [0, 1] } };

  it("look back on the batch before, and not where theirs began anew", async () => {
    await specify(LAGS);
    await train({ ...chance(0, 8), batch: "a" });
    await train({ ...chance(8, 8), batch: "b" });
    await train({ ...chance(16, 8), batch: "c", continues: false });
    expect(isNull((await show()).expected)).toEqual([0, 16]);
    await specify({ ...LAGS, continues: false });
    // Whether they continued where nothing was said is told by the norm.
    expect(isNull((await show()).expected)).toEqual([0, 8, 16]);
  });

  it("are in the order of their versions, whatever the clocks of those who trained them showed", async () => {
    await specify(LAGS);
    await train({ ...chance(0, 8), batch: "a" });
    await train({ ...chance(8, 8), batch: "b" });
    context.sqlite.exec("update norm_rows set from_ms = from_ms - 10000, to_ms = to_ms - 10000 where version = 2");
    const { actual, expected } = await show();
    expect(actual).toEqual([...chance(0, 8).y, ...chance(8, 8).y]);
    expect(isNull(expected)).toEqual([0]);
  });
});

describe("rows", () => {
  it("of seconds look back no further than their features do", async () => {
    // Of a day before the row, which was looked at once, these features were more than are accepted at once.
    await specify({ columns: ["a"], lags: { a: [0, ...Array.from({ length: 60 }, (_, i) => i + 1)] }, lambda: 1 });
    for (let from = 0; from < 60_000; from += 20_000) await train({ ...timed(from, 20_000, SECOND), batch: `${from}` });
    const { expected } = await show({ from: new Date(START + 59_990 * SECOND).toISOString() });
    expect(expected).toHaveLength(10);
    expect(isNull(expected)).toEqual([]);
  });

  it("of a model that chose few of many features are told in as small blocks as all of them ask for", async () => {
    const lags = Array.from({ length: 100 }, (_, i) => i + 1);
    await specify({ columns: ["a", "b"], lags: { a: [0], b: lags }, candidates: ["b"] });
    for (let from = 0; from < 24_000; from += 12_000) {
      const { t, x, y } = timed(from, 12_000);
      await train({ t, x: { ...x, b: y.map((_, i) => ((from + i) * 7919) % 101) }, y: x.a.map((a, i) => a + (i % 3)) });
    }
    expect((await selectFeatures(context, "n", { lags: "together" })).chosen).toEqual([]);
    const { t, expected } = await show({ points: "50000" });
    expect(t).toHaveLength(24_000);
    expect(isNull(expected)).toEqual([]);
  });

  it("of one time are those of the newer batch", async () => {
    await specify({ columns: ["a"] });
    const [older, newer] = [timed(0, 6), timed(3, 2)];
    await train({ ...older, batch: "older" });
    await train({ ...newer, y: [100, 200], batch: "newer" });
    const { t, actual } = await show();
    expect([t, actual]).toEqual([older.t, [...older.y.slice(0, 3), 100, 200, older.y[5]]]);
  });

  it("find their past in a batch that was trained after theirs", async () => {
    await specify({ columns: ["a"], lags: { a: [0, 3] } });
    const all = timed(0, 20);
    const { t, x, y } = all;
    const half = (from: number, to: number) => ({
      t: t.slice(from, to),
      x: { a: x.a.slice(from, to) },
      y: y.slice(from, to),
    });
    await train({ ...half(10, 20), batch: "late" });
    await train({ ...half(0, 10), batch: "early" });
    const { expected, actual } = await show({ from: t[10] });
    expect([isNull(expected), actual]).toEqual([[], y.slice(10)]);
    expect(expected).toEqual((await show()).expected.slice(10));
  });

  it("are means over those with y and an expectation", async () => {
    await specify({ columns: ["a"] });
    const { t, x, y } = timed(0, 48);
    // Of the first day the first six hours lack y, the next six a; of the second all lack y.
    const a = x.a.map((value, i) => (i >= 6 && i < 12 ? null : value));
    await train({ t, x: { a }, y: y.map((value, i) => (i < 6 || i >= 24 ? null : value)) });
    const [days, hours] = [await show({ step: "1d", columns: "a" }), await show()];
    const mean = (values: readonly unknown[], from: number, to: number) =>
      (values.slice(from, to) as number[]).reduce((sum, value) => sum + value, 0) / (to - from);
    expect(days.rows).toEqual([12, 24]);
    expect([days.actual[0], days.actual[1]]).toEqual([expect.closeTo(mean(y, 12, 24), 9), null]);
    expect(days.expected).toEqual(
      [mean(hours.expected, 12, 24), mean(hours.expected, 24, 48)].map((of) => expect.closeTo(of, 9)),
    );
    expect(days.columns?.a).toEqual([mean(x.a, 12, 24), mean(x.a, 24, 48)].map((of) => expect.closeTo(of, 9)));
  });

  it.each([
    ["1d", ["2026-10-24", "2026-10-25", "2026-10-28"], ["10-23T22", "10-24T22", "10-25T23", "10-27T23"]],
    ["1d", ["2026-03-27", "2026-03-28", "2026-03-31"], ["03-26T23", "03-27T23", "03-28T23", "03-30T22"]],
    ["1mo", ["2026-01-01", "2026-02-01", "2026-05-01"], ["12-31T23", "01-31T23", "02-28T23", "04-30T22"]],
    ["1mo", ["2026-02-01", "2026-03-01", "2026-06-01"], ["01-31T23", "02-28T23", "03-31T22", "05-31T22"]],
  ])("that are missing, %s apart, begin as the clock on the wall has them: %j", async (step, t, at) => {
    await specify({ columns: ["a"], timezone: "Europe/Brussels", step, lambda: 1 });
    await train({ t, x: { a: [1, 2, 4] }, y: [1, 2, 3.5] });
    const rows = await show();
    expect(rows.t?.map((text) => text.slice(5, 13))).toEqual(at);
    expect(isNull(rows.actual)).toEqual([2]);
  });

  it("of which nothing is known are of no row", async () => {
    await specify({ columns: ["a"] });
    const { t, x, y } = timed(0, 8);
    const a = x.a.map((value, i) => (i === 3 ? null : value));
    await train({ t, x: { a }, y: y.map((value, i) => (i === 3 || i === 5 ? null : value)) });
    const { rows, actual, expected } = await show();
    expect(rows).toEqual([1, 1, 1, 0, 1, 1, 1, 1]);
    expect([isNull(actual), isNull(expected)]).toEqual([[3, 5], [3]]);
  });

  it("of a column with a comma in its name are asked for by naming it twice", async () => {
    await specify({ columns: ["T, outside", "b"] });
    const { t, x, y } = timed(0, 6);
    await train({ t, x: { "T, outside": x.a, b: x.a.map((value) => value ** 2) }, y });
    const { columns } = await show({ columns: ["T, outside", "T, outside"] });
    expect(columns).toEqual({ "T, outside": x.a });
    expect(Object.keys((await show({ columns: "b,b" })).columns ?? {})).toEqual(["b"]);
  });

  it("are refused where their columns are more values than are answered", async () => {
    const names = Array.from({ length: 201 }, (_, i) => `c${i}`);
    await specify({ columns: names, lambda: 1 });
    for (let from = 0; from < 10_000; from += 5_000) {
      const { t, x, y } = timed(from, 5_000);
      await train({ t, x: Object.fromEntries(names.map((name) => [name, x.a])), y });
    }
    const asked = show({ points: "10000", columns: names.slice(0, 201) });
    await expect(asked).rejects.toThrow("columns: 10000 points of 201 columns are more than the 2000000 values");
    expect((await show({ points: "1000", columns: names })).t).toHaveLength(834);
  });

  it("are refused, whole and in time, where they are more than are read at once", async () => {
    await specify({ columns: ["a"] });
    await train({ ...timed(0, 4), batch: "a" });
    // As if it were 1,333,334 rows of a time, a column and y.
    context.sqlite.exec("update norm_rows set rows = 1333334");
    await expect(show()).rejects.toThrow("1333334 rows of 3 values are more than the 4000000 values that are read");
    context.sqlite.exec(`with recursive count(i) as (select 1 union all select i + 1 from count where i < 50000)
      insert into norm_rows select norm_id, 1, i, from_ms, to_ms, 1, bytes, key, data from norm_rows, count`);
    await expect(show()).rejects.toThrow("more than the 50000 parts that are read at once");
  });

  it("that are forgotten while they are read are not told, and nothing is said to be lost", async () => {
    await specify({ columns: ["a"] });
    await train({ ...timed(0, 6_000), batch: "a" });
    // All digits, so that it stands in KV.
    const long = timed(6_000, 6_000);
    await train({ ...long, x: { a: long.x.a.map((value, i) => value + Math.sin(i)) }, batch: "b" });
    const models = {
      ...context.models,
      async get(key: string) {
        if (key.startsWith("rows/")) await forgetBatch(context, "n", "b");
        return context.models.get(key);
      },
    };
    const { t, warnings } = await show({ points: "50000" }, { ...context, models });
    expect([t?.length, warnings]).toEqual([6_000, []]);
  });
});

describe("rows of a batch", () => {
  it("stand where they stood, though a part before them is lost", async () => {
    await specify({ columns: ["a"] });
    await train({ ...timed(0, 9), batch: "a" });
    // As three parts of three rows, the second of which KV has lost long ago.
    for (const from of [3, 6]) await train({ ...timed(from, 3), batch: `${from}` });
    context.sqlite.exec(`update norm_rows set version = 1, part = version - 1 where version > 1;
      delete from norm_rows where part = 0`);
    await train({ ...timed(0, 3), batch: "first" });
    context.sqlite.exec(`update norm_rows set version = 1, part = 0 where version > 1;
      update norm_rows set key = 'rows/n/1-x', data = null where part = 1`);
    const { sent, next, kept, warnings } = await readBatchRows(context, "n", "a", { skip: 2, limit: 5 });
    expect([sent.y, next, kept]).toEqual([[timed(0, 3).y[2], timed(6, 3).y[0]], 7, 9]);
    expect(warnings).toEqual(["Rows not kept: 3 rows are gone from where they were kept."]);
  });
});
