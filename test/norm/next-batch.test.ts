// What a batch is told of the rows before it, worked out by hand.
import { afterAll, describe, expect, it } from "vitest";
import { EMPTY_TAIL } from "../../src/engine/feature/series.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { observe } from "../../src/norm/rows/observe.ts";
import { TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";

const context = openContext(10);
afterAll(() => context.close());

const HOUR_MS = 3_600_000;
const START = Date.UTC(2025, 0, 1);
const hoursFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => new Date(START + (first + i) * HOUR_MS).toISOString());

async function train(name: string, batches: { t: string[]; x: number[]; y: number[] }[]) {
  await specifyNorm(context, name, parse(NormSpecification, { columns: ["x"], lambda: 0 }));
  const told = [];
  for (const { t, x, y } of batches) {
    told.push(await trainNorm(context, name, parse(TrainRequest, { t, x: { x }, y })));
  }
  return told;
}

// y = 1 + 2x.
const FIRST = { t: hoursFrom(0, 3), x: [0, 1, 2], y: [1, 3, 5] };

it("the error before has used up no parameter: 1, −1, 1, −1 beside a mean of 4, and the gate goes by it", async () => {
  const [, told] = await train("before", [FIRST, { t: hoursFrom(3, 4), x: [0, 1, 2, 3], y: [2, 2, 6, 6] }]);
  // Σ(y − 4)² = 16.
  expect(told?.error_before).toMatchObject({ n: 4, ddof: 4, gate: { passed: true } });
  expect(told?.error_before?.cvrmse_adj).toBeCloseTo(25, 10);
  expect(told?.error_before?.r_squared).toBeCloseTo(0.75, 10);
  expect(told?.error_before?.r_squared_adj).toBeCloseTo(0.75, 10);
  // Of the two parameters of seven rows these four have used up 8/7.
  expect(told?.error?.ddof).toBeCloseTo(4 - 8 / 7, 10);
});

describe("a first row", () => {
  const late = expect.stringContaining("not later than 2025-01-01T02:00:00.000Z, the last trained time");

  it.each([
    ["at the time of the last trained one is late", 2, true],
    ["before it too", 1, true],
    ["after it is not", 3, false],
  ])("%s", async (name, first, isLate) => {
    const batch = { t: hoursFrom(first, 3), x: [1, 2, 3], y: [3, 5, 7] };
    const [, told] = await train(name.replaceAll(" ", "-"), [FIRST, batch]);
    expect(told?.warnings).toEqual(isLate ? expect.arrayContaining([late]) : expect.not.arrayContaining([late]));
  });

  it.each([
    ["at the time of the last trained one", 0, 0],
    ["an hour after it", 1, 1],
    ["two hours after it", 2, 0],
  ])("%s follows on it, or not", (_, hours, follows) => {
    const specification = parse(NormSpecification, { columns: ["x"] });
    const { t, x } = parse(TrainRequest, { t: hoursFrom(hours, 3), x: { x: [1, 2, 3] }, y: [1, 2, 3] });
    const observed = observe({ specification, inferred: null }, { t, x }, { tail: EMPTY_TAIL });
    expect([...observed.follows(START)]).toEqual([follows, 1, 1]);
  });
});
