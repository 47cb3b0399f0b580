// Intervals of models of regression: told by the very rows that the score is of, kept with the version, and refused where nothing tells them.
import { afterAll, describe, expect, it } from "vitest";
import { families } from "../../src/engine/model/families.ts";
import { conformalQuantile } from "../../src/engine/score/conformal.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import type { ModelCard } from "../../src/registry/schema/model-answer.ts";
import { PredictModelRequest, TrainModelRequest } from "../../src/registry/schema/model-request.ts";
import { intervalsOf } from "../../src/registry/serve/model-interval.ts";
import { predictModel } from "../../src/registry/serve/predict-model.ts";
import { readCard, requireModel } from "../../src/registry/serve/read-model.ts";
import { readHead, versionKey } from "../../src/registry/store/artifacts.ts";
import { consumePieces } from "../../src/registry/task/consume-pieces.ts";
import { heldOutIntervals } from "../../src/registry/task/held-out-intervals.ts";
import { trainModel } from "../../src/registry/train/train-model.ts";
import { openContext } from "../support/context.ts";
import { normal, relativeError, uniform } from "../support/numbers.ts";

// Sums of squares in another order.
const EXACT = 1e-12;

const context = openContext(1e9);
afterAll(() => context.close());

const names = families.map(({ name }) => name);
const ROWS = 60;

async function train(body: object): Promise<ModelCard> {
  const { model } = await trainModel(context, parse(TrainModelRequest, { h_tune: false, ...body }), true);
  while (context.messages.length > 0) {
    const delivery = { body: context.messages.shift(), attempts: 1, ack: () => undefined, retry: () => undefined };
    await consumePieces([delivery], context);
  }
  return readCard(context, model.id);
}

const ask = ({ id }: ModelCard, body: object) => predictModel(context, id, parse(PredictModelRequest, body));

async function keyOf({ id }: ModelCard): Promise<string> {
  return (await requireModel(context, id, "test")).model.key;
}

async function headOf(card: ModelCard) {
  return readHead(context.models, await keyOf(card), 1);
}

function table(rowCount = ROWS) {
  const random = uniform(rowCount);
  const draw = normal(random);
  const X = Array.from({ length: rowCount }, () => [draw(), draw()]);
  return { X, y: X.map(([a = 0, b = 0]) => 3 + 2 * a - b + draw()) };
}
const params = (name: string) => (name === "Random Forest" ? { n_estimators: 30 } : {});
const days = Array.from({ length: ROWS }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10));

/** How rows are held out, and weigh. */
const CASES: [string, object][] = [
  ["independent rows", {}],
  ["groups", { groups: days.map((_, i) => i % 12) }],
  ["blocks of time", { t: days }],
  ["rows that weigh differently", { sample_weight: days.map((_, i) => 1 + (i % 5)) }],
];

describe.each(names)("%s", (name) => {
  it.each(CASES)("keeps the distances that its score is of: %s", async (_, how) => {
    const card = await train({ problem: "regression", name, params: params(name), ...table(), ...how });
    const { conformal } = (await headOf(card)) ?? {};
    const { score } = card;
    // Each row counts once, as in the score.
    expect(conformal).toMatchObject({ kind: "absolute", method: score?.method, rows: score?.rows });
    expect(score?.method).toBe(
      name === "Random Forest" && !("t" in how || "groups" in how) ? "out_of_bag" : "cross_validation",
    );
    const scores = conformal?.scores as number[];
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(relativeError([mean(scores)], [score?.regression?.mae as number])).toBeLessThan(EXACT);
    expect(relativeError([mean(scores.map((d) => d * d))], [(score?.metric_value as number) ** 2])).toBeLessThan(EXACT);
    for (const { level, half_width, coverage } of score?.intervals ?? []) {
      expect(half_width).toBe(conformalQuantile(scores, level));
      expect(coverage).toBeGreaterThan(level - 0.2);
    }
    expect(score?.intervals?.map(({ level }) => level)).toEqual([0.8, 0.9, 0.95]);
    expect(card.cv).not.toBeNull();
  });

  it("answers y ± what it keeps, of every level that so many rows can tell", async () => {
    const card = await train({ problem: "regression", name, params: params(name), ...table() });
    const scores = (await headOf(card))?.conformal?.scores as number[];
    const X = table(7).X;
    const { y, ...plain } = await ask(card, { X });
    expect(plain).not.toHaveProperty("lower");
    for (const interval of [0.01, 0.5, 0.9, ROWS / (ROWS + 1)]) {
      const told = await ask(card, { X, interval });
      const reach = conformalQuantile(scores, interval);
      expect(told).toEqual({
        ...{ ...plain, y, level: interval },
        ...{ lower: y.map((value) => Number(value) - reach), upper: y.map((value) => Number(value) + reach) },
      });
    }
    await expect(ask(card, { X, interval: 0.99 })).rejects.toMatchObject({
      code: "invalid",
      message:
        "Cannot tell intervals: interval: 0.99 is more than 60 held-out rows can tell: levels up to 0.9836 are accepted",
      faults: [{ path: "interval" }],
    });
  });
});

describe("a line through points", () => {
  it("keeps what lines without each point miss it by, hand-solved", async () => {
    const card = await train({
      problem: "regression",
      name: "Ridge",
      X: [[0], [1], [2]],
      y: [0, 1.5, 2],
      params: { lambda: 0 },
    });
    const conformal = (await headOf(card))?.conformal;
    expect(conformal).toMatchObject({ rows: 3, ranks: [1, 2, 3] });
    // Through the other two it goes to 1 at 0 (1 off), to 1 at 1 (0.5 off) and to 3 at 2 (1 off).
    const wanted = [0.5, 1, 1];
    expect(relativeError(conformal?.scores as number[], wanted)).toBeLessThan(1e-9);
    expect(card.score?.intervals).toMatchObject([
      { level: 0.8, half_width: null, coverage: null },
      { level: 0.9, half_width: null },
      { level: 0.95, half_width: null },
    ]);
  });

  it("of five tells 0.83 and not 0.9", async () => {
    const card = await train({
      problem: "regression",
      name: "Ridge",
      X: [[0], [1], [2], [3], [4]],
      y: [0, 1, 3, 2, 4],
    });
    expect((await ask(card, { X: [[1]], interval: 0.83 })).level).toBe(0.83);
    await expect(ask(card, { X: [[1]], interval: 0.9 })).rejects.toMatchObject({
      message: expect.stringMatching(/0.9 is more than 5 held-out rows can tell: levels up to 0.8333 are accepted$/),
    });
    expect((await ask(card, { X: [[1]], interval: 0.8333 })).level).toBe(0.8333);
  });
});

describe("without anything to tell them by", () => {
  const refused = async (card: ModelCard, told: RegExp, code: string) =>
    expect(ask(card, { X: [[1, 1]], interval: 0.5 })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(told),
    });

  it("intervals are refused: of classes", async () => {
    const { X, y } = table();
    const body = { problem: "classification", name: "Ridge", X, y: y.map((value) => (value > 3 ? "a" : "b")) };
    const card = await train(body);
    expect(await headOf(card)).not.toHaveProperty("conformal");
    expect(card.score).not.toHaveProperty("intervals");
    await refused(card, /interval: of regression only: of classification `probability` tells/, "invalid");
  });

  it("intervals are refused: of one row", async () => {
    const card = await train({ problem: "regression", name: "Ridge", X: [[1, 2]], y: [3] });
    expect(card.score).toBeNull();
    await refused(card, /version 1 held out no row; train it again on more rows$/, "conflict");
  });

  it("intervals are refused: of a version of before, until it is trained again", async () => {
    const card = await train({ problem: "regression", name: "Ridge", ...table() });
    const { conformal: _, ...before } = (await headOf(card)) as object & { conformal: unknown };
    await context.models.put(`${versionKey(await keyOf(card), 1)}/head`, JSON.stringify(before));
    expect(await ask(card, { X: [[1, 1]] })).toHaveProperty("y");
    await refused(
      card,
      /version 1 is of before 0\.12\.0 and keeps nothing to tell them by; train it again$/,
      "conflict",
    );
  });
});

describe("a model that says its own ends", () => {
  it("is asked between them, moved by what is kept", () => {
    const ends = { lower: Float64Array.of(0, 2), upper: Float64Array.of(1, 6) };
    const told = { target: Float64Array.of(0.5, 3), probability: null, ends };
    expect(intervalsOf(told, 1)).toEqual({ lower: [-1, 1], upper: [2, 7] });
    expect(intervalsOf(told, -0.25)).toEqual({ lower: [0.25, 2.25], upper: [0.75, 5.75] });
    expect(intervalsOf({ ...told, ends: null }, 1)).toEqual({ lower: [-0.5, 2], upper: [1.5, 4] });
  });

  it("has them widened by how far rows were outside", () => {
    const actual = Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    const lower = actual.map((y) => y - 1);
    // Above by 0.5 each, but for one that is above by 2.
    const upper = actual.map((y, row) => y - (row === 4 ? 2 : 0.5));
    const said = { target: actual, probability: null, ends: { lower, upper } };
    const folds = Uint8Array.from(actual, (_, row) => row % 5);
    const { conformal, intervals } = heldOutIntervals({ method: "cross_validation", actual, decided: said, folds });
    expect(conformal).toEqual({
      ...{ kind: "quantile", method: "cross_validation", rows: 10 },
      ...{ ranks: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], scores: [...Array(9).fill(0.5), 2] },
    });
    // Their widths are 0.5, once −1: 0.35 on average. At 0.8 the ninth score of eleven is taken, at 0.9 the tenth, at 0.95 there is none.
    expect(intervals).toEqual([
      { level: 0.8, half_width: 0.175 + 0.5, coverage: 0.9 },
      { level: 0.9, half_width: 0.175 + 2, coverage: null },
      { level: 0.95, half_width: null, coverage: null },
    ]);
  });
});
