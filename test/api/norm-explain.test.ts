// Why a model says what it says, from outside: what the columns add sums up to what the answer has, in every form, on each runtime alike.
import { describe, expect, it } from "vitest";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { forestFile } from "../support/model-file.ts";
import { normal, relativeError, uniform } from "../support/numbers.ts";

const ROWS = 90;
// Of what a runtime's own exponential and logarithm make.
const DIGITS = 1e-9;

interface Explanation {
  of: string;
  base: number | number[];
  contributions: number[][] | number[][][];
  std_error: number[][] | number[][][] | null;
}

function table(rowCount = ROWS) {
  const random = uniform(11);
  const noise = normal(random);
  const rows = Array.from({ length: rowCount }, (_, i) => i);
  const X = {
    warm: rows.map(() => (random() < 0.1 ? null : noise())),
    port: rows.map(() => ["Bari", "Cork", "Delft"][Math.floor(3 * random())]),
    left: rows.map((i) => new Date(Date.UTC(2026, 0, 1 + 3 * i)).toISOString().slice(0, 10)),
  };
  const y = rows.map((i) => (X.warm[i] ?? 0) + (X.port[i] === "Cork" ? 2 : 0) + Math.sin(i / 14) + 0.1 * noise());
  return {
    X,
    y,
    three: y.map((value) => (value < 0 ? "low" : value > 1.5 ? "high" : "middle")),
    two: y.map((value) => value > 1),
  };
}

const asked = {
  X: { warm: [0.5, null, -2], port: ["Cork", "Oslo", "Bari"], left: ["2026-02-03", "2026-07-01", null] },
};

async function train(call: Client, order: object): Promise<string> {
  const { status, body } = await call("POST", "/api/ml_models", { h_tune: false, ...order });
  expect(status, JSON.stringify(body)).toBe(201);
  return `/api/ml_models/${body.id}`;
}

/** Base and contributions of a row, added up: one number, or one for each class. */
function sumOf({ base, contributions }: Explanation, row: number): number[] {
  const bases = [base].flat();
  return bases.map((start, k) => {
    const own = contributions[row] as number[] | number[][];
    const list = Array.isArray(base) ? (own[k] as number[]) : (own as number[]);
    return list.reduce((sum, value) => sum + value, start);
  });
}

const FAMILIES = [
  { name: "Random Forest", params: {}, of: { y: "y", two: "probability", three: "probability" }, isSampled: {} },
  { name: "Ridge", params: {}, of: { y: "y", two: "log_odds", three: "logit" }, isSampled: {} },
  {
    name: "Gradient Boosting",
    params: { min_samples_leaf: 5 },
    of: { y: "y", two: "log_odds", three: "logit" },
    isSampled: {},
  },
  {
    name: "SVM",
    params: { kernel: "linear" },
    of: { y: "y", two: "log_odds", three: "probability" },
    isSampled: { three: true },
  },
  {
    name: "SVM",
    params: {},
    of: { y: "y", two: "log_odds", three: "probability" },
    isSampled: { y: true, two: true, three: true },
  },
] as const;
const CASES = FAMILIES.flatMap((family) => (["y", "two", "three"] as const).map((target) => ({ ...family, target })));

const known = new Map<string, Explanation>();

describeOnEachRuntime("explain=true", (call) => {
  describe.each(CASES)("of $name $params, $target", ({ name, params, target, of, isSampled }) => {
    it("tells what each column of X adds", async () => {
      const data = table();
      const problem = target === "y" ? "regression" : "classification";
      const path = await train(call, { problem, name, X: data.X, y: data[target], params });
      const plain = (await call("POST", `${path}/predict`, asked)).body;
      const { status, body, text } = await call("POST", `${path}/predict?explain=true`, asked);
      expect(status, text).toBe(200);
      const { explanation, ...rest } = body;
      expect(rest).toEqual(plain);
      expect(explanation.of).toBe(of[target]);
      expect(explanation.std_error !== null).toBe(target in isSampled);
      for (const row of [0, 1, 2]) {
        const own = explanation.contributions[row] as number[] | number[][];
        for (const list of Array.isArray(explanation.base) ? (own as number[][]) : [own as number[]])
          expect(list).toHaveLength(3);
        const sums = sumOf(explanation, row);
        const powers = sums.map(Math.exp);
        const all = powers.reduce((sum, power) => sum + power, 0);
        const right: Record<string, () => [number[], number[]]> = {
          y: () => [sums, [body.y[row]]],
          probability: () => [sums, body.probability[row]],
          log_odds: () => [sums.map((sum) => 1 / (1 + Math.exp(-sum))), [body.probability[row][1]]],
          logit: () => [powers.map((power) => power / all), body.probability[row]],
        };
        const [said, is] = right[explanation.of]?.() ?? [[], []];
        for (const [k, value] of said.entries()) expect(Math.abs(value - (is[k] as number))).toBeLessThan(DIGITS);
      }
      // The same request, the same bytes; on the other runtime the same numbers.
      expect((await call("POST", `${path}/predict?explain=true`, asked)).text).toBe(text);
      const key = JSON.stringify([name, params, target]);
      const before = known.get(key) ?? explanation;
      known.set(key, explanation);
      const flat = (each: Explanation) => [each.base, each.contributions].flat(4) as number[];
      expect(relativeError(flat(explanation), flat(before))).toBeLessThan(DIGITS);
    });
  });

  it("goes with tables, and is told as CSV and lines", async () => {
    const { X, y, three } = table();
    const regression = await train(call, { problem: "regression", name: "Random Forest", X, y });
    const csv = "left,port,warm\n2026-02-03,Cork,0.5\n2026-07-01,Oslo,\n";
    const sent = { "content-type": "text/csv", accept: "text/csv" };
    const answer = await call("POST", `${regression}/predict?explain=true`, csv, sent);
    const [head, first] = answer.text.split("\r\n").map((line) => line.split(","));
    expect(head).toEqual(["y", "contribution.warm", "contribution.port", "contribution.left"]);
    const { explanation } = JSON.parse(answer.headers.get("edgefit-answer") ?? "");
    const [said = 0, ...added] = (first ?? []).map(Number);
    expect(explanation.of).toBe("y");
    expect(Math.abs(added.reduce((sum, value) => sum + value, explanation.base) - said)).toBeLessThan(DIGITS);

    const curved = await train(call, { problem: "classification", name: "SVM", X, y: three });
    const lines = { accept: "application/x-ndjson" };
    const line = JSON.parse(
      (await call("POST", `${curved}/predict?explain=true`, asked, lines)).text.split("\n")[0] ?? "",
    );
    expect(Object.keys(line)).toEqual(["y", "probability", "contribution", "std_error"]);
    expect(Object.keys(line.contribution)).toEqual(["high", "low", "middle"]);
    expect(Object.keys(line.std_error.low)).toEqual(["warm", "port", "left"]);
    const names = (await call("POST", `${curved}/predict?explain=true`, asked, { accept: "text/csv" })).text.split(
      "\r\n",
    )[0];
    expect(names).toContain("contribution.high.warm,");
    expect(names).toContain("std_error.middle.left");
  });

  it("goes on when a model is moved, and is refused of what does not know enough", async () => {
    const { X, y } = table();
    const path = await train(call, { problem: "regression", name: "Random Forest", X, y, params: { n_estimators: 5 } });
    const own = (await call("POST", `${path}/predict?explain=true`, asked)).body.explanation;
    const file = (await call("GET", `${path}/download`)).body;
    const { id } = (await call("POST", "/api/ml_models/upload", file)).body;
    expect((await call("POST", `/api/ml_models/${id}/predict?explain=true`, asked)).body.explanation).toEqual(own);

    const ridge = await train(call, { problem: "regression", name: "Ridge", X, y });
    const line = (await call("GET", `${ridge}/download`)).body;
    delete line.units[0].means;
    for (const old of [forestFile(), line]) {
      const kept = (await call("POST", "/api/ml_models/upload", old)).body;
      const question = old === line ? asked : { X: { a: [1] } };
      expect((await call("POST", `/api/ml_models/${kept.id}/predict`, question)).status).toBe(200);
      const refused = await call("POST", `/api/ml_models/${kept.id}/predict?explain=true`, question);
      expect([refused.status, refused.body.code]).toEqual([409, "conflict"]);
      expect(refused.body.detail).toMatch(
        /^Cannot explain the predictions: .* before 0\.12\.0 do not; retrain the model$/,
      );
    }

    const covers = file.units[0].covers;
    const broken = {
      ...file,
      units: file.units.map((unit: object) => ({ ...unit, covers: { ...covers, data: "AAAAAAAAAAA=" } })),
    };
    const wrong = await call("POST", "/api/ml_models/upload", broken);
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, "units[0].covers"]);
  });

  it("is refused of more rows than are worked off at once, which are named", async () => {
    const { X, y } = table();
    const path = await train(call, { problem: "regression", name: "SVM", X, y });
    const many = (count: number) => ({
      X: { warm: Array(count).fill(1), port: Array(count).fill("Cork"), left: Array(count).fill("2026-02-03") },
    });
    const refused = await call("POST", `${path}/predict?explain=true`, many(100_000));
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, "X"]);
    const most = Number(/at most (\d+) rows are accepted with explain=true$/.exec(refused.body.detail)?.[1]);
    expect(most).toBeGreaterThan(10);
    expect((await call("POST", `${path}/predict?explain=true`, many(most + 1))).status).toBe(422);
    expect((await call("POST", `${path}/predict`, many(most + 1))).status).toBe(200);

    const columns = (count: number) =>
      Object.fromEntries(Array.from({ length: 11 }, (_, j) => [`x${j}`, Array(count).fill(j)]));
    const line = await train(call, { problem: "regression", name: "Ridge", X: columns(4), y: [1, 2, 3, 4] });
    const wide = await call("POST", `${line}/predict?explain=true`, { X: columns(90_910) });
    expect([wide.status, wide.body.detail]).toEqual([422, expect.stringContaining("at most 90909 rows")]);
  });

  it.each(["maybe", "1", "True", ""])("is refused as %o", async (explain) => {
    const path = await train(call, { problem: "regression", name: "Ridge", X: { a: [1, 2, 3, 4] }, y: [1, 2, 3, 4] });
    const { status, body } = await call("POST", `${path}/predict?explain=${explain}`, { X: { a: [1] } });
    expect([status, body.errors[0].path]).toEqual([422, "explain"]);
    expect(body.errors[0].message).toContain("neither true nor false");
  });

  it("of false tells nothing more", async () => {
    const path = await train(call, { problem: "regression", name: "Ridge", X: { a: [1, 2, 3, 4] }, y: [1, 2, 3, 4] });
    const { body } = await call("POST", `${path}/predict?explain=false`, { X: { a: [1] } });
    expect(Object.keys(body)).toEqual(["model_id", "version", "columns", "y", "warnings"]);
  });
});
