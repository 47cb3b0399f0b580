// What the settings say.
export const settings = {
  title: "Settings",
  line: "What this service holds, who may use it, and who changed what.",
};

export const stored = {
  title: "What is stored",
  line: "As it lies in the database and the key-value store.",
  caption: "What is stored",
  what: "What",
  count: "Count",
  size: "Size",
  more: "Of them",
  norms: "Norms",
  batches: (count: string) => (count === "1" ? "1 batch" : `${count} batches`),
  kept: "Kept rows of norms",
  models: "Models",
  versions: (count: string) => (count === "1" ? "1 version" : `${count} versions`),
  datasets: "Tables of models",
  rows: (count: string) => (count === "1" ? "1 row" : `${count} rows`),
  sessions: "Visits",
  views: (count: string) => (count === "1" ? "1 view" : `${count} views`),
};

export const entered = {
  title: "Your token",
  line: "It is kept for this tab alone, and is gone when the tab is closed.",
  has: "A token is entered.",
  hasNone: "None is entered; the service answers without one, or asks for it.",
  forget: "Forget it",
};

export const tokens = {
  title: "Tokens",
  line: "Each may do what its scope says, with all or with names that begin alike. What a token is, is told once.",
  caption: "Tokens of the service",
  none: "No tokens but the administrator's.",
  name: "Name",
  scope: "Scope",
  scopes: { read: "read", predict: "read, predict", train: "read, predict, train", admin: "all" },
  prefix: "Only of names that begin with",
  norms: "Norms",
  models: "Models",
  sessions: "Visits",
  every: "all",
  expires: "Expires",
  never: "never",
  used: "Last used",
  notUsed: "not yet",
  made: "Made",
  revoke: "Revoke",
  revokeLine: (name: string) => `${name} will be refused from now on. This cannot be undone.`,
  make: "Make a token",
  days: "Days that it holds",
  daysHint: "Empty: it does not expire.",
  madeTitle: "Keep it now",
  madeLine: "It is shown this once, and stored nowhere.",
};

export const audit = {
  title: "Who changed what",
  line: "Every change of what is stored, the newest first.",
  caption: "Changes of what is stored",
  none: "Nothing was changed yet.",
  at: "When (UTC)",
  actor: "Who",
  action: "What",
  on: "Of",
  older: "Older changes",
  newest: "Newest changes",
};

export const about = {
  title: "This service",
  version: "Version",
  links: "Every call, with its document",
  openapi: "The document, for programs",
  problems: "What refusals mean",
};
