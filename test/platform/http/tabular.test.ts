// Answers as rows: which form is asked for, and what is written.
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { negotiate } from "../../../src/platform/http/tabular/accept.ts";
import { csvLines, type Dialect } from "../../../src/platform/http/tabular/csv.ts";
import { CSV_OFFER, JSON_OFFER, LINES_OFFER } from "../../../src/platform/http/tabular/form.ts";
import { columnOfTimes } from "../../../src/platform/http/tabular/row-times.ts";
import { type Column, rowsOfColumns, rowsOfObjects } from "../../../src/platform/http/tabular/rows.ts";
import { readCsvStrictly } from "../../support/read-csv.ts";

const PLAIN: Dialect = { delimiter: ",", decimal: "." };
const CONTINENTAL: Dialect = { delimiter: ";", decimal: "," };

const columnsOf = (table: Record<string, unknown[]>): Column[] =>
  Object.entries(table).map(([name, values]) => ({ name, at: (row) => values[row] }));
const csvOf = (table: Record<string, unknown[]>, dialect = PLAIN) => {
  const count = Object.values(table)[0]?.length ?? 0;
  return [...csvLines(rowsOfColumns(count, columnsOf(table)), dialect)].join("");
};

describe("the header Accept", () => {
  it.each<[string | null, string]>([
    [null, "application/json"],
    ["", "application/json"],
    ["*/*", "application/json"],
    ["application/*", "application/json"],
    ["text/csv", "text/csv"],
    ["TEXT/CSV", "text/csv"],
    ["text/*", "text/csv"],
    ["application/x-ndjson", "application/x-ndjson"],
    ["text/csv; charset=utf-8", "text/csv"],
    ['text/csv; charset="utf-8"; header=present', "text/csv"],
    ["text/csv; header=absent", "application/json"],
    ["text/csv; charset=iso-8859-1, application/x-ndjson;q=0.1", "application/x-ndjson"],
    // Of equal weights the one that is named more exactly, then JSON.
    ["text/csv, */*", "text/csv"],
    ["*/*, text/csv", "text/csv"],
    ["text/csv, application/json", "application/json"],
    ["application/*, text/csv", "text/csv"],
    ["text/csv;q=0.5, application/json;q=0.4", "text/csv"],
    ["text/csv;q=0.5, application/json", "application/json"],
    ["text/csv;q=0.001, */*;q=0", "text/csv"],
    // The most exact range says the weight: of all but CSV.
    ["*/*, text/csv;q=0.2", "application/json"],
    ["application/json;q=0, */*;q=0.5", "text/csv"],
    ["application/json;q=0, text/csv;q=0, */*", "application/x-ndjson"],
    // What browsers, Excel and pandas send.
    ["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "application/json"],
    ["text/csv;q=0.9, text/tab-separated-values", "text/csv"],
    // Nothing that can be had, or nothing that is a media range.
    ["text/html", "application/json"],
    ["application/json;q=0", "application/json"],
    ["text/csv;q=2", "application/json"],
    ["text/csv;q=0.1234", "application/json"],
    ["csv", "application/json"],
    [", ,text/csv,", "text/csv"],
  ])("%s asks for %s", (accept, type) => {
    expect(negotiate(accept, [JSON_OFFER, CSV_OFFER, LINES_OFFER]).type).toBe(type);
  });
});

describe("CSV", () => {
  it("is written by RFC 4180", () => {
    const table = {
      name: ["plain", "a,b", 'say "so"', "two\r\nlines", "", " blank ", null],
      y: [1, -0.1, 1e-7, 1e21, 0.1 + 0.2, null, undefined],
      ok: [true, false, null, null, null, null, null],
      list: [["a", "b"], [], ["a;b"], null, null, null, null],
      object: [{ a: 1 }, null, null, null, null, null, null],
    };
    expect(csvOf(table)).toBe(
      [
        "name,y,ok,list,object",
        'plain,1,true,"a; b","{""a"":1}"',
        '"a,b",-0.1,false,"",',
        '"say ""so""",1e-7,,"a;b",',
        '"two\r\nlines",1e+21,,,',
        '"",0.30000000000000004,,,',
        '" blank ",,,,',
        ",,,,",
        "",
      ].join("\r\n"),
    );
  });

  it("has decimal commas where they are asked for, which need no quotes", () => {
    expect(csvOf({ x: [1.5, 2, -1e-7], name: ["1.5", "a,b", "a;b"] }, CONTINENTAL)).toBe(
      'x;name\r\n1,5;1.5\r\n2;"a,b"\r\n-1e-7;"a;b"\r\n',
    );
  });

  it("holds no formula, and leaves numbers as they are", () => {
    const name = ["=1+1", "+1", "-1.5e3", "-1+1", "@SUM(A1)", "\tx", "'=1", "'a", "a=1", "＝1", "-"];
    expect(csvOf({ name })).toBe(
      ["name", "'=1+1", "+1", "-1.5e3", "'-1+1", "'@SUM(A1)", '"\'\tx"', "''=1", "'a", "a=1", "'＝1", "'-", ""].join(
        "\r\n",
      ),
    );
    expect(csvOf({ y: [-1, -1e300] })).toBe("y\r\n-1\r\n-1e+300\r\n");
  });

  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.string({ unit: fc.constantFrom("'", "=", "-", '"', ",", ";", "\r", "\n", "\t", " ", "1", "a"), maxLength: 6 }),
  );
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const table = fc.integer({ min: 0, max: 5 }).chain((count) =>
    fc.record({
      texts: fc.array(fc.option(text), { minLength: count, maxLength: count }),
      numbers: fc.array(fc.option(number), { minLength: count, maxLength: count }),
    }),
  );

  it.each([PLAIN, CONTINENTAL])("reads back as it was: %j", (dialect) => {
    fc.assert(
      fc.property(table, ({ texts, numbers }) => {
        const [header, ...records] = readCsvStrictly(csvOf({ texts, numbers }, dialect), dialect.delimiter);
        expect(header?.map((field) => field.text)).toEqual(["texts", "numbers"]);
        expect(records).toHaveLength(texts.length);
        for (const [row, [name, value]] of records.entries()) {
          const isNull = name?.text === "" && !name.isQuoted;
          const isMarked = /^'+[=+\-@\t\r\n＝＋－＠]/.test(name?.text ?? "");
          expect(isNull ? null : name?.text.slice(isMarked ? 1 : 0)).toBe(texts[row]);
          const asRead = value?.text === "" ? null : Number(value?.text.replace(dialect.decimal, "."));
          // −0 is 0, as in JSON.
          expect(asRead).toBe(numbers[row] === null ? null : (numbers[row] as number) + 0);
        }
      }),
      { seed: 20261129, numRuns: 500 },
    );
  });
});

describe("objects as rows", () => {
  const schema = v.object({
    name: v.string(),
    error: v.nullable(
      v.object({ rmse: v.number(), gate: v.optional(v.pipe(v.object({ passed: v.boolean() }), v.description("."))) }),
    ),
    tags: v.array(v.string()),
    params: v.record(v.string(), v.unknown()),
  });
  const objects = [
    { name: "a", error: { rmse: 0.5, gate: { passed: true } }, tags: ["x", "y"], params: { k: 1 } },
    { name: "b", error: null, tags: [], params: {} },
    { name: "c", error: { rmse: 2 }, tags: [], params: {} },
  ];

  it("have a column for each value, in the order of the schema", () => {
    expect([...csvLines(rowsOfObjects(schema, objects), PLAIN)]).toEqual([
      "name,error.rmse,error.gate.passed,tags,params\r\n",
      'a,0.5,true,"x; y","{""k"":1}"\r\n',
      'b,,,"",{}\r\n',
      'c,2,,"",{}\r\n',
    ]);
  });

  it("are lines of JSON as they are", () => {
    const { lineOf } = rowsOfObjects(schema, objects);
    expect([0, 1, 2].map(lineOf)).toEqual(objects);
  });
});

describe("the times of rows", () => {
  // Clocks in Brussels went back at 01:00 UTC.
  const instants = Float64Array.of(
    ...["2026-10-25T00:00Z", "2026-10-25T00:30:00.250Z", "2026-10-25T01:00Z"].map(Date.parse),
  );
  const times = { instants, areDates: new Uint8Array(3), timezone: "Europe/Brussels" };
  const shown = (column: Column, row: number) => [column.at(row), column.inLine?.(row)];

  it("are what the clock shows in CSV, and have their offset in lines of JSON", () => {
    const own = columnOfTimes(times);
    expect(own.name).toBe("t");
    expect([0, 1, 2].map((row) => shown(own, row))).toEqual([
      ["2026-10-25 02:00:00", "2026-10-25T02:00:00+02:00"],
      ["2026-10-25 02:30:00.250", "2026-10-25T02:30:00.250+02:00"],
      ["2026-10-25 02:00:00", "2026-10-25T02:00:00+01:00"],
    ]);
  });

  it("are in the zone that is asked for", () => {
    expect(shown(columnOfTimes(times, "UTC"), 0)).toEqual(["2026-10-25 00:00:00", "2026-10-25T00:00:00Z"]);
    expect(shown(columnOfTimes(times, "America/St_Johns"), 0)).toEqual(["2026-10-24 21:30:00", "2026-10-24T21:30:00-02:30"]); // biome-ignore format: one line
  });

  it("are dates where they were, but in another zone", () => {
    const days = { ...times, instants: Float64Array.of(Date.parse("2026-10-24T22:00Z")), areDates: Uint8Array.of(1) };
    expect(shown(columnOfTimes(days), 0)).toEqual(["2026-10-25", "2026-10-25"]);
    expect(shown(columnOfTimes(days, "Europe/Brussels"), 0)).toEqual(["2026-10-25", "2026-10-25"]);
    expect(shown(columnOfTimes(days, "UTC"), 0)).toEqual(["2026-10-24 22:00:00", "2026-10-24T22:00:00Z"]);
  });

  it("are told in universal time where a clock was apart by seconds", () => {
    const monrovia = { ...times, instants: Float64Array.of(0), timezone: "Africa/Monrovia" };
    expect(shown(columnOfTimes(monrovia), 0)).toEqual(["1969-12-31 23:15:30", "1970-01-01T00:00:00Z"]);
  });
});
