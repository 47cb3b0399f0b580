// Bug reports of comparable tools, each turned into the smallest input that would show it here, with the right answer. What is tested
// elsewhere is not repeated.
import { describe, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { randomColumns } from "../support/numbers.ts";

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const XY = { X: { a: range(40) }, y: range(40).map((i) => (i < 20 ? "low" : "high")) };
const COIN = 0.07; // four standard errors of 1,000 rows and a little

describeOnEachRuntime("reports of other tools", (call) => {
  const train = async (body: object) => {
    const { status, body: answer } = await call("POST", "/api/ml_models", body);
    expect(status, JSON.stringify(answer)).toBe(201);
    return answer;
  };
  const predict = async (id: number, X: unknown) => (await call("POST", `/api/ml_models/${id}/predict`, { X })).body;
  const classify = (body: object) => train({ problem: "classification", name: "Ridge", ...body });
  const regress = (body: object) => train({ problem: "regression", name: "Ridge", ...body });
  const learn = async (norm: string, specification: object, ...batches: object[]) => {
    expect((await call("PUT", `/norms/${norm}`, specification)).status).toBe(201);
    const answers = [];
    for (const batch of batches) answers.push((await call("POST", `/norms/${norm}/train`, batch)).body);
    return answers;
  };
  const ask = async (norm: string, body: object) => (await call("POST", `/norms/${norm}/predict`, body)).body;

  describe("a forest", () => {
    it("tells days as whole numbers apart, in a file too (dmlc/xgboost#4097, dmlc/xgboost#7786: single precision)", async () => {
      const days = [20180130, 20180131, 20180134].flatMap((day) => Array(6).fill(day));
      const y = days.map((day) => (day === 20180130 ? "first" : "later"));
      const { id } = await classify({ name: "Random Forest", X: { days }, y, params: { max_depth: 1 } });
      const X = { days: [20180130, 20180131, 20180134] };
      const told = await predict(id, X);
      expect(told.probability).toEqual([
        [1, 0],
        [0, 1],
        [0, 1],
      ]);
      const { text } = await call("GET", `/api/ml_models/${id}/download`);
      const { body: uploaded } = await call("POST", "/api/ml_models/upload", text);
      expect((await predict(uploaded.id, X)).probability).toEqual(told.probability);
    });

    it.each([1e-28, 1e-4, 1e25])(
      "splits y of size %s as y of size 1 (scikit-learn/scikit-learn#14838: the mean alone)",
      async (size) => {
        const y = range(40).map((i) => size * (i < 20 ? 1 : 2));
        const { id } = await regress({ name: "Random Forest", X: XY.X, y });
        const { y: told } = await predict(id, { a: [3, 36] });
        expect(told[0] / size).toBeCloseTo(1, 12);
        expect(told[1] / size).toBeCloseTo(2, 12);
      },
    );

    it("splits a y that varies by 1 at 1e12 (uber/causalml#106: precision beside a big number)", async () => {
      const { id } = await regress({ name: "Random Forest", X: XY.X, y: range(40).map((i) => 1e12 + Number(i >= 20)) });
      expect((await predict(id, { a: [3, 36] })).y).toEqual([1e12, 1e12 + 1]);
    });

    it("finds the one column that varies, drawing one of 21 (scikit-learn/scikit-learn#2813: constant features end a tree)", async () => {
      const constant = Object.fromEntries(range(20).map((k) => [`c${k}`, Array(40).fill(k)]));
      const { id } = await classify({
        name: "Random Forest",
        X: { ...constant, ...XY.X },
        y: XY.y,
        params: { max_features: 1 },
      });
      const asked = Object.fromEntries(range(20).map((k) => [`c${k}`, [k, k]]));
      expect((await predict(id, { ...asked, a: [3, 36] })).probability).toEqual([
        [0, 1],
        [1, 0],
      ]);
    });

    it("out of bag is as good as coins where y is coins (scikit-learn-contrib/imbalanced-learn#655: 0.84)", async () => {
      const [coins] = randomColumns(1, 1_000, 3) as [Float64Array];
      const y = Array.from(coins, (value) => Number(value > 0));
      const { metric_value } = await classify({ name: "Random Forest", X: { a: range(1_000) }, y });
      expect(Math.abs(metric_value - 0.5)).toBeLessThan(COIN);
    });

    it("of one tree is scored by the rows that it left out alone (imbs-hl/ranger#97: errors by all rows)", async () => {
      const body = { name: "Random Forest", X: XY.X, y: range(40), params: { n_estimators: 1 } };
      const { id, warnings } = await regress(body);
      const { score } = (await call("GET", `/api/ml_models/${id}/card`)).body;
      expect(score.rows).toBeLessThan(25);
      expect(warnings).toContain(`Rows not scored: every tree drew ${40 - score.rows}.`);
    });

    it.each([1, 2, 3, 4])("learns from %d rows (mljs/random-forest#47: RangeError)", async (rows) => {
      const { id } = await regress({
        name: "Random Forest",
        X: { a: range(rows), b: range(rows) },
        y: Array(rows).fill(5),
      });
      expect((await predict(id, { a: [0], b: [9] })).y).toEqual([5]);
    });
  });

  describe.each(["Random Forest", "SVM", "Ridge"])("%s", (name) => {
    it("tells three clouds apart (mljs/random-forest#7, mljs/random-forest#32: the same for each row)", async () => {
      const across = [0, 1, 1, 1, 2, 2, 2, 3, 0, 1, 1, 1, 2, 2, 2, 3, 1, 1, 2, 2, 2, 3];
      const up = [-1, 0, 1, -1, 0, 1, -1, 2, 4, 3, 4, 5, 3, 4, 5, 4, 10, 12, 10, 11, 14, 11];
      const y = [...Array(8).fill(9), ...Array(8).fill(10), ...Array(6).fill(100)];
      const { id } = await classify({ name, X: { across, up }, y });
      const asked = { across: [0, 1, 1.5, 1, 2, 1.5, 1, 2.5, 2], up: [-2, 0.5, -1, 2.5, 3.5, 4, 10.5, 10.5, 11.5] };
      const told = await predict(id, asked);
      expect(told.y).toEqual([9, 9, 9, 10, 10, 10, 100, 100, 100]);
      // mljar/mljar-supervised#245: by number, not 10, 100, 9.
      expect(told.classes).toEqual([9, 10, 100]);
      // lightgbm-org/LightGBM#5599: a row alone is what it is among others.
      for (const [i, probability] of told.probability.entries()) {
        const alone = { across: [asked.across[i]], up: [asked.up[i]] };
        expect((await predict(id, alone)).probability).toEqual([probability]);
      }
    });

    it("takes columns by name in any order, passes over others, misses none (mlflow/mlflow#695, mlflow/mlflow#2920)", async () => {
      const [a, b] = randomColumns(2, 40, 1).map((column) => [...column]) as [number[], number[]];
      const { id } = await regress({ name, X: { a, b }, y: a.map((value, i) => value - 3 * (b[i] as number)) });
      const told = await predict(id, { a: [1], b: [0] });
      expect((await predict(id, { z: [7], b: [0], a: [1] })).y).toEqual(told.y);
      const { status, body } = await call("POST", `/api/ml_models/${id}/predict`, { X: { a: [1] } });
      expect([status, body.errors[0].message]).toEqual([422, expect.stringContaining('column "b" is missing')]);
    });

    it('hears the weight of classes that have names of JavaScript\'s own (joshjung/trie-search#6, spencermountain/efrt#9: "constructor")', async () => {
      const names = ["__proto__", "constructor"];
      const y = range(40).map((i) => names[Number((i * 7) % 10 > (i < 20 ? 6 : 2))]);
      const weight = { name, X: XY.X, y };
      const leaf = name === "Random Forest" ? '"min_samples_leaf": 20, ' : "";
      for (const heavy of names) {
        const params = JSON.parse(`{${leaf}"class_weight": {"${heavy}": 100000}}`);
        const { id, params: used } = await classify({ ...weight, params });
        expect(JSON.stringify(used.class_weight)).toBe(`{"${heavy}":100000}`);
        expect((await predict(id, { a: [2, 38] })).y).toEqual([heavy, heavy]);
      }
      const params = { class_weight: { constructor: 1e9 } };
      const { status, body } = await call("POST", "/api/ml_models", { ...weight, problem: "classification", params });
      expect([status, body.errors[0].path]).toEqual([422, "params.class_weight.constructor"]);
    });

    it("says what it has nothing to learn from (scikit-learn/scikit-learn#19726: near-constant features)", async () => {
      const X = { a: range(20), even: Array(20).fill(3), late: range(20).map((i) => 1e15 + i) };
      const { warnings } = await regress({ name, X, y: Array(20).fill(0.1) });
      expect(warnings).toContain("Constant y: it is the same in every row; there is nothing to learn.");
      expect(warnings).toContain("Constant: even; of no effect.");
      expect(warnings.join()).toContain(
        "Nearly constant: late, in the first 12 digits, so of no effect but on a forest;",
      );
    });

    it("says that rows are copies, which a score of 0.9 for coins comes from (8080labs/ppscore#15, experimental-design/bofire#769)", async () => {
      const [a, coins] = randomColumns(2, 100, 5).map((column) => [...column]) as [number[], number[]];
      const y = coins.map((value) => (value > 0 ? "heads" : "tails"));
      const told = "Repeated rows: 100 of 200 rows repeat another in all columns and y.";
      const twice = { name, X: { a: [...a, ...a] }, y: [...y, ...y] };
      expect((await classify(twice)).warnings.join()).toContain(told);
      const together = await classify({ ...twice, groups: [...range(100), ...range(100)] });
      expect(together.warnings.join()).not.toContain("Repeated");
      expect(Math.abs(together.metric_value - 0.5)).toBeLessThan(3 * COIN);
      // That equal rows come of few values is no copy.
      const few = { name, X: { a: range(200).map((i) => i % 4) }, y: range(200).map((i) => i % 3) };
      expect((await classify(few)).warnings.join()).not.toContain("Repeated");
    });
  });

  it.each(["SVM", "Ridge"])(
    "%s is sure of classes that are far apart (scikit-learn/scikit-learn#26766: AUC 0.5)",
    async (name) => {
      const [noise] = randomColumns(1, 300, 42) as [Float64Array];
      const y = range(300).map((i) => Number(i < 200));
      const { id } = await classify({ name, X: { a: y.map((k, i) => 1e5 * k + (noise[i] as number)) }, y });
      const { score } = (await call("GET", `/api/ml_models/${id}/card`)).body;
      expect(score.classification.roc_auc).toBe(1);
      const [low, high] = (await predict(id, { a: [0, 1e5] })).probability;
      expect(Math.min(low[0], high[1])).toBeGreaterThan(0.98);
    },
  );

  it("classes that only look different are named (lightgbm-org/LightGBM#7230: names that differ by spaces)", async () => {
    const y = ["yes", "yes ", "no", "No", "caf\u00e9", "cafe\u0301"];
    const { warnings } = await classify({ X: { a: range(24) }, y: range(24).map((i) => y[i % 6]) });
    expect(warnings).toContainEqual(
      expect.stringMatching(/^Classes alike: they differ by case, spaces or the coding of letters/),
    );
    expect((await classify(XY)).warnings.join()).not.toContain("Classes alike");
  });

  describe("a norm", () => {
    it.each([1e8, 1e10, 1.7e12])(
      "has the slope at x of %s (vega/vega#3881, simple-statistics/simple-statistics#857: 69 % wrong)",
      async (far) => {
        const x = range(10).map((i) => far + i);
        await learn(
          `far-${far}`.replace("+", ""),
          { columns: ["x"], lambda: 0 },
          { x: { x }, y: range(10).map((i) => 1 + 2 * i) },
        );
        const { coefficients } = (await call("GET", `/norms/far-${far}`.replace("+", ""))).body;
        expect(coefficients[0].value).toBeCloseTo(2, 3);
      },
    );

    it("a large value leaves nothing in the windows after it (pandas-dev/pandas#38488, pola-rs/polars#22936)", async () => {
      const specification = {
        columns: ["T"],
        lags: { T: [] },
        rolling: [{ column: "T", window: 2, statistic: "sum" }],
        lambda: 0,
      };
      const T = range(12).map((i) => (i * i) % 7);
      await learn("windows", specification, { x: { T }, y: T.map((value, i) => value + (T[i - 1] ?? 0)) });
      const { y } = await ask("windows", { x: { T: [1e12, 0.25, 0.5, 0] }, continues: false });
      expect(y[2]).toBeCloseTo(0.75, 12);
      expect(y[3]).toBeCloseTo(0.5, 12);
    });

    it("says that levels and intercept are one, and predicts all the same (statsmodels/statsmodels#3824)", async () => {
      const level = (from: number) => range(10).map((i) => Number(i >= from && i < from + 5));
      const x = { a: range(10).map((i) => i + 1), d1: level(0), d2: level(5) };
      const sent = { x, y: [1, 2, 1, 4, 6, 1, 7, 8, 1, 10] };
      const [answer] = await learn("dummies", { columns: ["a", "d1", "d2"], lambda: 0 }, sent);
      expect(answer.warnings.join()).toContain("Collinear: d1, d2");
      // statsmodels' own: −5/3 + 1.2a + 13/15 d1 − 38/15 d2.
      const { y } = await ask("dummies", { x: { a: [1, 10], d1: [1, 0], d2: [0, 1] } });
      expect(y[0]).toBeCloseTo(0.4, 12);
      expect(y[1]).toBeCloseTo(7.8, 12);
    });

    it("learns y = x from two rows, one by one (online-ml/river#184: 0.02 for 0.5)", async () => {
      await learn("two", { columns: ["x"], lambda: 0 }, { x: { x: [0] }, y: [0] }, { x: { x: [1] }, y: [1] });
      expect((await ask("two", { x: { x: [0.5] } })).y[0]).toBeCloseTo(0.5, 12);
    });

    it("predicts the same of months a year later (facebook/prophet#2677: −105 %)", async () => {
      const months = (year: number, count: number) =>
        range(count).map((i) => `${year + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-01`);
      const y = range(48).map((i) => 100 + 30 * Math.cos((Math.PI * i) / 6) + ((i * 7919) % 13) / 10);
      const told = [];
      for (const year of [2015, 2016]) {
        const batch = { t: months(year, 48), x: { row: range(48) }, y };
        await learn(`from-${year}`, { columns: ["row"], calendar: [{ yearly: 2 }] }, batch);
        const asked = { t: months(year + 4, 12), x: { row: range(12).map((i) => 48 + i) } };
        told.push((await ask(`from-${year}`, asked)).y as number[]);
      }
      // A leap year's months begin up to a 366th of the year later.
      for (const [i, value] of (told[0] as number[]).entries())
        expect(Math.abs((told[1]?.[i] as number) / value - 1)).toBeLessThan(0.01);
    });

    it("sees no drift, and no saving, in a meter that stands by (twitter/AnomalyDetection#36, twitter/AnomalyDetection#67)", async () => {
      for (const [name, value] of [
        ["tenth", 0.1],
        ["sevenths", 0.7],
        ["third", 14.62],
      ] as const) {
        const batch = { x: { a: range(40).map((i) => i % 11) }, y: Array(40).fill(value) };
        const [, again] = await learn(name, { columns: ["a"] }, batch, batch);
        expect(again.drift).toBeNull();
        const { total, out_of_band } = (await call("POST", `/norms/${name}/savings`, batch)).body;
        expect([total.is_significant, out_of_band]).toEqual([false, []]);
      }
    });

    it("has intervals of the rows in its window alone (sky-uk/anticipy#167: of rows that weigh nothing)", async () => {
      const days = (from: number, count: number) =>
        range(count).map((i) => new Date(Date.UTC(2025, 0, 1 + from + i)).toISOString().slice(0, 10));
      const [noise] = randomColumns(1, 200, 7) as [Float64Array];
      const T = range(200).map((i) => (i * 5) % 11);
      const y = T.map((value, i) => 1000 + 2 * value + (i < 140 ? 10 : 1) * (noise[i] as number));
      const batch = (from: number) => ({ t: days(from, 200 - from), x: { T: T.slice(from) }, y: y.slice(from) });
      const asked = { t: days(200, 7), x: { T: range(7) } };
      const widths = [];
      // 60 whole days are in the window; the 140 before have ten times their scatter.
      for (const from of [0, 140]) {
        await learn(`window-${from}`, { columns: ["T"], lambda: 0, forget: { window: "60d" } }, batch(from));
        const { lower, upper } = await ask(`window-${from}`, asked);
        widths.push(upper.map((end: number, i: number) => end - lower[i]));
      }
      for (const [i, width] of (widths[0] as number[]).entries()) expect(width / widths[1][i]).toBeCloseTo(1, 2);
    });

    it("counts a training once that is sent again (NovaSky-AI/SkyRL#2035: twice)", async () => {
      const batch = { batch: "week-1", x: { a: range(10) }, y: range(10) };
      const [first, again] = await learn("retried", { columns: ["a"] }, batch, batch);
      expect(again).toEqual({ ...first, replayed: true });
      expect((await call("GET", "/norms/retried")).body.rows).toBe(10);
    });
  });

  it("a log with a byte order mark has its first column (pandas-dev/pandas#4793, C2FO/fast-csv#131)", async () => {
    const log = "\ufeffsession_id,start,end,views\nbom,2026-01-05 10:00:00,2026-01-05 10:01:00,A/B\n";
    const stored = await call("POST", "/sessions", log, { "content-type": "text/csv" });
    expect([stored.status, stored.body.stored]).toEqual([200, 1]);
    expect((await call("GET", "/sessions/bom")).body.views).toEqual(["A/B"]);
  });

  it("ids keep what they are: 007 is not 7, and no id is a number that was rounded (cloudflare/workers-sdk#14460)", async () => {
    const visit = { start: "2026-01-05 10:00:00", end: "2026-01-05 10:01:00", views: ["A"] };
    const send = (id: string) =>
      call("POST", "/sessions", `{"sessions": [{"session_id": ${id}, ${JSON.stringify(visit).slice(1)}]}`);
    expect((await send('"007"')).status).toBe(200);
    expect((await call("GET", "/sessions/007")).status).toBe(200);
    expect((await call("GET", "/sessions/7")).status).toBe(404);
    expect((await send("1234567824702058496")).status).toBe(422);
  });
});
