// A downloaded file tells where the model came from, and a service that takes it back says so, as the other one's figures.
import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/platform/http/about.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { ridgeFile } from "../support/model-file.ts";

const MODELS = "/api/ml_models";
const about = {
  title: "Which visitor",
  description: "First try.\nWith ages.",
  tags: ["shop", "2026"],
  target: "bought",
  unit: null,
};
const X = {
  age: Array.from({ length: 60 }, (_, i) => (i === 7 ? null : i % 11)),
  views: Array.from({ length: 60 }, (_, i) => (i * 7) % 13),
};
const y = X.views.map((views) => (views > 6 ? "yes" : "no"));
const order = {
  problem: "classification",
  name: "Random Forest",
  h_tune: true,
  params: { n_estimators: 10 },
  X,
  y,
  ...about,
};

describeOnEachRuntime("a model's file", (call, origin) => {
  const train = async () => {
    const trained = await call("POST", MODELS, order);
    expect([201, 202], trained.text).toContain(trained.status);
    if (trained.status === 202) await call("GET", `/results/${trained.body.task_id}`);
    return trained.body.id as number;
  };
  const get = async (path: string) => {
    const answer = await call("GET", path);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };
  const upload = (file: unknown) => call("POST", `${MODELS}/upload`, file);

  it("carries its card and what it is called through any number of services", async () => {
    const id = await train();
    const card = await get(`${MODELS}/${id}/card`);
    expect(card.origin).toBeNull();
    const file = await get(`${MODELS}/${id}/download`);
    const { data, score, cv, grid, importance, metric, metric_value, warnings } = card;
    const [{ created_at, finished_at }] = card.versions;
    expect(grid.length).toBeGreaterThan(1);
    expect(file.about).toEqual(about);
    expect(file.card).toEqual({
      ...{
        service: `Edgefit ${VERSION}`,
        source: `${origin()}${MODELS}/${id}`,
        model_id: id,
        version: 1,
        h_tune: true,
      },
      ...{ data, score, cv, grid, importance, metric, metric_value, warnings, created_at, finished_at },
    });

    const copy = await upload(file);
    expect([copy.status, copy.body], copy.text).toMatchObject([
      201,
      { ...about, metric: null, metric_value: null, rows: null },
    ]);
    const told = await get(`${MODELS}/${copy.body.id}/card`);
    expect(told).toMatchObject({ data: null, score: null, cv: null, grid: null, importance: {}, metric_value: null });
    expect(told.origin).toEqual(file.card);
    expect((await call("POST", `/metrics/${copy.body.id}`)).body.metric_value).toBeNull();

    await call("PATCH", `${MODELS}/${copy.body.id}`, { title: "Another" });
    const again = await get(`${MODELS}/${copy.body.id}/download`);
    expect(again).toEqual({ ...file, about: { ...about, title: "Another" } });
    expect((await get(`${MODELS}/${(await upload(again)).body.id}/card`)).origin).toEqual(file.card);
  });

  it("that was trained on since has a card of that training, and its first version keeps its origin", async () => {
    const file = await get(`${MODELS}/${await train()}/download`);
    const { id } = (await upload(file)).body;
    const data = { problem: "regression", name: "Ridge", h_tune: false, X: [[1], [2], [3], [4]], y: [3, 5, 7, 9] };
    expect((await call("PUT", `${MODELS}/${id}`, data)).status).toBe(200);
    expect(await get(`${MODELS}/${id}/card`)).toMatchObject({ version: 2, origin: null, data: { rows: 4 }, ...about });
    expect((await get(`${MODELS}/${id}/download`)).card).toMatchObject({ model_id: id, version: 2, data: { rows: 4 } });
    await call("POST", `${MODELS}/${id}/versions/1/activate`);
    expect((await get(`${MODELS}/${id}/card`)).origin).toEqual(file.card);
  });

  it("of before there were cards is taken, and tells of no origin", async () => {
    const { status, body } = await upload(ridgeFile());
    expect(status).toBe(201);
    expect((await get(`${MODELS}/${body.id}/card`)).origin).toBeNull();
    const file = await get(`${MODELS}/${body.id}/download`);
    expect(file).not.toHaveProperty("card");
    expect((await upload(file)).status).toBe(201);
  });

  describe("is refused", () => {
    const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
    // biome-ignore lint/suspicious/noExplicitAny: spoilt on purpose
    it.each<[string, (card: any) => void, string, RegExp]>([
      [
        "with a figure that is no number",
        (card) => Object.assign(card.score, { metric_value: "1" }),
        "card.score.metric_value",
        /is not a number/,
      ],
      ["with a key that no card has", (card) => Object.assign(card, { html: "<script>" }), "card.html", /unknown key/],
      ["with a long text", (card) => Object.assign(card, { source: "x".repeat(2_001) }), "card.source", /at most 2000/],
      ["with half a character", (card) => card.warnings.push("\ud800"), "card.warnings[0]", /halves/],
      [
        "with too many columns",
        (card) => Object.assign(card.data, { columns: Array(1_025).fill("a") }),
        "card.data.columns",
        /1025 entries/,
      ],
      [
        "with names without end",
        (card) => Object.assign(card.importance, Object.fromEntries(Array.from({ length: 1_025 }, (_, i) => [i, {}]))),
        "card.importance",
        /entries are more/,
      ],
      [
        "with anything long among params",
        (card) => Object.assign(card.grid[0].params, { deep: ["x".repeat(20_000)] }),
        "card.grid[0].params.deep",
        /at most 20000/,
      ],
      [
        "with many numbers of each of many folds",
        (card) =>
          Object.assign(card.score.classification, { confusion_matrix: Array(1_000).fill(Array(1_000).fill(1)) }),
        "card",
        /longer than any card/,
      ],
      [
        "with levels without end",
        (card) => Object.assign(card.grid[0].params, { deep: deep(40) }),
        "card.grid[0].params.deep[0][0][0]",
        /32 levels/,
      ],
      ["with no card", () => null, "card", /is not an object/],
    ])("%s", async (what, spoil, path, message) => {
      const file = await get(`${MODELS}/${await train()}/download`);
      if (what === "with no card") file.card = null;
      else spoil(file.card);
      const { status, body } = await upload(file);
      expect([status, body.errors[0].path], body.detail).toEqual([422, path]);
      expect(body.detail).toMatch(message);
    });

    it("with a number that is none", async () => {
      const file = JSON.stringify(await get(`${MODELS}/${await train()}/download`)).replace(
        /"metric_value":[\d.]+/,
        '"metric_value":1e999',
      );
      expect((await upload(file)).body.errors[0]).toEqual({
        path: "card.metric_value",
        message: "not a finite number",
      });
    });

    it("with a title that no model has", async () => {
      const { status, body } = await upload({ ...ridgeFile(), about: { title: "a\nb" } });
      expect([status, body.errors[0].path]).toEqual([422, "about.title"]);
    });
  });
});
