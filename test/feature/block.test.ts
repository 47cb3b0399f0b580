import { describe, expect, it } from "vitest";
import { blocksOf } from "../../src/feature/block.ts";
import { pakddFolder, readPakdd } from "../support/shop.ts";

const blocks = (startsMs: number[], visitors?: (string | null)[]) => [...blocksOf(startsMs, visitors)];

describe("blocks of sessions", () => {
  it("begin where the start drops, not where it stays", () => {
    expect(blocks([3, 4, 4, 2, 5, 1, 0])).toEqual([0, 0, 0, 1, 1, 2, 3]);
    expect(blocks([])).toEqual([]);
  });

  it("are one for a known visitor, wherever the sessions stand", () => {
    expect(blocks([9, 3, 5, 1], ["a", "b", "a", "a"])).toEqual([0, 1, 0, 0]);
  });

  it("of unknown visitors do not reach over a known one", () => {
    expect(blocks([1, 2, 3, 4, 5], [null, null, "a", null, "a"])).toEqual([0, 0, 1, 2, 1]);
  });

  // 2,129 drops were counted in the file (awk).
  it.skipIf(!pakddFolder)("are 2,130 in the competition's log", () => {
    const startsMs = readPakdd(String(pakddFolder)).map(({ start }) => Date.parse(`${start.replace(" ", "T")}Z`));
    expect(blocksOf(startsMs).at(-1)).toBe(2_129);
  });
});
