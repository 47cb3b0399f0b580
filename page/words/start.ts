// What the start says.
export const start = {
  title: "Drop a file, see its norm",
  line: "CSV, Parquet, Arrow or JSON lines, as your meter, spreadsheet or program writes it. It goes to this service and nowhere else.",
  drop: "Choose a file",
  dropHere: "Drop a file here",
  sample: "Try with sample data",
  sampleLine:
    "Two years of an office's electricity by the day, with outdoor temperature: OpenEEmeter's simulated meter (Apache-2.0).",
  another: "Another file",
  zone: "Clock of the times",
  noZone: (zone: string) => `There is no place ${zone}: name one as in the list, such as America/Chicago.`,
  never: (times: string, zone: string) => `${times} times are never on the clock of ${zone}.`,
  winterTime: (zone: string) => `It keeps winter time all year: ${zone}`,
  zoneHint: "A place such as Europe/Berlin. Times without an offset are read by it, and shown by it.",
};

export const learn = {
  title: "What should it learn from?",
  line: "Each is a group of features. Cross-validation says afterwards which of them help.",
  linear: (column: string) => `${column}, a straight line`,
  pieces: (column: string) => `${column}, in six pieces`,
  hour_of_week: "Hour of the week",
  day_of_week: "Day of the week",
  month: "Month",
  choose: "Leave out what does not help (cross-validation)",
  batches: "Batches",
  batchesOf: { year: "one a year", month: "one a month", one: "one in all" },
  batchesHint:
    "Each is compared with what was learned before it, and can be forgotten. Savings since a day within a year want months.",
  name: "Name of the norm",
  nameHint: "Small letters, digits, - and _",
  unit: "Unit",
  unitHint: (target: string) => `What ${target} is counted in. It stands behind numbers and on axes.`,
  taken: (norm: string) => `There is a norm ${norm} already.`,
  callIt: (norm: string) => `Call it ${norm}`,
  addTo: "Add the file to that norm instead",
  button: "Learn the norm",
  busy: "Learning …",
  model: "Train a model on it instead",
  nothing: "No column is to be explained yet: choose one as the target.",
  notForNorm: "No norm can be learned from this as it is.",
};

export const runs = {
  title: "What runs here",
  rows: (count: string) => `${count} rows`,
  norms: "Norms",
  models: "Models",
  sessions: "Visits",
  kept: "Kept rows",
  batches: (count: string) => `of ${count} batches`,
  versions: (count: string) => `in ${count} versions`,
  views: (count: string) => `with ${count} views`,
  bytes: (size: string) => `${size} packed`,
  none: "Nothing yet. The sample shows what there is to see.",
};
