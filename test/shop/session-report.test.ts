// The figures of a gender model's report, where they can be told by hand.
import { describe, expect, it } from "vitest";
import { parse } from "../../src/platform/schema/parse.ts";
import { consumePieces } from "../../src/registry/task/consume-pieces.ts";
import { describeReport } from "../../src/shop/gender/describe-report.ts";
import { predictSentSession } from "../../src/shop/gender/predict-session.ts";
import { readSessionReport } from "../../src/shop/gender/read-session-report.ts";
import { trainSessionModel } from "../../src/shop/gender/train-session-model.ts";
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
