// Chunks have so many rows however their frames were cut, each row once, and at its line.
import fc from "fast-check";
import { expect, it } from "vitest";
import { chunkFrames, type FrameChunk } from "../../../src/platform/form/chunk-frames.ts";
import type { Frame } from "../../../src/platform/form/frame.ts";

async function* framesOf(values: number[], cuts: number[]): AsyncGenerator<Frame> {
  let from = 0;
  for (const cut of [...cuts, values.length]) {
    const start = from;
    const part = values.slice(start, start + cut);
    from += part.length;
    if (part.length > 0)
      yield {
        columns: ["a"],
        values: [Float64Array.from(part)],
        rowCount: part.length,
        placeOf: (row) => `${start + row}`,
      };
  }
}

async function chunksOf(frames: AsyncIterable<Frame>, most: number, together?: number): Promise<FrameChunk[]> {
  const options = { rowsMax: () => most, together: () => together };
  return Array.fromAsync(chunkFrames(frames, options));
}

const numbers = ({ frame }: FrameChunk) => [...(frame.values[0] as Float64Array)];

it("of seven rows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 9 }),
      fc.integer({ min: 1, max: 9 }),
      async (count, cuts, most) => {
        const values = Array.from({ length: count }, (_, i) => i);
        const chunks = await chunksOf(framesOf(values, cuts), most);
        expect(chunks.flatMap(numbers)).toEqual(values);
        const lengths = chunks.map(({ frame }) => frame.rowCount);
        expect(lengths.slice(0, -1).every((length) => length === most)).toBe(true);
        expect(lengths.at(-1)).toBeLessThan(2 * most);
        const places = chunks.flatMap(({ frame }) =>
          Array.from({ length: frame.rowCount }, (_, row) => frame.placeOf(row)),
        );
        expect(places).toEqual(values.map(String));
      },
    ),
  );
});

it("and more where rows of one value stay together", async () => {
  const chunks = await chunksOf(framesOf([1, 1, 2, 2, 2, 3, 4, 5, 6], [4]), 3, 0);
  expect(chunks.map(numbers)).toEqual([
    [1, 1, 2, 2, 2],
    [3, 4, 5, 6],
  ]);
});

it("tells columns that were numbers and then are text, not those that were empty", async () => {
  const frame = (a: (string | null)[] | number[], b: (string | null)[] | number[]): Frame => {
    const column = (of: typeof a) => (typeof of[0] === "number" ? Float64Array.from(of as number[]) : (of as string[]));
    return { columns: ["a", "b"], values: [column(a), column(b)], rowCount: a.length, placeOf: String };
  };
  async function* frames() {
    yield frame([1, 2], [Number.NaN, Number.NaN]);
    yield frame(["x", null], ["y", "z"]);
    yield frame(["x", null], ["y", "z"]);
  }
  expect((await chunksOf(frames(), 2)).map(({ mixed }) => mixed)).toEqual([[], ["a"], ["a"]]);
  expect((await chunksOf(frames(), 4)).map(({ mixed }) => mixed)).toEqual([["a"]]);
});
