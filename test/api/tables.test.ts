// The same rows in every form that they may come in: the same answer to the byte, and the same words for what is wrong.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

interface Row {
  t: string;
  a: number | null;
  b: number;
  y: number;
}

const ROWS: Row[] = Array.from({ length: 40 }, (_, i) => ({
  t: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
  a: i === 7 ? null : Math.round(1e6 * Math.sin(i)) / 1e6,
  b: i % 5,
  y: Math.round(1e6 * (3 + 2 * Math.sin(i) - 0.5 * (i % 5) + Math.cos(7 * i))) / 1e6,
}));
const column = <K extends keyof Row>(name: K) => ROWS.map((row) => row[name]);
const names = ["t", "a", "b", "y"] as const;
const cells = (row: Row) => names.map((name) => row[name]);

/** As a spreadsheet writes it: what stands between, the decimal sign, the end of a line. */
function csv(delimiter: string, decimal = ".", end = "\n", missing = ""): string {
  const text = (value: unknown) => (value === null ? missing : String(value).replace(".", decimal));
  const lines = ROWS.map((row) => cells(row).map(text).join(delimiter));
  return [names.join(delimiter), ...lines, ""].join(end);
}

// A name that makes no JSON of it.
const BOUNDARY = "json";

function form(
  file: string,
  name: string,
  type: string,
  fields: Record<string, string> = {},
): [string, Record<string, string>] {
  const parts = Object.entries(fields).map(
    ([key, value]) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  );
  const disposition = `content-disposition: form-data; name="file"; filename="${name}"`;
  return [
    `${parts.join("")}--${BOUNDARY}\r\n${disposition}\r\ncontent-type: ${type}\r\n\r\n${file}\r\n--${BOUNDARY}--\r\n`,
    { "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
  ];
}

const split = JSON.stringify({ columns: names, index: ROWS.map((_, i) => i), data: ROWS.map(cells) });
const byColumn = JSON.stringify(
  Object.fromEntries(names.map((name) => [name, Object.fromEntries(ROWS.map((row, i) => [i, row[name]]))])),
);
const lines = ROWS.map((row) => `${JSON.stringify(row)}\n`).join("");
const CSV = { "content-type": "text/csv" };
const JSON_TYPE = { "content-type": "application/json" };

/** Each with the media type, and what the query says beside. */
const FORMS: [what: string, body: string | Uint8Array, headers: Record<string, string>, query?: string][] = [
  [
    "JSON as it is",
    JSON.stringify({ t: column("t"), x: { a: column("a"), b: column("b") }, y: column("y") }),
    JSON_TYPE,
  ],
  ["CSV", csv(","), CSV],
  ["CSV with CRLF and a byte order mark", `\ufeff${csv(",", ".", "\r\n")}`, CSV],
  ["CSV with NA for what is missing", csv(",", ".", "\n", "NA"), CSV],
  ["CSV with semicolons and decimal commas", csv(";", ","), CSV],
  ["the same, told", csv(";", ","), CSV, "delimiter=;&decimal=,"],
  ["CSV with tabs", csv("\t"), CSV],
  ["CSV in quotes", csv(",").replaceAll(/[^,\n]+/g, '"$&"'), CSV],
  ["CSV of no content type", csv(","), { "content-type": "" }],
  ["CSV as curl sends it", csv(","), { "content-type": "application/x-www-form-urlencoded" }],
  ["gzipped CSV", gzipSync(csv(",")), { ...CSV, "content-encoding": "gzip" }],
  ["gzipped JSON", gzipSync(split), { ...JSON_TYPE, "content-encoding": "gzip" }],
  ["a form with a file", ...form(csv(","), "rows.csv", "text/csv")],
  ["a form with a file and fields", ...form(csv(";", ","), "rows.txt", "text/plain", { delimiter: ";", time: "t" })],
  ["a form with lines of JSON", ...form(lines, "rows.jsonl", "application/octet-stream")],
  ["lines of JSON", lines, { "content-type": "application/x-ndjson" }],
  ["lines of JSON of no content type", lines, { "content-type": "" }],
  ["records", JSON.stringify(ROWS), JSON_TYPE],
  [
    "records that lack what is missing",
    JSON.stringify(ROWS.map(({ a, ...row }) => (a === null ? row : { a, ...row }))),
    JSON_TYPE,
  ],
  ["pandas' split", split, JSON_TYPE],
  ["pandas' columns", byColumn, JSON_TYPE],
  [
    "pandas' table",
    JSON.stringify({
      schema: { fields: [{ name: "index", type: "integer" }], primaryKey: ["index"], pandas_version: "1.4.0" },
      data: ROWS.map((row, index) => ({ index, ...row })),
    }),
    JSON_TYPE,
  ],
  ["pandas' values", JSON.stringify(ROWS.map((row) => [row.t, row.a, row.b, row.y])), JSON_TYPE, "time=x1&target=x4"],
];

/** Of `values` the columns are called otherwise, and what tells of them with it. */
const isNamed = (what: string) => what !== "pandas' values";

describeOnEachRuntime("tables", (call) => {
  describe("train and predict", () => {
    it.each(FORMS)("%s", async (what, body, headers, query = "") => {
      const name = `f${FORMS.findIndex(([other]) => other === what)}`;
      const [, json, jsonHeaders] = FORMS[0] as (typeof FORMS)[number];
      const plain = await call("POST", `/norms/${name}-plain/train`, json, { ...jsonHeaders, "idempotency-key": "b" });
      expect(plain.status, plain.text).toBe(200);
      const path = `/norms/${name}/train?${query}`;
      const answer = await call("POST", path, body, { ...headers, "idempotency-key": "b" });
      expect(answer.status, answer.text).toBe(200);
      expect(answer.text).toBe(plain.text.replace(`${name}-plain`, name));
      if (!isNamed(what)) return;
      // It is the same content too: sent again in the first form it is told again.
      const again = await call("POST", `/norms/${name}/train`, json, { ...jsonHeaders, "idempotency-key": "b" });
      expect(again.body).toEqual({ ...answer.body, replayed: true });
      const asked =
        what === "JSON as it is" ? JSON.stringify({ t: column("t"), x: { a: column("a"), b: column("b") } }) : body;
      const predicted = await call("POST", `/norms/${name}/predict?${query}`, asked, headers);
      expect(predicted.status, predicted.text).toBe(200);
      const { t, x } = JSON.parse(json as string);
      const told = await call("POST", `/norms/${name}-plain/predict`, { t, x });
      expect(predicted.text).toBe(told.text.replace(`${name}-plain`, name));
    });
  });

  // 40 rows that test/golden/parquet.mjs and arrow.mjs have written.
  it.each([
    ["Parquet", "parquet/snappy-v1.parquet", "application/vnd.apache.parquet"],
    ["Parquet of gzip and second pages", "parquet/gzip-v2.parquet", "application/vnd.apache.parquet"],
    ["Parquet of no content type", "parquet/zstd-v1.parquet", ""],
    ["an Arrow stream", "arrow/rows.arrows", "application/vnd.apache.arrow.stream"],
    ["an Arrow stream of no content type", "arrow/rows.arrows", "application/octet-stream"],
  ])("%s", async (_, file, type) => {
    const bytes = new Uint8Array(readFileSync(new URL(`../golden/${file}`, import.meta.url)));
    const name = `p${file.replace(/\W/g, "").toLowerCase()}${type.length}`;
    const rows = Array.from({ length: 40 }, (_, i) => i);
    const json = {
      t: rows.map((i) => new Date(Date.UTC(2024, 0) + i * 3_600_000).toISOString()),
      x: { int32: rows.map((i) => i - 20), single: rows.map((i) => i / 8) },
      y: rows.map((i) => (i % 7 === 3 ? null : i * 1.5)),
    };
    const query = "time=instant&target=double&columns=int32,single&batch=b";
    const answer = await call("POST", `/norms/${name}/train?${query}`, bytes, { "content-type": type });
    expect(answer.status, answer.text).toBe(200);
    const plain = await call("POST", `/norms/${name}-plain/train`, { ...json, batch: "b" });
    expect(answer.text).toBe(plain.text.replace(`${name}-plain`, name));
    const again = await call("POST", `/norms/${name}/train`, { ...json, batch: "b" });
    expect(again.body.replayed).toBe(true);
  });

  it("train and ask models", async () => {
    const X = { a: column("b"), b: column("y") };
    const order = "problem=regression&name=Ridge&params=%7B%22lambda%22:1%7D";
    const json = { problem: "regression", name: "Ridge", params: { lambda: 1 }, X, y: column("b"), target: "target" };
    const plain = await call("POST", "/api/ml_models", json);
    const text = `target,a,b\n${ROWS.map((row) => `${row.b},${row.b},${row.y}`).join("\n")}\n`;
    const answer = await call("POST", `/api/ml_models?${order}&target=target`, text, CSV);
    expect(answer.status, answer.text).toBe(201);
    const same = ({ id, path, created_at, ...model }: Record<string, unknown>) => model;
    expect(same(answer.body)).toEqual(same(plain.body));
    const asked = await call("POST", `/api/ml_models/${answer.body.id}/predict`, text, CSV);
    const told = await call("POST", `/api/ml_models/${plain.body.id}/predict`, { X });
    expect(asked.body.y).toEqual(told.body.y);
    const retrained = await call("PUT", `/api/ml_models/${answer.body.id}?${order}&target=target`, text, CSV);
    expect(retrained.body).toMatchObject({ version: 2, metric_value: plain.body.metric_value });
  });

  it("may be records where a body has them by column", async () => {
    const records = ROWS.map(({ a, b }) => ({ a, b }));
    const x = { a: column("a"), b: column("b") };
    const body = { t: column("t"), y: column("y"), batch: "r" };
    const told = await call("POST", "/norms/records/train", { ...body, x });
    const again = await call("POST", "/norms/records/train", { ...body, x: records });
    expect(again.body, again.text).toEqual({ ...told.body, replayed: true });
    const wrong = await call("POST", "/norms/records/train", { t: column("t"), x: [{ a: 1 }, 2], y: column("y") });
    expect(wrong.body).toMatchObject({ status: 422, errors: [{ path: "x[1]" }] });
  });

  it("leave names as they are that look like dates or numbers", async () => {
    const names = ["1.2.10", "2.3.11", "1.2.10", "2.3.11", "007", "7"];
    const text = `id,a,label\n${names.map((name, i) => `${name},${i},${names[i % 2]}`).join("\n")}\n`;
    const order = `problem=classification&name=Ridge&target=label&tags=a,b&types=${encodeURIComponent('{"id":"category"}')}`;
    const answer = await call("POST", `/api/ml_models?${order}`, text, CSV);
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({ types: { id: "category", a: "number" }, tags: ["a", "b"] });
    const card = await call("GET", `/api/ml_models/${answer.body.id}/card`);
    expect(JSON.stringify(card.body)).toContain('"007"');
    expect(card.body.data.classes.map(({ label }: { label: string }) => label)).toEqual(["1.2.10", "2.3.11"]);
  });

  it("take the same level for one, however a form has it", async () => {
    const rows = (open: unknown[], shop: unknown[]) => ({ x: { open, shop }, y: open.map((_, i) => i) });
    await call("PUT", "/norms/levels", { columns: ["open", "shop"], categories: ["open", "shop"] });
    const text = "open,shop,y\nTrue,007,0\nFalse,008,1\nTrue,007,2\n";
    expect((await call("POST", "/norms/levels/train", text, CSV)).status).toBe(200);
    const json = await call("POST", "/norms/levels/train", rows([true, false, true, false], ["007", "008", "A", "A"]));
    expect(json.status, json.text).toBe(200);
    const norm = await call("GET", "/norms/levels");
    const features = norm.body.coefficients.map(({ feature }: { feature: string }) => feature);
    expect(features).toEqual(["open=true", "shop=008", "shop=A"]);
  });

  it("answer many rows of one time as fast as others", async () => {
    const text = `t,a,b\n${"2026-01-05,1,2\n".repeat(50_000)}`;
    await call("POST", "/norms/plain/train", csv(","), CSV);
    const answer = await call("POST", "/norms/plain/predict?duplicates=mean", text, CSV);
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    expect(new Set(answer.body.y).size).toBe(1);
    expect(answer.body.y).toHaveLength(50_000);
  });

  it("keep the order of the rows that were sent", async () => {
    const reversed = [
      names.join(","),
      ...ROWS.map((row) =>
        cells(row)
          .map((cell) => cell ?? "")
          .join(","),
      ).reverse(),
    ].join("\n");
    const trained = await call("POST", "/norms/reversed/train", reversed, CSV);
    expect(trained.body.warnings[0]).toContain("Rows sorted: they were not in the order of their times; line 3");
    const forth = await call("POST", "/norms/reversed/predict", csv(","), CSV);
    const back = await call("POST", "/norms/reversed/predict", reversed, CSV);
    expect(back.body.y).toEqual([...forth.body.y].reverse());
    const rows = await call("POST", "/norms/reversed/predict", reversed, { ...CSV, accept: "text/csv" });
    const times = (text: string) =>
      text
        .split("\r\n")
        .slice(1, -1)
        .map((line) => line.split(",")[0]?.slice(0, 10));
    expect(times(rows.text)).toEqual([...column("t")].reverse());
  });

  it("refuse what stands in the query for a body that says it itself", async () => {
    const body = JSON.stringify({ x: { a: [1] }, y: [1] });
    const answer = await call("POST", "/norms/named/train?target=a", body);
    expect(answer.body).toMatchObject({
      status: 422,
      errors: [{ path: "target", message: expect.stringContaining("of a table only") }],
    });
  });

  describe("of which something is wrong", () => {
    it.each<[string, string | Uint8Array, Record<string, string>, number, string]>([
      ["records that are not all records", '[{"a":1,"y":2},3]', JSON_TYPE, 422, "[1]: 3 is no record"],
      ["a record with a list in it", '[{"a":[1],"y":2}]', JSON_TYPE, 422, "[0].a: an array, where a number, text"],
      ["records that are cut off", '[{"a":1,"y":2},{"a":1', JSON_TYPE, 400, "the array of records is not closed"],
      ["a record that is no JSON", '[{"a":1,"y":2},{"a":1,}]', JSON_TYPE, 400, "[1]: "],
      ["more after the records", '[{"a":1,"y":2}] 3', JSON_TYPE, 400, '"3" after the array of records'],
      ["a comma too many", '[{"a":1,"y":2},]', JSON_TYPE, 400, "[1]: "],
      ["a name twice in a record", '[{"a":1,"y":2},{"a":1,"a":2,"y":3}]', JSON_TYPE, 422, "[1].a: named twice"],
      ["NaN in a record", '[{"a":NaN,"y":2}]', JSON_TYPE, 400, "NaN is no JSON: a missing value is null"],
      ["no rows", "[]", JSON_TYPE, 422, "no rows"],
      [
        "a row that is short",
        '{"columns":["a","y"],"data":[[1,2],[1]]}',
        JSON_TYPE,
        422,
        "data[1]: length 1, but there are 2 columns",
      ],
      [
        "a column twice",
        '{"columns":["a","a","y"],"data":[[1,2,3]]}',
        JSON_TYPE,
        422,
        'columns[1]: "a" names two columns',
      ],
      ["a line that is no JSON", '{"a":1,"y":2}\nnull x', { "content-type": "application/x-ndjson" }, 400, "line 2: "],
      ["no lines", "\n\n", { "content-type": "application/x-ndjson" }, 422, "no records"],
      ["a gzip that is none", "a,y\n1,2\n", { ...CSV, "content-encoding": "gzip" }, 400, "it is no gzip"],
      [
        "a gzip that is cut off",
        gzipSync(csv(",")).subarray(0, 200),
        { ...CSV, "content-encoding": "gzip" },
        400,
        "or not all of it",
      ],
      ["another encoding", "a,y\n1,2\n", { ...CSV, "content-encoding": "br" }, 415, "gzip is accepted"],
      ["another type", "<a/>", { "content-type": "application/xml" }, 415, "text/csv, application/vnd.apache.parquet"],
      ["nothing", "", CSV, 422, "it is empty"],
    ])("%s", async (_, body, headers, status, words) => {
      const answer = await call("POST", "/norms/wrong/train", body, headers);
      expect(answer.status, answer.text).toBe(status);
      expect(answer.body.detail).toContain(words);
      expect((await call("GET", "/norms/wrong")).status).toBe(404);
    });

    it("is told by line and column", async () => {
      await call("POST", "/norms/told/train", csv(","), CSV);
      const large = await call("POST", "/norms/told/train", `${csv(",")}2026-03-01,1e31,1,1\n`, CSV);
      expect(large.body.errors[0].path).toBe("line 42, column a");
      const unknown = await call("POST", "/norms/told/train", "t,a,b,c,y\n2027-01-01,1,2,3,4\n", CSV);
      expect(unknown.body.errors[0]).toMatchObject({ path: "c" });
    });
  });

  it("unfold no more than a body may be", async () => {
    const bomb = gzipSync(" ".repeat(64 * 1024 * 1024));
    const answer = await call("POST", "/norms/bomb/train", bomb, { ...JSON_TYPE, "content-encoding": "gzip" });
    expect({ status: answer.status, code: answer.body.code }, answer.text).toEqual({ status: 413, code: "too_large" });
  });
});

describeOnEachRuntime("sessions as tables", (call) => {
  const sessions = [
    {
      session_id: "s1",
      start: "2026-01-01 10:00:00",
      end: "2026-01-01 10:05:00",
      views: ["A/B/C/D", "A/E"],
      gender: "female",
    },
    { session_id: "s2", start: "2026-01-02 10:00:00", end: "2026-01-02 10:05:00", views: ["F"], gender: null },
  ];
  const flat = sessions.map((session) => ({ ...session, views: session.views.join(";") }));
  const table = { columns: Object.keys(flat[0] ?? {}), data: flat.map(Object.values) };
  const log = sessions
    .map(({ views, ...s }) => `${s.session_id},${s.start},${s.end},${views.join(";")},${s.gender ?? ""}\n`)
    .join("");
  const text = sessions.map((session) => `${JSON.stringify(session)}\n`).join("");

  it.each<[string, string | Uint8Array, Record<string, string>]>([
    ["JSON as it is", JSON.stringify({ sessions }), JSON_TYPE],
    ["records", JSON.stringify(sessions), JSON_TYPE],
    ["a split without an index", JSON.stringify(table), JSON_TYPE],
    ["pandas' split", JSON.stringify({ ...table, index: [0, 1] }), JSON_TYPE],
    ["lines of JSON", text, { "content-type": "application/x-ndjson" }],
    ["the log", log, CSV],
    ["the log, gzipped", gzipSync(log), { ...CSV, "content-encoding": "gzip" }],
    ["the log as curl sends it", log, { "content-type": "application/x-www-form-urlencoded" }],
    ["a form with the log", ...form(log, "log.csv", "text/csv")],
  ])("%s", async (_, body, headers) => {
    for (const { session_id } of sessions) await call("DELETE", `/sessions/${session_id}`);
    const answer = await call("POST", "/sessions", body, headers);
    expect(answer.body, answer.text).toEqual({ received: 2, stored: 2, replaced: 0, rejected: [] });
    const [first, second] = await Promise.all(["s1", "s2"].map((id) => call("GET", `/sessions/${id}`)));
    expect([first?.body.views, first?.body.gender]).toEqual([["A/B/C/D", "A/E"], "female"]);
    expect([second?.body.views, second?.body.gender]).toEqual([["F"], null]);
  });

  it("tell the row of a table that is wrong", async () => {
    const wrong = { ...table, data: [...table.data, ["s3", "soon", "later", "A", null]] };
    const answer = await call("POST", "/sessions", JSON.stringify(wrong));
    expect(answer.body).toMatchObject({
      stored: expect.any(Number),
      rejected: [{ line: 3, message: expect.stringContaining("start") }],
    });
  });

  it("refuse fields of a form, which nothing is known of", async () => {
    const answer = await call("POST", "/sessions", ...form(log, "log.csv", "text/csv", { gender: "x" }));
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: "gender" }] });
  });
});
