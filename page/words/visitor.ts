// What the visitors' view says.
export const visitors = {
  title: "What visitors look at",
  line: "Views of a shop's visits by category, and who the visitor probably is. Times are those of the log, as written.",
  upload: "Send a log",
  report: "How sure is the gender?",
  from: "From",
  to: "To",
  level: "Level",
  levels: ["1, widest", "2", "3", "4, products"],
  gender: "Visitors",
  genders: { "": "all", female: "women", male: "men", unknown: "unknown" },
  step: "By",
  steps: { day: "day", week: "week", month: "month" },
  empty: "No visit is stored yet. Send a log of visits to see them here.",
  emptyOf: "No visit is so. Choose another time or other visitors.",
};

export const overTime = {
  title: "Views by category over time",
  line: (top: number, step: string) => `The ${top} most viewed categories; the more views in a ${step}, the stronger.`,
  category: "category",
  time: { day: "day", week: "week of", month: "month" } as Record<string, string>,
  others: "all others",
};

export const inAll = {
  title: "Views by category in all",
  line: (views: string, sessions: string, categories: string) =>
    `${views} views of ${sessions} visits, in ${categories} categories.`,
  unit: "views",
  others: "all others",
};

export const list = {
  title: "Visits",
  line: "The last to arrive first.",
  id: "Visit",
  start: "Start",
  end: "End",
  views: "Views",
  gender: "Gender",
  unknown: "unknown",
  caption: "Visits that are stored",
  older: "Older visits",
  newest: "Newest visits",
};

export const visit = {
  line: (start: string, end: string, views: string) => `${start} – ${end}, ${viewsOf(views)}.`,
  back: "All visits",
  forget: "Forget this visit",
  forgetLine:
    "It is deleted, and its views count no more. The gender model has learned from it until it is trained again.",
  categories: "What was looked at",
  categoriesLine: (total: string) =>
    `${viewsOf(total)}; a view whose path ends before the level counts under its last name.`,
  percent: "percent",
  counts: "views",
  mode: "As",
  prediction: "Who it probably is",
  noModel: "No gender model is trained yet.",
  toReport: "Train it on the visits whose gender is known",
  probability: (percent: string, gender: string) => `${percent} ${gender}`,
  threshold: (threshold: string) => `A man is predicted from ${threshold} on.`,
  known: (known: string) => `${known} of its views are of categories that the model knows.`,
  reasons: "What speaks for it, and what against",
  reasonsLine: "How much each adds to the model's score.",
  told: { female: "a woman", male: "a man" },
  verdict: (gender: string) => `Predicted: ${gender}.`,
  was: (gender: string, isRight: boolean) =>
    isRight ? `The log says so too: ${gender}.` : `The log says otherwise: ${gender}.`,
  views: "Views, in their order",
  place: "no.",
  view: "view",
};

export const features = {
  views: (category: string) => `views of ${category}`,
  share: (category: string) => `share of ${category}`,
  atLevel: (category: string, level: string) => `${category} at level ${level}`,
  // On the circle of a day: the sine is 1 at six and −1 at eighteen, the cosine 1 at midnight and −1 at noon.
  start: {
    "sin(daily)": "start at ~6:00",
    "cos(daily)": "start at ~0:00",
    weekend: "start: weekend",
  },
};

export const upload = {
  title: "Send a log",
  line: "A visit a line: id, start, end, views parted by semicolons, and the gender where it is known. CSV, JSON lines, Parquet, gzipped or not.",
  choose: "Choose a log",
  busy: "Sending …",
  done: (stored: string, replaced: string) =>
    `${stored === "1" ? "1 visit is" : `${stored} visits are`} stored, ${replaced} of them in place of what was there.`,
  rejected: (count: string) => (count === "1" ? "1 line cannot be used:" : `${count} lines cannot be used:`),
  rejectedCaption: "Lines that cannot be used",
  lineNumber: "line",
  why: "why",
};

export const report = {
  title: "How sure is the gender?",
  line: (family: string, sessions: string, blocks: string, folds: string) =>
    `${family}, learned from ${sessions} visits with a gender. Folds are whole blocks of visits (${blocks} in ${folds} folds), so that no visitor is on both sides.`,
  none: "No gender model is trained yet. It learns from visits whose gender is known.",
  train: "Train the gender model",
  trainAgain: "Train it again",
  training: "It is being trained …",
  figures: "Figures of the gender model",
  balanced: "Balanced accuracy",
  chance: "chance is 0.5",
  auc: "ROC AUC",
  accuracy: "Accuracy",
  majority: (figure: string) => `always the more frequent: ${figure}`,
  shuffled: "If visits were shuffled",
  shuffledAlike: "neighbours would flatter it little",
  shuffledWhy: "flattered: neighbours share visitors",
  threshold: "Threshold",
  thresholdWhy: "predicted male from there on",
  afterViews: "How soon it knows",
  afterViewsLine: "Balanced accuracy after the first views of a visit, with the spread over the folds.",
  views: "views",
  roc: "ROC curve",
  rocLine: "Held-out visits; dashed is chance.",
  fpr: "women predicted to be men",
  tpr: "men predicted to be men",
  chanceCurve: "chance",
  calibration: "Calibration",
  calibrationLine: "Of visits with this predicted probability of a man, how many were men; dashed is exact.",
  predicted: "predicted share of men",
  observed: "observed share of men",
  exact: "exact",
  confusion: "Confusion matrix",
  confusionLine: "Visits that were not learned from.",
  actual: "actual",
  told: "predicted",
  women: "women",
  men: "men",
  families: "Families on the same folds",
  familiesLine: "Balanced accuracy, mean and spread over the folds.",
  features: "What it looks at",
  featuresLine:
    "Importance of the strongest features: views of a category in a visit, its share of them, and when it starts.",
};

const viewsOf = (views: string) => (views === "1" ? "1 view" : `${views} views`);
