// Arrow as arrow-rs and Arrow's JavaScript write it, and as nobody should.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readArrow } from "../../../src/platform/form/arrow/read-arrow.ts";
import { unfoldLz4Frame } from "../../../src/platform/form/codec/lz4-frame.ts";
import type { Frame } from "../../../src/platform/form/frame.ts";
import { readParquet } from "../../../src/platform/form/parquet/read-parquet.ts";

const read = (name: string) => new Uint8Array(readFileSync(new URL(`../../golden/${name}`, import.meta.url)));
const all = () => true;
const columnsOf = ({ columns, values }: Frame) =>
  Object.fromEntries(columns.map((name, j) => [name, Array.from(values[j] as ArrayLike<unknown>)]));

const REFUSED = {
  list: "holds other columns, or several values a row",
  struct: "holds other columns, or several values a row",
  time: "holds times of day",
  binary: "holds bytes that are not said to be text",
};

describe("an Arrow stream", () => {
  it("is the table that was a Parquet file before", async () => {
    const frame = readArrow(read("arrow/rows.arrows"), all);
    const expected = await readParquet(read("parquet/snappy-v1.parquet"), all);
    expect({ ...frame, placeOf: 0 }).toEqual({ ...expected, placeOf: 0 });
    expect(frame.placeOf(3)).toBe("row 4");
  });

  it.each(["kinds.arrows", "kinds.arrow"])("is read kind by kind: %s", (name) => {
    const frame = readArrow(read(`arrow/${name}`), (column) => !(column in REFUSED));
    expect(columnsOf(frame)).toEqual({
      level: ["low", "high", null, "low"],
      large: ["a", "", null, "ü"],
      view: ["a", "a text of more than twelve letters", null, "ü"],
      half: [1.5, -2, Number.NaN, 0.25],
      int8: [-1, 2, Number.NaN, 3],
      uint16: [65_535, 2, Number.NaN, 3],
      flag: [true, false, null, true],
      day: ["1970-01-01", "1970-01-02", null, "1969-12-31"],
      second: ["1970-01-01T00:00:00", "1970-01-01T00:00:01", null, "1969-12-31T23:59:59"],
      nothing: new Array(4).fill(Number.NaN),
    });
  });

  it("is read where its buffers are folded", () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => i);
    expect(columnsOf(readArrow(read("arrow/zstd.arrows"), all))).toEqual({
      x: rows.map((i) => i / 4),
      text: rows.map((i) => `text ${i % 9}`),
    });
  });

  it("is refused by the name of what no cell holds", () => {
    for (const [column, what] of Object.entries(REFUSED))
      expect(() => readArrow(read("arrow/kinds.arrows"), (name) => name === column)).toThrow(
        `Cannot use the table: ${column}: the column ${what}; columns= leaves it out`,
      );
  });

  it.each([
    ["nothing", () => new Uint8Array(0), /does not begin with a schema/],
    ["no Arrow", () => new Uint8Array(100).fill(65), /a message does not begin where it should/],
    ["a message that is cut", () => read("arrow/rows.arrows").subarray(0, -3_000), /a message is longer than it/],
    ["a schema alone", () => Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0), /does not begin with a schema/],
  ])("is refused that is %s", (_, bytes, told) => {
    expect(() => readArrow(bytes(), all)).toThrow(told);
  });
});

describe("a frame of LZ4", () => {
  const frame = (flags: number, ...blocks: number[][]) => [0x04, 0x22, 0x4d, 0x18, flags, 0x40, 0, ...blocks.flat()];
  const block = (bytes: number[], isAsItWas = false) => [bytes.length, 0, 0, isAsItWas ? 128 : 0, ...bytes];
  const END = [0, 0, 0, 0];

  it.each<[string, number[], string | null]>([
    [
      "of blocks that copy from those before",
      frame(64, block([97, 98], true), block([0, 2, 0, 16, 99]), END),
      "abababc",
    ],
    [
      "with checksums and its length",
      [...frame(88), 0, 0, 0, 0, 0, 0, 0, 0, ...block([16, 97]), 1, 2, 3, 4, ...END],
      "a",
    ],
    ["of a dictionary", frame(65, block([16, 97]), END), null],
    ["without end", frame(64, block([16, 97])), null],
    ["that is cut", frame(64, [9, 0, 0, 0, 16]), null],
    ["of another version", frame(0, block([16, 97]), END), null],
    ["that copies from before it", frame(64, block([16, 97, 2, 0, 16, 98]), END), null],
  ])("%s", (_, folded, expected) => {
    const into = new Uint8Array(expected?.length ?? 1);
    expect(unfoldLz4Frame(Uint8Array.from(folded), into)).toBe(expected !== null);
    if (expected !== null) expect(Buffer.from(into).toString()).toBe(expected);
  });
});
