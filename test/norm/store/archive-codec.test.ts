// Rows that are kept come back to the last bit, whatever they are.
import { describe, expect, it } from "vitest";
import { type ArchivedRows, decodeRows, encodeRows } from "../../../src/norm/store/archive-codec.ts";
import { createByteReader, createByteWriter, readColumn, writeColumn } from "../../../src/norm/store/column-codec.ts";

const bitsOf = (values: Float64Array) => [...new BigUint64Array(values.slice().buffer)];

function roundTrip(values: Float64Array): { back: Float64Array; bytes: Uint8Array } {
  const writer = createByteWriter();
  writeColumn(writer, values);
  const bytes = writer.written();
  const reader = createByteReader(bytes);
  const back = readColumn(reader, values.length);
  expect(reader.left()).toBe(0);
  return { back, bytes };
}

const random = () => Math.random() - 0.5;
const columns: Record<string, number[]> = {
  none: [],
  "whole numbers": [0, 1, -1, 127, 128, -64, 16_384, 2 ** 31, -(2 ** 31), 2 ** 40],
  "the largest whole numbers that are told as such": [2 ** 50, -(2 ** 50), 2 ** 50],
  "larger ones": [2 ** 50 + 2, 2 ** 53 - 1, 1e30, -1e30],
  decimals: [0.1, 0.2, 0.3, 12.34, -7.001, 1e-12, 99.99],
  "what no decimal says": [1 / 3, 0.1 + 0.2, 1e-13, Math.PI, 5e-324],
  "missing values": [Number.NaN, 1.5, Number.NaN, Number.NaN, 2],
  "missing values alone": [Number.NaN, Number.NaN],
  "missing values among doubles": [Number.NaN, Math.E, Number.NaN],
  "a zero with a sign": [0, -0, 1],
  chance: Array.from({ length: 5_000 }, () => random() * 10 ** Math.floor(random() * 60)),
  "chance in cents": Array.from({ length: 5_000 }, () => Math.round(random() * 1e6) / 100),
  "quarter hours": Array.from({ length: 5_000 }, (_, i) => 1_700_000_000_000 + 900_000 * i),
};

describe("a column", () => {
  it.each(Object.keys(columns))("of %s comes back", (name) => {
    const values = Float64Array.from(columns[name] as number[]);
    expect(bitsOf(roundTrip(values).back)).toEqual(bitsOf(values));
  });

  it("is the distances of whole numbers of a unit, zigzag, seven bits a byte", () => {
    // 1.5, 1.4, missing and 3.4 are 15, 14 and 34 tenths: +15, −1, none, +20 are 31, 2, 0, 41.
    expect([...roundTrip(Float64Array.of(1.5, 1.4, Number.NaN, 3.4)).bytes]).toEqual([1, 31, 2, 0, 41]);
    // +64 is 129: 1 and 128 together with 1 · 128.
    expect([...roundTrip(Float64Array.of(64)).bytes]).toEqual([0, 129, 1]);
  });
});

describe("rows", () => {
  const times = (count: number, areDates: number[], hasOffset: boolean) => ({
    instants: Float64Array.from({ length: count }, (_, i) => 1_767_225_600_000 + i * 3_600_000),
    areDates: Uint8Array.from(areDates),
    hasOffset,
  });
  const few: ArchivedRows = {
    rowCount: 2,
    times: times(2, [0, 1], false),
    columns: [Float64Array.of(1.5, Number.NaN), Float64Array.of(1, 0)],
    levels: new Map([[1, ["day", 'night "x"']]]),
    y: Float64Array.of(1 / 3, 2),
    weights: Float64Array.of(1, 0.5),
    continues: false,
  };
  const many = 3_000;
  const all: Record<string, ArchivedRows> = {
    "with all that they may have": few,
    "without times, weights and levels": {
      ...few,
      ...{ times: null, weights: null, levels: new Map(), continues: null },
    },
    "with offsets": { ...few, times: times(2, [0, 0], true), continues: true },
    "that are folded": {
      rowCount: many,
      times: times(many, Array(many).fill(0), true),
      columns: [Float64Array.from({ length: many }, (_, i) => Math.round(100 * Math.sin(i / 24)) / 10)],
      levels: new Map(),
      y: Float64Array.from({ length: many }, random),
      weights: null,
      continues: null,
    },
  };

  it.each(Object.keys(all))("%s come back", async (name) => {
    const rows = all[name] as ArchivedRows;
    expect(await decodeRows(await encodeRows(rows))).toEqual(rows);
  });

  it("take some bytes each where they are written with decimals", async () => {
    const { columns, ...rest } = all["that are folded"] as ArchivedRows;
    const encoded = await encodeRows({ ...rest, columns, y: columns[0] as Float64Array });
    expect(encoded.length).toBeLessThan(2 * many);
  });
});
