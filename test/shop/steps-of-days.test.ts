// Steps of time by the calendar.
import { expect, it } from "vitest";
import { stepOf, stepsBetween, textOfDay } from "../../src/shop/visit/steps-of-days.ts";

const dayOf = (text: string) => Date.parse(text) / 86_400_000;
const told = (step: "day" | "week" | "month", day: string) => textOfDay(stepOf(step, dayOf(day)));

it("a day is its own step, a week begins on Monday, a month on its first", () => {
  expect(told("day", "2026-03-04")).toBe("2026-03-04");
  // A Sunday, a Monday, and the first days there are.
  expect(told("week", "2026-03-01")).toBe("2026-02-23");
  expect(told("week", "2026-03-02")).toBe("2026-03-02");
  expect(told("week", "1970-01-01")).toBe("1969-12-29");
  expect(told("month", "2024-02-29")).toBe("2024-02-01");
});

it("no step between two days is left out", () => {
  const between = (step: "day" | "week" | "month", first: string, last: string) =>
    stepsBetween(step, { first: dayOf(first), last: dayOf(last) }, 1_000).map(textOfDay);
  expect(between("day", "2024-02-28", "2024-03-01")).toEqual(["2024-02-28", "2024-02-29", "2024-03-01"]);
  expect(between("week", "2026-03-01", "2026-03-09")).toEqual(["2026-02-23", "2026-03-02", "2026-03-09"]);
  expect(between("month", "2025-11-30", "2026-01-01")).toEqual(["2025-11-01", "2025-12-01", "2026-01-01"]);
  expect(stepsBetween("day", { first: 0, last: 99 }, 10)).toHaveLength(11);
});
