// What is wrong with a file, wherever it stands, leaves a norm as it was; and so does what others do to the norm meanwhile.
import { afterAll, describe, expect, it } from "vitest";
import { deleteNorm } from "../../src/norm/answer/delete-norm.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { UNDER_WAY_MS } from "../../src/norm/basis/learn-version.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { findNorm } from "../../src/norm/store/norms.ts";
import type { Context } from "../../src/platform/context/context.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { openContext } from "../support/context.ts";
import { uniform } from "../support/numbers.ts";
import { csvOf, sendCsv } from "../support/send-csv.ts";

let now = Date.UTC(2026, 0, 1);
const context = openContext(10, () => now);
afterAll(() => context.close());

const HOUR_MS = 3_600_000;
const COUNT = 60;

/** Hours; `change` makes a row another. */
function rowsOf(change: (row: (string | number)[], i: number) => (string | number)[] = (row) => row) {
  const draw = uniform(3);
  const rows = Array.from({ length: COUNT }, (_, i) => {
    const a = Math.round(100 * draw());
    return change([new Date(Date.UTC(2025, 2, 1) + i * HOUR_MS).toISOString(), a, 2 * a + Math.round(10 * draw())], i);
  });
  const column = (j: number) => rows.map((row) => row[j] as string | number);
  return { t: column(0), a: column(1), y: column(2) };
}

const csv = csvOf(rowsOf());
const train = (norm: string, text = csv, sent: Parameters<typeof sendCsv>[3] = {}) =>
  sendCsv(context, norm, text, { rowsMax: 7, ...sent });
const requestOf = (rows: ReturnType<typeof rowsOf>) => parse(TrainRequest, { t: rows.t, x: { a: rows.a }, y: rows.y });

describe("a file of which one row is wrong", () => {
  const told: [string, string, (row: (string | number)[], i: number) => (string | number)[]][] = [
    [
      "text among numbers",
      'line 52, column a: "warm" is not a number',
      (row, i) => (i === 50 ? [row[0] ?? "", "warm", 1] : row),
    ],
    [
      "a time before those of the chunk before",
      "line 52: its time 2025-03-01T00:30:00.000Z is not after 2025-03-03T00:00:00.000Z, that of line 50; of a file",
      (row, i) => (i === 50 ? ["2025-03-01T00:30:00Z", 1, 1] : row),
    ],
    ["a time of the chunk before", "is not after", (row, i) => (i === 49 ? ["2025-03-03T00:00:00Z", 1, 1] : row)],
    [
      "a time without an offset",
      "some times have an offset, and some have none",
      (row, i) => (i > 48 ? [String(row[0]).slice(0, 16), 1, 1] : row),
    ],
    ["no time", "line 52, column t", (row, i) => (i === 50 ? ["tomorrow", 1, 1] : row)],
    [
      "a cell too many",
      "line 52: it has 4 cells where the header has 3",
      (row, i) => (i === 50 ? [...row.slice(0, 2), "1,2"] : row),
    ],
    ["a number too large", "line 52, column a", (row, i) => (i === 50 ? [row[0] ?? "", 1e31, 1] : row)],
  ];

  it.each(told)("%s: it says which, and no norm is made", async (name, message, change) => {
    const norm = `wrong-${name.replaceAll(" ", "-")}`;
    await expect(train(norm, csvOf(rowsOf(change)))).rejects.toThrow(message);
    expect(await findNorm(context.database, norm)).toBeUndefined();
  });

  it("leaves a norm that is there as it is", async () => {
    await train("there");
    const before = await readNorm(context, "there");
    const [[, message, change] = ["", "", undefined]] = told;
    await expect(train("there", csvOf(rowsOf(change)))).rejects.toThrow(message);
    expect(await readNorm({ ...context, cache: createCache() }, "there")).toEqual(before);
  });

  it("or of which no row is complete", async () => {
    const none = csvOf(rowsOf(([t = "", a = ""]) => [t, a, ""]));
    await expect(train("none", none)).rejects.toThrow("each of the 60 rows has a missing value");
    expect(await findNorm(context.database, "none")).toBeUndefined();
  });
});

describe("rows of one time", () => {
  const twice = rowsOf((row, i) => [
    new Date(Date.UTC(2025, 2, 1) + Math.floor(i / 2) * HOUR_MS).toISOString(),
    ...row.slice(1),
  ]);

  it("are made one wherever a chunk would end between them", async () => {
    const query = { duplicates: "mean" as const };
    await train("twice", csvOf(twice), { query });
    const half = (column: (string | number)[]) =>
      twice.t.filter((_, i) => i % 2 === 0).map((_, i) => (Number(column[2 * i]) + Number(column[2 * i + 1])) / 2);
    const t = twice.t.filter((_, i) => i % 2 === 0);
    await trainNorm(context, "once", parse(TrainRequest, { t, x: { a: half(twice.a) }, y: half(twice.y) }));
    const [two, one] = [await readNorm(context, "twice"), await readNorm(context, "once")];
    expect(two.rows).toBe(30);
    expect(two.coefficients[0]?.value).toBeCloseTo(one.coefficients[0]?.value as number, 9);
  });

  it("are refused without a word of what they become", async () => {
    await expect(train("refused", csvOf(twice))).rejects.toThrow("one row for each time is needed");
  });
});

it("an hour that the clock shows twice goes on over the end of a chunk", async () => {
  // Quarter-hours of the night of October 26th: the second 02:30 begins the second chunk of ten rows.
  const start = Date.UTC(2025, 9, 25, 22, 15);
  const shown = (ms: number) =>
    new Date(ms + (ms < Date.UTC(2025, 9, 26, 1) ? 2 : 1) * HOUR_MS).toISOString().slice(0, 16);
  const t = Array.from({ length: 30 }, (_, i) => shown(start + (i * HOUR_MS) / 4));
  const a = t.map((_, i) => (i * 7) % 5);
  const text = csvOf({ t, a, y: a.map((value, i) => 2 * value + (i % 3)) });
  for (const most of [9, 10, 11, 12, 13, 14, 15]) {
    await train(`zone-${most}`, text, { rowsMax: most, query: { timezone: "Europe/Brussels" } });
    await specifyNorm(
      context,
      `clock-${most}`,
      parse(NormSpecification, { columns: ["a"], timezone: "Europe/Brussels" }),
    );
    await train(`clock-${most}`, text, { rowsMax: most });
    const norms = [await readNorm(context, `zone-${most}`), await readNorm(context, `clock-${most}`)];
    for (const { rows, inferred } of norms) expect([rows, inferred?.step]).toEqual([30, "15min"]);
  }
});

describe("a batch that is sent again", () => {
  it("is told as the first time, however its bytes were cut", async () => {
    const { replayed: _, ...first } = await train("again", csv, { batch: "one" });
    const { replayed, ...second } = await train("again", csv, { batch: "one", pieceBytes: 77 });
    expect(replayed).toBe(true);
    expect(second).toEqual(first);
    expect((await readNorm(context, "again")).version).toBe(1);
  });

  it("is refused where it is another", async () => {
    await train("other", csv, { batch: "one" });
    await expect(train("other", csv.replace("\n", "\n\n"), { batch: "one" })).rejects.toThrow("with other content");
    await expect(train("other", csv, { batch: "one", query: { continues: false } })).rejects.toThrow(
      "with other content",
    );
  });

  it("is told as it would have been where the process died once it was committed", async () => {
    const specification = parse(NormSpecification, { columns: ["a"], lags: { a: [0, 1] } });
    const dies = () => {
      throw new Error("killed");
    };
    const killed: Context = { ...context, models: { ...context.models, put: async () => dies() }, log: dies };
    const told = [];
    for (const [name, first] of [
      ["alive", context],
      ["dead", killed],
    ] as const) {
      await specifyNorm(context, name, specification);
      await trainNorm(
        context,
        name,
        requestOf(rowsOf(([t = "", ...row]) => [String(t).replace("2025", "2024"), ...row])),
      );
      const sending = sendCsv(first, name, csv, { batch: "one" });
      if (first === killed) await expect(sending).rejects.toThrow("killed");
      else await sending;
      now += UNDER_WAY_MS + 1;
      const {
        replayed: _,
        norm: __,
        ...again
      } = await sendCsv({ ...context, cache: createCache() }, name, csv, { batch: "one" });
      const { created_at: ___, norm: ____, ...norm } = await readNorm(context, name);
      // They were committed at different times.
      told.push({ again, norm: { ...norm, newest_batch: { ...norm.newest_batch, time: null } } });
    }
    expect(told[1]).toEqual(told[0]);
  });
});

describe("while a file is read", () => {
  const other = requestOf(rowsOf(([t = "", ...row]) => [String(t).replace("2025", "2024"), ...row]));

  /** Does something before the third chunk. */
  function meanwhile(act: () => Promise<unknown>): Context {
    let chunks = 0;
    return { ...context, sleep: async () => void (++chunks === 3 && (await act())) };
  }

  it("rows of others are the version before, where the norm looks for no past", async () => {
    await sendCsv(
      meanwhile(() => trainNorm(context, "beside", other)),
      "beside",
      csv,
    );
    await trainNorm(context, "after", other);
    await train("after");
    const [beside, after] = [await readNorm(context, "beside"), await readNorm(context, "after")];
    expect([beside.version, beside.rows]).toEqual([2, 120]);
    expect(beside.coefficients).toEqual(after.coefficients);
  });

  it.each([
    [
      "adds rows that it would have looked back on",
      () => trainNorm(context, "looks", other),
      "would have looked back on",
    ],
    ["deletes the norm", () => deleteNorm(context, "looks"), "it was deleted"],
    [
      "specifies it otherwise",
      () => specifyNorm(context, "looks", parse(NormSpecification, { columns: ["a"], lags: { a: [0, 1] }, lambda: 3 })),
      "it was specified otherwise",
    ],
  ])("another one %s: conflict, and nothing is stored", async (_, act, message) => {
    await specifyNorm(context, "looks", parse(NormSpecification, { columns: ["a"], lags: { a: [0, 1] } }));
    await expect(sendCsv(meanwhile(act), "looks", csv)).rejects.toThrow(message);
    const norm = await findNorm(context.database, "looks");
    expect(norm?.rows ?? 0).toBeLessThanOrEqual(60);
    if (norm !== undefined) await deleteNorm(context, "looks");
  });
});
