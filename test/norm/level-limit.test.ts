// As many levels as a norm may have, and one more; and that what is stored of as many fits into a row of D1.
import { afterAll, describe, expect, it } from "vitest";
import { AppError } from "../../src/error.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { FEATURE_COUNT_MAX, LABEL_LENGTH_MAX, LEVELS_BYTES_MAX } from "../../src/platform/schema/limit.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";
import { uniform } from "../support/numbers.ts";

const context = openContext(10);
afterAll(() => context.close());

const specify = (name: string, specification: object) =>
  specifyNorm(context, name, parse(NormSpecification, specification));
const train = (name: string, body: object) => trainNorm(context, name, parse(TrainRequest, body));
const levels = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `level ${from + i}`);
const body = (level: readonly string[], batch?: string) => {
  const random = uniform(level.length);
  return { x: { level, T: level.map(random) }, y: level.map(random), ...(batch && { batch }) };
};
const SPECIFICATION = { columns: ["level", "T"], categories: ["level"] };

// Their names count as one feature, and T is one.
const MOST = FEATURE_COUNT_MAX - 2;

it(`takes ${MOST} levels beside a number, and refuses one more, whether it comes at once or later`, async () => {
  await specify("most", SPECIFICATION);
  await expect(train("most", body(levels(0, MOST + 1)))).rejects.toThrowError(
    `x.level: ${MOST + 1} levels in all batches, which make ${FEATURE_COUNT_MAX + 1} features, levels counted, more than the ${FEATURE_COUNT_MAX}`,
  );
  await expect(train("most", body(levels(0, 3_000)))).rejects.toThrowError("which make 3001 levels");
  await train("most", body(levels(0, 200)));
  await train("most", body(levels(100, MOST)));
  const before = await readNorm(context, "most");
  expect(before.inferred?.levels?.level).toHaveLength(MOST);
  await expect(train("most", body(levels(MOST, MOST + 1)))).rejects.toBeInstanceOf(AppError);
  // One that is known is welcome.
  await train("most", body(levels(0, 1)));
  expect((await readNorm(context, "most")).rows).toBe(before.rows + 1);
});

it("products are counted", async () => {
  await specify("products", { ...SPECIFICATION, interactions: [["level", "T"]] });
  await expect(train("products", body(levels(0, 128)))).rejects.toThrowError(
    "128 levels in all batches, which make 258 features",
  );
  await train("products", body(levels(0, 127)));
});

it("levels that left a window still count", async () => {
  await specify("window", { ...SPECIFICATION, step: "1d", forget: { window: "30d" } });
  const t = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => new Date(Date.UTC(2025, 0, 1 + from + i)).toISOString());
  await train("window", { ...body(levels(0, 150)), t: t(0, 150) });
  await train("window", { ...body(levels(150, 200)), t: t(300, 50) });
  expect((await readNorm(context, "window")).inferred?.levels?.level?.length).toBeLessThan(60);
  await expect(train("window", { ...body(levels(200, 260)), t: t(400, 60) })).rejects.toThrowError("260 levels");
});

it("two trainings at once do not make more than fit", async () => {
  await specify("race", SPECIFICATION);
  const both = await Promise.allSettled([train("race", body(levels(0, 200))), train("race", body(levels(200, 400)))]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await readNorm(context, "race")).inferred?.levels?.level).toHaveLength(200);
});

describe("names", () => {
  const long = (count: number) => levels(0, count).map((name) => name.padEnd(LABEL_LENGTH_MAX, "x"));

  it("of as many bytes as are accepted", async () => {
    await specify("long", SPECIFICATION);
    // As JSON each has quotes and a comma, all have brackets and the name of the column.
    const most = Math.floor((LEVELS_BYTES_MAX - 12) / (LABEL_LENGTH_MAX + 3));
    await expect(train("long", body(long(most + 1)))).rejects.toThrowError(
      `more than the ${LEVELS_BYTES_MAX} that are accepted`,
    );
    await train("long", body(long(most)));
  });

  it.each([
    ["longer than a label", "x".repeat(LABEL_LENGTH_MAX + 1)],
    ["blank", " "],
    ["empty", ""],
    ["of control characters", "a\u0007"],
    ["of half a character", "\ud800"],
  ])("%s are refused", (_, name) => {
    expect(() => parse(TrainRequest, body(["good", name]))).toThrowError("x.level[1]: ");
  });
});

it("of the most and longest a row of D1 holds all that is kept", async () => {
  const lagged = Array.from({ length: 8 }, (_, i) => `c${i}`);
  await specify("widest", {
    columns: [...lagged, "level"],
    categories: ["level"],
    lags: Object.fromEntries(lagged.map((column) => [column, [2_016]])),
    step: "5min",
  });
  const random = uniform(1);
  const most = FEATURE_COUNT_MAX - 1 - lagged.length;
  // As many bytes of names as are accepted.
  const length = Math.floor((LEVELS_BYTES_MAX - 12) / most) - 3;
  const names = levels(0, most).map((name) => name.padEnd(length, "x"));
  // A week to look back on, and one for each fold.
  const rows = 6 * 2_016;
  const level = Array.from({ length: rows }, (_, i) => names[i % most]);
  const column = () => Array.from({ length: rows }, () => random());
  const x = { ...Object.fromEntries(lagged.map((name) => [name, column()])), level };
  const t = level.map((_, i) => new Date(Date.UTC(2025, 0, 1) + 300_000 * i).toISOString());
  await train("widest", { t, x, y: column() });
  const sizes = context.sqlite
    .prepare(
      `select octet_length(factors) + octet_length(tail) + octet_length(summary) + octet_length(last_row) as bytes,
        octet_length(summary) as summary from norm_events where norm_id = (select id from norms where name = 'widest')`,
    )
    .all() as { bytes: number; summary: number }[];
  // What is left is for the batch's name and its numbers.
  expect(sizes[0]?.bytes).toBeLessThan(1_999_000);
  expect(sizes[0]?.bytes).toBeGreaterThan(1_900_000);
});
