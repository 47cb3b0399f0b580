// What models learn to say: numbers, or classes by their labels. Labels are strings, whole numbers or truths, and come back as they came.
import * as v from "valibot";
import { type AddFault, collector } from "../../platform/schema/collector.ts";
import {
  CLASS_COUNT_MAX,
  LABEL_LENGTH_MAX,
  MAGNITUDE_MAX,
  MAGNITUDE_MIN,
  ROW_COUNT_MAX,
} from "../../platform/schema/limit.ts";
import { isAcceptedNumber } from "../../platform/schema/read-table.ts";
import { handWritten, type JsonSchema, show } from "../../platform/schema/table.ts";
import { readNumbers } from "../../platform/schema/text-number.ts";

export type Label = string | number | boolean;

export interface ClassTarget {
  /** In order: numbers by size, strings by code unit, false before true. */
  classes: Label[];
  /** The number of each row's class. */
  target: Float64Array;
}

/** Whole numbers that are told apart. */
export const exactInteger: JsonSchema = {
  type: "integer",
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
};
const classInput = v.any();
const numbersInput = v.any();
const label: JsonSchema = {
  anyOf: [{ type: "string", minLength: 1, maxLength: LABEL_LENGTH_MAX }, exactInteger, { type: "boolean" }],
};
handWritten.set(classInput, {
  type: "array",
  items: label,
  minItems: 1,
  maxItems: ROW_COUNT_MAX,
  description: `One class label per row, all strings, all whole numbers, or all true or false; 2 to ${CLASS_COUNT_MAX} classes, of which one has two rows at least.`,
});

handWritten.set(numbersInput, {
  type: "array",
  items: { anyOf: [{ type: "number", minimum: -MAGNITUDE_MAX, maximum: MAGNITUDE_MAX }, { type: "string" }] },
  minItems: 1,
  maxItems: ROW_COUNT_MAX,
  description: "One number per row, as text too, all with a decimal point or all with a comma. None is missing.",
});

/** y of a classification. */
export const ClassLabels = v.pipe(
  classInput,
  v.rawTransform(({ dataset, addIssue, NEVER }): ClassTarget => {
    const fault = collector(addIssue);
    const labels = listOf(dataset.value, "class labels", fault.add);
    if (labels === null) return NEVER;
    const faultOf = FAULTS[typeof labels[0] as keyof typeof FAULTS] ?? numberFault;
    for (const [row, value] of labels.entries()) {
      const wrong = faultOf(value);
      if (wrong !== null && !fault.add(wrong, row)) break;
    }
    if (fault.count() > 0) return NEVER;
    const coded = toClasses(labels as Label[]);
    const wrong = classesFault(coded);
    if (wrong !== null) fault.add(wrong);
    return wrong === null ? coded : NEVER;
  }),
);

/** y of a regression: no value may be missing. Text is read as that of columns is. */
export const Numbers = v.pipe(
  numbersInput,
  v.rawTransform(({ dataset, addIssue, NEVER }): Float64Array => {
    const fault = collector(addIssue);
    const values = listOf(dataset.value, "numbers", fault.add);
    if (values === null) return NEVER;
    const read = readNumbers([...new Set(values.filter((value) => typeof value === "string"))]);
    const numbers = new Float64Array(values.length);
    for (const [row, value] of values.entries()) {
      const number = typeof value === "string" ? read.get(value) : value;
      if (typeof number === "number" && isAcceptedNumber(number)) numbers[row] = number;
      // Where some text is wrong, `read` holds what is wrong with it, and nothing of the others.
      else if (typeof value === "string" && number === undefined) continue;
      else if (!fault.add(typeof number === "string" ? number : noNumber(value), row)) break;
    }
    return fault.count() > 0 ? NEVER : numbers;
  }),
);

function listOf(input: unknown, what: string, fault: AddFault): unknown[] | null {
  if (!Array.isArray(input) && !(input instanceof Float64Array)) {
    fault(`${show(input)} is not an array of ${what}`);
    return null;
  }
  if (input.length >= 1 && input.length <= ROW_COUNT_MAX) return Array.isArray(input) ? input : [...input];
  fault(`${input.length} rows; 1 to ${ROW_COUNT_MAX} are accepted`);
  return null;
}

function noNumber(value: unknown): string {
  if (value === null || Number.isNaN(value)) return "null is no value to learn; leave the row out";
  return `${show(value)} is neither zero nor a number of size ${MAGNITUDE_MIN} to ${MAGNITUDE_MAX}`;
}

/** By the type of the first label, why a value is no label of that type. */
const FAULTS = { string: textFault, number: numberFault, boolean: truthFault };

function truthFault(value: unknown): string | null {
  return typeof value === "boolean"
    ? null
    : `${show(value)} is neither true nor false, but the first label is: labels are of one type`;
}

function textFault(value: unknown): string | null {
  if (typeof value !== "string")
    return `${show(value)} is no string, but the first label is one: labels are of one type`;
  if (value.length === 0 || value.length > LABEL_LENGTH_MAX)
    return `a label of ${value.length} characters; 1 to ${LABEL_LENGTH_MAX} are accepted`;
  return value.isWellFormed() ? null : `${show(value)} has halves of characters, which are not told apart`;
}

function numberFault(value: unknown): string | null {
  if (Number.isSafeInteger(value)) return null;
  if (Number.isInteger(value)) return tooLarge(value);
  if (typeof value === "number" && !Number.isNaN(value))
    return `${show(value)} is no class: a label is a string, a whole number, true or false; regression learns numbers`;
  return `${value === null || Number.isNaN(value) ? "null" : show(value)} is no label: labels are all strings, all whole numbers, or all true or false`;
}

/** Groups of names that people would take for one. */
export function looksAlike<Name extends Label>(names: readonly Name[]): Name[][] {
  const groups = new Map<string, Name[]>();
  for (const name of names) {
    const key = String(name).normalize("NFKC").trim().toLowerCase();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [name]);
    else group.push(name);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Of a whole number that was rounded when it was read: what it stands for may be another now, or one with others. */
export function tooLarge(value: unknown): string {
  return `${show(value)} is past ${Number.MAX_SAFE_INTEGER}, from where on whole numbers are not told apart; send such names as strings`;
}

function toClasses(labels: readonly Label[]): ClassTarget {
  const classes = [...new Set(labels)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const numberOf = new Map(classes.map((each, k) => [each, k]));
  return { classes, target: Float64Array.from(labels, (each) => numberOf.get(each) as number) };
}

function classesFault({ classes, target }: ClassTarget): string | null {
  if (classes.length === 1) return `all rows are of class ${show(classes[0])}: two classes are needed to tell apart`;
  if (classes.length > CLASS_COUNT_MAX)
    return `${classes.length} classes are more than the ${CLASS_COUNT_MAX} that are accepted`;
  if (classes.length === target.length)
    return `as many classes as rows (${classes.length}): some class needs two rows at least`;
  return null;
}
