// What a comparison of models answers.
import * as v from "valibot";
import { PROBLEMS } from "../../../engine/model/families.ts";
import { aboutAnswer } from "../../../platform/schema/answer/about-answer.ts";
import { Warnings } from "../../../platform/schema/answer/warnings-answer.ts";
import { described } from "../../../platform/schema/described.ts";
import { METRICS } from "../metric-name.ts";

const Params = v.record(v.string(), v.unknown());
const nullableNumber = (description: string) => described(v.nullable(v.number()), description);
const figure = v.optional(v.nullable(v.number()));
const Time = described(v.string(), "ISO 8601");

/** The other figures, each of all rows that were held out. */
export const ComparedFigures = v.object({
  ...Object.fromEntries(Object.values(METRICS).flatMap((names) => names.map((name) => [name, figure]))),
});

export const FoldDifference = v.object({
  mean: described(v.number(), "Of the folds: its score less that of the best"),
  lower: described(
    v.number(),
    "The corrected resampled t interval of Nadeau and Bengio (2003): the mean ± t · √((1/k + held out/learned from) · variance of the folds), " +
      "k − 1 degrees of freedom",
  ),
  upper: v.number(),
  level: described(v.number(), "So often such an interval holds the difference"),
  is_significant: described(v.boolean(), "Whether 0 is outside of it"),
});

export const ComparedCandidate = v.object({
  name: v.string(),
  h_tune: described(v.boolean(), "Whether its hyperparameters were tuned, inside each fold by the other folds"),
  params: described(Params, "Its hyperparameters; of one that is tuned those that were given"),
  chosen: described(v.nullable(v.array(v.nullable(Params))), "Of one that is tuned, what was chosen without each fold"),
  mean: nullableNumber("Of the metric over the folds; null until the comparison is done, and of what failed"),
  std: nullableNumber("Standard deviation of the folds"),
  standard_error: nullableNumber("Of the mean, as if folds were independent: std/√(k − 1)"),
  scores: described(v.nullable(v.array(v.nullable(v.number()))), "The metric of each fold"),
  figures: described(v.nullable(ComparedFigures), "Every figure, of all rows that were held out together"),
  difference: described(v.nullable(FoldDifference), "To the best; null of the best itself"),
  simplicity: nullableNumber("1 is the simplest: the one whose models take the fewest bytes"),
  bytes: nullableNumber("What a model of a fold takes as it is stored, on average"),
  seconds: nullableNumber("What all folds took"),
  error: described(v.nullable(v.string()), "Why it has no figures"),
});

const summary = {
  id: v.number(),
  problem: v.picklist(PROBLEMS),
  metric: described(v.picklist([...METRICS.classification, ...METRICS.regression]), "By which they are compared"),
  status: described(v.picklist(["running", "done", "cancelled"]), "Only what is done has figures"),
  progress: described(
    v.object({ stage: v.picklist(["fit", "score", "train"]), done: v.number(), total: v.number() }),
    "Parts of the stage that are done",
  ),
  seconds_left: nullableNumber(
    "To try all candidates on the folds: by how long what is done took, and how much is left as it was estimated; null until some is done, and after that",
  ),
  rows: v.number(),
  columns: described(v.number(), "Columns of X"),
  best: described(v.nullable(v.number()), "Which of `candidates`, from 0, has the best mean"),
  winner: described(
    v.nullable(v.number()),
    "Which is the simplest of those whose mean is within one standard error of the best one's",
  ),
  winner_name: v.nullable(v.string()),
  created_at: Time,
  finished_at: v.nullable(Time),
  ...aboutAnswer,
};

export const ComparisonSummary = v.object(summary);
export type ComparisonSummary = v.InferOutput<typeof ComparisonSummary>;

export const Comparison = v.object({
  ...summary,
  folds: v.object({
    count: v.number(),
    by: described(v.picklist(["class", "row", "group", "time"]), "How rows were dealt to folds"),
    rows: described(v.array(v.number()), "How many each holds out"),
  }),
  candidates: described(v.array(ComparedCandidate), "In the order in which they were sent"),
  train_best: v.boolean(),
  model: described(
    v.nullable(
      v.object({
        id: v.number(),
        status: v.picklist(["training", "ready", "failed", "cancelled"]),
        task_id: described(v.nullable(v.string()), "Its training under way: GET /results/{task_id}"),
      }),
    ),
    "The winner, trained on all rows; null without train_best, and where the dummy wins",
  ),
  model_error: described(v.nullable(v.string()), "Why the winner could not be trained"),
  warnings: Warnings,
});
export type Comparison = v.InferOutput<typeof Comparison>;

export const ComparisonList = v.object({
  comparisons: v.array(ComparisonSummary),
  next: described(v.nullable(v.number()), "`after` of the next page; null on the last one"),
});
export type ComparisonList = v.InferOutput<typeof ComparisonList>;
