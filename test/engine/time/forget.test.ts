import { describe, expect, it } from "vitest";
import { unitEnd, unitOf, weightOf, windowStart } from "../../../src/engine/time/forget.ts";

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

it("rows age by months from 60 days on, by days below", () => {
  expect([{ half_life: "60d" }, { window: "365d" }].map(unitOf)).toEqual(["month", "month"]);
  expect([{ half_life: "59d" }, { window: "12h" }].map(unitOf)).toEqual(["day", "day"]);
});

it("a month and a day end where the next one begins", () => {
  const at = (text: string) => Date.parse(`${text}Z`);
  expect(unitEnd(at("2024-02-29T23:59"), "month")).toBe(at("2024-03-01T00:00"));
  expect(unitEnd(at("2024-12-01T00:00"), "month")).toBe(at("2025-01-01T00:00"));
  expect(unitEnd(at("2024-02-29T00:00"), "day")).toBe(at("2024-03-01T00:00"));
});
