// What the card of a model says.
export const card = {
  line: {
    family: (family: string, problem: string, what: string | null) =>
      `${family}, ${problem.toLowerCase()}${what === null ? "" : ` of ${what}`}`,
    columns: (columns: string, withWords: number) =>
      withWords === 0 ? `from ${columns} columns` : `from ${columns} columns (${withWords} not of numbers)`,
    version: (version: number | null, rows: string, day: string) =>
      version === null
        ? `no version serves yet; sent on ${day}`
        : `version ${version}, learned from ${rows} rows on ${day}`,
    upload: (day: string) => `taken from a file on ${day}`,
  },
  predict: "Predict",
  toCard: "Its card",
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
  maeLine: "how far it is off on average",
  r2: "R²",
  r2Line: "share of the variance that is explained",
  width: (level: string) => `Half-width at ${level}`,
  coverage: (coverage: string) => `held ${coverage} of held-out rows`,
  rows: "Rows",
  method: { out_of_bag: "each by trees that did not draw it", cross_validation: "each by a model of the other folds" },
  spread: (error: string) => `± ${error}`,
  none: "Nothing could be held out: there are no figures of rows that were not learned from.",
  origin: "Figures of the service that trained it, as its file has them",
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
  none: "Not known: this family’s machine has no weight for each column.",
};

export const classes = {
  errors: "Confusion matrix",
  errorsLine: (rows: string) =>
    `${rows} rows that were not learned from: actual class in rows, predicted class in columns.`,
  some: (shown: number, all: number) => `The ${shown} classes with the most rows of ${all}.`,
  predicted: "predicted",
  actual: "actual",
  choose: "Class",
  roc: "ROC curve",
  rocLine: (label: string, auc: string) =>
    `Does it put ${label} before all others? Area under the curve: ${auc}. Dashed is chance.`,
  falseRate: "false positive rate",
  trueRate: "true positive rate",
  chance: "chance",
  precision: "Precision and recall",
  precisionLine: (label: string, area: string, share: string) =>
    `How many are right of those predicted to be ${label}, and how many of all are found. Average precision: ${area}. Dashed is its share of all rows, ${share}.`,
  recall: "recall",
  precisionAxis: "precision",
  calibration: "Calibration",
  calibrationLine: (label: string, brier: string) =>
    `Of rows predicted to be ${label} with this probability, so many are. Bars are 95 % intervals; dashed is as it should be. Brier score ${brier}.`,
  told: "predicted probability",
  observed: "share that is",
  exact: "exact",
  rows: (rows: string) => `${rows} rows`,
  threshold: (value: string) => `from probability ${value}`,
  noProbabilities: "This model predicts no probabilities, so that there are no curves.",
};

export const residuals = {
  fit: "Predicted against actual",
  fitLine: (kept: string, heldOut: string) =>
    kept === heldOut
      ? `${heldOut} rows that were not learned from. On the dashed line both are alike.`
      : `A sample of ${kept} of the ${heldOut} rows that were not learned from. On the dashed line both are alike.`,
  actual: "actual",
  predicted: "predicted",
  spread: "Residuals",
  spreadLine: (mean: string, deviation: string) =>
    `Actual less predicted: on average ${mean}, standard deviation ${deviation}. The line is the normal curve.`,
  residual: "actual − predicted",
  pattern: "Residuals against predicted",
  patternLine: "A slope or a fan says that something is left to be learned.",
  coverage: "Coverage of its intervals",
  coverageLine: "Each fold's rows, by intervals of the other folds' rows.",
  level: "asked for",
  held: "held",
  width: "half-width",
};

export const search = {
  title: "Search of hyperparameters",
  line: (metric: string) => `Cross-validated ${metric} of each cell of the grid; ● was chosen.`,
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
  said: "predicted",
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
};
