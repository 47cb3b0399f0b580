import { describe, expect, it } from "vitest";
import { blocksOf } from "../../../src/shop/feature/block.ts";
import { pakddFolder, readPakdd } from "../../support/shop.ts";

const blocks = (startsMs: number[], visitors?: (string | null)[]) => [...blocksOf(startsMs, visitors).of];

describe("blocks of sessions", () => {
  it("begin where the start drops, not where it stays", () => {
    expect(blocks([3, 4, 4, 2, 5, 1, 0])).toEqual([0, 0, 0, 1, 1, 2, 3]);
    expect(blocks([1, 1, 1, 1])).toEqual([0, 0, 0, 0]);
    expect(blocks([])).toEqual([]);
  });

  it("are one for a known visitor, wherever the sessions stand", () => {
    expect(blocks([9, 3, 5, 1], ["a", "b", "a", "a"])).toEqual([0, 1, 0, 0]);
  });

  it("of unknown visitors do not reach over a known one", () => {
    expect(blocks([1, 2, 3, 4, 5], [null, null, "a", null, "a"])).toEqual([0, 0, 1, 2, 1]);
  });

  it("are stretches of time where most stand in its order, cut after the longest gap near each fifth", () => {
    // An hour apart; before the 9th, 21st, 30th and 41st nobody came for a night.
    const nights = [9, 21, 30, 41];
    const startsMs = Array.from({ length: 50 }, (_, i) => i + 10 * nights.filter((night) => night <= i).length);
    const expected = startsMs.map((_, i) => nights.filter((night) => night <= i).length);
    expect(blocks(startsMs)).toEqual(expected);
    // Two sessions of a test before them are a block of their own, and half of the sessions are a visitor's.
    expect(blocks([900, 901, ...startsMs])).toEqual([0, 0, ...expected.map((block) => block + 1)]);
    expect(blocksOf([900, 901, ...startsMs]).cutCount).toBe(50);
    expect(blocks([...startsMs, ...startsMs])).toEqual([...startsMs.map(() => 0), ...startsMs.map(() => 1)]);
  });

  // 2,129 drops were counted in the file (awk).
  it.skipIf(!pakddFolder)("are 2,130 in the competition's log", () => {
    const startsMs = readPakdd(String(pakddFolder)).map(({ start }) => Date.parse(`${start.replace(" ", "T")}Z`));
    expect(blocksOf(startsMs).of.at(-1)).toBe(2_129);
  });
});
