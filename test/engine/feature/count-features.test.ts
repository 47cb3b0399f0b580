// How many features a specification has, which limits go by, and how many columns factors have, which those that are stored are read by.
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { countFeatures, type FeatureSpecification, features } from "../../../src/engine/feature/feature.ts";
import { keptCount, pieceCounts } from "../../../src/engine/feature/kept-feature.ts";
import { STATISTICS } from "../../../src/engine/feature/term.ts";
import { CALENDARS, type Calendar } from "../../../src/engine/time/calendar.ts";
import { NormSpecification } from "../../../src/norm/schema/norm-specification.ts";
import { FEATURE_COUNT_MAX } from "../../../src/platform/schema/limit.ts";

// The same chance in each run, so that a failure can be looked at.
const RUNS = { seed: 20261128, numRuns: 100 };

const COLUMNS = ["a", "b", "c", "d"];
const column = fc.constantFrom(...COLUMNS);
const byColumn = <T>(value: fc.Arbitrary<T>) => fc.dictionary(column, value, { maxKeys: 3 });
const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });
const base = fc.option(fc.integer({ min: -5, max: 25 }), { nil: undefined });
const harmonics = fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined });

const single: fc.Arbitrary<FeatureSpecification> = fc.record({
  columns: fc.constant(COLUMNS),
  lags: byColumn(fc.uniqueArray(fc.oneof(fc.nat(5), fc.constant("6h")), { maxLength: 4 })),
  calendar: some(
    fc.oneof(
      fc.constantFrom(...(Object.keys(CALENDARS) as Calendar[])),
      fc.record({ daily: harmonics, weekly: harmonics, yearly: harmonics }),
    ),
  ),
  rolling: some(
    fc.record({ column, window: fc.integer({ min: 1, max: 9 }), statistic: fc.constantFrom(...STATISTICS) }),
  ),
  difference: byColumn(fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 })),
  piecewise: byColumn(fc.record({ knots: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constant<number[]>([5, 15])) })),
  degree_days: some(fc.record({ column, heating: base, cooling: base })),
});

/** With products of what is there, by the names of features and of groups. */
const whole = single.chain((specification) => {
  const names = features(specification, null).flatMap(({ name, group }) => [name, group]);
  if (names.length === 0) return fc.constant(specification);
  const name = fc.constantFrom(...names);
  return some(fc.tuple(name, name)).map((interactions) => ({ ...specification, interactions }));
});

describe("the count of features", () => {
  it("is the length of their list", () => {
    fc.assert(
      fc.property(whole, (specification) => {
        expect(countFeatures(specification)).toBe(features(specification, null).length);
      }),
      RUNS,
    );
  });

  it.each([
    ["plain columns", (plain: string[]) => ({ columns: plain }), 0],
    [
      "a line that bends once",
      (plain: string[]) => ({ columns: [...plain, "T"], piecewise: { T: { knots: [15] } } }),
      2,
    ],
    [
      "one degree-day base",
      (plain: string[]) => ({ columns: [...plain, "T"], degree_days: { column: "T", heating: 15 } }),
      1,
    ],
    [
      "two degree-day bases",
      (plain: string[]) => ({ columns: [...plain, "T"], degree_days: { column: "T", heating: 15, cooling: 20 } }),
      2,
    ],
    ["a product", (plain: string[]) => ({ columns: plain, interactions: [["c0", "c1"]] }), 1],
  ] as const)("%s: 256 features are accepted, 257 are not", (_, made, beside) => {
    const of = (count: number) => made(Array.from({ length: count - beside }, (_, i) => `c${i}`));
    expect(v.safeParse(NormSpecification, of(FEATURE_COUNT_MAX)).success).toBe(true);
    const { issues } = v.safeParse(NormSpecification, of(FEATURE_COUNT_MAX + 1));
    expect(issues?.[0]?.message).toContain(`the ${FEATURE_COUNT_MAX} that are accepted`);
  });
});

describe("columns that factors have for a line whose knots are placed", () => {
  // At most 224 in all, counted as 0.5.0 did, which has stored factors of so many: T itself, and both sides of degree days, among them.
  it.each([
    ["as many as a line needs", 191, {}, 32],
    ["one less", 192, {}, 31],
    ["T itself, which is there", 192, { lags: { T: [0] } }, 31],
    ["degree days of T, of one side", 192, { degree_days: [{ column: "T", heating: 15 }] }, 29],
    ["degree days of T, of both sides", 192, { degree_days: [{ column: "T", heating: 15, cooling: 20 }] }, 29],
    ["no more than knots need", 224, {}, 7],
  ])("%s", (_, plain, rest, pieces) => {
    const columns = [...Array.from({ length: plain }, (_, i) => `c${i}`), "T"];
    const specification: FeatureSpecification = { columns, lags: {}, piecewise: { T: { knots: 6 } }, ...rest };
    expect(pieceCounts(specification, null)).toEqual({ T: pieces });
    const beside = features({ ...specification, piecewise: { T: { knots: [] } } }, null).length - 1;
    expect(keptCount(specification, null)).toBe(beside + pieces);
  });
});
