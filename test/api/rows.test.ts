// Answers as CSV and as lines of JSON: the same values as in JSON, from every call that has rows.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { routes } from "../../src/routes.ts";
import type { Answer } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { readCsvStrictly } from "../support/read-csv.ts";
import { resolve } from "../support/resolve.ts";

const CSV = { accept: "text/csv" };
const LINES = { accept: "application/x-ndjson" };

/** Cells as text, null where they are empty. */
const cellsOf = (csv: string, delimiter = ",") =>
  readCsvStrictly(csv, delimiter).map((record) =>
    record.map(({ text, isQuoted }) => (text === "" && !isQuoted ? null : text)),
  );
const linesOf = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
const besideOf = ({ headers }: Answer) => JSON.parse(headers.get("edgefit-answer") as string);
const textOf = (value: unknown) => (value === null ? null : String(value));

const HOURS = 48;
const hour = (i: number) => new Date(Date.UTC(2026, 0, 30, i)).toISOString();
const T_out = Array.from({ length: HOURS }, (_, i) => 10 + 5 * Math.sin(i / 5));
const y = T_out.map((value, i) => 100 - 3 * value + Math.cos(i));
const asked = { t: ["2026-02-01T11:00Z", "2026-02-01T12:00Z", "2026-02-01T13:00Z"], x: { T_out: [10, null, 30] } };

describeOnEachRuntime("answers as rows", (call) => {
  const train = async () => {
    await call("PUT", "/norms/rows", { columns: ["T_out"], timezone: "Europe/Brussels" });
    const t = Array.from({ length: HOURS }, (_, i) => hour(i));
    const trained = await call("POST", "/norms/rows/train", { t, x: { T_out }, y, batch: "january" });
    expect(trained.status, trained.text).toBe(200);
  };

  it("of a norm's prediction stand beside their times", async () => {
    await train();
    const json = await call("POST", "/norms/rows/predict", asked);
    const csv = await call("POST", "/norms/rows/predict", asked, CSV);
    expect([csv.status, csv.headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8; header=present"]);
    expect([json.headers.get("vary"), csv.headers.get("vary")]).toEqual(["Accept", "Accept"]);
    expect(json.headers.get("content-type")).toBe("application/json");
    const { body } = json;
    const at = (row: number) => [body.y[row], body.lower[row], body.upper[row]].map(textOf);
    expect(cellsOf(csv.text)).toEqual([
      ["t", "y", "lower", "upper", "extrapolated", "is_far"],
      ["2026-02-01 12:00:00", ...at(0), null, "false"],
      ["2026-02-01 13:00:00", null, null, null, null, "false"],
      ["2026-02-01 14:00:00", ...at(2), "T_out", String(body.leverage.rows.includes(2))],
    ]);
    const { norm, version, level, warnings } = body;
    expect(besideOf(csv)).toEqual({ norm, version, level, warnings });
    const lines = await call("POST", "/norms/rows/predict?timezone=UTC", asked, LINES);
    expect(lines.headers.get("content-type")).toBe("application/x-ndjson");
    expect(linesOf(lines.text)[2]).toEqual({
      t: "2026-02-01T13:00:00Z",
      ...{ y: body.y[2], lower: body.lower[2], upper: body.upper[2] },
      ...{ extrapolated: ["T_out"], is_far: body.leverage.rows.includes(2) },
    });
  });

  it("have no times where none were sent, and the delimiter and decimal sign that are asked for", async () => {
    await call("POST", "/norms/plain/train", { x: { T_out: [0, 1, 2] }, y: [1, 3, 5] });
    await call("PUT", "/norms/plain", { columns: ["T_out"], lambda: 0 });
    const body = { x: { T_out: [0.25] } };
    const { text } = await call("POST", "/norms/plain/predict?delimiter=;&decimal=,", body, CSV);
    const [names, values] = cellsOf(text, ";");
    expect(names?.slice(0, 3)).toEqual(["y", "lower", "upper"]);
    expect(Number(values?.[0]?.replace(",", "."))).toBeCloseTo(1.5, 12);
  });

  it("of savings have the totals beside them", async () => {
    const body = { ...asked, y: [40, 50, 90] };
    const json = (await call("POST", "/norms/rows/savings", body)).body;
    const csv = await call("POST", "/norms/rows/savings", body, CSV);
    const { expected, lower, upper, saving, out_of_band } = json;
    const consumption = (row: number) =>
      out_of_band.find((each: { row: number }) => each.row === row)?.consumption ?? null;
    const at = (row: number) => [body.y[row], expected[row], lower[row], upper[row], saving[row]].map(textOf);
    expect(cellsOf(csv.text).map((cells) => cells.slice(1, 7))).toEqual([
      ["actual", "expected", "lower", "upper", "saving", "consumption"],
      ...[0, 1, 2].map((row) => [...at(row), consumption(row)]),
    ]);
    expect([consumption(0), consumption(2)]).toEqual(["under", "over"]);
    expect(besideOf(csv)).toEqual({
      ...{ norm: "rows", version: json.version, level: json.level },
      ...{ rows: json.rows, total: json.total, warnings: json.warnings },
    });
  });

  it("of lists have a column for each figure, and lead to the next page", async () => {
    await call("POST", "/norms/rows/train", { t: [hour(HOURS)], x: { T_out: [12] }, y: [64], batch: "next" });
    const { history } = (await call("GET", "/norms/rows/history")).body;
    const csv = await call("GET", "/norms/rows/history?limit=1", undefined, CSV);
    expect(csv.headers.get("link")).toBe('<?after=1&limit=1>; rel="next"');
    const [names = [], values = []] = cellsOf(csv.text);
    expect(names.slice(0, 9)).toEqual([
      ...["version", "event", "time", "batch", "rows.received", "rows.used", "rows.skipped"],
      ...["error.n", "error.n_prime"],
    ]);
    expect(names.slice(-6)).toEqual(
      ["folds", "rmse", "rmse_std_error", "r_squared", "lambda_range.from", "lambda_range.to"].map(
        (name) => `cv.${name}`,
      ),
    );
    expect(values[names.indexOf("error.rmse")]).toBe(String(history[0].error.rmse));
    expect(values[names.indexOf("error.gate.limits.cvrmse")]).toBe(String(history[0].error.gate.limits.cvrmse));
    expect(values[names.indexOf("error_before.rmse")]).toBeNull();
    const last = await call("GET", "/norms/rows/history?after=1&limit=1", undefined, LINES);
    expect([linesOf(last.text), last.headers.get("link")]).toEqual([history.slice(1, 2), null]);

    const batches = await call("GET", "/norms/rows/batches", undefined, CSV);
    const [first, second] = (await call("GET", "/norms/rows/batches")).body.batches;
    expect(batches.text).toBe(
      [
        "batch,version,time,rows.received,rows.used,rows.skipped,rows_kept.rows,rows_kept.bytes,rows_kept.from,rows_kept.to",
        `january,1,${first.time},48,48,0,48,${first.rows_kept.bytes},${first.rows_kept.from},${first.rows_kept.to}`,
        `next,2,${second.time},1,1,0,1,${second.rows_kept.bytes},${second.rows_kept.from},${second.rows_kept.to}`,
        "",
      ].join("\r\n"),
    );
    const norms = await call("GET", "/norms", undefined, LINES);
    expect(linesOf(norms.text)).toEqual((await call("GET", "/norms")).body.norms);
  });

  it("of a model have a column for the probability of each class", async () => {
    const X = { a: Array.from({ length: 40 }, (_, i) => i) };
    const labels = X.a.map((a) => (a < 20 ? "-1" : "=b"));
    const order = {
      problem: "classification",
      name: "Random Forest",
      h_tune: false,
      params: { n_estimators: 5 },
      X,
      y: labels,
    };
    const { id } = (await call("POST", "/api/ml_models", order)).body;
    const body = { X: { a: [3, 33] } };
    const json = (await call("POST", `/api/ml_models/${id}/predict`, body)).body;
    const csv = await call("POST", `/api/ml_models/${id}/predict`, body, CSV);
    expect(cellsOf(csv.text)).toEqual([
      ["y", "probability.-1", "probability.=b"],
      ["-1", ...json.probability[0].map(String)],
      ["'=b", ...json.probability[1].map(String)],
    ]);
    expect(besideOf(csv)).toEqual({ model_id: id, version: 1, classes: undefined, warnings: [] });
    const lines = await call("POST", `/api/ml_models/${id}/predict`, body, LINES);
    expect(linesOf(lines.text)[1]).toEqual({ y: "=b", probability: { "-1": json.probability[1][0], "=b": json.probability[1][1] } }); // biome-ignore format: one line

    const started = (await call("GET", `/api/ml_models/${id}`)).body as string;
    const task = started.split(" ").at(-1);
    expect(linesOf((await call("GET", `/results/${task}`, undefined, LINES)).text)).toEqual(labels.map((y) => ({ y })));
    expect((await call("GET", `/results/${task}?delimiter=;`, undefined, CSV)).text.slice(0, 11)).toBe(
      "y\r\n-1\r\n-1\r\n",
    );

    const metric = await call("POST", `/metrics/${id}`, undefined, CSV);
    const { body: told } = await call("GET", `/metrics/${id}`);
    expect([metric.status, cellsOf(metric.text)]).toEqual([201, [Object.keys(told), Object.values(told).map(textOf)]]);
    const models = await call("GET", `/api/ml_models?after=${id - 1}&limit=1`, undefined, CSV);
    const [names = [], values = []] = cellsOf(models.text);
    expect(JSON.parse(values[names.indexOf("params")] as string)).toMatchObject({ n_estimators: 5 });
    const [, [model]] = (await call("GET", `/api/ml_models?after=${id - 1}&limit=1`)).body;
    expect(linesOf((await call("GET", `/api/ml_models?after=${id - 1}&limit=1`, undefined, LINES)).text)).toEqual([
      model,
    ]);
  });

  it("of sessions are sessions, views or categories", async () => {
    const session = { start: "2026-01-01 10:00:00", end: "2026-01-01 10:05:00" };
    const views = ["A/B", "10", "A/C"];
    await call("POST", "/sessions", { sessions: [{ session_id: "s,1", ...session, views }, { session_id: "s2", ...session, views: ["Z"] }] }); // biome-ignore format: one line
    const listed = await call("GET", "/sessions?limit=1&from=2026-01-01", undefined, CSV);
    expect(listed.headers.get("link")).toBe('<?after=1&limit=1&from=2026-01-01>; rel="next"');
    expect(cellsOf(listed.text)[0]).toEqual([
      ...["session_id", "sequence", "start", "end", "gender", "visitor", "arrived_at", "view_count"],
    ]);
    const id = encodeURIComponent("s,1");
    expect((await call("GET", `/sessions/${id}`, undefined, CSV)).text).toBe(
      'session_id,position,view\r\n"s,1",1,A/B\r\n"s,1",2,10\r\n"s,1",3,A/C\r\n',
    );
    expect((await call("GET", `/sessions/${id}/categories`, undefined, CSV)).text).toBe(
      "category,views\r\nA,2\r\n10,1\r\n",
    );
    const totals = await call("GET", "/sessions/categories?mode=relative&limit=1", undefined, LINES);
    expect(linesOf(totals.text)).toEqual([{ category: "A", percent: 50 }]);
    expect(besideOf(totals)).toMatchObject({ sessions: 2, total: 4, category_count: 3, others: 50 });
  });

  it("that are many come whole", async () => {
    const x = { T_out: Array.from({ length: 30_000 }, (_, i) => (i % 97) / 7) };
    const json = (await call("POST", "/norms/plain/predict", { x })).body;
    const records = cellsOf((await call("POST", "/norms/plain/predict", { x }, CSV)).text);
    expect(records).toHaveLength(30_001);
    expect(records.slice(1).map(([cell]) => Number(cell))).toEqual(json.y);
  });

  describe("are refused", () => {
    it.each<[string, string, Record<string, string>, string, string]>([
      ["a comma twice", "decimal=,", CSV, "decimal", "a comma is the delimiter"],
      ["another delimiter", "delimiter=^", CSV, "delimiter", '"^" is none of , ; tab |'],
      ["a zone that is none", "timezone=Europe/Bruxelles", CSV, "timezone", "is no IANA time zone"],
      ["a delimiter of JSON", "delimiter=;", {}, "delimiter", "of CSV"],
      ["a delimiter of lines", "delimiter=;", LINES, "delimiter", "of CSV"],
      ["a zone of JSON", "timezone=UTC", {}, "timezone", "of rows"],
    ])("with %s", async (_, query, headers, path, message) => {
      const { status, body, headers: told } = await call("POST", `/norms/rows/predict?${query}`, asked, headers);
      expect([status, told.get("content-type")]).toEqual([422, "application/problem+json"]);
      expect(body.errors).toEqual([{ path, message: expect.stringContaining(message) }]);
    });

    it("with a zone, where they have no times", async () => {
      const { status, body } = await call("POST", "/norms/plain/predict?timezone=UTC", { x: [[1]] }, CSV);
      expect([status, body.errors[0].path]).toEqual([422, "timezone"]);
    });

    it("as ever, with a problem", async () => {
      const { status, headers, body } = await call("GET", "/norms/none/history", undefined, CSV);
      expect([status, headers.get("content-type"), body.code]).toEqual([404, "application/problem+json", "not_found"]);
    });
  });

  it("are told in /openapi.json of every call that has them", async () => {
    const { body } = await call("GET", "/openapi.json");
    const told = routes.filter(({ endpoint }) => endpoint.rows !== undefined);
    expect(told.length).toBeGreaterThan(12);
    for (const { method, path, endpoint } of told) {
      const operation = body.paths[path.replace(/:(\w+)/g, "{$1}")][method.toLowerCase()];
      const { content } = operation.responses[path === "/metrics/:model_id" && method === "POST" ? 201 : 200];
      expect(Object.keys(content)).toEqual(["application/json", "text/csv", "application/x-ndjson"]);
      expect(content["text/csv"].schema).toEqual({ type: "string", description: endpoint.rows });
      const names = operation.parameters.map((parameter: object) => resolve(body, parameter).name);
      expect(names).toEqual(expect.arrayContaining(["delimiter", "decimal"]));
    }
  });

  it.skipIf(!hasPandas())("are read by pandas as they are", async () => {
    const csv = await call("POST", "/norms/rows/predict", asked, CSV);
    const { y: expected } = (await call("POST", "/norms/rows/predict", asked)).body;
    const script =
      "import io, sys, json, pandas; d = pandas.read_csv(io.StringIO(sys.stdin.read()), parse_dates=['t'], float_precision='round_trip'); " +
      "print(json.dumps([str(d.t.dtype), d.t[1].isoformat(), d.y[0], d.y.isna().tolist(), d.y[2]]))";
    const read = execFileSync("/usr/bin/python3", ["-c", script], { input: csv.text, encoding: "utf8" });
    const nanoseconds = "datetime64[ns]";
    expect(JSON.parse(read)).toEqual([
      nanoseconds,
      "2026-02-01T13:00:00",
      expected[0],
      [false, true, false],
      expected[2],
    ]);
  });
});

function hasPandas(): boolean {
  try {
    execFileSync("/usr/bin/python3", ["-c", "import pandas"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
