// An average of models from outside: what its estimators say alone, weighed; its whole life; and what is refused.
import { expect, it } from "vitest";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { normal, uniform } from "../support/numbers.ts";

const ROWS = 60;
const random = normal(uniform(5));
const X = Array.from({ length: ROWS }, () => [random(), random(), random()]);
const numbers = X.map(([a = 0, b = 0]) => a + Math.abs(b) + 0.2 * random());
const labels = numbers.map((value) => (value < 0.8 ? "low" : "high"));
const asked = X.slice(0, 9).map(([a = 0, b, c]) => [a + 0.1, b, c]);

const estimators = [
  { name: "Gradient Boosting", params: { max_iter: 6, min_samples_leaf: 5 } },
  { name: "Ridge" },
  { name: "SVM", params: { C: 3 } },
  { name: "Random Forest", params: { n_estimators: 4 } },
  { name: "Gradient Boosting", params: { max_iter: 3, learning_rate: 0.4 } },
];
const weights = [2, 1, 0.5, 3, 1];
const regression = { problem: "regression", h_tune: false, X, y: numbers };
const classification = { problem: "classification", h_tune: false, X, y: labels };

async function train(call: Client, body: object) {
  const answer = await call("POST", "/api/ml_models", { name: "Voting", ...body });
  expect(answer.status, answer.text).toBe(201);
  return { made: answer.body, path: `/api/ml_models/${answer.body.id}` };
}

const meanOf = (values: number[]) =>
  values.reduce((sum, value, i) => sum + (weights[i] as number) * value, 0) /
  weights.reduce((sum, weight) => sum + weight, 0);

describeOnEachRuntime("an average of models", (call) => {
  const predict = async (path: string) => (await call("POST", `${path}/predict`, { X: asked })).body;
  const deleteAll = async (paths: string[]) => {
    for (const path of paths) expect((await call("DELETE", path)).status).toBe(204);
  };

  it("says of numbers the weighted mean of what its estimators say alone, to the bit", async () => {
    const { made, path } = await train(call, { ...regression, params: { estimators, weights } });
    expect(made).toMatchObject({ name: "Voting", metric: "RMSE", status: "ready", params: { weights } });
    expect(made.params.estimators[1]).toEqual({ name: "Ridge", params: { lambda: "auto", standardize: true } });
    const alone = [];
    for (const each of estimators) alone.push((await train(call, { ...regression, ...each })).path);
    const said: number[][] = [];
    for (const each of alone) said.push((await predict(each)).y);
    expect((await predict(path)).y).toEqual(asked.map((_, row) => meanOf(said.map((y) => y[row] as number))));
    await deleteAll([path, ...alone]);
  });

  it("says of classes the weighted mean of their probabilities, each by its own curve", async () => {
    const { path } = await train(call, { ...classification, params: { estimators, weights } });
    const alone = [];
    for (const each of estimators) alone.push((await train(call, { ...classification, ...each })).path);
    const said: number[][][] = [];
    for (const each of alone) said.push((await predict(each)).probability);
    const { y, probability, classes } = await predict(path);
    expect(classes).toEqual(["high", "low"]);
    const means = asked.map((_, row) => [0, 1].map((k) => meanOf(said.map((of) => of[row]?.[k] as number))));
    expect(probability).toEqual(means);
    expect(y).toEqual(means.map(([high = 0, low = 0]) => (low > high ? "low" : "high")));
    await deleteAll([path, ...alone]);
  });

  it("weighs classes for all estimators at once", async () => {
    const class_weight = { low: 5 };
    const own = [estimators[0], estimators[3]] as { name: string; params: object }[];
    const { path } = await train(call, { ...classification, params: { estimators: own, class_weight } });
    const alone = [];
    for (const { name, params } of own)
      alone.push((await train(call, { ...classification, name, params: { ...params, class_weight } })).path);
    const said: number[][][] = [];
    for (const each of alone) said.push((await predict(each)).probability);
    const means = asked.map((_, row) =>
      [0, 1].map((k) => said.reduce((sum, of) => sum + (of[row]?.[k] as number), 0) / 2),
    );
    expect((await predict(path)).probability).toEqual(means);
    await deleteAll([path, ...alone]);
  });

  it("is of boosting, a forest and Ridge unless told, and is tuned by weight", async () => {
    const { made, path } = await train(call, { ...regression, h_tune: true });
    expect(made.params.estimators.map(({ name }: { name: string }) => name)).toEqual([
      "Gradient Boosting",
      "Random Forest",
      "Ridge",
    ]);
    const { grid, score, importance } = (await call("GET", `${path}/card`)).body;
    const tried = grid.map(({ params }: { params: object }) => params);
    expect(tried).toEqual([null, [2, 1, 1], [1, 2, 1], [1, 1, 2]].map((weights) => ({ weights })));
    const best = grid.reduce((least: (typeof grid)[0], each: (typeof grid)[0]) =>
      each.mean < least.mean ? each : least,
    );
    expect([made.params.weights, score.folds]).toEqual([best.params.weights, best.scores]);
    expect(Object.keys(importance)).toEqual(["gain", "impurity", "permutation", "standardised_coefficient"]);
    // With weights that are given there is nothing to search: one cell.
    const again = { problem: "regression", name: "Voting", h_tune: true, params: { weights: [1, 2, 3] } };
    expect((await call("PUT", path, again)).body).toMatchObject({ version: 2, params: { weights: [1, 2, 3] } });
    expect((await call("GET", `${path}/card`)).body.grid).toMatchObject([{ params: {} }]);
    await deleteAll([path]);
  });

  it("goes on in the background, is moved as a file, and answers the same", async () => {
    const order = { ...classification, name: "Voting", params: { estimators, weights } };
    const { body, status } = await call("POST", "/api/ml_models", order, { prefer: "respond-async" });
    expect(status).toBe(202);
    const { model } = (await call("GET", `/results/${body.task_id}`)).body;
    const path = `/api/ml_models/${body.id}`;
    const here = await train(call, order);
    const own = await predict(path);
    expect([model?.status ?? "ready", { ...(await predict(here.path)), model_id: body.id }]).toEqual(["ready", own]);

    const { body: file } = await call("GET", `${path}/download`);
    expect(file.units.map(({ member }: { member: number }) => member)).toEqual(
      [6, 1, 1, 4, 3].flatMap((count, member) => Array(count).fill(member)),
    );
    const { card: _, about: __, ...bare } = file;
    // A reader fills in what is as it is unless told.
    const short = { ...bare, params: { ...file.params, estimators: [...estimators] } };
    for (const sent of [file, short]) {
      const copy = await call("POST", "/api/ml_models/upload", sent);
      expect(copy.status, copy.text).toBe(201);
      const twin = `/api/ml_models/${copy.body.id}`;
      expect(await predict(twin)).toEqual({ ...own, model_id: copy.body.id });
      expect((await call("GET", `${twin}/download`)).body.params).toEqual(file.params);
      await deleteAll([twin]);
    }
    const turned = [...file.units.slice(1), file.units[0]];
    const odd = { ...file.params, estimators: [{ name: "Random Forest", params: { max_features: 7 } }, estimators[1]] };
    for (const [change, path, message] of [
      [{ units: turned }, "units[5].member", /6|0/],
      [{ units: file.units.slice(1) }, "units", /14 units, and 15 told; 15 follow from params/],
      [{ calibration: file.calibration.slice(1) }, "calibration", /1 curves; 2 are needed/],
      [{ params: { ...odd, weights: null } }, "params.estimators[0].params.max_features", /7 of 3 columns/],
      [{ params: { ...file.params, weights: [1] } }, "params.weights", /1 of the 2 weights that are needed/],
    ] as const) {
      const { status, body } = await call("POST", "/api/ml_models/upload", { ...file, ...change });
      expect([status, body.errors[0].path, body.errors[0].message]).toEqual([
        422,
        path,
        expect.stringMatching(message),
      ]);
    }
    await deleteAll([path, here.path]);
  });

  it("that nothing could be held out for votes by decisions, and tells no probability", async () => {
    const own = { estimators: [{ name: "Ridge" }, { name: "SVM" }, estimators[0]] };
    const groups = X.map(() => "one");
    const { made, path } = await train(call, { ...classification, groups, params: own });
    expect(made.warnings.join()).toContain("no score, no probability: all rows are one group");
    const { y, probability } = await predict(path);
    expect([y.length, probability]).toEqual([asked.length, null]);
    await deleteAll([path]);
  });

  const ridge = { name: "Ridge" };
  it.each<[string, object, string, RegExp]>([
    ["one estimator", { estimators: [ridge] }, "params.estimators", /1 of the 2 estimators that are needed/],
    ["an average of averages", { estimators: [ridge, { name: "Voting" }] }, "params.estimators[1].name", /"Ridge"/],
    ["an estimator without a name", { estimators: [ridge, {}] }, "params.estimators[1].name", /missing|"Ridge"/],
    [
      "too many trees of an estimator",
      { estimators: [ridge, { name: "Random Forest", params: { n_estimators: 1001 } }] },
      "params.estimators[1].params.n_estimators",
      /1001 is not accepted; it is a whole number from 1 to 1000/,
    ],
    [
      "a hyperparameter that does not go with the table",
      { estimators: [ridge, { name: "Random Forest", params: { max_features: 4 } }] },
      "params.estimators[1].params.max_features",
      /4 of 3 columns/,
    ],
    [
      "weights of classes for one estimator",
      { estimators: [ridge, { name: "SVM", params: { class_weight: "balanced" } }] },
      "params.estimators[1].params.class_weight",
      /unknown key/,
    ],
    ["a weight too few", { weights: [1, 2] }, "params.weights", /2 weights for 3 estimators/],
    ["a weight below zero", { weights: [1, -2, 1] }, "params.weights[1]", /-2 is not accepted/],
    ["a class that is none", { class_weight: { none: 2 } }, "params.class_weight.none", /no class of y/],
  ])("is not made of %s", async (_, params, path, message) => {
    const { status, body } = await call("POST", "/api/ml_models", { ...classification, name: "Voting", params });
    expect([status, body.code]).toEqual([422, "invalid"]);
    expect(body.errors[0]).toEqual({ path, message: expect.stringMatching(message) });
    expect((await call("GET", "/api/ml_models")).body[1]).toEqual([]);
  });

  it("is no gender model", async () => {
    const { status, body } = await call("POST", "/sessions/model", { name: "Voting" });
    expect([status, body.errors[0].path]).toEqual([422, "name"]);
  });
});
