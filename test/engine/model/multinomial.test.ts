// Probabilities of several classes from responses: scikit-learn's, by hand, and what masking hides from the largest response.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { finish } from "../../../src/engine/math/work.ts";
import { fitMultinomial, type Multinomial, softmax } from "../../../src/engine/model/multinomial.ts";
import { normal, uniform } from "../../support/numbers.ts";

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), "utf8"));
const learn = (values: Float64Array, target: Float64Array, classCount: number) =>
  finish(fitMultinomial(values, target, { classCount }));

/** One number a class, row by row. */
function tell({ weights, offsets }: Multinomial, values: Float64Array): Float64Array {
  const count = offsets.length;
  const rows = Array.from({ length: values.length / count }, (_, row) =>
    values.subarray(row * count, (row + 1) * count),
  );
  const logits = (d: Float64Array) =>
    offsets.map((offset, k) => d.reduce((sum, value, j) => sum + value * (weights[k]?.[j] as number), offset));
  return Float64Array.from(rows.flatMap((d) => [...softmax(Float64Array.from(logits(d)))]));
}

const golden = read("multinomial");

// Ours stops where 1e-11 of the loss is left to gain, which is some millionths of a probability.
const SAME = 1e-5;

describe.each(["iris", "wine"])("scikit-learn's LogisticRegression on the responses of %s", (name) => {
  it("tells the same probabilities", () => {
    const values = Float64Array.from(read("ridge_classifier")[name].three[2].decision.flat());
    const target = Float64Array.from(read("svm").three[name].y);
    const told = tell(learn(values, target, 3), values);
    const expected = golden[name].flat() as number[];
    expect(Math.max(...told.map((p, i) => Math.abs(p - (expected[i] as number))))).toBeLessThan(SAME);
  });
});

it("tells a class between two others, of which no response is ever the largest", () => {
  const random = normal(uniform(2));
  const place = Float64Array.from({ length: 300 }, (_, i) => (i % 3) - 1 + 0.1 * random());
  const target = Float64Array.from(place.keys(), (i) => i % 3);
  // What least squares tell of it: the middle one is −1/3 everywhere.
  const values = Float64Array.from([...place].flatMap((x) => [-1 / 3 - x, -1 / 3, -1 / 3 + x]));
  const told = tell(learn(values, target, 3), values);
  const right = target.filter((k, row) => {
    const of = told.subarray(3 * row, 3 * row + 3);
    return of.indexOf(Math.max(...of)) === k;
  });
  expect(right.length).toBeGreaterThan(290);
});

it("tells the shares of the classes where responses are all alike", () => {
  const target = Float64Array.from({ length: 60 }, (_, i) => (i % 6 === 0 ? 0 : i % 2 === 0 ? 1 : 2));
  const told = tell(learn(new Float64Array(180), target, 3), new Float64Array(3));
  [1 / 6, 1 / 3, 1 / 2].forEach((share, k) => {
    expect(told[k]).toBeCloseTo(share, 6);
  });
});

it("gives a class without rows no chance, and takes responses of any size", () => {
  const target = Float64Array.of(0, 1, 0, 1);
  for (const size of [1e-30, 1, 1e8]) {
    const values = Float64Array.from([1, -1, 0, -1, 1, 0, 0.9, -1, 0, -1, 0.8, 0], (value) => size * value);
    const told = tell(learn(values, target, 3), values);
    expect(told.every(Number.isFinite)).toBe(true);
    expect(told[2]).toBe(0);
    expect((told[0] as number) >= 0.5 - 1e-9 && (told[3] as number) <= 0.5 + 1e-9).toBe(true);
  }
});

it("takes part of the rows where they and the classes are many, and tells the shares of all, those of one row too", () => {
  const frequent = 2_400;
  const target = Float64Array.from({ length: frequent + 99 }, (_, i) => Math.max(0, i - frequent + 1));
  const told = tell(learn(new Float64Array(100 * target.length), target, 100), new Float64Array(100));
  expect(told[0]).toBeCloseTo(frequent / target.length, 6);
  told.subarray(1).forEach((share) => {
    expect(share).toBeCloseTo(1 / target.length, 6);
  });
});
