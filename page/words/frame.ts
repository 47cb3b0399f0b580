// What the page says around its views.
export const frame = {
  name: "Edgefit",
  norms: "Norms",
  models: "Models",
  visitors: "Visitors",
  docs: "API",
  settings: "Settings",
  skip: "Skip to the content",
  navigation: "Views",
  nothingHere: "There is nothing at this address.",
  toStart: "To the start",
};

export const token = {
  title: "This service wants a token",
  line: "It stays in this tab, and is gone when you close it.",
  label: "Token",
  enter: "Enter",
  refused: "The service does not know this token.",
};

export const api = {
  unreachable: "The service does not answer. It may be stopped, or the network may be down.",
};

export const state = {
  loading: "Loading …",
  tryAgain: "Try again",
  refused: "The service refused this",
  failed: "This did not work",
  missing: "There is no such thing",
  more: (faults: string) => `${faults} more`,
};

export const table = {
  csv: "Save as CSV",
  svg: "Save as SVG",
  png: "Save as PNG",
  behind: "As a table",
  page: (page: number, pages: number, rows: string) => `Page ${page} of ${pages}, ${rows} rows`,
  before: "Before",
  next: "Next",
  sortBy: (column: string) => `Sort by ${column}`,
  none: "–",
};

export const dialog = { cancel: "Cancel", close: "Close" };
