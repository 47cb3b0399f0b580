// What is asked and answered of the rows that a norm keeps.
import * as v from "valibot";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { show } from "../../engine/parameter/show.ts";
import { parseStep, type StepSize } from "../../engine/time/step-runs.ts";
import { Names } from "../../platform/form/table-query.ts";
import { Warnings } from "../../platform/schema/answer/warnings-answer.ts";
import { described } from "../../platform/schema/described.ts";
import { CELL_COUNT_MAX, FEATURE_COUNT_MAX, ROW_COUNT_MAX } from "../../platform/schema/limit.ts";
import { WholeNumber, WholeText } from "../../platform/schema/page.ts";
import { Time } from "../../platform/schema/time.ts";
import { KeptSpan } from "./kept-answer.ts";
import { LevelText } from "./norm-query.ts";

/** Points of a norm's rows for a screen: a year of quarter hours, with room. Unless asked for, so many as a screen is wide. */
export const POINT_COUNT_MAX = 50_000;
export const POINT_COUNT_USUAL = 2_000;

const Columns = v.pipe(
  Names,
  v.check(
    (names) => names.length <= FEATURE_COUNT_MAX,
    (issue) => `${issue.input.length} columns are more than the ${FEATURE_COUNT_MAX} that a norm may have`,
  ),
  v.transform((names) => [...new Set(names)]),
  v.description("Names of columns between commas, or one each time it is given again: their means are answered too."),
);

const noStep = (issue: v.BaseIssue<unknown>) =>
  `${show(issue.input)} is no step: a whole number with s, min, h, d, w, mo, q or y, such as "1h" or "1mo"`;
const ChartStep = v.pipe(
  v.string(),
  v.check((text) => parseStep(text) !== null, noStep),
  v.transform((text) => parseStep(text) as StepSize),
  v.description(
    "What a point stands for, such as 15min, 1h, 1d, 1w, or of the calendar 1mo, 1q, 1y; on the norm's clock, weeks from Monday. Unless given " +
      "the rows themselves where they are few enough, else as short a step as has no more than `points`.",
  ),
);

const period = {
  from: v.optional(
    v.pipe(
      Time,
      v.description("The first time; without an offset on the norm's clock. The first that is kept unless given."),
    ),
  ),
  to: v.optional(
    v.pipe(Time, v.description("The time before which the last row is. The last that is kept unless given.")),
  ),
};

export const KeptRowsQuery = exactObject({
  ...period,
  step: v.optional(ChartStep),
  points: v.optional(
    v.pipe(
      WholeNumber(POINT_COUNT_MAX, 1),
      v.description(`How many points there are at most where no \`step\` is given; ${POINT_COUNT_USUAL} unless given.`),
    ),
  ),
  version: v.optional(v.pipe(WholeText, v.description("The version to ask; the newest unless given."))),
  level: LevelText,
  columns: v.optional(Columns),
});
export type KeptRowsQuery = v.InferOutput<typeof KeptRowsQuery>;

const perPoint = (description: string) => described(v.array(v.nullable(v.number())), description);

export const KeptRows = v.object({
  norm: v.string(),
  version: v.number(),
  level: v.number(),
  timezone: described(v.string(), "The zone whose clock the steps are of"),
  step: described(
    v.nullable(v.string()),
    "What a point stands for; null where the rows are the points, and are not regular",
  ),
  band: described(
    v.picklist(["rows", "means"]),
    "What lies between `lower` and `upper` with probability `level`: rows, each a point, or the mean of a point's rows, ± what a saving " +
      "of such a period is sure to",
  ),
  rows_kept: described(KeptSpan, "What there is"),
  t: described(
    v.nullable(v.array(v.string())),
    "When each point begins; null of a norm without times. Where steps are missing there is one point without values between the others",
  ),
  actual: perPoint("Mean of y"),
  expected: perPoint("Mean of ŷ, by the version"),
  lower: perPoint("Lower end of the band"),
  upper: perPoint("Upper end of it"),
  rows: described(
    v.array(v.number()),
    "How many rows each mean is of: those with y and an expectation, or where there are none, with one of them; 0 where rows are missing",
  ),
  columns: v.optional(described(v.record(v.string(), v.array(v.nullable(v.number()))), "Means of columns, by name")),
  warnings: Warnings,
});
export type KeptRows = v.InferOutput<typeof KeptRows>;

export const BATCH_ROWS_USUAL = 20_000;

export const BatchRowsQuery = exactObject({
  skip: v.optional(v.pipe(WholeText, v.description("So many rows are left out first: `next` of the answer before."))),
  limit: v.optional(
    v.pipe(
      WholeNumber(ROW_COUNT_MAX, 1),
      v.description(
        `Rows of the answer at most, and no more than ${CELL_COUNT_MAX} values; ${BATCH_ROWS_USUAL} unless given.`,
      ),
    ),
  ),
});
export type BatchRowsQuery = v.InferOutput<typeof BatchRowsQuery>;

export const SentRows = v.object({
  t: v.optional(v.array(v.string())),
  x: v.record(v.string(), v.array(v.nullable(v.union([v.number(), v.string()])))),
  y: v.array(v.nullable(v.number())),
  sample_weight: v.optional(v.array(v.number())),
  continues: v.optional(v.boolean()),
});
export type SentRows = v.InferOutput<typeof SentRows>;

export const BatchRows = v.object({
  norm: v.string(),
  batch: v.string(),
  version: v.number(),
  rows: described(v.number(), "Rows that were sent"),
  kept: described(v.number(), "Rows of them that are kept"),
  skip: v.number(),
  sent: described(SentRows, "A body of `train`"),
  next: described(v.nullable(v.number()), "`skip` of the next rows; null where these are the last"),
  warnings: Warnings,
});
export type BatchRows = v.InferOutput<typeof BatchRows>;
