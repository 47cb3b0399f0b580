// The figures of a gender model's report, where they can be told by hand.
import { describe, expect, it } from "vitest";
import { parse } from "../../src/platform/schema/parse.ts";
import { consumePieces } from "../../src/registry/task/consume-pieces.ts";
import { describeReport } from "../../src/shop/gender/describe-report.ts";
import { predictSentSession } from "../../src/shop/gender/predict-session.ts";
import { readSessionReport } from "../../src/shop/gender/read-session-report.ts";
import { trainSessionModel } from "../../src/shop/gender/train-session-model.ts";
import type { Tried } from "../../src/shop/gender/try-variant.ts";
import { Visit } from "../../src/shop/schema/session.ts";
import { sessionsOf } from "../../src/shop/schema/session-request.ts";
import { storeSessions } from "../../src/shop/visit/store-sessions.ts";
import { openContext } from "../support/context.ts";

describe("fewer folds than five", () => {
  /** Of so many visitors in turn, each with as many visits of either gender, who look at what theirs alone look at. */
  const visits = (visitors: number, genders: string) =>
    Array.from(genders, (gender, i) => ({
      session_id: `s${i}`,
      start: `2026-01-01 ${10 + (i % 12)}:00:00`,
      end: `2026-01-01 ${10 + (i % 12)}:01:00`,
      views: [gender === "m" ? "M" : "F"],
      gender: gender === "m" ? "male" : "female",
      visitor: `v${Math.floor(i / 2) % visitors}`,
    }));

  it.each([
    ["three visitors", 3, "mf".repeat(30), 3, 3],
    ["two men of ten visitors", 10, `mfmf${"f".repeat(56)}`, 5, 2],
  ])("%s: the shuffled figures are of rows that were held out alone", async (_, visitors, genders, folds, shuffled) => {
    const context = openContext(1e9);
    await storeSessions(context, sessionsOf({ sessions: visits(visitors, genders) }), String);
    await trainSessionModel(context, { name: "Ridge", h_tune: false }, true);
    while (context.messages.length > 0) {
      const delivery = { body: context.messages.shift(), attempts: 1, ack: () => undefined, retry: () => undefined };
      await consumePieces([delivery], context);
    }
    const report = await readSessionReport(context);
    expect(report.method.folds).toBe(folds);
    // Whoever was predicted at all is told for sure.
    expect(report.shuffled.roc_auc).toEqual({ mean: 1, std: 0, folds: Array(shuffled).fill(1) });
    context.close();
  });
});

it("a visitor of many visits does not outweigh the others", async () => {
  // One woman looks at A 400 times; of eighty other visitors 20 men look at A, 40 at B, and 20 women at B. By visits A is female, by
  // visitors male.
  const often = Array.from({ length: 400 }, (_, i) => ({ visitor: "often", views: ["A"], gender: "female", i }));
  const others = Array.from({ length: 80 }, (_, i) => {
    return { visitor: `v${i}`, views: [i % 4 === 0 ? "A" : "B"], gender: i % 4 === 1 ? "female" : "male", i };
  });
  const sessions = [...often, ...others].map(({ i, ...visit }, row) => ({
    ...{ session_id: `s${row}`, start: `2026-01-01 ${10 + (i % 7)}:00`, end: `2026-01-01 ${10 + (i % 7)}:05` },
    ...visit,
  }));
  const context = openContext(1e9);
  await storeSessions(context, sessionsOf({ sessions }), String);
  await trainSessionModel(context, { name: "Ridge", h_tune: false, params: { lambda: 1 } }, true);
  while (context.messages.length > 0) {
    const delivery = { body: context.messages.shift(), attempts: 1, ack: () => undefined, retry: () => undefined };
    await consumePieces([delivery], context);
  }
  const sent = { start: "2026-01-01 12:00", end: "2026-01-01 12:01", views: ["A"] };
  const { gender } = await predictSentSession(context, parse(Visit, sent), false);
  expect(gender).toBe("male");
  context.close();
});

describe("two folds, of which the second scores 0.5 higher", () => {
  const target = Float64Array.of(0, 0, 1, 1, 0, 0, 1, 1);
  const scores = Float64Array.of(0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1);
  const folds = { count: 2, of: Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1) };
  const held = { target, folds, threshold: 0.6 };
  const dataset = { columns: [], groupCount: 2 };
  const data = { target };
  const after = [{ viewCount: 2, ...held, scores: scores.map((score) => 1 - score) }];
  const one = { name: "Ridge", params: {}, ...held, scores, after };
  const report = describeReport({ tried: [one, one], data, dataset, importance: {} });

  it("are told by the model's own threshold: none of the first for male, all of the second", () => {
    expect(report.confusion_matrix).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect(report.balanced_accuracy).toEqual({ mean: 0.5, std: 0, folds: [0.5, 0.5] });
    // Within each fold the order is right.
    expect(report.roc_auc.folds).toEqual([1, 1]);
  });

  it("are told of beginnings by the same threshold: both women and a man of the first fold for male, none of the second", () => {
    const [{ roc_auc, ...told } = { roc_auc: null }] = report.after_views;
    expect(told).toEqual({ views: 2, sessions: 8, balanced_accuracy: { mean: 0.375, std: 0.125, folds: [0.25, 0.5] } });
    expect(roc_auc?.folds).toEqual([0, 0]);
  });

  it("are in ten bins, a score of 1 in the last", () => {
    expect(report.calibration.map(({ sessions }) => sessions)).toEqual([0, 1, 1, 1, 0, 1, 1, 1, 1, 1]);
    expect(report.calibration.at(-1)).toEqual({ from: 0.9, to: 1, sessions: 1, predicted: 1, observed: 1 });
  });
});

describe("beside Ridge, a forest that tells each of two folds otherwise, and their average", () => {
  // Two women, then two men in each fold.
  const target = Float64Array.of(0, 0, 1, 1, 0, 0, 1, 1);
  const folds = { count: 2, of: Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1) };
  const tried = (
    name: string,
    threshold: number,
    scores: number[],
    params: Tried["params"] = { class_weight: "balanced" },
  ) => ({
    ...{ name, params, target, folds, threshold, after: [] },
    scores: Float64Array.from(scores),
  });
  // Told male: of the first fold one woman and both men, 0.75; of the second both men alone, 1.
  const ridge = tried("Ridge", 0.25, [0.125, 0.5, 0.5, 0.75, 0, 0.125, 0.375, 0.5]);
  // One man alone, 0.75; all but one man, 0.25.
  const forest = tried("Random Forest", 0.5, [0.25, 0.125, 0.375, 1, 0.75, 0.75, 0.5, 0.25]);
  const reportOf = (...others: (typeof ridge)[]) =>
    describeReport({
      tried: [ridge, ridge, ...others],
      data: { target },
      dataset: { columns: [], groupCount: 2 },
      importance: {},
    });

  it("differ fold by fold, with the corrected t interval", () => {
    const [told] = reportOf(forest).comparison.families;
    expect(told?.balanced_accuracy.folds).toEqual([0.75, 0.25]);
    // 0 and −3/4: the mean −3/8, variance 9/32, error √((1/2 + 1/1) · 9/32), and t of 1 degree of freedom at 0.975: tan(0.475 π).
    const { mean = 0, lower = 0, upper = 0 } = told?.difference?.balanced_accuracy ?? {};
    expect(mean).toBe(-3 / 8);
    const reach = Math.sqrt((3 / 2) * (9 / 32)) * Math.tan(0.475 * Math.PI);
    expect(upper - mean).toBeCloseTo(reach, 8);
    expect(mean - lower).toBeCloseTo(reach, 8);
  });

  it("are averaged by their probabilities, and told male from the mean of their thresholds on, 3/8", () => {
    const average = reportOf(forest).comparison.families.at(-1);
    expect(average?.name).toBe("Voting");
    const estimators = ["Random Forest", "Ridge"].map((name) => ({ name, params: {} }));
    expect(average?.params).toEqual({ estimators, weights: null, class_weight: "balanced" });
    // Means 3/16, 5/16, 7/16, 7/8: all right. 3/8, 7/16, 7/16, 3/8: all told male.
    expect(average?.balanced_accuracy.folds).toEqual([1, 0.5]);
  });

  it("have no average where one of them weighs genders otherwise, or there is nothing to average with", () => {
    const names = (...others: (typeof ridge)[]) => reportOf(...others).comparison.families.map(({ name }) => name);
    expect(names({ ...forest, params: { class_weight: null } })).toEqual(["Random Forest"]);
    expect(names({ ...forest, name: "SVM" })).toEqual(["SVM"]);
    expect(names()).toEqual([]);
  });
});
