// What is said of what a norm leaves over, adds up to, and is moved by.

export const residuals = {
  title: "What the norm does not explain",
  line: (unit: string | null) =>
    `Actual less expected${unit === null ? "" : `, in ${unit}`}, row by row. Where it wanders away from zero, something has changed.`,
  means: (step: string) => ` Each point is a mean over ${step}.`,
  name: "Actual less expected, over time",
  difference: "actual − norm",
  zero: "zero",
  histogram: "How the differences scatter",
  histogramLine: (mean: string, spread: string, shape: string) => `Mean ${mean}, spread ${spread}: ${shape}. `,
  curve: "Line: a normal curve of that mean and spread.",
  shapes: {
    normal: "about a normal curve",
    heavy: "more very large and very small ones than a normal curve has",
    light: "fewer large ones than a normal curve has",
    right: "a longer tail to more than expected than a normal curve has",
    left: "a longer tail to less than expected than a normal curve has",
  },
  few: "There are too few rows to show how they scatter.",
};

export const outOfBand = {
  title: (rows: string) => `${rows} out of band`,
  rows: { hour: "Hours", day: "Days", month: "Months", row: "Rows" },
  line: (count: string) =>
    `${count} of what is in sight, the newest first. A date leads to its place on the chart, with its reasons; back leads here again.`,
  none: "Nothing in sight is out of band.",
  time: "Time",
  actual: "Actual",
  expected: "Expected",
  difference: "Difference",
  place: "Says",
  over: "over",
  under: "under",
};

export const total = {
  title: "Savings added up",
  titleLearned: "Differences added up",
  line: (from: string, level: string, unit: string | null) =>
    `Expected less actual${unit === null ? "" : `, in ${unit}`}, since ${from}, with its band (${level}). A bend is a change: look there.`,
  how: " The ± at the end is the service’s, of the whole; before it, it is taken to grow with the square root of the rows.",
  learned: (from: string, unit: string | null) =>
    `Expected less actual${unit === null ? "" : `, in ${unit}`}, since ${from}. A bend is a change: look there. Without a band, for the norm has learned from these rows: over all of them it comes back to zero.`,
  saved: "added up",
  zero: "zero",
  bandName: "band",
  name: "Expected less actual, added up over time",
};

export const moves = {
  title: "What moves it",
  line: "Coefficients, two standard errors each way: by how much it is more for one more of each, the others as they are.",
  order: " The surest first.",
  unit: "more for one more of each",
  group: "Features",
  all: (count: string) => `all ${count}`,
  of: (group: string, count: string) => `${group} (${count})`,
  undetermined: "not known",
  before: "Before",
  next: "Next",
  page: (page: number, pages: number) => `${page} of ${pages}`,
  nothing: "Nothing was learned yet.",
  leftOut: (names: string) => `Left out by selection: ${names}.`,
  name: (group: string) => `Coefficients: ${group}`,
};

export const reasons = {
  title: (expected: string, time: string) => `Why the norm expects ${expected} on ${time}`,
  line: (actual: string, expected: string, verdict: string) => `Actual ${actual}, expected ${expected}: ${verdict}.`,
  mean: (rows: string) => ` Means of the ${rows} rows of this step.`,
  base: (base: string) => ` Usually ${base}; what each part adds to that or takes from it makes the expected.`,
  over: (by: string) => `${by} more than the band allows`,
  under: (by: string) => `${by} less than the band allows`,
  within: "within the band",
  unknown: "there is no band",
  unit: "more or less than usual",
  name: (time: string) => `Contributions to what was expected on ${time}`,
  valueOf: (column: string, value: string) => `${column} = ${value}`,
  close: "Close",
  categories:
    "This norm looks at categories, which have no reasons row by row: ask predict with explain=true for its reasons.",
  none: "What is needed for its reasons is missing: a value of the row, or of its past.",
};
