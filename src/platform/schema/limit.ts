// Every limit of the service, with its reason. Each is tested at the limit and one past it.

import { LEVELS_MAX } from "../../engine/model/training-set.ts";
import { CLASS_COUNT_MAX } from "../../engine/parameter/class-weights.ts";
import { DAY_MS } from "../../engine/time/duration.ts";

/** 16 MiB: beside the text stand its parsed numbers, the columns made of them and the factors, in an isolate's 128 MB. */
export const BODY_BYTES_MAX = 16 * 1024 * 1024;

/** 100 MiB of CSV that a norm learns from as it comes, unfolded or not: no chunk of it is held for long. Workers take no more of a body. */
export const STREAM_BYTES_MAX = 100 * 1024 * 1024;

/** Rows of such a file: some 25 s on a core, and Workers give a request 30 s unless they are told otherwise. */
export const STREAM_ROW_COUNT_MAX = 5_000_000;

/** Rows of such a file that are learned from at once, and rows × features, pieces and levels counted: 8 MB. The last chunk is up to twice that. */
export const CHUNK_ROW_COUNT_MAX = 20_000;
export const CHUNK_CELL_COUNT_MAX = 1_000_000;

/** 4 KiB, host and all: the longest id takes 1,152 with every character percent-encoded. It is read before credentials are looked at. */
export const URL_LENGTH_MAX = 4_096;

/** Levels of arrays and objects in a body: a model's units take eight. What has more is refused before it is made. */
export const LEVEL_COUNT_MAX = 32;

/** Arrays, objects and names of a body: 50,000 sessions are 400,000 of them. Each takes some 60 bytes in memory, and two characters as text. */
export const PART_COUNT_MAX = 500_000;

/** Values of a body: 3,200,000 of a table, with y, groups and times of its 100,000 rows. Each takes 8 bytes and more, and two characters as text. */
export const VALUE_COUNT_MAX = 4_000_000;

/** Columns of a file, of which `columns` keeps some: twice what a model takes. */
export const FORM_COLUMN_COUNT_MAX = 2_048;

/** Values of a file that are kept: as many as a model's table has, with y, groups, weights and times. */
export const FORM_CELL_COUNT_MAX = 4_000_000;

/** 48 MiB: what a file's columns may take unfolded, texts with what they take in memory. 4,000,000 numbers of 8 bytes are 32 MB. */
export const FORM_UNFOLDED_BYTES_MAX = 48 * 1024 * 1024;

/** Values of a file that are answered as they were read: some 15 MB of JSON, beside the columns that they stand in. */
export const DATA_VALUE_COUNT_MAX = 1_000_000;

/** Parts of a form with a file: the file, and as many fields as a query has names, with room. */
export const FORM_PART_COUNT_MAX = 64;

/** 128 KiB of a field of a form: as many as a specification. */
export const FORM_FIELD_BYTES_MAX = 128 * 1024;

/** 16 MiB of one page of a Parquet file, or buffer of an Arrow stream, which is held whole: some writers put a column's 100,000 texts into one. */
export const FORM_PAGE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Pages of a Parquet file, or messages of an Arrow stream, that are read: 1,024 columns of 100,000 rows in pages of 20,000, with a dictionary
 * each, are 6,144. To unfold one takes up to 0.2 ms, be it ever so short.
 */
export const FORM_PAGE_COUNT_MAX = 8_192;

/** 128 KiB: 256 columns with names of 128 letters take 70 kB with their lags; and all the faults that fit in can be held. */
export const SPECIFICATION_BYTES_MAX = 128 * 1024;

/** Rows × columns of a request, and rows × features made of it: 16 MB each. A year of hours with 224 features fits. */
export const CELL_COUNT_MAX = 2_000_000;

/** Rows × features of a prediction that is explained: 10 MB of numbers as text, made of 12 MB of lists. A year of hours with 57 features fits. */
export const EXPLAINED_COUNT_MAX = 500_000;

/** Rows × features that are kept of a batch, pieces that knots are placed among included: 32 MB. Six knots in 100,000 rows fit. */
export const KEPT_CELL_COUNT_MAX = 4_000_000;

/** One request's rows are held as columns of 8-byte numbers beside the body that they came from. */
export const ROW_COUNT_MAX = 100_000;

/** A batch's five fold factors of 256 features take 1.78 MB as text; a D1 row holds 2 MB. */
export const FEATURE_COUNT_MAX = 256;

/** A week of five-minute values. */
export const LAG_MAX = 2_016;

/** Longest duration in a specification: a year and a day. */
export const DURATION_MAX_MS = 366 * DAY_MS;

/** Sines and cosines of a year down to half a week. */
export const HARMONIC_MAX = 100;

/** Knots of one column: pieces of two per cent of the rows each. */
export const KNOT_COUNT_MAX = 50;

/** Groups of features that a selection chooses among: 1.2 s of CPU with 256 columns, a path of 0.8 MB with the longest names. */
export const CANDIDATE_COUNT_MAX = 64;

/** Largest lag × lagged columns: what a norm keeps of the last rows, 175 kB as text, in the D1 row beside the factors. */
export const TAIL_VALUE_COUNT_MAX = 16_384;

/** From 1e-30 to 1e30 in size, or zero: coefficients, predictions, their squares and sums of these all stay finite. */
export const MAGNITUDE_MAX = 1e30;
export const MAGNITUDE_MIN = 1e-30;

/** Bytes of the names of all levels of a norm, as JSON, in the D1 row beside the factors: 256 of 60 letters. They take the room of a feature. */
export const LEVELS_BYTES_MAX = 16_384;

/** A DNS label's length, so that a norm can become part of a host name. */
export const NORM_NAME_LENGTH_MAX = 63;

/** Long enough for a name with its unit; 256 of them fit into an answer. */
export const COLUMN_NAME_LENGTH_MAX = 128;

/** Long enough for a file name, a time stamp or a UUID. */
export const BATCH_NAME_LENGTH_MAX = 128;

/** Sessions of one body: with their ids, and a reason each where all are rejected, some 15 MB beside the text. */
export const SESSION_COUNT_MAX = 50_000;

/** Views of one session, the longest names and all: 0.8 MB, which a statement's parameter of 2 MB holds. */
export const VIEW_COUNT_MAX = 1_000;

/** A week: so long the service knows what was delivered to a visit, for callers who send it again. */
export const DELIVERY_DAYS = 7;

/** A name such as "Women's summer shoes", with room. */
export const CATEGORY_NAME_LENGTH_MAX = 64;

/** Long enough for a UUID, a cookie or an e-mail address; of sessions and of visitors. */
export const SESSION_ID_LENGTH_MAX = 128;

/** A line of a shop's log: as many views as a session may have, with the longest names, take 260,000 characters. */
export const LOG_LINE_LENGTH_MAX = 262_144;

/** A line of a list; the unit stands behind a number. */
export const TITLE_LENGTH_MAX = 200;
export const UNIT_LENGTH_MAX = 32;

/** A paragraph or two: a page of a thousand norms or models with the longest is some 2 MB, or 6 MB in scripts of three bytes a character. */
export const DESCRIPTION_LENGTH_MAX = 2_000;

/** As a category's name. A list is looked through for a tag, row by row: twenty of each are soon compared. */
export const TAG_LENGTH_MAX = 64;
export const TAG_COUNT_MAX = 20;

/** As a norm's name. */
export const TOKEN_NAME_LENGTH_MAX = 63;

/** Tokens of a service: one page of their list, and as many in the memory of an isolate. */
export const TOKEN_COUNT_MAX = 1_000;

/** 16 KiB: a token's name and prefixes take 500 characters at most, each of six as JSON may write it. */
export const TOKEN_BYTES_MAX = 16 * 1024;

/** So long the audit says who changed what: a quarter of a year. */
export const AUDIT_DAYS = 90;

/** One page of a list. */
export const PAGE_LENGTH_MAX = 1_000;

export { FAULT_COUNT_MAX } from "../../error.ts";

/** A model's table as text: 100,000 × 32 values of nine characters. Beside it stand its numbers, twice for a moment, in 128 MB. */
export const MODEL_BODY_BYTES_MAX = 32 * 1024 * 1024;

/** 100,000 × 32: a table of 25.6 MB, which a piece of training holds beside its bins and trees in an isolate's 128 MB. */
export const MODEL_CELL_COUNT_MAX = 3_200_000;

/** A vocabulary of a thousand words with their counts; a ridge of so many columns takes some seconds. */
export const MODEL_COLUMN_COUNT_MAX = 1_024;

export { CLASS_COUNT_MAX };

/** Curves of a model's probabilities: one for each pair of classes. */
export const CLASS_PAIR_COUNT_MAX = (CLASS_COUNT_MAX * (CLASS_COUNT_MAX - 1)) / 2;

/** Hyperparameters that are looked at by name; no family has so many. */
export const PARAM_COUNT_MAX = 50;

/** A forest has a thousand trees at most, boosting as many iterations, and Voting ten of those. */
export const UNIT_COUNT_MAX = 10_000;

/** A class label's characters, as a column name's. */
export const LABEL_LENGTH_MAX = 128;

/** Levels of one column: as many as a table of 100,000 rows can tell something of, ten rows each. */
export const CATEGORY_LEVEL_COUNT_MAX = LEVELS_MAX;

/** Characters of all levels of a table, one more for each: with their quotes they take 18 MB at most, and a value of KV holds 25 MiB. */
export const CATEGORY_TEXT_LENGTH_MAX = 2_000_000;

/** Values of the table that sessions make: 24 MB, with the rows of one side of a fold beside it. More sessions get fewer columns. */
export const SESSION_CELL_COUNT_MAX = 3_000_000;

/** Views of all sessions that a gender model learns from, 8 MB of references, and how many of them may differ: 30 MB of names. */
export const LABELLED_VIEW_COUNT_MAX = 1_000_000;
export const DIFFERENT_VIEW_COUNT_MAX = 200_000;

/** What one unit of a model, which no message can divide, may take: a third of what Workers allow a message at most. */
export const UNIT_SECONDS_MAX = 100;

/** What one unit, or all of an uploaded file, may take in memory while it is made, put and read: text of it stands beside it in 128 MB. */
export const UNIT_BYTES_MAX = 30_000_000;

/** What a whole model may take: its text is some 200 values of KV, which a prediction that cannot hold the model reads one by one. */
export const MODEL_BYTES_MAX = 1_200_000_000;

/** Rows × numbers that a model has to say of each: 32 MB of responses. */
export const RESPONSE_COUNT_MAX = 4_000_000;

/** What one training may take on one core, in all its messages: an hour. */
export const TRAINING_SECONDS_MAX = 3_600;

/** Candidates of one comparison: of each family some, with ten folds two hundred fits at most. */
export const CANDIDATE_MODEL_COUNT_MAX = 20;

/** Folds of a comparison: of two a model learns from half of the rows; past ten hardly anything changes but the time. */
export const COMPARISON_FOLDS = { least: 2, most: 10 } as const;

/** What a prediction that is waited for may take on one core: Workers give a request 30 seconds unless they are told otherwise. */
export const PREDICTION_SECONDS_MAX = 5;

/** Contributions of one answer, rows × columns × classes: some 20 MB of JSON. */
export const EXPLANATION_COUNT_MAX = 1_000_000;

/** A training, or a prediction, of at most so much estimated work is done while the caller waits; past it a training goes on without. */
export const WAITING_SECONDS_MAX = 1;

/**
 * The same by the clock, of a training: a machine that is slow, or does other things too, takes longer than is counted. As long as GET
 * /results waits: a twentieth of a second of work took more than four on two cores that 28 processes shared.
 */
export const WAITING_CLOCK_SECONDS_MAX = 10;

/** Versions of a model that are kept; the oldest that does not serve gives way. It bounds what deleting a model has to delete. */
export const MODEL_VERSIONS_MAX = 16;

/** How long GET /results waits for a task under way, as the contract has it. */
export const RESULT_WAIT_MS = 10_000;

/** How long results of tasks are kept after they ended. */
export const RESULT_DAYS = 7;

/** Deliveries of a message before its task fails. */
export const DELIVERIES_MAX = 4;

/** Of a model as a file; larger ones can be downloaded, not uploaded. */
export const UPLOAD_BYTES_MAX = 32 * 1024 * 1024;

/** A row of a CSV, or its header: the names of 1,024 columns at their longest, in characters of four bytes and quotes, take half of it. */
export const CSV_RECORD_BYTES_MAX = 1_048_576;

/** A cell of text of a CSV: what a spreadsheet's cell holds (32,767 characters) in two bytes each. */
export const CSV_CELL_BYTES_MAX = 65_536;
