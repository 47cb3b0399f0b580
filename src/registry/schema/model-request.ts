// What is sent to the registry of models. Each family's hyperparameters are checked by the family's own schema.
import * as v from "valibot";
import { families, PROBLEMS } from "../../engine/model/families.ts";
import type { Problem } from "../../engine/model/training-set.ts";
import { dictionary } from "../../engine/parameter/bounded.ts";
import { exactObject, exactVariant } from "../../engine/parameter/exact-object.ts";
import { ClassWeights, WEIGHTS } from "../../engine/parameter/parameter.ts";
import { type AboutRequest, aboutEntries, tagEntries } from "../../platform/schema/about.ts";
import {
  LABEL_LENGTH_MAX,
  MODEL_COLUMN_COUNT_MAX,
  RESULT_WAIT_MS,
  ROW_COUNT_MAX,
} from "../../platform/schema/limit.ts";
import { PageLimit, PageOrder, WHOLE_MAX, WholeNumber, WholeText } from "../../platform/schema/page.ts";
import { SampleWeight } from "../../platform/schema/sample-weight.ts";
import { collector, handWritten, ModelTable, type SentTable, show } from "../../platform/schema/table.ts";
import { type Times, UnorderedTimes } from "../../platform/schema/time.ts";
import { IntervalLevel } from "./conformal.ts";
import { COLUMN_TYPES, type ColumnType } from "./input.ts";
import { ClassLabels, type ClassTarget, exactInteger, Numbers, tooLarge } from "./labels.ts";

/** A training, whatever its family; `params` as they were sent, without defaults. */
export interface TrainModelRequest extends AboutRequest, SentData {
  problem: Problem;
  name: string;
  h_tune: boolean;
  params?: Record<string, unknown> | undefined;
}

/** What is learned from, as it was sent. */
export interface SentData {
  X?: SentTable | undefined;
  /** Numbers for regression, else classes. */
  y?: Float64Array | ClassTarget | undefined;
  groups?: Uint32Array | undefined;
  t?: Times | undefined;
  sample_weight?: Float64Array | undefined;
  types?: Record<string, ColumnType> | undefined;
  /** The column of a table that y was, where the query named it; JSON knows none. */
  yColumn?: string | undefined;
}

export const HTune = v.optional(
  v.pipe(
    v.boolean(),
    v.description("Whether to search the family's grid; params that are given stay as they are given."),
  ),
  false,
);

handWritten.set(ClassWeights, {
  anyOf: [
    { const: "balanced" },
    { type: "object", additionalProperties: { type: "number", minimum: WEIGHTS.least, maximum: WEIGHTS.most } },
  ],
});

const groupsInput = v.any();
handWritten.set(groupsInput, {
  type: "array",
  items: { anyOf: [{ type: "string", maxLength: LABEL_LENGTH_MAX }, exactInteger] },
  minItems: 1,
  maxItems: ROW_COUNT_MAX,
  description: "The group of each row: rows of one group are never on both sides of cross-validation.",
});

/** One string or whole number a row → the number of its group. */
export const Groups = v.pipe(
  groupsInput,
  v.rawTransform(({ dataset, addIssue, NEVER }): Uint32Array => {
    const fault = collector(addIssue);
    const values: unknown = dataset.value;
    const isList = Array.isArray(values) || values instanceof Float64Array;
    if (!isList) fault.add(`${show(values)} is not an array of groups`);
    else if (values.length > ROW_COUNT_MAX)
      fault.add(`${values.length} rows are more than the ${ROW_COUNT_MAX} that are accepted`);
    if (!isList || fault.count() > 0) return NEVER;
    for (const [row, value] of values.entries()) {
      const wrong = groupFault(value);
      if (wrong !== null && !fault.add(wrong, row)) break;
    }
    if (fault.count() > 0) return NEVER;
    // By name, so that groups are dealt alike wherever their rows stand.
    const names = [...new Set(values as (string | number)[])].sort(byTypeAndValue);
    const numbers = new Map<unknown, number>(names.map((name, number) => [name, number]));
    return Uint32Array.from(values as ArrayLike<unknown>, (value) => numbers.get(value) as number);
  }),
);

function groupFault(value: unknown): string | null {
  const isName = typeof value === "string" && value.length <= LABEL_LENGTH_MAX;
  if (isName || Number.isSafeInteger(value)) return null;
  return Number.isInteger(value) ? tooLarge(value) : `${show(value)} is no group: strings and whole numbers are`;
}

function byTypeAndValue(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : 1;
}

export const Types = v.pipe(
  dictionary(
    v.picklist(COLUMN_TYPES, ({ input }) => `${show(input)} is no type of a column: ${COLUMN_TYPES.join(", ")} are`),
    { of: "columns", most: MODEL_COLUMN_COUNT_MAX },
  ),
  v.description("By column what its values are to be taken for, where that is not what they look like."),
);

/** What may stand beside X and y. */
export const besideEntries = {
  groups: v.optional(Groups),
  t: v.optional(UnorderedTimes),
  sample_weight: v.optional(SampleWeight),
  types: v.optional(Types),
  ...aboutEntries,
};

type Entries = Record<"X" | "y", v.GenericSchema>;

/** By problem and family its hyperparameters, any of which may be left out. */
export const partialParams = PROBLEMS.map((problem) => families.map(({ params }) => v.partial(params[problem])));

/** One object for each problem and family, told apart by `problem` and `name`. `dataOf`: what X and y are in each problem. */
function trainingOf(dataOf: (problem: Problem) => Entries) {
  const options = PROBLEMS.map((problem, i) => {
    const common = {
      problem: v.literal(problem),
      h_tune: HTune,
      ...dataOf(problem),
      ...besideEntries,
    };
    const objects = families.map(({ name }, j) => {
      const params = v.optional(partialParams[i]?.[j] as v.GenericSchema<Record<string, unknown>>);
      return exactObject({ name: v.literal(name), ...common, params });
    });
    return exactVariant("name", objects);
  });
  const schema = exactVariant("problem", options) as unknown as v.GenericSchema<unknown, TrainModelRequest>;
  return v.pipe(
    schema,
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed) checkLengths(dataset.value, collector(addIssue).add);
    }),
  );
}

/** What y is. */
export const yOf = (problem: Problem) => (problem === "regression" ? Numbers : ClassLabels);

export const TrainModelRequest = trainingOf((problem) => ({ X: ModelTable, y: yOf(problem) }));

/** Without X and y it learns from the stored ones again. */
export const RetrainModelRequest = trainingOf((problem) => ({
  X: v.optional(ModelTable),
  y: v.optional(yOf(problem)),
}));

/** X and y come together, and what goes along with X has one entry per row. */
export function checkLengths(
  { X, y, groups, t, sample_weight, types }: SentData,
  fault: (message: string, ...path: string[]) => void,
): void {
  if (X === undefined || y === undefined) {
    const alone = Object.entries({ X, y, groups, t, sample_weight, types }).filter(([, value]) => value !== undefined);
    for (const [name] of alone)
      fault("X and y come together, with groups, t, sample_weight or types beside them", name);
    return;
  }
  const lengths = {
    y: y instanceof Float64Array ? y.length : y.target.length,
    groups: groups?.length,
    t: t?.ms.length,
    sample_weight: sample_weight?.length,
  };
  for (const [name, length] of Object.entries(lengths)) {
    if (length !== undefined && length !== X.rowCount)
      fault(`length ${length}, but X has ${X.rowCount} rows: one for each is needed`, name);
  }
  if (groups !== undefined && t !== undefined) fault("folds are dealt by groups or by time, not by both", "t");
}

export const PredictModelRequest = exactObject({ X: ModelTable, interval: v.optional(IntervalLevel) });
export type PredictModelRequest = v.InferOutput<typeof PredictModelRequest>;

export const ModelId = v.pipe(WholeText, v.description("`id` of the model in GET /api/ml_models"));
export const VersionNumber = v.pipe(
  WholeNumber(WHOLE_MAX, 1),
  v.description("`version` in GET /api/ml_models/{id}/versions"),
);
export const TaskId = v.pipe(
  v.string(),
  v.regex(/^[0-9a-zA-Z-]{1,64}$/, "no task id: those are letters, digits and -"),
  v.description("`task_id` of the answer that began the task"),
);

export const ModelPageQuery = exactObject({
  after: v.optional(
    v.pipe(
      WholeText,
      v.description("Only models behind the one of this id: the page before tells it in its header Link."),
    ),
  ),
  limit: PageLimit,
  order: PageOrder,
  ...tagEntries,
  problem: v.optional(v.pipe(v.picklist(PROBLEMS), v.description("Only models of this problem."))),
  name: v.optional(v.pipe(v.picklist(families.map(({ name }) => name)), v.description("Only models of this family."))),
});
export type ModelPageQuery = v.InferOutput<typeof ModelPageQuery>;

export const VersionPageQuery = exactObject({
  after: v.optional(
    v.pipe(WholeText, v.description("Only versions before this one, newest first: `next` of the page before.")),
  ),
  limit: PageLimit,
});
export type VersionPageQuery = v.InferOutput<typeof VersionPageQuery>;

export const ResultQuery = exactObject({
  wait: v.optional(
    v.pipe(WholeNumber(RESULT_WAIT_MS / 1000), v.description("Seconds to wait for a task under way; 10 unless given.")),
  ),
});
export type ResultQuery = v.InferOutput<typeof ResultQuery>;
