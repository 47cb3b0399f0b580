// What models learn to say: numbers, or classes by their labels. Labels are strings or whole numbers, and come back as they came.
import * as v from "valibot";
import { CLASS_COUNT_MAX, LABEL_LENGTH_MAX, ROW_COUNT_MAX } from "../../platform/schema/limit.ts";
import { ColumnOfNumbers, collector, handWritten, type JsonSchema, show } from "../../platform/schema/table.ts";

export type Label = string | number;

export interface ClassTarget {
  /** In order: numbers by size, strings by code unit. */
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
const label: JsonSchema = {
  anyOf: [{ type: "string", minLength: 1, maxLength: LABEL_LENGTH_MAX }, exactInteger],
};
handWritten.set(classInput, {
  type: "array",
  items: label,
  minItems: 1,
  maxItems: ROW_COUNT_MAX,
  description: `One class label per row, all strings or all whole numbers; 2 to ${CLASS_COUNT_MAX} classes, of which one has two rows at least.`,
});

/** y of a classification. */
export const ClassLabels = v.pipe(
  classInput,
  v.rawTransform(({ dataset, addIssue, NEVER }): ClassTarget => {
    const fault = collector(addIssue);
    const values: unknown = dataset.value;
    if (!Array.isArray(values)) fault.add(`${show(values)} is not an array of class labels`);
    else if (values.length === 0 || values.length > ROW_COUNT_MAX)
      fault.add(`${values.length} rows; 1 to ${ROW_COUNT_MAX} are accepted`);
    if (fault.count() > 0) return NEVER;
    const labels = values as unknown[];
    const isText = typeof labels[0] === "string";
    for (const [row, value] of labels.entries()) {
      const wrong = isText ? textFault(value) : numberFault(value);
      if (wrong !== null && !fault.add(wrong, row)) break;
    }
    if (fault.count() > 0) return NEVER;
    const coded = toClasses(labels as Label[]);
    const wrong = classesFault(coded);
    if (wrong !== null) fault.add(wrong);
    return wrong === null ? coded : NEVER;
  }),
);

/** y of a regression: no value may be missing. */
export const Numbers = v.pipe(
  ColumnOfNumbers,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const fault = collector(addIssue);
    for (const [row, value] of dataset.value.entries())
      if (Number.isNaN(value) && !fault.add("null is no value to learn; leave the row out", row)) break;
  }),
);

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
  if (typeof value === "number")
    return `${show(value)} is no class: a label is a string or a whole number; regression learns numbers`;
  return `${show(value)} is no label: labels are strings, or whole numbers`;
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
