import { expect, it } from "vitest";
import { fromPlain, toPlain } from "../../../src/registry/schema/plain.ts";

const value = {
  floats: Float64Array.of(0.1, -0, Number.NaN, Infinity, 5e-324),
  bytes: Uint8Array.of(0, 255),
  nested: [{ whole: Int32Array.of(-1, 2 ** 31 - 1), unsigned: Uint32Array.of(2 ** 32 - 1) }, null, "text", 7, true],
};

it("keeps every bit of typed arrays through JSON", () => {
  const back = fromPlain(JSON.parse(JSON.stringify(toPlain(value)))) as typeof value;
  expect(back).toEqual(value);
  expect(Object.is(back.floats[1], -0)).toBe(true);
});

it("names arrays as NumPy does, the lowest byte first", () => {
  expect(toPlain(Float64Array.of(1))).toEqual({ dtype: "<f8", data: "AAAAAAAA8D8=" });
});

it.each([
  { dtype: "<f8", data: "no base64!" },
  { dtype: "<f8", data: "AAAA" },
  { dtype: "<f2", data: "AAAA" },
  { dtype: "toString", data: "AAAA" },
  { dtype: 1, data: 2 },
])("leaves %o as it is", (odd) => {
  expect(fromPlain(odd)).toEqual(odd);
});
