// What a fault says of a value: which it is, and what would be accepted.
import type * as v from "valibot";
import { describe, expect, it } from "vitest";
import { PageQuery, PredictRequest, TrainRequest, WhatIfRequest } from "../../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../../src/norm/schema/norm-specification.ts";
import { tryParse } from "../../../src/platform/schema/parse.ts";
import { RetrainModelRequest, TrainModelRequest } from "../../../src/registry/schema/model-request.ts";

type Row = [string, v.GenericSchema, unknown, string];

const specify = (change: Record<string, unknown>) => ({ columns: ["T_out", "RH"], ...change });
const table = { X: [[1], [2], [3]], y: [1, 2, 3] };
const rows = { x: { T_out: [1] }, y: [1] };
const TIME =
  'is not a time: ISO 8601 is accepted, from 1970 to 2199, such as "2026-01-31T13:00:00+01:00", "2026-01-31T13:00" or "2026-01-31"';
const DURATION = 'is no duration: a whole number with s, min, h, d or w, such as "15min" or "24h"';

const refused: Row[] = [
  [
    "a misspelt problem",
    TrainModelRequest,
    { problem: "classify", ...table },
    'problem: "classify" is not one of "classification", "regression"',
  ],
  [
    "no problem",
    RetrainModelRequest,
    { name: "Ridge" },
    'problem: missing; one of "classification", "regression" is needed',
  ],
  [
    "a family written together",
    TrainModelRequest,
    { problem: "regression", name: "RandomForest", ...table },
    'name: "RandomForest" is not one of "Random Forest", "SVM", "Ridge", "Gradient Boosting", "Voting"',
  ],
  [
    "a word as h_tune",
    TrainModelRequest,
    { problem: "regression", name: "Ridge", h_tune: "yes", ...table },
    'h_tune: "yes" is not true or false',
  ],
  [
    "a level in percent",
    PredictRequest,
    { x: rows.x, level: 95 },
    "level: 95 is above 0.999; a level is from 0.5 to 0.999",
  ],
  ["a number as string", PredictRequest, { x: rows.x, level: "0.9" }, 'level: "0.9" is not a number'],
  ["version 0", PredictRequest, { x: rows.x, version: 0 }, "version: 0 is not at least 1"],
  ["half a version", PredictRequest, { x: rows.x, version: 1.5 }, "version: 1.5 is not a whole number"],
  [
    "a batch name with spaces",
    TrainRequest,
    { ...rows, batch: "week 1" },
    'batch: "week 1" is no batch name: those are letters, digits and ._:+@=-, and begin with a letter or digit',
  ],
  ["a date of the wrong order", TrainRequest, { ...rows, t: ["31.01.2026"] }, `t[0]: "31.01.2026" ${TIME}`],
  ["until that is neither", WhatIfRequest, { until: true }, `until: true ${TIME}`],
  ["a negative λ", WhatIfRequest, { lambda: -1 }, "lambda: -1 is not at least 0"],
  ["a page of nothing", PageQuery, { limit: "0" }, "limit: 0 is not at least 1"],
  ["a page that is too long", PageQuery, { limit: "5000" }, "limit: 5000 is not at most 1000"],
  ["a page after a word", PageQuery, { after: "first" }, 'after: "first" is not a whole number'],
  ["a column alone", NormSpecification, { columns: "T_out" }, 'columns: "T_out" is not an array of columns'],
  ["a column twice", NormSpecification, { columns: ["T_out", "RH", "T_out"] }, 'columns: "T_out" is named twice'],
  [
    "a misspelt column",
    NormSpecification,
    specify({ lags: { T_uot: [1] } }),
    'lags.T_uot: "T_uot" is none of the columns: T_out, RH',
  ],
  [
    "a misspelt column of many",
    NormSpecification,
    { columns: Array.from({ length: 22 }, (_, i) => `c${i}`), lags: { c: [1] } },
    'lags.c: "c" is none of the columns: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19 … (22 in all)',
  ],
  [
    "columns alone to be piecewise",
    NormSpecification,
    specify({ piecewise: ["T_out"] }),
    'piecewise: ["T_out"] is not an object with names of columns',
  ],
  [
    "knots that fall",
    NormSpecification,
    specify({ piecewise: { T_out: { knots: [12, 5] } } }),
    "piecewise.T_out.knots: [12,5] is not strictly increasing, as knots are",
  ],
  [
    "too many knots",
    NormSpecification,
    specify({ piecewise: { T_out: { knots: 99 } } }),
    "piecewise.T_out.knots: 99 is not at most 50",
  ],
  [
    "a window without a list",
    NormSpecification,
    specify({ rolling: {} }),
    "rolling: {} is not an array of rolling features",
  ],
  [
    "a base that is no temperature",
    NormSpecification,
    specify({ degree_days: { column: "RH", heating: 5000 } }),
    "degree_days.heating: 5000 is not at most 1000",
  ],
  ["days as a number", NormSpecification, specify({ forget: { half_life: 90 } }), `forget.half_life: 90 ${DURATION}`],
  [
    "a step in seconds",
    NormSpecification,
    specify({ step: 3600 }),
    'step: 3600 is no step: a whole number with s, min, h, d, w, mo, q or y, such as "1h" or "1mo"',
  ],
];

describe("a fault", () => {
  it.each(refused)("names the value and what would be accepted: %s", (_, schema, value, told) => {
    const parsed = tryParse(schema, value);
    const faults = "faults" in parsed ? parsed.faults : [];
    expect(faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([told]);
  });
});
