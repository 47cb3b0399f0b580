// What the views of models say: the list, and what all of them name.
export const model = {
  problems: { classification: "Classification", regression: "Regression" },
  statuses: { training: "training", ready: "ready", failed: "failed", cancelled: "cancelled" },
  version: (version: number) => `version ${version}`,
  serves: "serves",
  none: "–",
};

export const list = {
  title: "Models",
  line: (models: string, isAll: boolean) =>
    `${models} ${isAll ? "in all" : "shown"}. Each is learned from a table, and asked about new rows.`,
  train: "Train a model",
  compare: "Compare families",
  caption: "Models that were trained",
  empty: "No model yet. Train one from a table: a column to be told, and others to tell it by.",
  emptyFiltered: "None of these models is so. Take a filter away.",
  filters: "Which models",
  problem: "Problem",
  family: "Family",
  tag: "Tag",
  all: "all",
  id: "No.",
  name: "Model",
  status: "State",
  versionNumber: "Version",
  rows: "Rows",
  score: "Score",
  metric: "Of",
  created: "From",
  nextPage: "Later ones",
  firstPage: "From the beginning",
};

export const comparisons = {
  title: "Comparisons",
  line: "Families on the same folds of one table.",
  caption: "Comparisons of models",
  empty: "None yet. A comparison tells which family a table is for, and which of them do not differ.",
  name: "Comparison",
  untitled: (id: number) => `Comparison ${id}`,
  metric: "By",
  winner: "Winner",
  statuses: { running: "under way", done: "done", cancelled: "cancelled" },
};

export const progress = {
  title: "It is being trained",
  line: "You may close this page: it goes on, and is here when you come back.",
  stages: {
    tune: "trying hyperparameters",
    fit: "learning",
    score: "asking about held-out rows",
    report: "working out what it looks at",
    predict: "predicting",
    train: "training the winner",
  },
  part: (stage: string, done: string, total: string) => `${stage}, ${done} of ${total}`,
  left: (time: string) => `about ${time} left`,
  since: (time: string) => `for ${time}`,
  cancel: "Cancel",
  cancelTitle: "Cancel this training?",
  cancelBody: "What it has done comes to nothing. A version that serves goes on.",
  cancelComparison: "Cancel this comparison?",
  cancelComparisonBody: "What it has done comes to nothing.",
  doCancel: "Cancel it",
};

export const card = {
  line: {
    family: (family: string, problem: string) => `${family}, ${problem.toLowerCase()}`,
    columns: (columns: string, withWords: number) =>
      withWords === 0 ? `from ${columns} columns` : `from ${columns} columns (${withWords} not of numbers)`,
    version: (version: number | null, rows: string, day: string) =>
      version === null
        ? `no version serves yet; sent on ${day}`
        : `version ${version}, learned from ${rows} rows on ${day}`,
    upload: (day: string) => `taken from a file on ${day}`,
  },
  predict: "Predict",
  download: "Download",
  trainAgain: "Train again",
  edit: "Rename",
  remove: "Delete",
  more: "More",
  failed: "No version of it is ready",
  failedBody: (status: string) => `Its last training is ${status}.`,
  warnings: "What to know of it",
  params: "Hyperparameters",
  paramsLine: "Those that this version has learned with.",
  param: "Hyperparameter",
  value: "Value",
};

export const edit = {
  title: "What it is called",
  name: "Title",
  description: "Description",
  tags: "Tags",
  tagsHint: "with commas between them",
  save: "Save",
  removeTitle: "Delete this model?",
  removeBody: (name: string) =>
    `${name} goes with its data, its versions, its files and its metrics. This cannot be undone.`,
  remove: "Delete it",
};

export const figures = {
  label: "How well it does on rows that it has not learned from",
  accuracy: "Accuracy",
  mostFrequent: (share: string) => `the most frequent class alone: ${share}`,
  notBetter: (share: string) => `no better than the most frequent class: ${share}`,
  balanced: "Balanced accuracy",
  chance: (share: string) => `mean recall of the classes; by chance ${share}`,
  auc: "ROC AUC",
  aucLine: "how often one of a class is put before one that is not",
  logLoss: "Log loss",
  logLossLine: (brier: string) => `Brier score ${brier}`,
  rmse: "RMSE",
  meanAlone: (deviation: string) => `the mean alone: ${deviation}`,
  meanNotBetter: (deviation: string) => `no better than the mean: ${deviation}`,
  mae: "Mean absolute error",
  maeLine: "so far it is off on average",
  r2: "R²",
  r2Line: "share of the variance that is told",
  width: (level: string) => `Half-width at ${level}`,
  coverage: (coverage: string) => `held ${coverage} of held-out rows`,
  rows: "Rows",
  method: { out_of_bag: "each by trees that did not draw it", cross_validation: "each by a model of the other folds" },
  spread: (error: string) => `± ${error}`,
  none: "Nothing could be held out: there are no figures of rows that were not learned from.",
  origin: "Figures of the service that trained it, as its file tells them",
};

export const importance = {
  title: "What it looks at",
  measures: {
    permutation: "what is lost when the column is shuffled, out of bag",
    impurity: "share of what all splits gain",
    gain: "how much the splits on a column let the loss fall",
    standardised_coefficient: "largest coefficient of the standardised column",
  },
  measure: "Measure",
  units: {
    permutation: { Accuracy: "accuracy lost", RMSE: "mean squared error gained" },
    impurity: "share",
    gain: "loss",
    standardised_coefficient: "standardised coefficient",
  },
  some: (shown: number, all: number) => `the ${shown} strongest of ${all} columns`,
  none: "This family does not tell: its machine has no weight for each column.",
};

export const classes = {
  errors: "Where it errs",
  errorsLine: (rows: string) => `${rows} rows that were not learned from: actual class in rows, told class in columns.`,
  some: (shown: number, all: number) => `The ${shown} classes with the most rows of ${all}.`,
  predicted: "told",
  actual: "actual",
  choose: "Class",
  roc: "Is one found before the others?",
  rocLine: (label: string, auc: string) => `ROC of ${label} against all others: area ${auc}. Dashed is chance.`,
  falseRate: "false positive rate",
  trueRate: "true positive rate",
  chance: "chance",
  precision: "How many are right of those that are told?",
  precisionLine: (label: string, area: string, share: string) =>
    `Precision and recall of ${label}: average ${area}. Dashed is its share of all rows, ${share}.`,
  recall: "recall",
  precisionAxis: "precision",
  calibration: "Is a probability what it says?",
  calibrationLine: (label: string, brier: string) =>
    `Of rows told to be ${label} with this probability, so many are. Bars are 95 % intervals; dashed is as it should be. Brier score ${brier}.`,
  told: "told probability",
  observed: "share that is",
  exact: "as told",
  rows: (rows: string) => `${rows} rows`,
  threshold: (value: string) => `from probability ${value}`,
  noProbabilities: "This model tells no probabilities, so that there are no curves.",
};

export const residuals = {
  fit: "Told against actual",
  fitLine: (kept: string, heldOut: string) =>
    kept === heldOut
      ? `${heldOut} rows that were not learned from. On the dashed line both are alike.`
      : `A sample of ${kept} of the ${heldOut} rows that were not learned from. On the dashed line both are alike.`,
  actual: "actual",
  predicted: "told",
  spread: "How far it is off",
  spreadLine: (mean: string, deviation: string) =>
    `Actual less told: on average ${mean}, standard deviation ${deviation}. The line is the normal curve.`,
  residual: "actual − told",
  pattern: "Is something left in what it missed?",
  patternLine: "Actual less told, by what was told. A slope or a fan says that something is.",
  zero: "nothing missed",
  coverage: "Do its intervals hold what they say?",
  coverageLine: "Each fold's rows, by intervals of the other folds' rows.",
  level: "asked for",
  held: "held",
  width: "half-width",
};

export const search = {
  title: "The search",
  line: (metric: string) => `${metric} of all held-out rows in each cell of the grid; ● was chosen.`,
  others: (params: string) => `Others as in the one that was chosen: ${params}.`,
  caption: "Every cell that was tried",
  mean: "mean",
  std: "spread of the folds",
  seconds: "s",
  chosen: "chosen",
  all: (cells: string) => `All ${cells} cells`,
};

export const dependence = {
  title: (column: string) => `What follows from ${column}`,
  line: (rows: string) => `Mean over ${rows} rows with this value in place of their own; thin, single rows.`,
  levels: (rows: string) => `Mean over ${rows} rows; the bar spans four fifths of the single rows.`,
  said: "told",
  probability: (label: string) => `probability of ${label}`,
  row: (place: number) => `row ${place}`,
};

export const versions = {
  title: "Versions",
  line: "Going back is a click: what serves is asked from then on.",
  caption: "Trainings of this model, newest first",
  version: "Version",
  family: "Family",
  metric: "Score",
  rows: "Rows",
  from: "From",
  serve: "Serve",
  serving: (version: number) => `Version ${version} serves now.`,
};

export const train = {
  title: "Train a model",
  titleAgain: (name: string) => `Train ${name} again`,
  titleCompare: "Compare families",
  line: "From a table: one column is to be told, others tell it. The file goes to this service and nowhere else.",
  lineAgain: "As its next version. The one that serves goes on until the new one is ready.",
  lineCompare: "Each learns without each fold in turn and is asked about it: the same rows for all of them.",
  data: "What it learns from",
  dataOf: (file: string) => file,
  stored: "Its stored rows",
  storedLine: (rows: string, columns: string) => `${rows} rows, ${columns} columns, as they were sent before.`,
  noStored: "It was taken from a file: nothing is stored to learn from. Give it a table.",
  fromStored: "Its stored rows instead",
  dropHere: "Drop a table here",
  drop: "Choose a file",
  another: "Another file",
  dropLine: "CSV, Parquet, Arrow or JSON lines.",
  read: (rows: string, columns: string) => `${rows} rows · ${columns} columns`,
  notForModel: "No column is to be told yet: choose one as the target.",
  what: "What is learned",
  whatLine: "What is left blank stays as it is.",
  problem: "Problem",
  family: "Family",
  familyHint: "Not sure? Compare them.",
  compareInstead: "Compare all families",
  oneInstead: "One family",
  tune: "Search its hyperparameters",
  tuneLine: (grid: string) => `Tries ${grid}. What is typed below stays as it is.`,
  params: "Hyperparameters",
  unset: (value: string) => (value === "" ? "as it is" : `as it is: ${value}`),
  about: "What it is called",
  button: "Train",
  buttonAgain: "Train again",
  buttonCompare: "Compare",
  busy: "Sending …",
  candidates: "Which are compared",
  tuneAll: "Search the hyperparameters of each, inside of each fold",
  metric: "By which figure",
  folds: "Folds",
  foldsHint: "2 … 10",
  best: "Train the winner on all rows",
  dummy: "Dummy, which looks at y alone",
};

export const comparison = {
  running: "Families are being compared",
  line: (problem: string, rows: string, columns: string, day: string) =>
    `${problem} of ${rows} rows and ${columns} columns, on ${day}.`,
  remove: "Delete",
  removeTitle: "Delete this comparison?",
  removeBody: "What it came to is gone then. A model that came of it stays.",
  doRemove: "Delete it",
  cancelled: "It was cancelled",
  cancelledBody: "What it had done came to nothing. Compare the table again.",
  again: "Compare again",
  toModel: "The model that came of it",
  toModelTraining: "The winner, being trained",
  modelError: (reason: string) => `The winner could not be trained: ${reason}`,
  figures: "What came of it",
  winner: "Winner",
  simplest: "the simplest within one standard error of the best",
  best: "Best mean",
  ofWinner: (metric: string) => `${metric} of the winner`,
  dummy: "Looking at y alone",
  better: "the winner is better than that",
  notBetter: "the winner is no better than that",
  folds: "Folds",
  by: { class: "dealt by class", row: "dealt by row", group: "whole groups", time: "blocks of time" },
  same: "Families on the same folds",
  sameLine: "Two standard errors each way, and the time to train and ask.",
  differ: (best: string, worse: string[], alike: string[]) =>
    [
      worse.length > 0 ? `${and(worse)} ${worse.length > 1 ? "are" : "is"} worse than ${best}.` : "",
      alike.length > 0
        ? `${and(alike)} ${alike.length > 1 ? "do" : "does"} not differ from ${best} beyond chance.`
        : "",
    ]
      .filter(Boolean)
      .join(" "),
  differences: "Against the best",
  differencesLine: (best: string, level: string) =>
    `Score less that of ${best}, fold by fold, with ${level} intervals (Nadeau and Bengio 2003). Where zero is inside, it may be chance.`,
  figuresOf: "Every figure",
  figuresLine: "Of all held-out rows together.",
  captionFigures: "Figures of each candidate",
  candidate: "Candidate",
  tuned: (name: string) => `${name}, tuned`,
  difference: "difference",
  lower: "lower",
  upper: "upper",
  differs: "beyond chance",
  yes: "yes",
  no: "no",
  seconds: "time",
  size: "size of a model",
  failed: "Could not be compared",
  failedLine: "The others went on.",
  chosenTitle: "What tuning chose without each fold",
  chosenLine: "Where it differs from fold to fold, tuning has little to go by.",
  fold: (place: number) => `fold ${place}`,
};

const and = (names: string[]) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
