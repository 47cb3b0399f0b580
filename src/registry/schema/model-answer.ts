// What the registry of models answers.
import * as v from "valibot";
import { PROBLEMS } from "../../engine/model/families.ts";
import { aboutAnswer } from "../../platform/schema/answer/about-answer.ts";
import { Warnings } from "../../platform/schema/answer/warnings-answer.ts";
import { described } from "../../platform/schema/described.ts";
import { InputSummary } from "./data-figure.ts";
import { PartialDependence } from "./dependence-answer.ts";
import { ModelExplanation } from "./explanation-answer.ts";
import { COLUMN_TYPES } from "./input.ts";
import { GridCell, ModelScore } from "./model-figure.ts";

const Problem = v.picklist(PROBLEMS);
const Params = v.record(v.string(), v.unknown());
const LabelValue = v.union([v.string(), v.number(), v.boolean()]);
const Status = described(
  v.picklist(["training", "ready", "failed", "cancelled"]),
  "Whether it can be asked; what came of its training where it cannot",
);
const Time = described(v.string(), "ISO 8601");
const TaskReference = described(v.string(), "Its training under way: GET /results/{task_id}");

/** A model that can be trained. */
export const TrainableModel = v.object({
  problem: Problem,
  name: v.string(),
  hyperparameters: described(
    v.record(v.string(), v.record(v.string(), v.unknown())),
    "By name a JSON Schema: type, default, range, meaning",
  ),
  grid: described(
    v.record(v.string(), v.array(v.unknown())),
    "What h_tune tries of each hyperparameter, all combinations",
  ),
});

export const Model = v.object({
  id: v.number(),
  problem: Problem,
  name: v.string(),
  h_tune: v.boolean(),
  path: described(v.string(), "Where the model is to be downloaded"),
  version: described(v.nullable(v.number()), "The one that serves; null before the first is ready"),
  status: Status,
  params: described(v.nullable(Params), "Hyperparameters in use"),
  metric: v.nullable(v.picklist(["Accuracy", "RMSE"])),
  metric_value: described(v.nullable(v.number()), "Out of sample; null where nothing could be held out"),
  rows: described(v.nullable(v.number()), "Rows learned from; null for an uploaded model"),
  columns: described(v.nullable(v.number()), "Columns of X"),
  types: v.optional(
    described(
      v.record(v.string(), v.picklist(COLUMN_TYPES)),
      "By column of X what its values were taken for; lists leave it out",
    ),
  ),
  warnings: Warnings,
  created_at: Time,
  ...aboutAnswer,
  task_id: v.optional(TaskReference),
});
export type Model = v.InferOutput<typeof Model>;

/** `[0]` what can be trained, `[1]` what was. */
export const ModelLists = v.strictTuple([v.array(TrainableModel), v.array(Model)]);

export const TrainingAccepted = v.object({ ...Model.entries, task_id: TaskReference });

export const TrainingVersion = v.object({
  version: v.number(),
  is_active: described(v.boolean(), "Whether it serves"),
  problem: Problem,
  name: v.string(),
  h_tune: v.boolean(),
  status: Status,
  given: described(Params, "Hyperparameters as they were sent"),
  params: v.nullable(Params),
  rows: v.nullable(v.number()),
  metric: v.nullable(v.string()),
  metric_value: v.nullable(v.number()),
  work_seconds: described(v.number(), "Estimated work, in seconds on one core"),
  bytes: described(v.number(), "What the model takes where it is stored"),
  error: described(v.nullable(v.string()), "Why it failed"),
  warnings: Warnings,
  created_at: Time,
  finished_at: v.nullable(Time),
});
export type TrainingVersion = v.InferOutput<typeof TrainingVersion>;
export const VersionList = v.object({
  model_id: v.number(),
  versions: v.array(TrainingVersion),
  next: described(v.nullable(v.number()), "`after` of the next page; null on the last one"),
});
export type VersionList = v.InferOutput<typeof VersionList>;

export const ModelData = v.object({
  rows: v.number(),
  columns: v.array(v.string()),
  missing_values: v.number(),
  inputs: described(v.nullable(v.array(InputSummary)), "Each column of X; null for data of before 0.10.0"),
  might_be_categories: described(
    v.array(v.string()),
    'Columns of a few whole numbers, which were taken for numbers; `types` with "category" takes them for names',
  ),
  is_weighted: described(v.boolean(), "Whether rows weighed differently in learning; figures count every row once"),
  classes: v.nullable(v.array(v.object({ label: LabelValue, rows: v.number() }))),
  folds: v.object({
    count: v.number(),
    by: described(v.picklist(["class", "row", "group", "time"]), "How rows were dealt to folds"),
    lacking: described(v.nullable(v.string()), "Why there are none"),
  }),
});

const known = {
  data: v.nullable(ModelData),
  score: described(v.nullable(ModelScore), "That of metric_value; `method` says how rows were kept from the model"),
  cv: described(
    v.nullable(ModelScore),
    "The score by cross-validation on the folds of `data`, which are the same for every family: to compare them by. null where there are " +
      "no folds, or where holding one out was more work than is taken",
  ),
  grid: described(v.nullable(v.array(GridCell)), "Everything that tuning tried; null without h_tune"),
  importance: described(
    v.record(v.string(), v.record(v.string(), v.number())),
    "By measure, how much each column matters: for a forest `impurity` (a share of 1) and `permutation` (what accuracy loses, or " +
      "the mean squared error gains, when the column is shuffled out of bag); for linear models the largest standardised coefficient",
  ),
};

/** What a downloaded file tells of its training; problem, family and hyperparameters stand beside it. */
export const ModelOrigin = v.object({
  service: described(v.string(), "Which service trained it, and its version"),
  source: described(v.string(), "Where it was downloaded first"),
  model_id: v.number(),
  version: v.number(),
  h_tune: v.boolean(),
  metric: Model.entries.metric,
  metric_value: Model.entries.metric_value,
  ...known,
  warnings: Warnings,
  created_at: Time,
  finished_at: v.nullable(Time),
});
export type ModelOrigin = v.InferOutput<typeof ModelOrigin>;

/** Everything known of a model. */
export const ModelCard = v.object({
  ...Model.entries,
  ...known,
  partial_dependence: described(
    v.nullable(PartialDependence),
    "How what the model says depends on its strongest columns; null of what was uploaded or trained before there was this, without a score, " +
      "or where it would have been much work",
  ),
  origin: described(
    v.nullable(ModelOrigin),
    "Of a version that was uploaded: what its file tells of the training there. No figure of this service's; null where a file tells nothing",
  ),
  versions: v.array(TrainingVersion),
});
export type ModelCard = v.InferOutput<typeof ModelCard>;

export const ModelPrediction = v.object({
  model_id: v.number(),
  version: v.number(),
  columns: described(v.array(v.string()), "Of X, in the order in which the values of rows without names were taken"),
  y: described(v.array(LabelValue), "One per row: a number, or a class label of the type that was trained on"),
  lower: v.optional(
    described(
      v.array(v.number()),
      "With `interval`: the lower end of each row's interval, by how far held-out rows were from y",
    ),
  ),
  upper: v.optional(described(v.array(v.number()), "The upper end")),
  level: v.optional(described(v.number(), "The share of rows that are to lie within")),
  classes: v.optional(v.array(LabelValue)),
  probability: v.optional(
    described(
      v.nullable(v.array(v.array(v.number()))),
      "Per row one per class, in the order of `classes`; null where none could be calibrated. `y` is the likeliest, but of SVM, and of Ridge " +
        "with two classes, which decide first: the two can differ where the classes are close",
    ),
  ),
  explanation: v.optional(described(ModelExplanation, "With explain=true: what each column adds to it")),
  warnings: Warnings,
});
export type ModelPrediction = v.InferOutput<typeof ModelPrediction>;

/** A JSON string whose last word is the task. */
export const PredictionStarted = described(v.string(), "Its last word is the task: GET /results/{task_id}");

export const TaskProgress = v.object({
  status: v.literal("running"),
  progress: v.object({
    stage: v.picklist(["tune", "fit", "score", "report", "predict"]),
    done: v.number(),
    total: v.number(),
  }),
  started_at: described(v.string(), "When it was asked for, ISO 8601"),
  seconds_left: described(
    v.nullable(v.number()),
    "By how long the work that is done took, and how much is left as it was estimated; null until some is done, and while the model is put together",
  ),
});
export type TaskProgress = v.InferOutput<typeof TaskProgress>;

/** The predictions on the stored training data, or the model that was trained. */
export const TaskResult = v.union([v.array(LabelValue), Model]);

export const Metric = v.object({
  id: v.number(),
  model_id: v.number(),
  problem: Problem,
  model_name: v.string(),
  h_tune: v.boolean(),
  metric: v.string(),
  metric_value: v.nullable(v.number()),
});
export type Metric = v.InferOutput<typeof Metric>;
