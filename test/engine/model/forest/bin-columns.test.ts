import { describe, expect, it } from "vitest";
import { binColumns } from "../../../../src/engine/model/forest/bin-columns.ts";
import { randomColumns, uniform } from "../../../support/numbers.ts";

/** The bin of each row, the highest eight bits of its code. */
const binsOf = (column: Float64Array) => Array.from(binColumns([column], column.length).codes, (code) => code >> 8);

describe("a column's codes", () => {
  it("are one bin for each distinct value, in their order, and one code for the missing ones", () => {
    const { codes, shifts } = binColumns([Float64Array.of(3, 1, Number.NaN, -1, 1, 2)], 6);
    expect([...codes]).toEqual([3 << 8, 1 << 8, 0xffff, 0, 1 << 8, 2 << 8]);
    expect([...shifts]).toEqual([8]);
  });

  it("deal rows evenly where there are more values than bins, and tell every value apart within its bin", () => {
    const [column = new Float64Array()] = randomColumns(1, 10_000);
    const sizes = new Uint32Array(256);
    for (const bin of binsOf(column)) sizes[bin] = (sizes[bin] as number) + 1;
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(39);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(40);
    const { codes, shifts } = binColumns([column], 10_000);
    expect(new Set(codes).size).toBe(10_000);
    // 40 values of a bin are told apart by six bits of eight.
    expect([...shifts]).toEqual([2]);
  });

  it("are a bin for each value as long as 256 are enough; of one more, the first that fall short of their share go together", () => {
    const bins = (count: number) => binsOf(Float64Array.from({ length: count }, (_, i) => i));
    expect(bins(256)).toEqual(Array.from({ length: 256 }, (_, i) => i));
    // A share is 257/256 rows: one value is less than that, two are enough, and so is each one after them.
    expect(bins(257)).toEqual(Array.from({ length: 257 }, (_, i) => Math.max(0, i - 1)));
  });

  it("part neighbours that no number lies between", () => {
    expect(binsOf(Float64Array.of(1, 1 + Number.EPSILON))).toEqual([0, 1]);
  });

  it("are in the order of the values, whatever these are", () => {
    const values = [-Infinity, -1e300, -2, -1e-310, 0, 5e-324, 1, 1 + Number.EPSILON, 2 ** 53, Infinity];
    const random = uniform(3);
    const column = Float64Array.from({ length: 200 }, () => values[Math.floor(random() * values.length)] as number);
    expect(binsOf(column)).toEqual(Array.from(column, (value) => values.indexOf(value)));
    expect(binsOf(Float64Array.of(-0, 0, -0))).toEqual([0, 0, 0]);
  });

  it.each<[string, number, (i: number, random: () => number) => number, readonly number[]]>([
    ["99 % zeros", 100_000, (i) => (i % 100 === 0 ? ((i * 7) % 100_000) / 1e5 : 0), [0]],
    ["99.5 % zeros among values of both signs", 100_000, (i, random) => (i % 200 === 0 ? random() - 0.5 : 0), [0]],
    ["three spikes", 20_000, (i, random) => [0, 5, 100, 200 * random()][i % 4] as number, [0, 5, 100]],
    ["whole numbers with a tail", 50_000, (i) => (i % 5 === 0 ? i : i % 4), [0, 1, 2, 3]],
  ])("give a frequent value a bin of its own, and the others what is left: %s", (_, rows, make, frequent) => {
    const random = uniform(5);
    const column = Float64Array.from({ length: rows }, (_, i) => make(i, random));
    const bins = binsOf(column);
    const valuesIn = (bin: number) => new Set(column.filter((_, row) => bins[row] === bin));
    for (const value of frequent) expect([...valuesIn(bins[column.indexOf(value)] as number)]).toEqual([value]);
    // The others, one row each or nearly, are dealt evenly.
    const sizes = new Map<number, number>();
    for (const bin of bins) sizes.set(bin, (sizes.get(bin) ?? 0) + 1);
    const rare = [...sizes].filter(([bin]) => !frequent.some((value) => valuesIn(bin).has(value)));
    const mean = rare.reduce((sum, [, size]) => sum + size, 0) / rare.length;
    expect(sizes.size).toBeGreaterThan(250);
    expect(Math.max(...rare.map(([, size]) => size))).toBeLessThan(2 * mean);
  });
});
