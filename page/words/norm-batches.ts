// What the page of a norm's batches says.
export const batches = {
  line: (rows: string, batches: number) =>
    `It has learned from ${rows} rows in ${batches === 1 ? "1 batch" : `${batches} batches`}.`,
  add: "Add data",
  closeAdd: "Close",
  table: {
    title: "What it has learned from",
    line: (zone: string) =>
      `Each batch can be forgotten exactly, and sent again. Errors are CV(RMSE), on the batch's own rows: before the norm learned them, and after. Clock of ${zone}.`,
    drifting:
      "Drift compares how far single rows miss the norm with how far they always missed it. A saving adds all rows up: where each is a little less, that is no drift, and may be a sure saving.",
    caption: "Batches of the norm, oldest first",
    batch: "Batch",
    from: "From",
    to: "To",
    rows: "Rows",
    used: (used: string, received: string) => `${used} of ${received}`,
    before: "Error before",
    after: "Error after",
    drift: "Drift",
    kept: "Rows kept",
    keptNone: "none",
    bytes: (rows: string, bytes: string) => `${rows}, ${bytes}`,
    first: "first batch",
    obeys: "as learned before",
    drifted: "drifted",
    untold: "–",
    empty: "Nothing yet. Add data: a file with the consumption and what explains it.",
    next: "Next batches",
    start: "First batches",
    forget: "Forget",
    forgetOf: (batch: string) => `Forget ${batch}`,
  },
  forget: {
    title: (batch: string) => `Forget batch ${batch}?`,
    effect: (rows: string) =>
      `The norm becomes what it would be had these ${rows} rows never been sent. This is exact.`,
    whole: "Its rows are read first, so that you can undo this as long as you stay on this page.",
    part: (kept: string, rows: string) =>
      `Of its ${rows} rows ${kept} are kept. They are read first: undoing would bring back these alone.`,
    none: "Its rows are not kept: this cannot be undone here. You need the file that it came from.",
    button: "Forget",
    reading: (rows: string) => `Reading ${rows} rows …`,
    forgetting: "Forgetting …",
    done: (batch: string) => `${batch} is forgotten.`,
    undo: "Undo: train it again",
    undoing: "Training it again …",
    undone: (batch: string) => `${batch} is learned again.`,
    undoUntil: "Until you leave this page.",
  },
};

export const add = {
  title: "Add data",
  line: "A file as your meter or spreadsheet writes it: CSV, Parquet, Arrow, JSON lines. What is found in it is shown before anything is learned.",
  choose: "Choose a file",
  another: "Another file",
  paste: "Or paste rows here, with their headings",
  pasted: "pasted.csv",
  usePaste: "Look at what I pasted",
  missing: (columns: string) => `The norm needs ${columns}, which the file does not have. Rename a column of the file.`,
  nothing: "No column is the consumption yet: choose one as the target.",
  name: "Name of the batch",
  nameHint: "The same name with the same rows counts once. Letters, digits and . _ : + @ = -",
  overlaps: (batches: string) =>
    `The norm has rows of the same time already, in ${batches}. Learned again, they would count twice.`,
  overlap: (batch: string, from: string, to: string) =>
    from === to ? `${batch} (${from})` : `${batch} (${from} – ${to})`,
  onlyLater: (until: string) => `Learn only the rows after ${until}`,
  noneLater:
    "The file has no later row. If it is to take the place of a batch, forget that batch first; else there is nothing to learn.",
  tooLong: (rows: string) =>
    `A file of more than ${rows} rows cannot be cut here: cut it yourself, or forget first what it takes the place of.`,
  learnAll: "Learn all of them, twice where they are there already",
  learn: "Learn these rows",
  busy: "Learning …",
  learned: (used: string, batch: string) => `Learned ${used} rows as batch ${batch}`,
  replayed: (batch: string) => `Batch ${batch} was learned before: nothing has changed`,
  skipped: (skipped: string) => `${skipped} were skipped, for a value or its past is missing.`,
  errors: (before: string, after: string) =>
    `Before the norm learned them it missed these rows by ${before} (CV(RMSE)), now by ${after}.`,
  first: (after: string) =>
    `It misses these rows by ${after} (CV(RMSE)). They are its first: there was nothing to compare.`,
  drifted: (p: string) =>
    `These rows do not obey what was learned before (drift, p = ${p}): something has changed. Forget the batch if it should not be learned from.`,
  obeys: (p: string) => `These rows obey what was learned before (no drift, p = ${p}).`,
  drifting: batches.table.drifting,
  see: "Report of savings",
};

export const history = {
  title: "How the error went on",
  line: "CV(RMSE) on each batch's own rows: dashed before the norm learned them, which is out of sample, and after. Amber: drifted.",
  chart: "Error before and after learning, version by version",
  version: "Version",
  error: "CV(RMSE), %",
  before: "Before",
  after: "After",
  last: (versions: number) => `The last ${versions} versions.`,
  only: "Only drifted batches",
  caption: "Versions of the norm",
  event: "What made it",
  events: {
    train: "learned a batch",
    forget: "forgot a batch",
    specify: "specified otherwise",
    select: "chose features",
  },
  time: "Time",
  batch: "Batch",
  rows: "Rows",
  lambda: "λ",
  cv: "Cross-validated error",
  drift: "Drift",
  empty: "No version yet.",
  emptyDrifted: "No batch has drifted.",
};

export const called = {
  title: "What it is called",
  line: "The unit stands behind its numbers and on axes. None of this changes a number.",
  fields: {
    title: { label: "Title", hint: "such as Office, Main Street", size: 28 },
    target: { label: "What it predicts", hint: "such as electricity", size: 16 },
    unit: { label: "Unit of that", hint: "such as kWh", size: 8 },
  },
  save: "Save",
  saving: "Saving …",
};

export const keep = {
  title: "How long rows are kept",
  line: "Counted back from the newest row. What was learned stays either way. Kept rows are what charts are drawn of, savings counted with, and forgotten batches brought back from.",
  now: (keep: string) => `Rows are kept ${keep}`,
  none: "not at all",
  so: (duration: string) => `for ${duration}`,
  units: { s: "seconds", min: "minutes", h: "hours", d: "days", w: "weeks" } as Record<string, string>,
  span: (from: string, to: string) => `There are rows from ${from} to ${to}.`,
  nothing: "There are none.",
  label: "Keep rows",
  usual: "800 days: the year before a measure and the year after it",
  other: "Another time",
  no: "Not at all",
  duration: "Duration",
  durationHint: "A number with h, d or w: 400d",
  save: "Keep so",
  saving: "Changing …",
  ask: "Drop kept rows?",
  dropAll:
    "All kept rows of this norm are dropped at once. Charts, savings of kept rows and undoing go with them; what was learned stays.",
  dropSome: (duration: string) => `Rows older than ${duration} before the newest are dropped. What was learned stays.`,
  drop: "Drop them",
};

export const remove = {
  title: "Delete the norm",
  line: "With all versions, batches, kept rows and every copy. This cannot be undone.",
  open: "Delete …",
  ask: (norm: string) => `Delete ${norm}?`,
  type: (norm: string) => `Type ${norm} to delete it`,
  button: "Delete it",
  busy: "Deleting …",
};
