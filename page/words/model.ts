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
  empty: "No model yet. Train one from a table: a target column, and others to predict it from.",
  emptyFiltered: "None of these models is so. Take a filter away.",
  filters: "Which models",
  problem: "Problem",
  family: "Family",
  tag: "Tag",
  all: "all",
  name: "Model",
  status: "State",
  versionNumber: "Version",
  rows: "Rows",
  score: "Score",
  metric: "Of",
  created: "From",
  nextPage: "More of them",
  firstPage: "From the first",
  order: "Order",
  orders: { newest: "newest first", oldest: "oldest first" },
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
  cancel: "Stop",
  cancelTitle: "Stop this training?",
  cancelBody: "What it has done comes to nothing. A version that serves goes on.",
  cancelComparison: "Stop this comparison?",
  cancelComparisonBody: "What it has done comes to nothing.",
  doCancel: "Stop it",
};

export const edit = {
  title: "What it is called",
  name: "Title",
  description: "Description",
  tags: "Tags",
  tagsHint: "with commas between them",
  target: "What it predicts",
  targetHint: "such as electricity",
  unit: "Unit of that",
  unitHint: "such as kWh",
  save: "Save",
  removeTitle: "Delete this model?",
  removeBody: (name: string) =>
    `${name} goes with its data, its versions, its files and its metrics. This cannot be undone.`,
  remove: "Delete it",
};
