// What the report of savings says, on the screen and on paper.
import { batches } from "./norm-batches.ts";

export const savings = {
  line: "What a period used against what the norm says it should have used.",
  print: "Print",
  paper: (norm: string, from: string | null, to: string | null) =>
    `Savings of ${norm}${from === null || to === null ? "" : `, ${from} to ${to}`}`,
  between: (from: string, to: string) => `Between ${from} and ${to}, `,
  used: (norm: string, saving: string, percent: string, isLess: boolean) =>
    `${norm} used ${saving}${percent} ${isLess ? "less" : "more"} than it should have`,
  sure: (spread: string, often: string) => `, ± ${spread}, ${often}.`,
  unsure: (spread: string, often: string) => `, ± ${spread}, ${often}: no more than chance.`,
  untold: (norm: string, used: string) =>
    `${norm} used ${used}. What was saved cannot be said: the norm has learned from this period itself.`,
  noSpread: ". How sure this is cannot be said.",
  often: (level: number) =>
    ({ 0.8: "4 times in 5", 0.9: "9 times in 10", 0.95: "19 times in 20", 0.99: "99 times in 100" })[level] ??
    `with a probability of ${100 * level} %`,
  made: (day: string, zone: string) => `Made on ${day}. Times are of ${zone}.`,
  forWhom: (name: string) => `For ${name}`,
  beyond: (names: string) => `The period leaves what the norm has learned in: ${names}. There it guesses.`,
};

export const period = {
  title: "Which period?",
  line: (zone: string) => `Drag over the period, or enter its first and last day, on the clock of ${zone}.`,
  chart: "What was used and what should have been, all that is kept",
  inside: "the period",
  outside: "other times",
  norm: "the norm",
  from: "First day",
  to: "Last day",
  year: (year: string) => year,
  newest: "Newest batch",
  all: "All that is kept",
  level: "Sure",
  levels: [
    ["0.8", "4 times in 5"],
    ["0.9", "9 times in 10"],
    ["0.95", "19 times in 20"],
    ["0.99", "99 times in 100"],
  ] as const,
  version: "Norm as of",
  versionOf: (version: number, batch: string) => `version ${version}, after ${batch}`,
  newestVersion: (version: number) => `version ${version}, the newest`,
  unasked: (version: number, batch: string) => `the last before the period: version ${version}, after ${batch}`,
  noneBefore: (version: number) => `version ${version}, the newest: nothing was learned before the period`,
  rule: "The last before the period has learned all that came before the period’s first batch, with the features of then. To forget that batch and to learn it again changes nothing of this.",
  own: "The norm has learned from this period itself, and expects what was used in it: what was saved cannot be told.",
  ownEarlier: "Choose the norm as of a version from before the period.",
  ownAlone:
    "No rows were learned before it. Add data from before the period; or forget its batch, learn what came before, and then learn it again.",
  unit: "Unit",
  unitHint: "kWh",
  forWhom: "For",
  forHint: "a customer or a building",
  local:
    "The unit is the norm’s, unless another one is said here. What is said here stands in the address and on paper, and is not sent anywhere.",
  noRows: "No rows with times are kept of this norm.",
  noRowsDo: "Send the rows of the period: they are compared, and not learned from.",
  noneIn: "Of this period no rows are kept. Choose another one, or send its rows.",
};

export const file = {
  title: "Or compare a file",
  only: "Compare a file",
  line: "Its rows are compared with the norm and not learned from.",
  choose: "Choose a file",
  another: "Another file",
  compare: "Compare with the norm",
  busy: "Comparing …",
  leave: "Leave the file",
  shown: (name: string) => `Of the file ${name}, which is not kept.`,
};

export const figures = {
  label: "The saving",
  actual: "Used",
  expected: "Should have been",
  saving: "Saved",
  more: "Used more",
  spread: "How sure",
  rows: (used: string, received: string) => (used === received ? `${used} rows` : `${used} of ${received} rows`),
  expectedBy: (version: number) => `by version ${version} of the norm`,
  significant: "more than chance",
  chance: "no more than chance",
  untold: "unknown",
  ofSaving: (percent: string) => `${percent} of it`,
  methods: {
    months: "by months that it had not learned from",
    autocorrelation: "by how errors follow each other",
  },
  ashrae: "ASHRAE’s figure",
  ashraeLine: "Guideline 14, Annex B, beside it",
  band: "Out of band",
  bandOf: (rows: string) => `of ${rows}`,
  bandLine: (over: string, under: string, expected: string) =>
    `${over} over, ${under} under; ${expected} expected by chance`,
};

const UNITS: Record<string, string> = {
  min: "minutes",
  h: "hours",
  d: "days",
  w: "weeks",
  mo: "months",
  q: "quarters",
  y: "years",
};

/** "12h" as 12 hours. */
function inWords(step: string): string {
  const [, count = "", unit = ""] = /^(\d+)([a-z]+)$/.exec(step) ?? [];
  const units = UNITS[unit];
  return units === undefined ? step : `${count} ${count === "1" ? units.slice(0, -1) : units}`;
}

export const charts = {
  used: "What was used, and what should have been",
  inUnit: (unit: string) => (unit === "" ? "" : ` In ${unit}.`),
  usedLine: (share: string) => ({
    before: "Dots: used, ",
    over: "over",
    and: " and ",
    under: "under",
    band: ` the band that holds ${share} rows. `,
    norm: "Line: the norm.",
  }),
  meansLine: (step: string) => ({
    before: "Dots: used. ",
    norm: "Line: the norm, ",
    after: `with the ± of the mean. Means of ${inWords(step)}.`,
    zoom: "Zoom in to see each row.",
  }),
  share: (level: number) =>
    ({ 0.8: "four in five", 0.9: "nine in ten", 0.95: "19 in 20", 0.99: "99 in 100" })[level] ?? "most",
  actual: "used",
  over: "over",
  under: "under",
  expected: "the norm",
  band: "band",
  file: "consumption",
  added: "Saved since the beginning, added up",
  addedLine: "With how sure it is, worked out at the end of each month. A bend is a change: look there.",
  addedName: "saved",
  addedBand: "between",
};

export const months = {
  title: "Month by month",
  line: "Each month by itself, with a ± of its own. On the norm’s clock.",
  inUnit: charts.inUnit,
  caption: "Savings by month",
  month: "Month",
  rows: "Rows",
  actual: "Used",
  expected: "Should have been",
  saving: "Saved",
  percent: "%",
  spread: "±",
  verdict: "Says",
  total: "In all",
  less: "less",
  more: "more",
  chance: "no more than chance",
  tooMany: (most: number) => `The period has more than ${most} months: choose a shorter one to see them.`,
};

export const grounds = {
  quality: "How good is the norm?",
  qualityLine: "On all rows that it learned from, held against the limits of ASHRAE Guideline 14.",
  passed: (interval: string) => `It is within the Guideline’s limits for ${interval} data.`,
  failed: (interval: string) => `It is beyond the Guideline’s limits for ${interval} data: read the saving with care.`,
  noGate: "The Guideline’s limits cannot be applied.",
  cvrmse: "CV(RMSE)",
  nmbe: "NMBE",
  r2: "R²",
  limit: (limit: string) => `limit ${limit}`,
  cv: (r2: string) => `cross-validated ${r2}`,
  learned: "How it was learned",
  version: (version: number, day: string) => `Version ${version} of ${day}`,
  rows: (rows: string, batches: string) => `${rows} rows in ${batches}`,
  batches: (names: string, more: number) => (more > 0 ? `${names} and ${more} more` : names),
  nBatches: (count: number) => (count === 1 ? "1 batch" : `${count} batches`),
  span: (from: string, to: string) => `of ${from} to ${to}`,
  features: (count: string, names: string) => `${count} features: ${names}`,
  lambda: (lambda: string) => `ridge penalty λ ${lambda}`,
  method: "How savings are counted",
  methodText:
    "The saving is what the norm expects under the conditions of the period itself, less what was used. The norm is a ridge regression of consumption on the features named here, learned from the rows named here.",
  ipmvp:
    "This is the whole-building approach of ASHRAE Guideline 14. Where the meter is that of the whole facility, it is also what IPMVP calls option C.",
  uncertainty: {
    months:
      "The ± follows from how far the norm misses whole calendar months that it has not learned from, joined with how its errors follow on each other.",
    autocorrelation:
      "The ± follows from how the norm’s errors follow on each other (AR(1)). It has learned from fewer than four whole months: real meters often miss by more.",
    none: "No ± can be given: no degrees of freedom are left, or a row has something that no learned row had.",
  },
  ashrae: "ASHRAE’s figure (Guideline 14-2014, Annex B) stands beside it.",
  drift: batches.table.drifting,
  not: "What it does not say",
  notList: [
    "Why: a saving is a difference, not its cause.",
    "What changed beside the measure, such as occupancy, hours of use or equipment, unless it is among the features.",
    "What the meter itself misses, and what the energy costs.",
  ],
};
