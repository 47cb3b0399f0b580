// Many instants are the same texts as each by itself.
import { expect, it } from "vitest";
import { isoTexts } from "../../../src/engine/time/iso-texts.ts";

it("are what toISOString has of each, whatever day, year and order they are of", () => {
  const quarters = Array.from({ length: 300 }, (_, i) => 1_767_225_600_000 + 900_000 * i);
  const others = [-1, 0, 86_399_999, 86_400_000, -86_400_001, 253_402_300_800_000, -62_198_755_200_000, 1, 0, 0];
  const all = [...quarters, ...others, ...quarters.toReversed(), ...others.map((ms) => ms + 86_400_000)];
  expect(isoTexts(all)).toEqual(all.map((ms) => new Date(ms).toISOString()));
  expect(isoTexts([])).toEqual([]);
  expect(() => isoTexts([Number.NaN])).toThrow(RangeError);
});
