// How much is kept, and told, of rows that were held out.

/** Rows of a version, with what was said of them: a picture shows no more, and a sample tells as much. */
export const DECISION_ROW_COUNT_MAX = 20_000;

/** Probabilities of such rows: some 11 MB of the 25 MiB of a value of KV, and 20 MB as JSON. */
export const DECISION_VALUE_COUNT_MAX = 1_000_000;

/** Rows of an answer, unless more are asked for. */
export const DECISION_ROW_COUNT = 2_000;
