// Every limit of what is sent to the registry of models, at it and one past it. Bytes are in test/api/limit.test.ts.
import { describe, expect, it } from "vitest";
import { type Plan, trainingSeconds, unitWork, type WorkAfter } from "../../../src/engine/model/plan-training.ts";
import { AppError } from "../../../src/error.ts";
import * as limit from "../../../src/platform/schema/limit.ts";
import { parse } from "../../../src/platform/schema/parse.ts";
import { UploadRequest } from "../../../src/registry/schema/model-artifact.ts";
import {
  ModelPageQuery,
  PredictModelRequest,
  ResultQuery,
  RetrainModelRequest,
  TrainModelRequest,
} from "../../../src/registry/schema/model-request.ts";
import type { DataShape } from "../../../src/registry/train/describe-data.ts";
import { planTraining } from "../../../src/registry/train/prepare-training.ts";
import { ridgeFile } from "../../support/model-file.ts";

const ones = (length: number) => Array(length).fill(1);
const ridge = { problem: "regression", name: "Ridge" };
const forest = { problem: "classification", name: "Random Forest" };
const rows = (n: number) => ({ ...ridge, X: { a: ones(n) }, y: ones(n) });
const columns = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`c${i}`, [1]]));
/** n classes of two rows each. */
const classes = (n: number) => ({
  ...forest,
  X: ones(2 * n).map((one) => [one]),
  y: Array.from({ length: 2 * n }, (_, i) => i >> 1),
});
const ridgeFileOf = (count: number) => ({
  ...ridgeFile({ coefficients: new Float64Array(count), strength: new Float64Array(count) }),
  columns: Array.from({ length: count }, (_, i) => `c${i}`),
});

describe.each([
  ["rows by column", TrainModelRequest, limit.ROW_COUNT_MAX, rows],
  [
    "rows by row",
    TrainModelRequest,
    limit.ROW_COUNT_MAX,
    (n: number) => ({ ...ridge, X: ones(n).map(() => [1]), y: ones(n) }),
  ],
  ["rows to retrain on", RetrainModelRequest, limit.ROW_COUNT_MAX, rows],
  ["rows to predict", PredictModelRequest, limit.ROW_COUNT_MAX, (n: number) => ({ X: { a: ones(n) } })],
  [
    "columns by column",
    TrainModelRequest,
    limit.MODEL_COLUMN_COUNT_MAX,
    (n: number) => ({ ...ridge, X: columns(n), y: [1] }),
  ],
  [
    "columns by row",
    TrainModelRequest,
    limit.MODEL_COLUMN_COUNT_MAX,
    (n: number) => ({ ...ridge, X: [ones(n)], y: [1] }),
  ],
  ["columns to predict", PredictModelRequest, limit.MODEL_COLUMN_COUNT_MAX, (n: number) => ({ X: [ones(n)] })],
  ["columns of a file", UploadRequest, limit.MODEL_COLUMN_COUNT_MAX, ridgeFileOf],
  ["classes", TrainModelRequest, limit.CLASS_COUNT_MAX, classes],
  [
    "a label",
    TrainModelRequest,
    limit.LABEL_LENGTH_MAX,
    (n: number) => ({ ...forest, X: [[1], [2], [3]], y: ["l".repeat(n), "m", "m"] }),
  ],
  [
    "a column name",
    TrainModelRequest,
    limit.COLUMN_NAME_LENGTH_MAX,
    (n: number) => ({ ...ridge, X: { ["°".repeat(n)]: [1] }, y: [1] }),
  ],
  ["a page", ModelPageQuery, limit.PAGE_LENGTH_MAX, (n: number) => ({ limit: String(n) })],
  ["a wait", ResultQuery, limit.RESULT_WAIT_MS / 1000, (n: number) => ({ wait: String(n) })],
] as const)("%s", (_, schema, most, make) => {
  it("is accepted at the limit", () => {
    parse(schema, make(most));
  });

  it("is refused one past it, naming the limit", () => {
    expect(() => parse(schema, make(most + 1))).toThrowError(AppError);
    expect(() => parse(schema, make(most + 1))).toThrowError(String(most));
  });
});

it("takes as many values as rows × columns may be, and refuses more", () => {
  const count = limit.MODEL_CELL_COUNT_MAX / limit.ROW_COUNT_MAX;
  const column = ones(limit.ROW_COUNT_MAX);
  const table = (n: number) => ({ X: Object.fromEntries(Array.from({ length: n }, (_, i) => [`c${i}`, column])) });
  parse(PredictModelRequest, table(count));
  expect(() => parse(PredictModelRequest, table(count + 1))).toThrowError(String(limit.MODEL_CELL_COUNT_MAX));
});

/** Rows of one column, of which nothing but the number counts. */
const shapeOf = (rowCount: number, columnCount: number): DataShape => ({
  ...{ rowCount, columns: ones(columnCount).map((_, i) => `c${i}`), classes: null, classCounts: null },
  ...{ owner: null, profile: null, missingCount: 0, foldCount: 5, foldsBy: "row", foldsLacking: null, groupCount: 0 },
});

describe.each([
  // One fit of a ridge is one unit.
  [
    "one fit",
    limit.UNIT_SECONDS_MAX,
    (plan: Plan) => unitWork(plan).seconds,
    { name: "Ridge", hTune: false, given: {} },
    1024,
  ],
  ["a training", limit.TRAINING_SECONDS_MAX, trainingSeconds, { name: "Ridge", hTune: true, given: {} }, 1024],
  // One fold of tuning takes a whole forest, which is a unit there.
  [
    "a forest on a fold",
    limit.UNIT_SECONDS_MAX,
    (plan: Plan) => unitWork(plan).seconds,
    { name: "Random Forest", hTune: true, given: { max_features: "all" } },
    100,
  ],
  [
    "a model",
    limit.MODEL_BYTES_MAX,
    (plan: Plan) => unitWork(plan).modelBytes,
    { name: "Random Forest", hTune: false, given: {} },
    1,
  ],
  [
    "one part of a model",
    limit.UNIT_BYTES_MAX,
    (plan: Plan) => unitWork(plan).bytes,
    { name: "Random Forest", hTune: false, given: { n_estimators: 1 } },
    1,
  ],
  [
    "all responses",
    limit.RESPONSE_COUNT_MAX,
    ({ shape }: Plan) => shape.rowCount,
    { name: "Ridge", hTune: false, given: {} },
    1,
  ],
] as const)("the work of %s", (_, most, secondsOf: (plan: Plan) => number, order, columnCount) => {
  const plan = (rowCount: number) =>
    planTraining({ problem: "regression", ...order }, shapeOf(rowCount, columnCount), {});
  const isAccepted = (rowCount: number) => {
    try {
      return plan(rowCount).seconds > 0;
    } catch {
      return false;
    }
  };

  it("is accepted up to the limit, and refused past it, naming the limit", () => {
    let [accepted, refused] = [1, 2 ** 30];
    while (refused - accepted > 1) {
      const between = Math.floor((accepted + refused) / 2);
      if (isAccepted(between)) accepted = between;
      else refused = between;
    }
    const { plan: last } = plan(accepted);
    expect(secondsOf(last)).toBeLessThanOrEqual(most);
    expect(secondsOf({ ...last, shape: { ...last.shape, rowCount: refused } })).toBeGreaterThan(most);
    expect(() => plan(refused)).toThrowError(`at most ${most} are accepted`);
  });
});

it("refuses a training for what comes after it", () => {
  const plan = (after: WorkAfter) =>
    planTraining({ problem: "regression", name: "Ridge", hTune: false, given: {} }, shapeOf(10, 1), { after });
  expect(plan(() => ({ seconds: 3_000, unitSeconds: 100 })).seconds).toBeGreaterThan(3_000);
  expect(() => plan(() => ({ seconds: 3_000, unitSeconds: 101 }))).toThrowError(
    "one fit is about 101 s of work, at most 100",
  );
  expect(() => plan(() => ({ seconds: 3_601, unitSeconds: 1 }))).toThrowError(
    "the training is about 3601 s of work, at most 3600",
  );
});
