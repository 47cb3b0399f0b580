import { describe, expect, it } from "vitest";
import { weightOf, windowStart } from "../../src/model/forget.ts";

const DAY = 86_400_000;

describe("a half-life of 90 days", () => {
  it.each([
    [0, 1],
    [90, 1 / 2],
    [45, Math.SQRT1_2],
    [360, 1 / 16],
  ])("weighs rows of %d days %d", (days, weight) => {
    expect(weightOf({ half_life: "90d" }, days * DAY)).toBeCloseTo(weight, 14);
  });

  it("takes a factor each from the same weight, whatever came between", () => {
    const at = (days: number) => weightOf({ half_life: "90d" }, days * DAY);
    expect(at(37) * at(21)).toBeCloseTo(at(58), 14);
  });
});

it.each([[undefined], [null], [{}], [{ window: "90d" }]])("without a half-life (%j) nothing fades", (forget) => {
  expect(weightOf(forget, 1000 * DAY)).toBe(1);
});

it("a window begins so long before the newest row; without one nothing is left out", () => {
  expect(windowStart({ window: "365d" }, 400 * DAY)).toBe(35 * DAY);
  for (const forget of [undefined, null, {}, { half_life: "90d" }]) expect(windowStart(forget, 400 * DAY)).toBeNull();
});
