// What a comparison of models says.
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
  trainWinner: (name: string) => `Train ${name}`,
  toModelTraining: "The winner, being trained",
  modelError: (reason: string) => `The winner could not be trained: ${reason}`,
  figures: "What came of it",
  winner: "Winner",
  simplest: "the simplest within one standard error of the best",
  bestToo: "the best mean, and nothing simpler is within one standard error of it",
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
