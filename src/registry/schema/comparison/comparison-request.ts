// What is sent to compare models. Each family's hyperparameters are checked by the family's own schema.
import * as v from "valibot";
import { dummy } from "../../../engine/model/dummy/dummy.ts";
import { families, PROBLEMS } from "../../../engine/model/families.ts";
import type { Problem } from "../../../engine/model/training-set.ts";
import { list } from "../../../engine/parameter/bounded.ts";
import { exactObject, exactVariant } from "../../../engine/parameter/exact-object.ts";
import { show } from "../../../engine/parameter/show.ts";
import { type AboutRequest, tagEntries } from "../../../platform/schema/about.ts";
import { CANDIDATE_MODEL_COUNT_MAX, COMPARISON_FOLDS, RESULT_WAIT_MS } from "../../../platform/schema/limit.ts";
import { PageLimit, WholeNumber, WholeText } from "../../../platform/schema/page.ts";
import { collector, ModelTable } from "../../../platform/schema/table.ts";
import { METRICS, type MetricName } from "../metric-name.ts";
import { besideEntries, checkLengths, HTune, partialParams, type SentData, yOf } from "../model-request.ts";

/** One that is to be compared; `params` as they were sent. */
export interface CandidateRequest {
  name: string;
  params?: Record<string, unknown> | undefined;
  h_tune?: boolean | undefined;
}

export interface CompareRequest extends AboutRequest, SentData {
  problem: Problem;
  /** All families and the dummy unless given. */
  candidates?: CandidateRequest[] | undefined;
  metric?: MetricName | undefined;
  folds: number;
  train_best: boolean;
}

const FOLDS_DEFAULT = 5;
const { least, most } = COMPARISON_FOLDS;
const foldsFault = ({ input }: { input: unknown }) =>
  `${show(input)} is not accepted; it is a whole number from ${least} to ${most}`;
const Folds = v.optional(
  v.pipe(
    v.number(foldsFault),
    v.integer(foldsFault),
    v.minValue(least, foldsFault),
    v.maxValue(most, foldsFault),
    v.description("How many folds to hold out in turn, the same ones for every candidate."),
  ),
  FOLDS_DEFAULT,
);

/** By problem what a candidate may be, told apart by `name`. */
export const Candidates = PROBLEMS.map((_, i) =>
  exactVariant("name", [
    ...families.map(({ name }, j) => {
      const params = v.optional(partialParams[i]?.[j] as v.GenericSchema<Record<string, unknown>>);
      return exactObject({ name: v.literal(name), params, h_tune: HTune });
    }),
    exactObject({ name: v.literal(dummy.name) }),
  ]),
);

const options = PROBLEMS.map((problem, i) =>
  exactObject({
    problem: v.literal(problem),
    candidates: v.optional(
      v.pipe(
        list(Candidates[i] as v.GenericSchema<unknown, CandidateRequest>, {
          ...{ of: "candidates", least: 1, most: CANDIDATE_MODEL_COUNT_MAX },
        }),
        v.description(
          `What to compare. Unless given each family as it is without params, and ${dummy.name}, which looks at y alone.`,
        ),
      ),
    ),
    metric: v.optional(
      v.pipe(
        v.picklist(METRICS[problem], ({ input }) => `${show(input)} is none of ${METRICS[problem].join(", ")}`),
        v.description(`By which figure they are compared; ${METRICS[problem][0]} unless given.`),
      ),
    ),
    folds: Folds,
    train_best: v.optional(
      v.pipe(v.boolean(), v.description("Whether the winner is then trained on all rows, as a model of its own.")),
      false,
    ),
    X: ModelTable,
    y: yOf(problem),
    ...besideEntries,
  }),
);

export const CompareRequest = v.pipe(
  exactVariant("problem", options) as unknown as v.GenericSchema<unknown, CompareRequest>,
  v.rawCheck(({ dataset, addIssue }) => {
    if (dataset.typed) checkLengths(dataset.value, collector(addIssue).add);
  }),
);

export const ComparisonId = v.pipe(WholeText, v.description("`id` of the comparison in GET /api/comparisons"));

export const ComparisonQuery = exactObject({
  wait: v.optional(
    v.pipe(
      WholeNumber(RESULT_WAIT_MS / 1000),
      v.description("Seconds to wait for a comparison under way; none unless given."),
    ),
  ),
});

export const ComparisonPageQuery = exactObject({
  after: v.optional(
    v.pipe(WholeText, v.description("Only comparisons with a larger id: the page before tells it in its header Link.")),
  ),
  limit: PageLimit,
  ...tagEntries,
});
export type ComparisonPageQuery = v.InferOutput<typeof ComparisonPageQuery>;
