// However many batches there are, what is asked for is merged from few pieces, and is what its batches are together.
import { afterAll, describe, expect, it } from "vitest";
import { count } from "../../src/engine/kernel/factor.ts";
import { askWhatIf } from "../../src/norm/answer/ask-what-if.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { keepMissingSpans } from "../../src/norm/basis/keep-spans.ts";
import { readBasis } from "../../src/norm/basis/read-basis.ts";
import { forgetBatch } from "../../src/norm/learn/forget-batch.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { TrainRequest, WhatIfRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { normSpans } from "../../src/norm/store/norm-tables.ts";
import { findNorm, type NormRow } from "../../src/norm/store/norms.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { openContext } from "../support/context.ts";
import { copyBatches } from "../support/copy-batches.ts";
import { normal, relativeError, uniform } from "../support/numbers.ts";

const DAY_MS = 86_400_000;
const ROWS = 6;
// Merges in another order: some hundred roundings, divided by how well the columns are told apart.
const ROUNDING = 1e-11;

const opened = openContext(10);
const context = { ...opened, cache: createCache() };
afterAll(() => opened.close());

const draw = normal(uniform(8));
const values = (length: number) => Array.from({ length }, () => draw());

/** Batch i: six hours of the i-th day. */
function day(i: number, columns = ["a", "b"], rows = ROWS) {
  const t = Array.from({ length: rows }, (_, k) =>
    new Date(Date.UTC(2020, 0, 1 + i, 0, (1_440 * k) / rows)).toISOString(),
  );
  return { batch: `b${i}`, t, x: Object.fromEntries(columns.map((name) => [name, values(rows)])), y: values(rows) };
}

const specify = (name: string, forget?: object, columns = ["a", "b"]) =>
  specifyNorm(context, name, parse(NormSpecification, { columns, lambda: 0, ...(forget && { forget }) }));
const train = (name: string, batch: object) => trainNorm(context, name, parse(TrainRequest, batch));
const normOf = async (name: string) => (await findNorm(context.database, name)) as NormRow;
const whatIf = (name: string, request: object) =>
  askWhatIf({ ...context, cache: createCache() }, name, parse(WhatIfRequest, request));
const line = async (name: string) => {
  const { intercept, coefficients } = await readNorm(context, name);
  return [intercept, ...coefficients.map(({ value }) => value)] as number[];
};

async function keepAll(name: string): Promise<void> {
  const norm = await normOf(name);
  while (await keepMissingSpans(context, norm, norm.version));
}

const COUNT = 1_000;
/** Seven pieces of each of three widths at either end, and one that holds a thousand's middle. */
const PIECES_MAX = 43;

describe("a thousand days, a batch each", async () => {
  await specify("many");
  for (let i = 0; i < 8; i++) await train("many", day(i));
  await copyBatches(opened.d1, "many", { period: 8, count: COUNT, roundMs: 8 * DAY_MS });
  await keepAll("many");
  const norm = await normOf("many");
  const rowsOf = async (version: number, forget: object | null) => {
    const basis = await readBasis({ ...context, cache: createCache() }, norm, version, forget);
    return { rows: basis.folds.reduce((sum, fold) => sum + Math.round(count(fold)), 0), pieces: basis.partCount };
  };

  it("are merged in eights, 64s and 512s", async () => {
    const spans = await context.database.select({ since: normSpans.since, version: normSpans.version }).from(normSpans);
    expect(spans.length).toBe(125 + 15 + 1);
    for (const { since, version } of spans) {
      expect(version % (version - since)).toBe(0);
      expect([8, 64, 512]).toContain(version - since);
    }
  });

  it("up to any version, in any window: as many rows as their days have, from few pieces", async () => {
    const random = uniform(6);
    for (let i = 0; i < 60; i++) {
      const version = 1 + Math.floor(COUNT * random());
      const days = 1 + Math.floor(366 * random());
      const window = await rowsOf(version, { window: `${days}d` });
      // By days below 60, else by months: what ends where the window begins is left out.
      const newest = new Date(Date.UTC(2020, 0, version));
      const { year, month } = { year: newest.getUTCFullYear(), month: newest.getUTCMonth() };
      const end = days < 60 ? newest.getTime() + DAY_MS : Date.UTC(year, month + 1, 1);
      const start = end - days * DAY_MS;
      const within = Array.from({ length: version }, (_, day) => new Date(Date.UTC(2020, 0, 1 + day))).filter((at) => {
        const ends = days < 60 ? at.getTime() + DAY_MS : Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
        return ends > start;
      });
      expect(window.rows, `${version}, ${days}`).toBe(ROWS * within.length);
      expect(window.pieces).toBeLessThanOrEqual(PIECES_MAX);
    }
  });

  it("until any time: as many rows as its days have", async () => {
    for (const days of [1, 7, 8, 9, 64, 65, 511, 512, 577, 999]) {
      const until = new Date(Date.UTC(2020, 0, 1 + days) - 1).toISOString();
      expect((await whatIf("many", { until })).rows).toBe(ROWS * days);
    }
  });

  it("without one of them: the others, from few pieces", async () => {
    await forgetBatch(context, "many", "b3-40");
    const after = await normOf("many");
    const at = async (version: number) => readBasis({ ...context, cache: createCache() }, after, version, null);
    const { folds, partCount } = await at(COUNT);
    expect(folds.reduce((sum, fold) => sum + Math.round(count(fold)), 0)).toBe(ROWS * (COUNT - 1));
    expect(partCount).toBeLessThanOrEqual(PIECES_MAX);
    // b3-40 was version 324.
    const spans = await context.database.select({ since: normSpans.since, version: normSpans.version }).from(normSpans);
    expect(spans.filter(({ since, version }) => since < 324 && version >= 324)).toEqual([]);
    expect(spans.length).toBe(141 - 3);
  });
});

describe.each([{ window: "50d" }, { half_life: "20d" }, undefined])(
  "150 days that come in another order, with %j",
  (forget) => {
    it("and of which some are forgotten, make the norm of those that count", async () => {
      const name = `late-${JSON.stringify(forget ?? "").replace(/\W/g, "")}`.toLowerCase();
      const batches = Array.from({ length: 150 }, (_, i) => day(i));
      const random = uniform(9);
      const shuffled = batches.map((batch) => ({ batch, at: random() })).sort((a, b) => a.at - b.at);
      await specify(name, forget);
      for (const { batch } of shuffled) await train(name, batch);
      await keepAll(name);
      const gone = ["b3", "b77", "b140", "b141", "b149"];
      for (const batch of gone) await forgetBatch(context, name, batch);
      await specify(`${name}-again`, forget);
      for (const batch of batches.filter(({ batch }) => !gone.includes(batch))) await train(`${name}-again`, batch);
      expect(relativeError(await line(name), await line(`${name}-again`))).toBeLessThan(ROUNDING);
    });
  },
);

it("what fades otherwise is merged anew, what leaves otherwise is not", async () => {
  await specify("amended");
  for (let i = 0; i < 16; i++) await train("amended", day(i));
  const { id } = await normOf("amended");
  const kept = async () =>
    (await context.database.select().from(normSpans)).filter(({ normId }) => normId === id).length;
  expect(await kept()).toBe(2);
  await specify("amended", { window: "10d" });
  expect(await kept()).toBe(2);
  expect((await readNorm(context, "amended")).rows).toBe(ROWS * 10);
  await specify("amended", { half_life: "10d" });
  expect(await kept()).toBe(0);
});

it("of more than is read for one answer some are merged, and who asks again gets his answer", async () => {
  const columns = Array.from({ length: 120 }, (_, i) => `c${i}`);
  await specify("wide", undefined, columns);
  await train("wide", day(0, columns, 480));
  const { intercept } = await readNorm(context, "wide");
  await copyBatches(opened.d1, "wide", { period: 1, count: 1_000, roundMs: DAY_MS });
  const statuses: string[] = [];
  for (let turn = 0; turn < 10; turn++) {
    const answer = await readBasis({ ...context, cache: createCache() }, await normOf("wide"), 1_000, {
      window: "3660d",
    }).catch((error: Error) => error);
    statuses.push(answer instanceof Error ? answer.message : "answered");
    if (!(answer instanceof Error)) break;
  }
  expect(statuses.length).toBeGreaterThan(1);
  expect(statuses.at(-1)).toBe("answered");
  expect(statuses[0]).toBe('All batches of norm "wide" together cannot be read yet');
  expect((await whatIf("wide", { until: 999 })).intercept).toBeCloseTo(intercept as number, 8);
});
