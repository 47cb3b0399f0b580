import { describe, expect, it } from "vitest";
import { shuffle, spreadRows, uniform } from "../../../src/engine/math/random.ts";

it("a shuffle brings each of the six orders of three about as often: a thousand times of six", () => {
  const random = uniform(1);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6_000; i++) {
    const order = shuffle([0, 1, 2], random).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(["012", "021", "102", "120", "201", "210"]);
  // Five standard deviations, √(6000 · 1/6 · 5/6) each.
  for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(5 * 28.9);
});

it("the same seed gives the same numbers, from 0 up to 1", () => {
  const [a, b] = [uniform(7), uniform(7)];
  const drawn = Array.from({ length: 10_000 }, a);
  expect(Array.from({ length: 10_000 }, b)).toEqual(drawn);
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  // Five standard deviations of a mean, √(1/12/10000).
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 * 0.0029);
});

describe("rows spread over a table", () => {
  it("are one of each of as many equal parts; of few all are taken", () => {
    const rows = spreadRows(1000, 100);
    expect([...rows].map((row) => Math.floor(row / 10))).toEqual([...Array(100).keys()]);
    expect(
      [...spreadRows(10, 4)].map((row, i) => row >= Math.floor(2.5 * i) && row < Math.floor(2.5 * (i + 1))),
    ).toEqual(Array(4).fill(true));
    expect([...spreadRows(3, 5)]).toEqual([0, 1, 2]);
    expect(spreadRows(0, 5)).toHaveLength(0);
  });

  it("are of every hour where each part is a day", () => {
    const hours = new Set([...spreadRows(24 * 300, 300)].map((row) => row % 24));
    expect(hours.size).toBe(24);
  });
});
