// Every limit of what is sent, at it and one past it. Bytes are in test/api/limit.test.ts.
import { describe, expect, it } from "vitest";
import { AppError } from "../../../src/error.ts";
import { BatchName, PageQuery, TrainRequest, WhatIfRequest } from "../../../src/norm/schema/norm-request.ts";
import { NormName, NormSpecification } from "../../../src/norm/schema/norm-specification.ts";
import * as limit from "../../../src/platform/schema/limit.ts";
import { parse } from "../../../src/platform/schema/parse.ts";
import { Times } from "../../../src/platform/schema/time.ts";

const ones = (length: number) => Array(length).fill(1);
const names = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);
const trainRows = (rows: number) => ({ x: { a: ones(rows) }, y: ones(rows) });
const trainColumns = (columns: number) => ({
  x: Object.fromEntries(names(columns).map((name) => [name, [1]])),
  y: [1],
});

describe.each([
  ["rows by column", TrainRequest, limit.ROW_COUNT_MAX, trainRows],
  ["rows by row", TrainRequest, limit.ROW_COUNT_MAX, (n: number) => ({ x: ones(n).map(() => [1]), y: ones(n) })],
  ["columns by column", TrainRequest, limit.FEATURE_COUNT_MAX, trainColumns],
  ["columns by row", TrainRequest, limit.FEATURE_COUNT_MAX, (n: number) => ({ x: [ones(n)], y: [1] })],
  [
    "columns after lags",
    NormSpecification,
    limit.FEATURE_COUNT_MAX,
    (n: number) => ({ columns: names(n - 2), lags: { c0: [0, 1, 2] } }),
  ],
  ["a lag", NormSpecification, limit.LAG_MAX, (n: number) => ({ columns: ["a"], lags: { a: [n] } })],
  [
    "a tail",
    NormSpecification,
    limit.TAIL_VALUE_COUNT_MAX,
    (n: number) => ({
      columns: names(129),
      lags: Object.fromEntries([...names(128).map((name) => [name, [128]]), ...(n > 128 * 128 ? [["c128", [1]]] : [])]),
    }),
  ],
  [
    "a value",
    TrainRequest,
    limit.MAGNITUDE_MAX,
    (n: number) => ({ x: { a: [n > limit.MAGNITUDE_MAX ? n : -n] }, y: [1] }),
  ],
  ["a norm name", NormName, limit.NORM_NAME_LENGTH_MAX, (n: number) => "n".repeat(n)],
  ["a column name", NormSpecification, limit.COLUMN_NAME_LENGTH_MAX, (n: number) => ({ columns: ["°".repeat(n)] })],
  ["a batch name", BatchName, limit.BATCH_NAME_LENGTH_MAX, (n: number) => "b".repeat(n)],
  ["columns", NormSpecification, limit.FEATURE_COUNT_MAX, (n: number) => ({ columns: names(n) })],
  [
    "a duration, in days",
    NormSpecification,
    limit.DURATION_MAX_MS / 86_400_000,
    (n: number) => ({ columns: ["a"], lags: { a: [`${n}d`] } }),
  ],
  ["harmonics", NormSpecification, limit.HARMONIC_MAX, (n: number) => ({ columns: ["a"], calendar: [{ yearly: n }] })],
  [
    "knots",
    NormSpecification,
    limit.KNOT_COUNT_MAX,
    (n: number) => ({ columns: ["a"], piecewise: { a: { knots: n } } }),
  ],
  [
    "candidates",
    NormSpecification,
    limit.CANDIDATE_COUNT_MAX,
    (n: number) => ({ columns: names(n), candidates: names(n) }),
  ],
  ["times", Times, limit.ROW_COUNT_MAX, (n: number) => ones(n).map((_, i) => new Date(i * 3_600_000).toISOString())],
  ["names of batches", WhatIfRequest, limit.PAGE_LENGTH_MAX, (n: number) => ({ batches: names(n) })],
  ["a page", PageQuery, limit.PAGE_LENGTH_MAX, (n: number) => ({ limit: String(n) })],
] as const)("%s", (_, schema, most, make) => {
  const past = most === limit.MAGNITUDE_MAX ? most * 1.0001 : most + 1;

  it("is accepted at the limit", () => {
    parse(schema, make(most));
  });

  it("is refused one past it, naming the limit", () => {
    const told = most === limit.MAGNITUDE_MAX ? "1e+30" : String(most);
    expect(() => parse(schema, make(past))).toThrowError(AppError);
    expect(() => parse(schema, make(past))).toThrowError(told);
  });
});

it("tells the first faults only, and how many there are", () => {
  const text = ones(limit.FAULT_COUNT_MAX + 1).map(String);
  try {
    parse(TrainRequest, { x: { a: ones(text.length) }, y: text });
    expect.unreachable();
  } catch (error) {
    expect((error as AppError).faults.length).toBe(limit.FAULT_COUNT_MAX);
    expect((error as AppError).message).toContain(`the first ${limit.FAULT_COUNT_MAX}`);
  }
  try {
    parse(TrainRequest, { x: { a: ones(text.length - 1) }, y: text.slice(1) });
    expect.unreachable();
  } catch (error) {
    expect((error as AppError).faults.length).toBe(limit.FAULT_COUNT_MAX);
    expect((error as AppError).message).not.toContain("the first");
  }
});

it("takes values of the smallest size, and zero, and refuses smaller ones", () => {
  parse(TrainRequest, { x: { a: [0, -0, limit.MAGNITUDE_MIN, -limit.MAGNITUDE_MIN] }, y: ones(4) });
  expect(() => parse(TrainRequest, { x: { a: [limit.MAGNITUDE_MIN * 0.999] }, y: [1] })).toThrowError("1e-30");
});

it("takes as many values as rows × columns may be, and refuses more", () => {
  const columns = limit.CELL_COUNT_MAX / limit.ROW_COUNT_MAX;
  const column = ones(limit.ROW_COUNT_MAX);
  const table = (count: number) => ({ x: Object.fromEntries(names(count).map((name) => [name, column])), y: column });
  parse(TrainRequest, table(columns));
  expect(() => parse(TrainRequest, table(columns + 1))).toThrowError(String(limit.CELL_COUNT_MAX));
  const rows = (count: number) => ({ x: column.map(() => ones(count)), y: column });
  parse(TrainRequest, rows(columns));
  expect(() => parse(TrainRequest, rows(columns + 1))).toThrowError(String(limit.CELL_COUNT_MAX));
});
