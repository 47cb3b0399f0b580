// Intervals of models of regression over HTTP: in every form, with the model's file, and what is refused.
import { expect, it } from "vitest";
import { SCORES_KEPT_MAX } from "../../src/engine/score/conformal.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { ridgeFile } from "../support/model-file.ts";
import { normal, uniform } from "../support/numbers.ts";
import { readCsvStrictly } from "../support/read-csv.ts";
import { expectRefusal, row } from "../support/refusal.ts";

const draw = normal(uniform(5));
const X = Array.from({ length: 40 }, () => [draw(), draw()]);
const y = X.map(([a = 0, b = 0]) => 10 + 3 * a - b + draw());
const NEW = [
  [0, 0],
  [1, -1],
];
const TRAINABLE = [
  { name: "Random Forest", params: { n_estimators: 20 } },
  { name: "SVM", params: {} },
  { name: "Ridge", params: {} },
  { name: "Gradient Boosting", params: { max_iter: 20, min_samples_leaf: 5 } },
];
const CSV = { "content-type": "text/csv" };
const table = `x1,x2\n${NEW.map((cells) => cells.join(",")).join("\n")}\n`;

describeOnEachRuntime("an interval", (call) => {
  const train = async (body: object): Promise<number> => {
    const { status, body: model, text } = await call("POST", "/api/ml_models", { h_tune: false, ...body });
    expect(status, text).toBe(201);
    return model.id;
  };

  it.each(TRAINABLE)("of $name is answered at any level, as rows and of rows of CSV", async ({ name, params }) => {
    const id = await train({ problem: "regression", name, params, X, y });
    const path = `/api/ml_models/${id}/predict`;
    const plain = (await call("POST", path, { X: NEW })).body;
    const { body } = await call("POST", path, { X: NEW, interval: 0.9 });
    expect(body).toMatchObject({ y: plain.y, level: 0.9 });
    const card = (await call("GET", `/api/ml_models/${id}/card`)).body;
    const { half_width } = card.score.intervals.find(({ level }: { level: number }) => level === 0.9);
    for (const [i, told] of body.y.entries()) {
      expect(body.lower[i]).toBeCloseTo(told - half_width, 12);
      expect(body.upper[i]).toBeCloseTo(told + half_width, 12);
    }
    const wider = (await call("POST", path, { X: NEW, interval: 0.95 })).body;
    expect(wider.upper[0]).toBeGreaterThan(body.upper[0]);
    expect((await call("POST", `${path}?interval=0.9`, table, CSV)).body).toEqual(body);
    const rows = await call("POST", `${path}?interval=0.9`, table, { ...CSV, accept: "text/csv" });
    expect(readCsvStrictly(rows.text, ",").map((cells) => cells.map(({ text }) => text))).toEqual([
      ["y", "lower", "upper"],
      ...[0, 1].map((i) => [body.y[i], body.lower[i], body.upper[i]].map(String)),
    ]);
    expect(JSON.parse(rows.headers.get("edgefit-answer") as string)).toMatchObject({ level: 0.9 });
    const lines = await call("POST", path, { X: NEW, interval: 0.9 }, { accept: "application/x-ndjson" });
    expect(JSON.parse(lines.text.split("\n")[1] as string)).toEqual({
      ...{ y: body.y[1], lower: body.lower[1], upper: body.upper[1] },
    });
    // The file takes along what it is told by.
    const { body: file } = await call("GET", `/api/ml_models/${id}/download`);
    const copy = (await call("POST", "/api/ml_models/upload", file)).body.id;
    const of = await call("POST", `/api/ml_models/${copy}/predict`, { X: NEW, interval: 0.9 });
    expect(of.body).toEqual({ ...body, model_id: copy, version: 1 });
  });

  it("is refused where it is no level, and where nothing tells it", async () => {
    const id = await train({ problem: "regression", name: "Ridge", X, y });
    const path = `/api/ml_models/${id}/predict`;
    for (const interval of [0, 1, -0.5, 90, "0.9", null])
      await expectRefusal(call, row(`${interval}`, ["POST", path, { X: NEW, interval }], 422, "interval"));
    for (const level of ["", "wide", "1"])
      await expectRefusal(call, row(level, ["POST", `${path}?interval=${level}`, table, CSV], 422, "interval"));
    // JSON says it in the body.
    await expectRefusal(call, row("a query", ["POST", `${path}?interval=0.9`, { X: NEW }], 422, "interval"));
    // 40 rows tell 40/41.
    await expectRefusal(call, row("too sure", ["POST", path, { X: NEW, interval: 0.976 }], 422, "interval"));
    expect((await call("POST", path, { X: NEW, interval: 0.975 })).status).toBe(200);
    const classes = await train({ problem: "classification", name: "Ridge", X, y: y.map((value) => value > 10) });
    const ofClasses = `/api/ml_models/${classes}/predict`;
    await expectRefusal(call, row("classes", ["POST", ofClasses, { X: NEW, interval: 0.9 }], 422, "interval"));
    const old = (await call("POST", "/api/ml_models/upload", ridgeFile())).body.id;
    const ofOld = `/api/ml_models/${old}/predict`;
    await expectRefusal(call, row("a file of before", ["POST", ofOld, { X: [[1]], interval: 0.9 }], 409));
    expect((await call("POST", ofOld, { X: [[1]] })).body.y).toEqual([3]);
  });

  it("is told by a file that is as it should be", async () => {
    const good = { kind: "absolute", method: "cross_validation", rows: 9, ranks: [5, 9], scores: [1, 2.5] };
    const upload = (conformal: object | null, file: object = ridgeFile()) =>
      ["POST", "/api/ml_models/upload", { ...file, conformal }] as ["POST", string, object];
    const { id } = (await call(...upload(good))).body;
    const at = async (interval: number) =>
      (await call("POST", `/api/ml_models/${id}/predict`, { X: [[1]], interval })).body.upper;
    // The fifth of nine is kept and the ninth: what lies between takes the ninth.
    expect([await at(0.5), await at(0.6), await at(0.9)]).toEqual([[4], [5.5], [5.5]]);
    const nothing = (await call(...upload(null))).body.id;
    const asked = { X: [[1]], interval: 0.5 };
    await expectRefusal(call, row("no row", ["POST", `/api/ml_models/${nothing}/predict`, asked], 409));
    const long = Array.from({ length: SCORES_KEPT_MAX + 1 }, (_, i) => i + 1);
    const wrong: [string, object, string][] = [
      ["another kind", { ...good, kind: "quantile" }, "conformal.kind"],
      ["a kind that is none", { ...good, kind: "wide" }, "conformal.kind"],
      ["a score for no rank", { ...good, scores: [1] }, "conformal"],
      ["ranks that go back", { ...good, ranks: [9, 9] }, "conformal"],
      ["more rows than ranks", { ...good, rows: 10 }, "conformal"],
      ["scores that go back", { ...good, scores: [2, 1] }, "conformal"],
      ["a negative distance", { ...good, scores: [-1, 1] }, "conformal"],
      ["no scores", { ...good, ranks: [], scores: [] }, "conformal.ranks"],
      ["too many", { ...good, rows: long.length, ranks: long, scores: long }, "conformal.ranks"],
    ];
    for (const [of, conformal, path] of wrong) await expectRefusal(call, row(of, upload(conformal), 422, path));
    const most = long.slice(0, -1);
    const full = { ...good, rows: most.length, ranks: most, scores: most };
    expect((await call(...upload(full))).status).toBe(201);
  });
});
