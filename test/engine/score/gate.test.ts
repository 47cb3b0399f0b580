import { expect, it } from "vitest";
import { gate } from "../../../src/engine/score/gate.ts";

it.each([
  // ASHRAE Guideline 14's limits are inclusive; the bias counts on both sides.
  ["hourly", 30, 10, true],
  ["hourly", 30, -10, true],
  ["hourly", 30.01, 0, false],
  ["hourly", 0, 10.01, false],
  ["hourly", 0, -10.01, false],
  ["daily", 15, 5, true],
  ["daily", 15.01, 0, false],
  ["daily", 0, -5.01, false],
  ["monthly", 15, -5, true],
  ["monthly", 15.01, 0, false],
  ["monthly", 0, 5.01, false],
] as const)("%s rows of cvrmse %d and nmbe %d pass: %s", (interval, cvrmse, nmbe, passed) => {
  expect(gate(interval, cvrmse, nmbe)?.passed).toBe(passed);
});

it("says what it compared", () => {
  expect(gate("hourly", 24.04, -12.345)).toEqual({
    interval: "hourly",
    limits: { cvrmse: 30, nmbe: 10 },
    passed: false,
    reason: "cvrmse_adj 24.0 % ≤ 30 %; |nmbe| 12.3 % > 10 %",
  });
});

it.each([
  [null, 1, 1],
  ["hourly", null, 1],
  ["hourly", 1, null],
] as const)("is silent where there is nothing to compare: %s, %s, %s", (interval, cvrmse, nmbe) => {
  expect(gate(interval, cvrmse, nmbe)).toBeNull();
});
