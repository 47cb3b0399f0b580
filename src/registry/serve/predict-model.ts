import { rawWidth } from "../../engine/model/raw-responses.ts";
import { AppError, type Fault } from "../../error.ts";
import { answerByServing } from "../../platform/context/answer-by-serving.ts";
import type { Context } from "../../platform/context/context.ts";
import { FAULT_COUNT_MAX, PREDICTION_SECONDS_MAX, RESPONSE_COUNT_MAX } from "../../platform/schema/limit.ts";
import { formatPath, summary } from "../../platform/schema/parse.ts";
import { type SentColumn, type SentTable, show, showNames } from "../../platform/schema/table.ts";
import { recent } from "../../platform/store/cache.ts";
import { type Warning, warn } from "../../warning.ts";
import { codeAsked } from "../feature/code-asked.ts";
import type { ModelPrediction } from "../schema/model-answer.ts";
import { familyOf, listedFamily } from "../schema/model-artifact.ts";
import type { PredictModelRequest } from "../schema/model-request.ts";
import type { StoredHead } from "../store/artifacts.ts";
import { REGISTERED, SERVING } from "../store/model-cache.ts";
import type { RegisteredModel } from "../store/registry.ts";
import { explainRows } from "./explain-rows.ts";
import { intervalsOf, requireWidening } from "./model-interval.ts";
import { askModel, labelsOf, type OpenModel, openModel, secondsARow } from "./open-model.ts";
import { requireModel } from "./read-model.ts";

/** What the version that serves says of rows; `interval`: the level of the intervals that are asked for. */
export function predictModel(context: Context, id: number, asked: PredictModelRequest): Promise<ModelPrediction> {
  return askServing(context, id, { ...asked, isExplained: false });
}

/** The same, with what each column adds to it. */
export function explainPrediction(context: Context, id: number, asked: PredictModelRequest): Promise<ModelPrediction> {
  return askServing(context, id, { ...asked, isExplained: true });
}

interface Question extends PredictModelRequest {
  isExplained: boolean;
}

async function askServing(context: Context, id: number, question: Question): Promise<ModelPrediction> {
  const read = () => requireModel(context, id, "predict");
  const newest = await recent(context.cache, REGISTERED, id, { nowMs: context.nowMs(), read });
  return answerByServing(context, SERVING, newest.model.key, newest, (by) => predictBy(context, by, question));
}

async function predictBy(
  context: Context,
  { model, dataset }: RegisteredModel,
  { X, interval, isExplained }: Question,
): Promise<ModelPrediction> {
  const version = requireReady(model, "predict");
  const opened = await openModel(context, model.key, version);
  const widening = interval === undefined ? null : requireWidening(opened.head, version, interval);
  requireFew(opened.head, X.rowCount);
  const { values: columns, warnings: unseen } = readColumns(opened, X);
  const [of, rows] = [
    { key: model.key, version, model: opened },
    { columns, rowCount: X.rowCount },
  ];
  const decided = await askModel(context, of, rows);
  const { target, probability } = decided;
  const explanation = isExplained ? await explainRows(context, of, rows) : undefined;
  const warnings = [...unseen, ...unknownGaps(opened.head, columns, dataset?.missingCount)];
  const names = opened.inputs.map(({ name }) => name);
  const answer = { model_id: model.id, version, columns: names, y: labelsOf(opened.head, target) };
  const { classes } = opened.head;
  const ofClasses = classes && { classes, probability: probability && rowsOf(probability, classes.length) };
  const within = widening !== null && { ...intervalsOf(decided, widening), level: interval };
  return { ...answer, ...within, ...ofClasses, ...(explanation && { explanation }), warnings };
}

/** Refuses more rows than are answered, or worked off, at once. */
function requireFew(head: StoredHead, rowCount: number): void {
  const classCount = head.classes?.length ?? 0;
  const width = Math.max(classCount, rawWidth(familyOf(head), classCount, head.params));
  const rowSeconds = secondsARow(head);
  const limits = [
    { most: Math.floor(RESPONSE_COUNT_MAX / width), why: `the model says ${width} numbers of each` },
    {
      most: Math.floor(PREDICTION_SECONDS_MAX / rowSeconds),
      why: `a row takes this model some ${Number((1000 * rowSeconds).toPrecision(2))} ms`,
    },
  ];
  for (const { most, why } of limits) {
    if (rowCount <= most) continue;
    throw new AppError(
      "too_large",
      `Cannot predict ${rowCount} rows at once: ${why}, so that at most ${most} rows are accepted`,
    );
  }
}

/** The version that serves; 409 where none does yet. */
export function requireReady({ id, activeVersion }: RegisteredModel["model"], what: string): number {
  if (activeVersion !== null) return activeVersion;
  throw new AppError(
    "not_trained",
    `Cannot ${what}: model ${id} is not trained yet; GET /api/ml_models tells its status`,
  );
}

/** What the model learned from, of each row. */
function readColumns(opened: OpenModel, X: SentTable) {
  const { inputs } = opened;
  const columns = inputs.map(({ name }) => name);
  const read = codeAsked(inputs, pickColumns(columns, X));
  const faults = "faults" in read ? read.faults : missingFaults(opened, read.values);
  if ("faults" in read || faults.length > 0) throw refusal(faults);
  return read;
}

/** The model's columns in its order, by name or, of rows without names, by place; others are ignored. */
function pickColumns(columns: string[], X: SentTable): SentColumn[] {
  // Rows have the names x1 … xp, which may be those of the model, in whatever order it learned them.
  const places = new Map(X.columns.map((column, i) => [column, i]));
  const isSame = X.columns.length === columns.length && columns.every((column) => places.has(column));
  const isByName = X.isNamed || isSame;
  const faults = isSame ? [] : X.isNamed ? lacking(columns, places) : misplaced(columns, X);
  if (faults.length > 0) throw refusal(faults);
  return isByName ? columns.map((column) => X.values[places.get(column) as number] as SentColumn) : X.values;
}

function refusal(faults: Fault[]): AppError {
  return new AppError("invalid", `Cannot predict: ${summary(faults)}`, faults);
}

function lacking(columns: string[], there: ReadonlyMap<string, number>): Fault[] {
  return columns
    .filter((column) => !there.has(column))
    .slice(0, FAULT_COUNT_MAX)
    .map((column) => ({
      path: "X",
      message: `column ${show(column)} is missing; the model's columns are ${showNames(columns)}`,
    }));
}

// JSON objects put such names before all others, ascending: in what order they were sent is lost when they are read.
const UNORDERED = /^(0|[1-9]\d*)$/;

/** Why the places in a row do not tell the column. */
function misplaced(columns: string[], X: SentTable): Fault[] {
  if (X.columns.length !== columns.length)
    return [{ path: "X[0]", message: `${X.columns.length} values a row, but the model has ${columns.length} columns` }];
  const unordered = columns.find((column) => UNORDERED.test(column));
  if (columns.length === 1 || unordered === undefined) return [];
  const message =
    `the model learned columns by names such as ${show(unordered)}, which JSON objects do not keep in order; ` +
    `send {column: values} with ${showNames(columns.map(show))}`;
  return [{ path: "X", message }];
}

/** Of a model of before its family took missing values. */
function missingFaults({ head, answersMissing }: OpenModel, values: readonly Float64Array[]): Fault[] {
  if (answersMissing) return [];
  const message = `a missing value, which this version, trained before 0.10.0, cannot take; retrain the model`;
  const faults: Fault[] = [];
  for (const [j, column] of values.entries()) {
    for (let row = 0; row < column.length && faults.length <= FAULT_COUNT_MAX; row++)
      if (Number.isNaN(column[row])) faults.push({ path: formatPath(["X", head.columns[j], row]), message });
  }
  return faults;
}

const COLUMNS_NAMED = 5;

/** Counts rows with gaps that training could not learn from. `missingCount`: of the data trained on, where they are known. */
function unknownGaps(
  { name, columns, columns_with_missing }: StoredHead,
  values: Float64Array[],
  missingCount: number | undefined,
): Warning[] {
  const known = new Set(columns_with_missing ?? (missingCount === 0 ? [] : columns));
  const odd = columns.flatMap((name, j) => {
    const column = values[j] as Float64Array;
    return column.some(Number.isNaN) && !known.has(name) ? [{ name, column }] : [];
  });
  if (odd.length === 0) return [];
  const rowCount = values[0]?.filter((_, row) => odd.some(({ column }) => Number.isNaN(column[row]))).length;
  const named = odd.slice(0, COLUMNS_NAMED).map(({ name }) => name);
  const more = odd.length > named.length ? ` and ${odd.length - named.length} more` : "";
  const family = listedFamily(name);
  const isOfTrees = family.answersMissing === undefined;
  const way = family.withParams
    ? "each estimator takes them as it does alone"
    : !isOfTrees
      ? "the mean stands in for a number"
      : columns_with_missing === undefined
        ? "trained anew, the model would send them with more rows"
        : "at each split they go with more rows";
  return [
    warn(
      "Unseen gaps",
      `rows with missing values in columns that had none in training: ${rowCount} (${named.join(", ")}${more}); ${way}.`,
    ),
  ];
}

function rowsOf(values: Float64Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) => [
    ...values.subarray(row * width, (row + 1) * width),
  ]);
}
