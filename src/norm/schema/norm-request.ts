// What is sent to a norm.
import * as v from "valibot";
import type { Table } from "../../engine/feature/table.ts";
import { list } from "../../engine/parameter/bounded.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { tagEntries } from "../../platform/schema/about.ts";
import { BATCH_NAME_LENGTH_MAX, COLUMN_NAME_LENGTH_MAX, PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import { PageLimit, WholeText } from "../../platform/schema/page.ts";
import { SampleWeight } from "../../platform/schema/sample-weight.ts";
import { ColumnOfNumbers, handWritten, NormTable, show } from "../../platform/schema/table.ts";
import { Time, Times } from "../../platform/schema/time.ts";
import { Lambda, NormName } from "./norm-specification.ts";

export const BatchName = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._:+@=-]*$/,
    (issue) =>
      `${show(issue.input)} is no batch name: those are letters, digits and ._:+@=-, and begin with a letter or digit`,
  ),
  v.maxLength(BATCH_NAME_LENGTH_MAX, (issue) => `${issue.input.length} characters; at most ${BATCH_NAME_LENGTH_MAX}`),
  v.description("The batch's name"),
);

const continues = v.optional(
  v.pipe(
    v.boolean(),
    v.description("Whether these rows follow on the last trained row; the norm's specification unless given."),
  ),
);

export const Level = v.pipe(
  v.number(),
  v.minValue(0.5, (issue) => `${show(issue.input)} is below 0.5; a level is from 0.5 to 0.999`),
  v.maxValue(0.999, (issue) => `${show(issue.input)} is above 0.999; a level is from 0.5 to 0.999`),
  v.description("Probability of the prediction interval, from 0.5 to 0.999; 0.9 unless given."),
);

interface Rows {
  x: Table;
  t?: Times | undefined;
  y?: Float64Array | undefined;
  sample_weight?: Float64Array | undefined;
}

const SINGULAR = { t: "time", y: "y", sample_weight: "weight" };

/** What goes along with a table has one entry per row. */
const onePerRow = <Sent extends Rows>() =>
  v.rawCheck<Sent>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { x, t, y, sample_weight } = dataset.value;
    const lengths = { t: t?.ms.length, y: y?.length, sample_weight: sample_weight?.length };
    for (const [key, what] of Object.entries(SINGULAR)) {
      const length = lengths[key as keyof typeof lengths] ?? x.rowCount;
      if (length === x.rowCount) continue;
      addIssue({
        message: `length ${length}, but x has ${x.rowCount}: one ${what} per row`,
        path: [{ type: "object", origin: "value", input: dataset.value as never, key, value: length }],
      });
    }
  });

const rows = { t: v.optional(Times), x: NormTable };
const rowsWithTarget = { ...rows, y: ColumnOfNumbers };

export const TrainRequest = v.pipe(
  exactObject({
    ...rowsWithTarget,
    sample_weight: v.optional(
      v.pipe(
        SampleWeight,
        v.description(
          "How many rows each row counts as, from 1e-6 to 1e6, 1 unless given: twice the weight is the row sent twice, to the norm's " +
            "coefficients, λ, `fit`, `cv`, degrees of freedom and intervals. `rows` and the errors on the rows just sent count each once.",
        ),
      ),
    ),
    batch: v.optional(BatchName),
    continues,
  }),
  onePerRow(),
);
export type TrainRequest = v.InferOutput<typeof TrainRequest>;

/** `yColumn`: the column of a table that y was, where the query named it. */
export type SentTraining = TrainRequest & { yColumn?: string | undefined };

const Version = v.pipe(v.number(), v.integer(), v.minValue(1));
const asked = { version: v.optional(Version), continues, level: v.optional(Level, 0.9) };

export const PredictRequest = v.pipe(exactObject({ ...rows, ...asked }), onePerRow());
export type PredictRequest = v.InferOutput<typeof PredictRequest>;

export const SavingsRequest = v.pipe(exactObject({ ...rowsWithTarget, ...asked }), onePerRow());
export type SavingsRequest = v.InferOutput<typeof SavingsRequest>;

/** A period of which the rows are kept, in place of rows. */
export const KeptSavingsRequest = exactObject({
  from: v.optional(
    v.pipe(
      Time,
      v.description(
        "The first time of the period; without an offset on the norm's clock. The first that is kept unless given.",
      ),
    ),
  ),
  to: v.optional(
    v.pipe(
      Time,
      v.description("The time before which the period ends. Where the last row is that is kept unless given."),
    ),
  ),
  version: asked.version,
  level: asked.level,
});
export type KeptSavingsRequest = v.InferOutput<typeof KeptSavingsRequest>;

const eitherSavings = v.union([SavingsRequest, KeptSavingsRequest]);
const runSavings: (typeof eitherSavings)["~run"] = (dataset, config) => {
  const { value } = dataset;
  const isPeriod = typeof value === "object" && value !== null && !("x" in value) && ("from" in value || "to" in value);
  const meant = (isPeriod ? KeptSavingsRequest : SavingsRequest) as unknown as typeof eitherSavings;
  return meant["~run"](dataset, config);
};

/** Rows, or a period of those that are kept: told apart by `from` and `to`, so that a fault is told of what was meant. */
export const AnySavingsRequest: typeof eitherSavings = { ...eitherSavings, "~run": runSavings };

export const SelectionRequest = exactObject({
  lags: v.optional(
    v.pipe(
      v.picklist(["together", "one_by_one"], (issue) => `${show(issue.input)} is neither "together" nor "one_by_one"`),
      v.description("Whether the lags of a column that is a candidate enter together or each for itself."),
    ),
    "together",
  ),
});
export type SelectionRequest = v.InferOutput<typeof SelectionRequest>;

// An interaction of two features of the longest column names.
const NAME_LENGTH_MAX = 3 * COLUMN_NAME_LENGTH_MAX;
const Names = (what: string) =>
  list(
    v.pipe(v.string(), v.maxLength(NAME_LENGTH_MAX, `longer than any name: at most ${NAME_LENGTH_MAX} characters`)),
    {
      of: what,
      least: 1,
      most: PAGE_LENGTH_MAX,
    },
  );

export const WhatIfRequest = exactObject({
  features: v.optional(
    v.pipe(Names("features"), v.description("Names of features or groups to learn from; those in use unless given.")),
  ),
  lambda: v.optional(v.pipe(Lambda, v.description("The norm's specification unless given."))),
  batches: v.optional(v.pipe(Names("batches"), v.description("Names of the batches to learn from; all unless given."))),
  until: v.optional(v.lazy((input) => (typeof input === "number" ? Version : Time))),
});
handWritten.set(WhatIfRequest.entries.until.wrapped, {
  anyOf: [
    { type: "integer", minimum: 1 },
    { type: "string", format: "date-time" },
  ],
  description: "Only batches up to this version, or only those whose last row is not after this time.",
});
export type WhatIfRequest = v.InferOutput<typeof WhatIfRequest>;

export const PageQuery = exactObject({
  after: v.optional(v.pipe(WholeText, v.description("Only versions after this one: `next` of the page before."))),
  limit: PageLimit,
});
export type PageQuery = v.InferOutput<typeof PageQuery>;

export const HistoryQuery = exactObject({
  ...PageQuery.entries,
  drifted: v.optional(
    v.pipe(
      v.picklist(["true", "false"], (issue) => `${show(issue.input)} is neither true nor false`),
      v.description("Only batches that were flagged as drifted, or only the others."),
    ),
  ),
});
export type HistoryQuery = v.InferOutput<typeof HistoryQuery>;

export const NormPageQuery = exactObject({
  after: v.optional(v.pipe(NormName, v.description("Only names after this one: `next` of the page before."))),
  limit: PageLimit,
  ...tagEntries,
});
export type NormPageQuery = v.InferOutput<typeof NormPageQuery>;
