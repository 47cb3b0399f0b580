// The registry of models from outside: the whole life of a model of each family, for both problems.
import { describe, expect, it } from "vitest";
import { families, PROBLEMS } from "../../src/engine/model/families.ts";
import { gridOf } from "../../src/engine/model/grid.ts";
import { MODEL_VERSIONS_MAX } from "../../src/platform/schema/limit.ts";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { normal, uniform } from "../support/numbers.ts";

// A sum of at most four probabilities, each rounded.
const ROUNDING = 1e-12;
const ROWS = 60;
const IN_BACKGROUND = { prefer: "respond-async" };

/** Rows of three columns, the last of which is noise; y follows from the others, in three classes or as a number. */
function table(seed = 1, rowCount = ROWS) {
  const random = normal(uniform(seed));
  const column = () => Array.from({ length: rowCount }, random);
  const X = { warm: column(), wind: column(), noise: column() };
  const y = X.warm.map((value, i) => 2 * value - (X.wind[i] as number) + 0.1 * random());
  return { X, y, labels: y.map((value) => (value < -1 ? "low" : value > 1 ? "high" : "middle")) };
}

/** Of a problem: what is learned, with labels that are strings. */
function targetOf(problem: string, { y, labels }: ReturnType<typeof table>): (string | number)[] {
  return problem === "classification" ? labels : y;
}

async function train(call: Client, body: object, headers = {}) {
  const answer = await call("POST", "/api/ml_models", { h_tune: false, ...body }, headers);
  return { ...answer, path: `/api/ml_models/${answer.body.id}` };
}

/** The last word of what GET /api/ml_models/{id} says. */
async function startPrediction(call: Client, path: string): Promise<string> {
  const { status, body } = await call("GET", path);
  expect([status, typeof body]).toEqual([200, "string"]);
  return body.split(" ").at(-1);
}

const lives = PROBLEMS.flatMap((problem) => families.map((family) => ({ problem, name: family.name, family })));

describeOnEachRuntime("a model", (call) => {
  describe.each(lives)("$name for $problem", ({ problem, name, family }) => {
    const data = table();
    const order = { problem, name, X: data.X, y: targetOf(problem, data) };
    const metric = problem === "classification" ? "Accuracy" : "RMSE";
    const isClasses = problem === "classification";
    const asked = { X: table(2, 7).X };

    it("is trained, listed, asked, measured, tuned, rolled back, moved and deleted", async () => {
      const { status, body: made, path } = await train(call, order);
      expect(status, JSON.stringify(made)).toBe(201);
      const { id, metric_value } = made;
      expect(made).toMatchObject({
        problem,
        name,
        h_tune: false,
        version: 1,
        status: "ready",
        metric,
        rows: ROWS,
        columns: 3,
      });
      expect(metric_value).toBeGreaterThan(0);

      const [trainable, trained] = (await call("GET", "/api/ml_models")).body;
      expect(trainable.find((each: typeof order) => each.problem === problem && each.name === name)).toMatchObject({
        hyperparameters: expect.any(Object),
        grid: family.axes(problem, {}),
      });
      // A list leaves out what the columns were taken for.
      const { types, ...listed } = made;
      expect(types).toEqual({ warm: "number", wind: "number", noise: "number" });
      expect(trained.find((each: { id: number }) => each.id === id)).toEqual(listed);

      // What the results are is what predicting the same rows answers, in the labels' own type.
      const { body: results } = await call("GET", `/results/${await startPrediction(call, path)}`);
      const own = (await call("POST", `${path}/predict`, { X: data.X })).body;
      expect(own).toMatchObject({ model_id: id, version: 1, y: results });
      expect(results.map((value: unknown) => typeof value)).toEqual(order.y.map((value) => typeof value));
      if (isClasses) {
        expect(own.classes).toEqual(["high", "low", "middle"]);
        expectProbabilities(own);
      } else expect(Object.keys(own)).toEqual(["model_id", "version", "columns", "y", "warnings"]);
      expect(own.columns).toEqual(["warm", "wind", "noise"]);

      // By name columns come in any order, and others are ignored; rows of numbers go by place.
      const { warm, wind, noise } = asked.X;
      const first = (await call("POST", `${path}/predict`, asked)).body;
      const shuffled = { X: { other: noise, noise, wind, warm } };
      expect((await call("POST", `${path}/predict`, shuffled)).body).toEqual(first);
      const byRow = { X: warm.map((value, i) => [value, wind[i], noise[i]]) };
      expect((await call("POST", `${path}/predict`, byRow)).body).toEqual(first);

      const { body: card } = await call("GET", `${path}/card`);
      expect(card).toMatchObject({ ...made, grid: null, versions: [{ version: 1, is_active: true, rows: ROWS }] });
      expect(card.data).toMatchObject({ rows: ROWS, columns: ["warm", "wind", "noise"], missing_values: 0 });
      expect(card.data.folds).toEqual({ count: 5, by: isClasses ? "class" : "row", lacking: null });
      expect(card.score).toMatchObject({
        metric,
        metric_value,
        rows: expect.any(Number),
        standard_error: expect.any(Number),
      });
      if (isClasses) {
        const { confusion_matrix: matrix, accuracy } = card.score.classification;
        const total = matrix.flat().reduce((sum: number, count: number) => sum + count, 0);
        expect([total, accuracy]).toEqual([card.score.rows, metric_value]);
        const counts = ["high", "low", "middle"].map((label) => ({
          label,
          rows: data.labels.filter((each) => each === label).length,
        }));
        expect(card.data.classes).toEqual(counts);
      } else expect(card.score.regression.rmse).toBe(metric_value);
      for (const weights of Object.values(card.importance) as Record<string, number>[]) {
        expect(Object.keys(weights)).toEqual(["warm", "wind", "noise"]);
        expect(Math.max(...Object.values(weights))).toBe(weights.warm);
      }

      const metrics = { model_id: id, problem, model_name: name, h_tune: false, metric, metric_value };
      expect(await call("POST", `/metrics/${id}`)).toMatchObject({ status: 201, body: metrics });
      expect((await call("GET", `/metrics/${id}`)).body).toMatchObject(metrics);

      // Tuned it is a new version with its grid; rolled back it answers as before; forward again as then.
      const retrained = await call("PUT", path, { problem, name, h_tune: true });
      const tuned = await finished(call, retrained.body, 200);
      expect(tuned).toMatchObject({ id, version: 2, h_tune: true, status: "ready" });
      const { body: second } = await call("GET", `${path}/card`);
      const shape = { rowCount: ROWS, columnCount: 3, classCount: isClasses ? 3 : 0 };
      const cells = gridOf({ family, problem, given: {} }, shape).map(({ set }) => set);
      expect(second.grid.map(({ params }: { params: object }) => params)).toEqual(cells);
      expect(second.grid.every(({ scores }: { scores: number[] }) => scores.length === 5)).toBe(true);
      expect(second.versions.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
      const then = (await call("POST", `${path}/predict`, asked)).body;
      expect(then.version).toBe(2);
      const activate = (version: number) => call("POST", `${path}/versions/${version}/activate`);
      expect(await activate(1)).toMatchObject({ status: 200, body: { version: 1, h_tune: false, metric_value } });
      expect((await call("POST", `${path}/predict`, asked)).body).toEqual(first);
      expect((await activate(2)).body).toEqual(tuned);
      expect((await call("POST", `${path}/predict`, asked)).body).toEqual(then);
      const { versions } = (await call("GET", `${path}/versions`)).body;
      expect(versions.map((each: { is_active: boolean }) => each.is_active)).toEqual([true, false]);
      // Metrics are as they were put until they are refreshed.
      expect((await call("GET", `/metrics/${id}`)).body).toMatchObject(metrics);
      const fresh = { ...metrics, h_tune: true, metric_value: tuned.metric_value };
      expect(await call("PUT", `/metrics/${id}`)).toMatchObject({ status: 200, body: fresh });
      expect((await call("DELETE", `/metrics/${id}`)).status).toBe(204);
      expect((await call("GET", `/metrics/${id}`)).status).toBe(404);

      const file = await call("GET", `${path}/download`);
      expect(file.headers.get("content-disposition")).toBe(`attachment; filename="model-${id}-v2.json"`);
      const copy = await call("POST", "/api/ml_models/upload", file.body);
      expect(copy, JSON.stringify(copy.body)).toMatchObject({
        status: 201,
        body: { problem, name, version: 1, status: "ready" },
      });
      const twin = (await call("POST", `/api/ml_models/${copy.body.id}/predict`, asked)).body;
      expect(twin).toEqual({ ...then, model_id: copy.body.id, version: 1 });
      expect((await call("GET", `/api/ml_models/${copy.body.id}/download`)).body).toEqual(file.body);

      for (const each of [id, copy.body.id]) {
        expect((await call("DELETE", `/api/ml_models/${each}`)).status).toBe(204);
        expect((await call("DELETE", `/api/ml_models/${each}`)).status).toBe(404);
        expect((await call("POST", `/api/ml_models/${each}/predict`, asked)).status).toBe(404);
      }
      const left = (await call("GET", "/api/ml_models")).body[1].map((each: { id: number }) => each.id);
      expect(left).not.toContain(id);
    });

    it("goes on in the background where that is preferred, to the same model", async () => {
      const waited = await train(call, order);
      const accepted = await train(call, order, IN_BACKGROUND);
      const { task_id } = accepted.body;
      expect([accepted.status, accepted.headers.get("location")]).toEqual([202, `/results/${task_id}`]);
      const done = await finished(call, accepted.body, 202);
      const { id: _, created_at: __, path: ___, ...rest } = waited.body;
      expect(done).toMatchObject(rest);
      expect((await call("POST", `${accepted.path}/predict`, asked)).body.y).toEqual(
        (await call("POST", `${waited.path}/predict`, asked)).body.y,
      );
      for (const { path } of [waited, accepted]) await call("DELETE", path);
    });

    // Whatever is sent, an answer says what it lacks or what is needed.
    const a = isClasses ? "a" : 1;
    const b = isClasses ? "b" : 2;
    it.each([
      ["one row", [[1]], [a]],
      ["two rows", [[1], [2]], [a, b]],
      ["two rows alike", [[1], [2]], [a, a]],
      ["three rows", [[1], [2], [3]], [a, a, b]],
      [
        "a constant column",
        [
          [1, 1],
          [1, 2],
          [1, 3],
          [1, 4],
        ],
        [a, b, a, b],
      ],
      [
        "nothing but constant columns",
        [
          [1, 2],
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        [a, b, a, b],
      ],
      ["a constant y", [[1], [2], [3]], [a, a, a]],
      ["one row of each class but one", [[1], [2], [3], [4]], [a, b, isClasses ? "c" : 3, a]],
      [
        "more columns than rows",
        [
          [1, 2, 3, 4, 5],
          [2, 1, 4, 3, 5],
          [5, 4, 3, 2, 1],
        ],
        [a, b, a],
      ],
      ["the largest values", [[1e30], [-1e30], [1e30], [-1e30]], [a, b, a, b]],
      ["the smallest values", [[1e-30], [-1e-30], [0], [1e-30]], [a, b, a, b]],
    ])("says what it makes of %s", async (_, X, y) => {
      for (const h_tune of [false, true]) {
        const { status, body, path } = await train(call, { problem, name, h_tune, X, y });
        expect([201, 422], JSON.stringify(body)).toContain(status);
        if (status === 422) {
          expect(body.errors[0].message).toMatch(/need|accepted/);
          continue;
        }
        expect(body.warnings.join()).toMatch(/row/);
        const predicted = await call("POST", `${path}/predict`, { X });
        expect([predicted.status, predicted.body.y.length]).toEqual([200, X.length]);
        expect(y).toEqual(expect.arrayContaining(isClasses ? predicted.body.y : []));
        expect(predicted.body.y).not.toContain(null);
        expect((await call("GET", `${path}/card`)).status).toBe(200);
        expect((await call("DELETE", path)).status).toBe(204);
      }
    });
  });

  it.each(families.map(({ name }) => name))("%s learns labels that are numbers, and says numbers", async (name) => {
    const { X, labels } = table();
    const y = labels.map((label) => (label === "low" ? -5 : label === "high" ? 10 : 2));
    const { body, path } = await train(call, { problem: "classification", name, X, y });
    expect(body.status, JSON.stringify(body)).toBe("ready");
    const predicted = (await call("POST", `${path}/predict`, { X })).body;
    expect(predicted.classes).toEqual([-5, 2, 10]);
    expect(predicted.classes).toEqual(expect.arrayContaining(predicted.y));
    expectProbabilities(predicted);
    await call("DELETE", path);
  });

  it("takes no row by place where the order of its columns is not known, and tells what the order is", async () => {
    const order = { problem: "regression", name: "Ridge", params: { lambda: 0 } };
    // y = 10 a + b, a being column "20", which JSON objects put after "3".
    const [a, b] = [
      [1, 0, 2, 5, 3, 1],
      [0, 1, 1, 2, 7, 4],
    ] as const;
    const y = a.map((value, i) => 10 * value + (b[i] as number));
    const numbered = await train(call, { ...order, X: { "20": a, "3": b }, y });
    const ask = (path: string, X: unknown) => call("POST", `${path}/predict`, { X });
    const { status, body } = await ask(numbered.path, [[1, 0]]);
    expect([status, body.errors[0].path, body.detail]).toEqual([422, "X", expect.stringContaining('"3", "20"')]);
    const named = (await ask(numbered.path, { "20": [1], "3": [0] })).body;
    expect([named.columns, named.y[0].toFixed(9)]).toEqual([["3", "20"], "10.000000000"]);
    // Rows have the names x1, x2, and mean those where the model knows them.
    const turned = await train(call, { ...order, X: { x2: b, x1: a }, y });
    const byRow = (await ask(turned.path, [[1, 0]])).body;
    expect([byRow.columns, byRow.y[0].toFixed(9)]).toEqual([["x2", "x1"], "10.000000000"]);
    expect((await ask(turned.path, [[1, 0, 0]])).status).toBe(422);
    for (const { path } of [numbered, turned]) await call("DELETE", path);
  });

  it.each(families.map(({ name }) => name))(
    "%s is scored by whole groups or days, in whatever order they come, and keeps the only row of a class",
    async (name) => {
      const { X, y, labels } = table();
      const order = { problem: "regression", name, X, y };
      const day = (row: number) => `2026-01-${String(1 + ((7 * row) % 12)).padStart(2, "0")}`;
      for (const kind of [{ groups: y.map((_, row) => row % 12) }, { t: y.map((_, row) => `${day(row)}T10:00Z`) }]) {
        const { status, body, path } = await train(call, { ...order, ...kind });
        expect(status, JSON.stringify(body)).toBe(201);
        const { score, cv } = (await call("GET", `${path}/card`)).body;
        expect(score).toMatchObject({ method: "cross_validation", rows: ROWS, metric_value: body.metric_value });
        expect(cv).toEqual(score);
        await call("DELETE", path);
      }
      const rare = labels.map((label, row) => (row === 7 ? "rare" : label));
      const { body, path } = await train(call, { problem: "classification", name, X, y: rare });
      expect(body.warnings.join()).toContain(`Rows not held out: 1 of ${ROWS} stayed in training`);
      const { cv } = (await call("GET", `${path}/card`)).body;
      expect(cv.rows).toBe(ROWS - 1);
      expectProbabilities((await call("POST", `${path}/predict`, { X })).body);
      await call("DELETE", path);
    },
  );

  it("is on the pages that each list leads to, and the last leads nowhere", async () => {
    const { X, y } = table();
    const made: number[] = [];
    for (let i = 0; i < 3; i++) made.push((await train(call, { problem: "regression", name: "Ridge", X, y })).body.id);
    const [first = 0, second = 0, third = 0] = made;
    const whole = await call("GET", `/api/ml_models?after=${first - 1}`);
    expect([whole.headers.get("link"), whole.body[1].map(({ id }: { id: number }) => id)]).toEqual([null, made]);
    const page = await call("GET", `/api/ml_models?limit=2&after=${first - 1}`);
    expect(page.body).toEqual([whole.body[0], whole.body[1].slice(0, 2)]);
    const [, path = "", relation] = page.headers.get("link")?.match(/^<(.+)>; rel="(.+)"$/) ?? [];
    expect([path, relation]).toEqual([`?after=${second}&limit=2`, "next"]);
    const last = await call("GET", `/api/ml_models${path}`);
    expect([last.headers.get("link"), last.body[1].map(({ id }: { id: number }) => id)]).toEqual([null, [third]]);
    // Exactly as many as the page holds are all.
    expect((await call("GET", `/api/ml_models?limit=3&after=${first - 1}`)).headers.get("link")).toBe(null);
    for (const id of made) await call("DELETE", `/api/ml_models/${id}`);
  });

  it("has as many versions as are trained at once, each of them whole", async () => {
    const { X, y } = table();
    const { path } = await train(call, { problem: "regression", name: "Ridge", X, y });
    const again = (lambda: number) => call("PUT", path, { problem: "regression", name: "Ridge", params: { lambda } });
    const both = await Promise.all([again(1), again(1000)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const { versions } = (await call("GET", `${path}/versions`)).body;
    const lambdas = versions.map(({ version, status, params }: (typeof versions)[0]) => [
      version,
      status,
      params.lambda,
    ]);
    expect(lambdas.slice(0, 2).sort((a: number[], b: number[]) => Number(a[2]) - Number(b[2]))).toEqual([
      [expect.any(Number), "ready", 1],
      [expect.any(Number), "ready", 1000],
    ]);
    expect(versions.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
    // The newer one serves, in whatever order they ended.
    expect((await call("POST", `${path}/predict`, { X })).body.version).toBe(3);
    await call("DELETE", path);
  });

  it("keeps its newest versions and the one that serves", async () => {
    const { X, y } = table();
    const { path } = await train(call, { problem: "regression", name: "Ridge", X, y });
    const again = (lambda: number) => call("PUT", path, { problem: "regression", name: "Ridge", params: { lambda } });
    for (let version = 2; version <= MODEL_VERSIONS_MAX; version++) await again(version);
    const versions = async () =>
      (await call("GET", `${path}/versions`)).body.versions.map(({ version }: { version: number }) => version);
    const counted = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => to - i);
    expect(await versions()).toEqual(counted(1, MODEL_VERSIONS_MAX));
    await again(0.5);
    expect(await versions()).toEqual(counted(2, MODEL_VERSIONS_MAX + 1));
    expect((await call("POST", `${path}/versions/1/activate`)).status).toBe(404);
    await call("DELETE", path);
  });

  it("learns from the data that come with a retraining, and keeps to those", async () => {
    const { X, y } = table();
    const other = table(5, 40);
    const { path } = await train(call, { problem: "regression", name: "Ridge", X, y });
    const send = (body: object) => call("PUT", path, { problem: "regression", name: "Ridge", ...body });
    expect((await send({ X: other.X, y: other.y })).body).toMatchObject({ version: 2, rows: 40 });
    expect((await send({ params: { lambda: 3 } })).body).toMatchObject({ version: 3, rows: 40, params: { lambda: 3 } });
    // With data another problem and family will do too.
    const classes = { problem: "classification", name: "Random Forest", X, y: table().labels };
    expect((await send(classes)).body).toMatchObject({ version: 4, problem: "classification", rows: ROWS });
    await call("DELETE", path);
  });
});

/** The model that a training came to, whether it was waited for or not. */
async function finished(call: Client, { task_id, ...model }: { task_id?: string }, status: number) {
  if (task_id === undefined) {
    expect(status).toBe(200);
    return model as Record<string, unknown>;
  }
  for (;;) {
    const result = await call("GET", `/results/${task_id}`);
    expect([200, 202], JSON.stringify(result.body)).toContain(result.status);
    if (result.status === 200) return result.body;
  }
}

function expectProbabilities({
  y,
  classes,
  probability,
}: {
  y: unknown[];
  classes: unknown[];
  probability: number[][];
}) {
  expect(probability.length).toBe(y.length);
  for (const row of probability) {
    expect(row.length).toBe(classes.length);
    expect(Math.abs(row.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(ROUNDING);
    for (const value of row) expect(value).toBeGreaterThanOrEqual(0);
  }
}
