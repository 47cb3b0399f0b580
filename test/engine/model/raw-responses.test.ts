// Raw responses of a family whose models say their own ends, beside what it decides by.
import { describe, expect, it } from "vitest";
import type { Family } from "../../../src/engine/model/family.ts";
import { decideRaw, joinDecided, rawWidth } from "../../../src/engine/model/raw-responses.ts";

/** It decides by the sum of two numbers a row, and has ends where `interval` is set. */
const family = {
  width: () => 2,
  hasEnds: ({ interval }: { interval?: number }) => interval !== undefined,
  decide: (raw: Float64Array) => ({
    target: Float64Array.from(
      { length: raw.length / 2 },
      (_, row) => (raw[2 * row] as number) + (raw[2 * row + 1] as number),
    ),
    probability: null,
  }),
} as unknown as Family;
const of = { classCount: 0, unitCount: 1, calibration: null };

describe("raw responses", () => {
  it("have two numbers more where a model has ends", () => {
    expect(rawWidth(family, 0, {})).toBe(2);
    expect(rawWidth(family, 0, { interval: 0.9 })).toBe(4);
  });

  it("are parted into what is decided by and the ends", () => {
    const raw = Float64Array.of(1, 2, -5, 5, 3, 4, -6, 6);
    const told = decideRaw(family, raw, { ...of, params: { interval: 0.9 } });
    expect(told.target).toEqual(Float64Array.of(3, 7));
    expect(told.ends).toEqual({ lower: Float64Array.of(-5, -6), upper: Float64Array.of(5, 6) });
    expect(decideRaw(family, raw, { ...of, params: {} })).toEqual({
      ...{ target: Float64Array.of(3, 0, 7, 0), probability: null, ends: null },
    });
  });

  it("decided slice by slice are as of all at once", () => {
    const raw = Float64Array.from({ length: 12 }, (_, i) => i);
    const asked = { ...of, params: { interval: 0.9 } };
    const slices = [raw.subarray(0, 4), raw.subarray(4)].map((slice) => decideRaw(family, slice, asked));
    expect(joinDecided(slices)).toEqual(decideRaw(family, raw, asked));
    expect(joinDecided([])).toEqual({ target: new Float64Array(), probability: null, ends: null });
  });
});
