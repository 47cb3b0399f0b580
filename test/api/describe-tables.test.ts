// What is told of a table before it is used, and that what is suggested is not refused: of every file of the tests, on both runtimes.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { brokenTables, rowsOfDocs } from "../support/broken/broken-tables.ts";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { describeAndTrain } from "../support/suggested.ts";

const CSV = { "content-type": "text/csv" };
const JSON_TYPE = { "content-type": "application/json" };
const SAYS_NOTHING = { "content-type": "application/octet-stream" };

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const golden = ["parquet", "arrow"].flatMap((folder) =>
  readdirSync(at(`test/golden/${folder}`)).map((name) => `test/golden/${folder}/${name}`),
);

const BOARD =
  "Zeit;T_außen;Status;Gerät;Nr;leer;Verbrauch kWh\n" +
  [
    "05.01.2026 00:00;2,5;an;A;1;;45",
    "05.01.2026 01:00;4;aus;A;2;;40,5",
    "05.01.2026 02:00;;an;A;3;;47",
    "05.01.2026 04:00;5;aus;A;4;;",
    "",
  ].join("\n");

const UNKNOWN =
  "Cannot use the query: targt: unknown key; accepted are time, time_format, timezone, duplicates, columns, ignore, delimiter, decimal, target, weight, types, data";
/** Where this call is not as train: it knows other names, and takes as many bytes as a model does. */
const OTHER_WORDS: Record<string, string> = {
  "a query name that is unknown": UNKNOWN,
  "a form with a field that is unknown": UNKNOWN,
  "gzip of 120 MB of JSON":
    "Cannot read a body of more than 33554432 bytes, unfolded: at most 33554432 bytes are accepted here",
  "records of no columns": "Cannot use the table: it has no columns",
};

const column = (name: string, more: object) => ({
  ...{ name, missing: 0, min: null, max: null, mean: null, levels: null },
  ...more,
});

describeOnEachRuntime("POST /tables", (call) => {
  it("tells each column with what it is taken for, and why", async () => {
    const { status, body } = await call("POST", "/tables?data=true", BOARD, CSV);
    expect(status).toBe(200);
    expect(body).toMatchObject({ form: "csv", rows: 4, described: 4, target: "Verbrauch kWh", problem: "regression" });
    expect(body.details).toEqual({
      ...{ delimiter: ";", decimal: ",", encoding: "utf-8", compression: null, layout: null, file: null },
    });
    const levels = [
      { name: "an", count: 2 },
      { name: "aus", count: 2 },
    ];
    const first = ["05.01.2026 00:00", "05.01.2026 01:00", "05.01.2026 02:00"];
    expect(body.columns).toEqual([
      column("Zeit", { type: "time", distinct: 4, first, role: "time", reason: "the only column of times" }),
      column("T_außen", {
        ...{ type: "number", missing: 1, distinct: 3, min: 2.5, max: 5, mean: 11.5 / 3, first: ["2,5", "4", null] },
        ...{ role: "feature", reason: "numbers" },
      }),
      column("Status", {
        type: "category",
        distinct: 2,
        levels,
        first: ["an", "aus", "an"],
        role: "feature",
        reason: "few levels",
      }),
      column("Gerät", {
        ...{ type: "category", distinct: 1, levels: [{ name: "A", count: 4 }], first: ["A", "A", "A"] },
        ...{ role: "none", reason: "the same value in every row" },
      }),
      column("Nr", {
        ...{ type: "number", distinct: 4, min: 1, max: 4, mean: 2.5, first: ["1", "2", "3"] },
        ...{ role: "none", reason: "another whole number in each row, as names of rows have it" },
      }),
      column("leer", {
        type: "number",
        missing: 4,
        distinct: 0,
        first: [null, null, null],
        role: "none",
        reason: "no row has a value",
      }),
      column("Verbrauch kWh", {
        ...{
          type: "number",
          missing: 1,
          distinct: 3,
          min: 40.5,
          max: 47,
          mean: 132.5 / 3,
          first: ["45", "40,5", "47"],
        },
        ...{ role: "target", reason: "by its name" },
      }),
    ]);
    expect(body.time).toMatchObject({
      ...{ column: "Zeit", format: "d.M.yyyy H:mm", formats: [], clock: "local", interval: "1h", is_sorted: true },
      ...{ first: "2026-01-05T00:00:00", last: "2026-01-05T04:00:00" },
      gaps: {
        count: 1,
        missing: 1,
        first: [{ after: "2026-01-05T02:00:00", before: "2026-01-05T04:00:00", missing: 1 }],
      },
    });
    expect(body.left_out).toEqual([
      { place: "line 4", column: "T_außen", value: null, reason: "no value: a norm skips the row" },
      {
        place: "line 5",
        column: "Verbrauch kWh",
        value: null,
        reason: "no value: a norm skips the row, and no model takes it",
      },
    ]);
    const columns = ["T_außen", "Status"];
    const times = { time: "Zeit", time_format: "d.M.yyyy H:mm" };
    expect(body.suggestions).toEqual({ norm: { target: "Verbrauch kWh", ...times, columns }, model: null });
    expect(body.warnings).toEqual([
      expect.stringContaining("line 5, column Verbrauch kWh: null is no value to learn; leave the row out"),
    ]);
    expect(body.data.t).toEqual(["00", "01", "02", "04"].map((hour) => `2026-01-05T${hour}:00:00`));
    expect(body.data.columns.T_außen).toEqual([2.5, 4, null, 5]);
    expect(body.data.columns.Status).toEqual(["an", "aus", "an", "aus"]);
  });

  it("takes what the query says as it is said", async () => {
    const query =
      "target=T_au%C3%9Fen&columns=Verbrauch%20kWh&time_format=M.d.yyyy%20H:mm&timezone=Europe/Brussels&types=%7B%22Nr%22:%22category%22%7D";
    const { body } = await call("POST", `/tables?${query}`, BOARD, CSV);
    expect(body.columns.map(({ name, type, role }: Record<string, string>) => [name, type, role])).toEqual([
      ["Zeit", "time", "time"],
      ["T_außen", "number", "target"],
      ["Status", "category", "none"],
      ["Gerät", "category", "none"],
      ["Nr", "category", "none"],
      ["leer", "number", "none"],
      ["Verbrauch kWh", "number", "feature"],
    ]);
    expect(body.time).toMatchObject({ format: "M.d.yyyy H:mm", first: "2026-04-30T22:00:00Z" });
    expect(body.suggestions.norm).toEqual({
      ...{
        target: "T_außen",
        time: "Zeit",
        time_format: "M.d.yyyy H:mm",
        timezone: "Europe/Brussels",
        columns: ["Verbrauch kWh"],
      },
    });
    for (const wrong of ["target", "time", "columns", "ignore", "weight"]) {
      const refused = await call("POST", `/tables?${wrong}=kW`, BOARD, CSV);
      expect([refused.status, refused.body.errors[0].path]).toEqual([422, wrong]);
    }
  });

  it.each([
    ["records", JSON.stringify([{ a: 1, y: 2 }]), JSON_TYPE, { form: "json", layout: "records" }],
    ["rows", "[[1, 2]]", JSON_TYPE, { form: "json", layout: "rows" }],
    ["split", '{"columns": ["a", "y"], "data": [[1, 2]]}', JSON_TYPE, { form: "json", layout: "split" }],
    ["columns", '{"a": {"0": 1}, "y": {"0": 2}}', JSON_TYPE, { form: "json", layout: "columns" }],
    ["table", '{"schema": {}, "data": [{"a": 1, "y": 2}]}', JSON_TYPE, { form: "json", layout: "table" }],
    ["lines", '{"a": 1, "y": 2}\n', { "content-type": "application/x-ndjson" }, { form: "ndjson" }],
    ["tabs", "a\ty\n1\t2\n", SAYS_NOTHING, { form: "csv", delimiter: "\t" }],
    [
      "Latin-1",
      Buffer.from("a;größe\n1;2\n", "latin1"),
      { "content-type": "text/csv; charset=latin1" },
      { form: "csv", encoding: "windows-1252" },
    ],
    [
      "gzip",
      gzipSync("a,y\n1,2.5\n"),
      { ...CSV, "content-encoding": "gzip" },
      { form: "csv", compression: "gzip", decimal: "." },
    ],
    [
      "Parquet",
      readFileSync(at("test/golden/parquet/zstd-v2.parquet")),
      SAYS_NOTHING,
      { form: "parquet", compression: "ZSTD" },
    ],
    ["Arrow", readFileSync(at("test/golden/arrow/rows.arrows")), SAYS_NOTHING, { form: "arrow", layout: "stream" }],
    [
      "a form",
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,y\n1,2\n\r\n--b--\r\n',
      { "content-type": "multipart/form-data; boundary=b" },
      { form: "csv", file: "a.csv" },
    ],
  ])("tells how %s are written", async (_, sent, headers, { form, ...told }) => {
    const { status, body, text } = await call("POST", "/tables", sent, headers as Record<string, string>);
    expect(status, text).toBe(200);
    expect(body.form).toBe(form);
    expect(body.details).toMatchObject(told);
  });

  it("finds times that are numbers by their name, and classes by theirs", async () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({
      ts: 1_767_225_600_000 + i * 900_000,
      a: Math.sin(i),
      class: i % 3,
    }));
    const { body } = await describeAndTrain(call, [JSON.stringify(rows), JSON_TYPE]);
    expect(body).toMatchObject({ target: "class", problem: "classification" });
    expect(body.time).toMatchObject({
      column: "ts",
      format: "epoch_ms",
      interval: "15min",
      first: "2026-01-01T00:00:00Z",
    });
    expect(body.suggestions.norm).toMatchObject({ time: "ts", time_format: "epoch_ms" });
  });

  it("tells the most frequent levels first", async () => {
    const { body } = await call("POST", "/tables", "s,y\nb,1\na,2\nb,3.5\nc,4\nb,5\nc,6\n", CSV);
    expect(body.columns[0].levels).toEqual([
      { name: "b", count: 3 },
      { name: "c", count: 2 },
      { name: "a", count: 1 },
    ]);
  });

  it("takes what columns= names for x, unless nothing else could be y", async () => {
    const table = "t,kWh,T,price\n2026-01-01,3,1.5,7\n2026-01-02,5,2.5,8.5\n2026-01-03,4,1.25,9\n";
    const target = async (query: string) => {
      const { body } = await call("POST", `/tables?${query}`, table, CSV);
      return [body.target, body.suggestions.norm?.columns];
    };
    expect(await target("")).toEqual(["kWh", ["T", "price"]]);
    expect(await target("columns=kWh,T")).toEqual(["price", ["kWh", "T"]]);
    expect(await target("columns=kWh,price")).toEqual(["T", ["kWh", "price"]]);
    expect(await target("columns=kWh,T,price")).toEqual(["kWh", ["T", "price"]]);
    const { body } = await call("POST", "/tables", table.replace("t,kWh,T,price", "t,a,b,c"), CSV);
    expect(body.target).toBe("c");
  });

  it("refuses what is no table, and more values than are answered", async () => {
    const own = await call("POST", "/tables", { x: { a: [1] }, y: [2] });
    expect([own.status, own.body.detail]).toEqual([422, expect.stringContaining("the body is none: records, rows")]);
    const wide = `${Array.from({ length: 100 }, (_, j) => `c${j}`)}\n${`${"1,".repeat(99)}2\n`.repeat(10_001)}`;
    const much = await call("POST", "/tables?data=true", wide, CSV);
    expect([much.status, much.body.detail]).toEqual([
      422,
      expect.stringContaining("1000100 values are more than the 1000000 that are answered"),
    ]);
    expect((await call("POST", "/tables?data=true&columns=c0,c1", wide, CSV)).status).toBe(200);
  });

  it("describes the first rows of a file that is longer than a request holds, and counts all", {
    timeout: 120_000,
  }, async () => {
    const long = `kWh,a\n${Array.from({ length: 120_000 }, (_, i) => `${i % 7},${i % 11}\n`).join("")}`;
    const { body } = await call("POST", "/tables", long, CSV);
    expect(body.rows).toBe(120_000);
    expect(body.described).toBeLessThanOrEqual(100_000);
    expect(body.warnings[0]).toBe(
      `First rows only: ${body.described} of 120000 are described; a norm learns from all.`,
    );
    expect(body.suggestions).toEqual({ norm: { target: "kWh", columns: ["a"] }, model: null });
    const broken = await call("POST", "/tables", `${long}1,2,3\n`, CSV);
    expect([broken.status, broken.body.detail]).toEqual([400, expect.stringContaining("line 120002: it has 3 cells")]);
  });

  describe("suggests what trains, or says why nothing does, of", () => {
    it.each(["example/house.csv", "example/appliances.csv", ...golden])("%s", { timeout: 60_000 }, async (path) => {
      const body = readFileSync(at(path));
      const { status, body: told } = await describeAndTrain(call, [body, SAYS_NOTHING]);
      if (status === 200) return;
      expect([status, told.detail]).toEqual(await refusalOfTrain(call, body, SAYS_NOTHING));
    });

    const files = brokenTables.filter(({ to }) => to === undefined || to === "train");
    it.each(files.map((file) => [file.what, file] as const))("%s", { timeout: 60_000 }, async (what, file) => {
      const { query = "", type = "text/csv", headers } = file;
      const body = await file.body();
      const sent = { "content-type": type, ...headers };
      const { status, body: told } = await describeAndTrain(call, [body, sent, query]);
      expect(status).toBeLessThan(500);
      // What cannot be read is refused in the words of train.
      const row = rowsOfDocs().get(what) as string;
      const documented = Number(/^\| .*? \| (\d{3}) \|/.exec(row)?.[1]);
      const words = OTHER_WORDS[what] ?? row;
      if (status !== 200) expect(words).toContain(String(told.detail).replaceAll("|", "\\|"));
      else expect([200, 422]).toContain(documented);
    });
  });
});

/** Whatever y is. */
async function refusalOfTrain(call: Client, body: Uint8Array, headers: Record<string, string>) {
  const refused = await call("POST", "/norms/refused/train?target=double&time=instant", body, headers);
  return [refused.status, refused.body.detail];
}
