// A model as it is stored and downloaded: a head that says what it is, and its units, numbers in bulk being base64 (plain.ts).
import * as v from "valibot";
import { families, PROBLEMS } from "../../engine/model/families.ts";
import { type Family, familyWith, type Params } from "../../engine/model/family.ts";
import { hasEnds } from "../../engine/model/raw-responses.ts";
import type { Problem, Shape } from "../../engine/model/training-set.ts";
import { dictionary, list } from "../../engine/parameter/bounded.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import {
  CLASS_COUNT_MAX,
  CLASS_PAIR_COUNT_MAX,
  MODEL_COLUMN_COUNT_MAX,
  PARAM_COUNT_MAX,
  UNIT_BYTES_MAX,
  UNIT_COUNT_MAX,
} from "../../platform/schema/limit.ts";
import { keysOf, messageOf } from "../../platform/schema/parse.ts";
import { collector, show } from "../../platform/schema/table.ts";
import { Conformal } from "./conformal.ts";
import type { DataProfile } from "./data-figure.ts";
import { type Input, Inputs, inputsFaults, learnedColumns } from "./input.ts";
import type { Label } from "./labels.ts";
import { type FileOrigin, originEntries } from "./model-origin.ts";
import { ColumnName, LabelText } from "./names.ts";
import { fromPlain } from "./plain.ts";

/**
 * Each has what a reader of the one before would take for something else: 2 has columns of levels and dates, classes true and false, or
 * columns that SVM and Ridge make where values were missing.
 */
export const MODEL_FORMATS = [1, 2] as const;

export interface ModelHead {
  format: (typeof MODEL_FORMATS)[number];
  problem: Problem;
  name: string;
  params: Record<string, unknown>;
  /** Of X, which the columns are made of; none where all are numbers. */
  inputs?: Input[] | undefined;
  columns: string[];
  /** Those that had missing values in training; 0.4.0 did not tell. */
  columns_with_missing?: string[] | undefined;
  /** By number; null for regression. */
  classes: Label[] | null;
  /** Of the probabilities: P = 1/(1 + exp(slope · response + offset)); null where there are none; empty where the units tell them. */
  calibration: { slope: number; offset: number }[] | null;
  unit_count: number;
  /** Of regression, what intervals are told by; null where nothing was held out. Versions before 0.12.0, and classification, have none. */
  conformal?: Conformal | null | undefined;
}

/** A model as a file. */
export interface ModelFile extends ModelHead, FileOrigin {
  units: unknown[];
}

/** The family that a model is of. */
export function familyOf({ name, params }: Pick<ModelHead, "name" | "params">): Family {
  return familyWith(listedFamily(name), params);
}

/** As THE LIST has it, whatever its hyperparameters. */
export function listedFamily(name: string): Family {
  const family = families.find((each) => each.name === name);
  if (family === undefined) throw new Error(`No family "${name}"`);
  return family;
}

/** The least that a reader must know. */
export function formatOf(
  head: Pick<ModelHead, "name" | "inputs" | "classes" | "columns_with_missing">,
): ModelHead["format"] {
  const { name, inputs, classes, columns_with_missing = [] } = head;
  const isFilled = columns_with_missing.length > 0 && listedFamily(name).answersMissing !== undefined;
  return inputs === undefined && typeof classes?.[0] !== "boolean" && !isFilled ? 1 : 2;
}

export function shapeOfHead({ inputs, columns, classes }: Pick<ModelHead, "inputs" | "columns" | "classes">): Shape {
  const levels = inputs && learnedColumns(inputs).map(({ levelCount }) => levelCount);
  const shape = { rowCount: 0, columnCount: columns.length, classCount: classes?.length ?? 0, names: columns };
  return { ...shape, ...(levels && { levels }) };
}

interface StoredTable {
  columns: readonly string[];
  classes: readonly Label[] | null;
  profile: Pick<DataProfile, "levels" | "targetRange"> | null;
}

export function shapeOfTable({ columns, classes, profile }: StoredTable, rowCount: number): Shape {
  const { levels, targetRange } = profile ?? {};
  const shape = { rowCount, columnCount: columns.length, classCount: classes?.length ?? 0, names: columns };
  return { ...shape, ...(levels && { levels }), ...(targetRange && { targetRange }) };
}

const Finite = v.pipe(v.number(), v.finite("not a finite number"));

/** What GET …/download gave, to be taken back. Whatever a prediction relies on is checked. */
export const UploadRequest = v.pipe(
  exactObject({
    format: v.picklist(
      MODEL_FORMATS,
      (issue) => `${show(issue.input)} is no format that this service reads: ${MODEL_FORMATS.join(" and ")} are`,
    ),
    problem: v.picklist(PROBLEMS),
    name: v.picklist(families.map(({ name }) => name)),
    params: dictionary(v.unknown(), { of: "params", most: PARAM_COUNT_MAX }),
    inputs: v.optional(Inputs),
    columns: list(ColumnName, { of: "columns", least: 1, most: MODEL_COLUMN_COUNT_MAX }),
    columns_with_missing: v.optional(list(ColumnName, { of: "columns", most: MODEL_COLUMN_COUNT_MAX })),
    classes: v.nullable(
      list(v.union([LabelText, v.pipe(v.number(), v.integer()), v.boolean()]), {
        of: "classes",
        least: 2,
        most: CLASS_COUNT_MAX,
      }),
    ),
    calibration: v.nullable(
      list(exactObject({ slope: Finite, offset: Finite }), { of: "curves", most: CLASS_PAIR_COUNT_MAX }),
    ),
    unit_count: v.pipe(v.number(), v.integer(), v.minValue(1)),
    conformal: v.optional(v.nullable(Conformal)),
    ...originEntries,
    units: list(v.unknown(), { of: "units", most: UNIT_COUNT_MAX }),
  }),
  v.rawTransform(({ dataset, addIssue, NEVER }): ModelFile => {
    const fault = collector(addIssue);
    checkHead(dataset.value, fault.add);
    if (fault.count() > 0) return NEVER;
    const file: ModelFile = { ...dataset.value, units: fromPlain(dataset.value.units) as unknown[] };
    checkUnits(file, fault.add);
    return fault.count() > 0 ? NEVER : file;
  }),
);

type AddFault = (message: string, ...path: (string | number)[]) => void;

/** Names stand for one thing each, labels are of one type, and weights are of classes. */
function checkNames(file: ModelFile, fault: AddFault): void {
  const { format, inputs, columns, columns_with_missing, classes, params } = file;
  for (const message of inputs ? inputsFaults(inputs, columns) : []) fault(message, "inputs");
  if (formatOf(file) > format) fault("1, but what the file has is of 2", "format");
  const named = new Set(columns);
  if (named.size < columns.length) fault("a name twice", "columns");
  if (columns_with_missing?.some((name) => !named.has(name))) fault("no column of the model", "columns_with_missing");
  if (classes !== null && new Set(classes).size < classes.length) fault("a label twice", "classes");
  if (classes !== null && new Set(classes.map((label) => typeof label)).size > 1)
    fault("labels of two types", "classes");
  const weights = params.class_weight;
  const known = new Set(classes?.map(String));
  const unknown =
    typeof weights === "object" && weights !== null ? Object.keys(weights).find((name) => !known.has(name)) : undefined;
  if (unknown !== undefined) fault("no class of the model", "params", "class_weight", unknown);
}

/** All but what the units hold. */
function checkHead(file: ModelFile, fault: AddFault): void {
  const listed = listedFamily(file.name);
  const { problem, classes, calibration, unit_count, conformal, units } = file;
  const isTold = (classes === null) === (problem === "regression");
  if (!isTold) fault(`${problem} has ${classes === null ? "classes" : "none"}`, "classes");
  const params = v.safeParse(listed.params[problem], file.params);
  for (const issue of params.issues ?? []) fault(messageOf(issue), "params", ...keysOf(issue));
  checkNames(file, fault);
  if (!params.success || !isTold) return;
  const given = params.output as Params;
  const family = familyWith(listed, given);
  // Whoever asks such a family needs the defaults of what it is made of.
  if (listed.withParams) file.params = given;
  const misfit = family.misfit?.(shapeOfHead(file), given);
  if (misfit != null) fault(misfit.message, ...(misfit.path === "y" ? ["classes"] : keysOfPath(misfit.path)));
  const expected = family.unitCount(given);
  if (unit_count !== expected || units.length !== expected) {
    fault(`${units.length} units, and ${unit_count} told; ${expected} follow from params`, "units");
  }
  const curves = (classes && family.curves?.(classes.length)) ?? [0];
  const kind = hasEnds(family, given) ? "quantile" : "absolute";
  if (conformal != null && problem !== "regression") fault("of regression only", "conformal");
  else if (conformal != null && conformal.kind !== kind)
    fault(`${conformal.kind}; ${kind} follows from params`, "conformal", "kind");
  if (calibration !== null && !curves.includes(calibration.length)) {
    fault(`${calibration.length} curves; ${curves.join(" or ")} are needed, or null`, "calibration");
  }
}

/** Each as its family has it; and what they take when they are held, which may be many times what the file does. */
function checkUnits({ name, params, inputs, columns, classes, units }: ModelFile, fault: AddFault): void {
  const family = familyOf({ name, params });
  const shape = shapeOfHead({ inputs, columns, classes });
  const schema = family.unit(shape, undefined, params);
  let bytes = 0;
  for (const [i, unit] of units.entries()) {
    // Where units differ, each has its place.
    const { issues, output } = v.safeParse(
      listedFamily(name).withParams ? family.unit(shape, i, params) : schema,
      unit,
    );
    for (const issue of (issues ?? []) as v.BaseIssue<unknown>[]) fault(messageOf(issue), "units", i, ...keysOf(issue));
    if (issues === undefined) bytes += family.heldBytes(output);
  }
  if (bytes > UNIT_BYTES_MAX)
    fault(`held ready they take ${bytes} bytes; at most ${UNIT_BYTES_MAX} are accepted of a file`, "units");
}

/** `a.b[1]` → a, b, 1. */
function keysOfPath(path: string): (string | number)[] {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  return keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
