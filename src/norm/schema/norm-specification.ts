// What a norm is called and what it learns from.
import * as v from "valibot";
import { list } from "../../engine/parameter/bounded.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { isZone } from "../../engine/time/zone.ts";
import { CANDIDATE_COUNT_MAX, FEATURE_COUNT_MAX, NORM_NAME_LENGTH_MAX } from "../../platform/schema/limit.ts";
import { collector, columnNameFault, handWritten, type JsonSchema, show } from "../../platform/schema/table.ts";
import { specificationFaults } from "./check-specification.ts";
import { KeepRows } from "./keep-rows.ts";
import {
  BoundedDuration,
  byColumn,
  CalendarFeature,
  DegreeDays,
  Knots,
  Lag,
  Past,
  Rolling,
  Step,
} from "./norm-feature.ts";

export const NormName = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9][a-z0-9_-]*$/,
    (issue) =>
      `${show(issue.input)} is no norm name: those are lower-case letters, digits, _ and -, and begin with a letter or digit`,
  ),
  v.maxLength(NORM_NAME_LENGTH_MAX, (issue) => `${issue.input.length} characters; at most ${NORM_NAME_LENGTH_MAX}`),
  v.description("The norm's name"),
);

const ColumnName = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? columnNameFault(dataset.value) : null;
    if (fault !== null) addIssue({ message: fault });
  }),
);

const firstRepeated = (names: string[]) => {
  const before = new Set<string>();
  return names.find((name) => before.size === before.add(name).size);
};

/** The ridge penalty, or "auto". */
export const Lambda = v.union(
  [v.pipe(v.number(), v.minValue(0), v.maxValue(1e15)), v.literal("auto")],
  (issue) => `${show(issue.input)} is neither "auto" nor a number from 0 to 1e15`,
);

const Forget = v.pipe(
  exactObject({ half_life: v.optional(BoundedDuration), window: v.optional(BoundedDuration) }),
  v.check(
    ({ half_life, window }) => (half_life === undefined) !== (window === undefined),
    'one of half_life and window is needed, such as {"half_life": "90d"}',
  ),
);

const Pair = v.pipe(
  list(v.string(), { of: "names", least: 2, most: 2, instead: 'a pair is needed, such as ["weekend", "T_out"]' }),
  v.transform((pair) => pair as [string, string]),
);

/** What enters a selection together: a feature or group, or several. */
const Candidate = v.lazy((input) =>
  Array.isArray(input)
    ? list(v.string(), { of: "names", least: 1, most: FEATURE_COUNT_MAX })
    : v.string((issue) => `${show(issue.input)} is neither a name nor a list of names`),
);

const candidate: JsonSchema = {
  anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, minItems: 1, maxItems: FEATURE_COUNT_MAX }],
};
handWritten.set(Candidate, candidate);

/** What a norm learns from. */
export const NormSpecification = v.pipe(
  exactObject({
    columns: v.pipe(
      list(ColumnName, { of: "columns", least: 1, most: FEATURE_COUNT_MAX }),
      v.check(
        (names) => firstRepeated(names) === undefined,
        (issue) => `${show(firstRepeated(issue.input))} is named twice`,
      ),
      v.description("The columns of x, in order."),
    ),
    lags: v.optional(
      byColumn(
        list(Lag, { of: "lags", most: FEATURE_COUNT_MAX }),
        "Per column, how far to look back, in rows or as a duration: 0 is now, [0, 1, 6] is now, one row ago and six rows ago, " +
          '["24h"] is a day ago, [] is nothing of the column itself. Columns not named here have [0]; those named in `piecewise` or ' +
          "`degree_days` have []. Rows with times find their past by time. Without times the rows of a request are consecutive, and " +
          "a request continues where the last `train` ended: the norm keeps the last rows that it needs. A client opts out with " +
          "`continues: false`, here for every request or in one request; its first rows then have no past. Rows whose past " +
          "does not exist are skipped by `train` and answered with null by `predict`.",
      ),
      {},
    ),
    timezone: v.optional(
      v.pipe(
        v.string(),
        v.check(isZone, (issue) => `${show(issue.input)} is no IANA time zone, such as Europe/Brussels or UTC`),
        v.description("IANA time zone of the calendar, and of times without an offset; UTC unless given."),
      ),
    ),
    step: v.optional(
      v.pipe(
        Step,
        v.description(
          "The distance of rows in time, such as 15min, 1h, 1d, 1w, or of the calendar 1mo, 1q, 1y; inferred from the first batch " +
            "unless given.",
        ),
      ),
    ),
    calendar: v.optional(
      v.pipe(
        list(CalendarFeature, { of: "calendar features", most: FEATURE_COUNT_MAX }),
        v.description(
          "Of the time of a row on the wall clock: one feature per level (0 or 1), the first level left out; or {daily, weekly, " +
            "yearly}: so many sines and cosines of the period. Monday is day 0, January month 1.",
        ),
      ),
    ),
    rolling: v.optional(
      v.pipe(
        list(Rolling, { of: "rolling features", most: FEATURE_COUNT_MAX }),
        v.description(
          "Statistics over a window that ends with the row, of the values that are there; it has none where fewer than `min_coverage` are. A " +
            "sum is that of a whole window, at their mean. Norms specified before 0.5.0 have no `min_coverage`, and need all.",
        ),
      ),
    ),
    difference: v.optional(
      byColumn(
        list(Past, { of: "lags", most: FEATURE_COUNT_MAX }),
        "Per column, now minus so far back: rows or durations.",
      ),
    ),
    piecewise: v.optional(
      byColumn(
        Knots,
        "Per column, a line that bends at knots: where they are, or how many, and then each version has them near the " +
          "quantiles of all its rows, at bounds of some 16 to 32 cells that the values lie in (Mathieu et al. 2011).",
      ),
    ),
    degree_days: v.optional(
      v.pipe(DegreeDays, v.description("Degrees below `heating` and above `cooling`, one entry or a list of them.")),
    ),
    interactions: v.optional(
      v.pipe(
        list(Pair, { of: "interactions", most: FEATURE_COUNT_MAX }),
        v.description("Products of two features, or of all features of two groups, by name."),
      ),
    ),
    categories: v.optional(
      v.pipe(
        list(v.string(), { of: "columns", most: FEATURE_COUNT_MAX }),
        v.description(
          'Columns that hold levels and no numbers: text, true and false, or whole numbers as labels (1 and "1" are one level). Levels come ' +
            "as they come: one feature for each, tariff=night, but for the first by name, against which the others are told. The first " +
            "`train` of a norm that was not specified takes columns of text, true and false as such.",
        ),
      ),
    ),
    unseen_levels: v.optional(
      v.pipe(
        v.picklist(["null", "mean"], (issue) => `${show(issue.input)} is neither "null" nor "mean"`),
        v.description(
          'What a row is answered whose level no trained row had: "null", which it is unless given, or "mean": the mean of what it is at each ' +
            "level, weighted by their rows, without an interval.",
        ),
      ),
    ),
    candidates: v.optional(
      v.pipe(
        list(Candidate, { of: "candidates", most: CANDIDATE_COUNT_MAX }),
        v.description(
          "Names of features or groups that `POST /norms/{norm}/selection` chooses among; a list enters together. All features " +
            "that are not named here are always in. A group is all lags of a column (T_out), all levels of a calendar feature " +
            "(hour_of_week), all levels of a category (tariff), all harmonics of a period (daily), piecewise(T_out), degree_days(T_out), rolling(T_out), " +
            "difference(T_out) or an interaction (weekend:T_out).",
        ),
      ),
    ),
    lambda: v.optional(
      v.pipe(
        Lambda,
        v.description(
          "Ridge penalty λ on standardised columns, as alpha of scikit-learn's StandardScaler + Ridge. " +
            '"auto" takes the λ with the least cross-validation error.',
        ),
      ),
      "auto",
    ),
    continues: v.optional(
      v.pipe(v.boolean(), v.description("Whether the rows of a request follow on the last trained row. See `lags`.")),
      true,
    ),
    forget: v.optional(
      v.pipe(
        Forget,
        v.description(
          "How older rows count less: `half_life` halves their weight each time so much time passes, `window` leaves out those that " +
            "are older. Rows with times age by whole months of the norm's clock, by whole days where that is less than 60 days, " +
            "however they were cut into batches (but those of before `forget` was specified, which age by a batch's last row); " +
            "without times a batch ages from when it was trained. Nothing is lost: without `forget` all count again.",
        ),
      ),
    ),
    keep_rows: v.optional(
      v.pipe(
        KeepRows,
        v.description(
          "How long rows are kept as they came, beside what was learned of them, to be shown and to count savings with: so long before the " +
            'newest row, "800d" unless given; "none" keeps none, and drops those that are there. It may be changed at any time.',
        ),
      ),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues !== undefined) return;
    const fault = collector(addIssue);
    for (const { path, message } of specificationFaults(dataset.value)) if (!fault.add(message, ...path)) break;
  }),
);
export type NormSpecification = v.InferOutput<typeof NormSpecification>;
