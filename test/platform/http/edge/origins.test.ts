import { expect, it } from "vitest";
import { faultOfOrigins, isAmong, readOrigins } from "../../../../src/platform/http/edge/origins.ts";

it("names origins, all of them, or none", () => {
  const some = readOrigins("https://a.example, http://localhost:3000");
  expect([isAmong(some, "https://a.example"), isAmong(some, "http://localhost:3000")]).toEqual([true, true]);
  expect([isAmong(some, "https://b.example"), isAmong(some, null), isAmong(some, "null")]).toEqual([
    false,
    false,
    false,
  ]);
  expect([
    isAmong(readOrigins("*"), "https://b.example"),
    isAmong(readOrigins(undefined), "https://a.example"),
  ]).toEqual([true, false]);
});

it.each([
  "a.example",
  "https://a.example/",
  "https://A.example",
  "https://a.example:443",
  "https://a.example,",
  "https://*.example, *",
  "https://a.example/path",
  "ftp://a.example",
  "null",
])("refuses %s, which no browser sends", (text) => {
  expect(faultOfOrigins(text)).toMatch(/^CORS_ORIGINS has .*, no origin as browsers send it/);
  expect(() => readOrigins(text)).toThrow("Cannot start: CORS_ORIGINS");
});
