// What to know of an answer that was given all the same: a text that begins with its kind, of a closed set. docs/api.md tells each.

/** "Words: what is so." Programs go by the words, which stay. */
export type Warning = `${Beginning}: ${string}`;

export const BEGINNINGS = [
  // Of a table that was sent.
  "Index left out",
  "Rows sorted",
  "Rows made one",
  // Of a table that is described.
  "First rows only",
  "No target",
  "Time not told",
  "Other times",
  "Zone not told",
  "Column left out",
  "Not for a norm",
  "Not for a model",
  // Of the rows that a norm is sent.
  "Last rows only",
  "New category",
  "New levels",
  "Light weights",
  "Late rows",
  "Rows not kept",
  "No row used",
  "Windows with gaps",
  "Other spacing",
  "UTC assumed",
  "UTC clock",
  // Of what a norm has learned.
  "Nothing learned",
  "Too few rows",
  "Few rows",
  "Constant",
  "Collinear",
  "Mean not positive",
  "Not cross-validated",
  "No rows in succession",
  "Fewer knots",
  "Knots too narrow",
  "One level",
  "Levels alike",
  "Seasons missing",
  // Of what a norm is asked.
  "No interval",
  "Unseen levels",
  "Unseen values",
  "Unseen months",
  "Far rows",
  "Out of range",
  "No rows kept",
  "Learned from",
  "Rows not counted",
  // Of the data of a model.
  "Empty column",
  "Mixed offsets",
  "Texts all different",
  "Mixed values",
  "Other type",
  "Constant y",
  "Nearly constant",
  "Repeated rows",
  "Classes alike",
  "Sessions without visitor",
  // Of a model and its score.
  "No score",
  "No split",
  "Optimistic score",
  "Worse than guessing",
  "Hardly better than guessing",
  "Class never told",
  "Edge of the grid",
  "Rows not held out",
  "Rows not scored",
  "Flat probability",
  "Not finite",
  "Not converged",
  "Lambda uncertain",
  "Large model",
  // Of a comparison of models.
  "Fewer folds",
  "Candidate failed",
  "Not told apart",
  // Of what a model is asked.
  "Unseen gaps",
  "Nothing known",
] as const;
export type Beginning = (typeof BEGINNINGS)[number];

/** `rest` goes on after a colon, and ends with a full stop. */
export function warn(beginning: Beginning, rest: string): Warning {
  return `${beginning}: ${rest}`;
}
