// How long work still takes, worked out by hand.
import { expect, it } from "vitest";
import { secondsLeft, shareOfTraining } from "../../src/registry/task/estimate-left.ts";

it("three quarters are left of what took 10 s for one: 30 s", () => {
  expect(secondsLeft(0.25, { startedMs: 5_000, nowMs: 15_000 })).toBe(30);
  expect(secondsLeft(0.8, { startedMs: 0, nowMs: 8_000 })).toBe(2);
});

it("is not known of what has not begun, or is to be put together", () => {
  const times = { startedMs: 0, nowMs: 8_000 };
  expect([0, 1, Number.NaN].map((share) => secondsLeft(share, times))).toEqual([null, null, null]);
});

const dataset = {
  ...{ rowCount: 1_000, columns: ["a", "b"], profile: null, classes: null, foldCount: 5, foldsBy: "row" },
} as never;
const training = (hTune: boolean, more: object = {}) =>
  ({ problem: "regression", name: "Ridge", hTune, given: {}, params: null, seconds: 0, ...more }) as never;

it("of a training that is not tuned, half of the pieces are half of it", () => {
  const given = training(false, { params: { lambda: 1, standardize: true } });
  expect(shareOfTraining({ stage: "fit", piecesDone: 3, pieceCount: 6 }, given, dataset)).toBeCloseTo(0.5, 12);
  expect(shareOfTraining({ stage: "score", piecesDone: 0, pieceCount: 1 }, given, dataset)).toBe(1);
});

it("of one that is tuned, seven cells on five folds come before six models", () => {
  // A cell of Ridge's grid takes as long as any: 35 and 6 of 41.
  const tuned = training(true);
  const share = (stage: "tune" | "fit") => shareOfTraining({ stage, piecesDone: 1, pieceCount: 2 }, tuned, dataset);
  expect(share("tune")).toBeCloseTo(17.5 / 41, 12);
  expect(share("fit")).toBeCloseTo(38 / 41, 12);
});
