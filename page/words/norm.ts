// What the list of norms and the first page of one say.

export const list = {
  title: "Norms",
  line: "Each learns what should have been used, from what was used and why. Open one to see where it was not so.",
  add: "Learn from a file",
  emptyTitle: "There is no norm yet.",
  empty: "Drop a file with times, a meter and a temperature: the first norm is made of it.",
  emptyTag: (tag: string) => `No norm is tagged ${tag}.`,
  all: "Show all norms",
  tagged: (tag: string) => `Tagged ${tag}`,
  caption: "Norms, by name",
  file: "norms",
  norm: "Norm",
  predicts: "Predicts",
  tags: "Tags",
  rows: "Rows",
  version: "Version",
  trained: (zone: string) => `Last trained (${zone})`,
  error: "CV(RMSE)",
  errorHint:
    "The error is on the rows learned last, in percent of their mean: green within ASHRAE Guideline 14’s limit, amber beyond it.",
  drifted: "not as before",
  next: "Next norms",
  first: "From the first",
  none: "–",
};

export const head = {
  toNorms: "To all norms",
  addData: "Add data",
  features: "Try other features",
  savings: "Report of savings",
  sentence: (what: string | null, from: string, zone: string | undefined) =>
    `Learns ${what === null ? "" : `${what} `}from ${from}${zone === undefined ? "" : `, on the clock of ${zone}`}.`,
  inUnit: (target: string, unit: string) => `${target} in ${unit}`,
  rows: (rows: string, batches: string, isOne: boolean) => `${rows} rows in ${batches} ${isOne ? "batch" : "batches"}`,
  newest: (time: string) => `, newest ${time}.`,
  and: " and ",
  more: (count: string) => `${count} more`,
  nothing: "Nothing was learned yet.",
  nothingHint: "It knows what it will learn from, and has no rows. Add some: the norm is there at once.",
};

export const choice = {
  level: "Band",
  levels: { "0.8": "80 %", "0.9": "90 %", "0.95": "95 %", "0.99": "99 %" } as Record<string, string>,
  holds: { "0.8": "8 in 10", "0.9": "9 in 10", "0.95": "19 in 20", "0.99": "99 in 100" } as Record<string, string>,
  version: "Norm",
  newest: "newest",
  after: (batch: string, version: number) => `as of ${batch} (version ${version})`,
};

export const figures = {
  label: "Figures of the norm",
  saved: "Saved, where it had not learned",
  used: "More used, where it had not learned",
  against: "Actual against the norm",
  sure: (saving: string, expected: string, level: string) => `${saving} of ${expected} expected, ${level}`,
  unsure: "no more than chance",
  learned: "It has learned from these rows: for savings choose the norm as of an earlier batch.",
  learnedAll: "It has learned from these rows: over all of them it is 0.",
  cvrmse: "Error of the norm, CV(RMSE)",
  nmbe: "Bias, NMBE",
  rmse: (error: string) => `RMSE ${error}`,
  within: (limit: string) => `within the Guideline’s ${limit}`,
  beyond: (limit: string) => `beyond the Guideline’s ${limit}`,
  noGate: "the Guideline has no limit without times",
  r2: "Variance explained, R²",
  crossValidated: (value: string) => `cross-validated ${value}`,
  notCrossValidated: "too few rows to cross-validate",
  out: (what: string) => `${what} out of band`,
  notLearned: ", not learned",
  points: { hour: "Hours", day: "Days", month: "Months", row: "Rows" },
  means: (step: string) => `Means of ${step}`,
  outMeans: (over: string, under: string) => `${over} over, ${under} under, as the chart shows them`,
  of: (count: string) => `of ${count}`,
  outOf: (over: string, under: string, expected: string) => `${over} over, ${under} under; ${expected} expected`,
};

export const consumption = {
  title: "What it used, and what it should have used",
  dots: (what: string | null) => `Dots: actual${what === null ? "" : ` (${what})`}, `,
  over: "over",
  and: " and ",
  under: "under",
  band: (level: string) => ` the band that holds ${level}. `,
  norm: "Line: the norm.",
  rows: (step: string) => ` Each dot is a row (${step}).`,
  means: (step: string) => ` Each dot is a mean over ${step}, and the band is of such means; zoom for the rows.`,
  click: " Click one for its reasons.",
  actual: "actual",
  actualOver: "actual, over",
  actualUnder: "actual, under",
  expected: "norm",
  bandName: "band",
  learned: "Learned from",
  compared: "Compared",
};

export const noRows = {
  title: "No rows are kept",
  none: "This norm keeps no rows (keep_rows is none), so that what was used cannot be shown beside what was expected.",
  gone: (keep: string) =>
    `Rows are kept for ${keep}, and there are none: they were sent before rows were kept, or are older.`,
  window: "No rows are kept of this stretch of time.",
  how: "To have them, set keep_rows, such as 800d, and send the batches again.",
  toBatches: "To the batches",
  all: "Show all that is kept",
};

export const against = {
  title: (column: string) => `Against ${column}`,
  column: "Column",
  line: (step: string) => `Dots: actual${step}. `,
  mean: (step: string) => `, means over ${step}`,
  norm: "Line: the norm",
  exact: ", with its band: it looks at nothing else.",
  grid: ", with its band, the other columns at their means.",
  binned: ", with its band, averaged over all else that it looks at, in bins of as many dots each.",
  actual: "actual",
  axis: (what: string | null) => (what === null ? "actual" : `actual: ${what}`),
};

export const clock = {
  titleDay: "Day by day against the norm",
  titleHour: "Hour by hour against the norm",
  titleMonth: "Month by month against the norm",
  more: "More",
  or: " or ",
  less: "less",
  line: (each: string, zone: string, unit: string | null) =>
    ` than it should have been${unit === null ? "" : `, in ${unit}`}; each square ${each}, on the clock of ${zone}.`,
  each: {
    "hour-day": "an hour",
    "hour-week": "the mean of an hour of the day over a week",
    "hour-month": "the mean of an hour of the day over a month",
    "weekday-day": "a day",
    "weekday-week": "a day",
    "weekday-month": "the mean of a weekday over a month",
    "year-month-of-year": "a month",
  } as Record<string, string>,
  down: { hour: "hour of the day", weekday: "weekday", year: "year" },
  across: { day: "day", week: "week", month: "month", "month-of-year": "month" },
  weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};
