// What a norm is called and what it learns from.
import * as v from "valibot";
import { features, laggedColumns, tailLength } from "../feature/lag.ts";
import { FEATURE_COUNT_MAX, LAG_MAX, NORM_NAME_LENGTH_MAX, TAIL_VALUE_COUNT_MAX } from "./limit.ts";
import { exactObject } from "./parse.ts";
import { columnNameFault, handWritten, isReserved } from "./table.ts";

export const NormName = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9][a-z0-9_-]*$/,
    "a norm name is lower-case letters, digits, _ and -, and begins with a letter or digit",
  ),
  v.maxLength(NORM_NAME_LENGTH_MAX, (issue) => `${issue.input.length} characters; at most ${NORM_NAME_LENGTH_MAX}`),
);

const ColumnName = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? columnNameFault(dataset.value) : null;
    if (fault !== null) addIssue({ message: fault });
  }),
);

const Lag = v.pipe(
  v.number(),
  v.integer((issue) => `${issue.input} is not a whole number of rows`),
  v.minValue(0, (issue) => `${issue.input} looks ahead; a lag is 0 (now) or more rows back`),
  v.maxValue(LAG_MAX, (issue) => `${issue.input} rows are more than the ${LAG_MAX} that a lag may look back`),
);

// A base of its own, because valibot's record passes over reserved keys before a check could see them.
const lagsInput = v.any();
handWritten.set(lagsInput, {
  type: "object",
  additionalProperties: { type: "array", items: { type: "integer", minimum: 0, maximum: LAG_MAX }, minItems: 1 },
  description:
    "Per column, how many rows to look back: 0 is now, [0, 1, 6] is now, one row ago and six rows ago. Columns not named " +
    "here have [0]. The rows of a request are consecutive in time, and a request continues where the last `train` ended: " +
    "the norm keeps the last rows that its largest lag needs. A client opts out with `continues: false`, here for every " +
    "request or in one request; its first rows then have no past. Rows whose lagged values do not exist are skipped by " +
    "`train` and answered with null by `predict`.",
});

/** What a norm learns from. */
export const NormSpecification = v.pipe(
  exactObject({
    columns: v.pipe(
      v.array(ColumnName),
      v.minLength(1, "no columns: at least one is needed"),
      v.check((names) => new Set(names).size === names.length, "a column is named twice"),
      v.description("The columns of x, in order."),
    ),
    lags: v.optional(
      v.pipe(
        lagsInput,
        v.check((input) => !Object.keys(input ?? {}).some(isReserved), "a reserved name cannot name a column"),
        v.record(v.string(), v.pipe(v.array(Lag), v.minLength(1, "no lags: [0] is the value now"))),
      ),
      {},
    ),
    lambda: v.optional(
      v.pipe(
        v.union(
          [v.pipe(v.number(), v.minValue(0), v.maxValue(1e15)), v.literal("auto")],
          (issue) => `${issue.received} is neither "auto" nor a number from 0 to 1e15`,
        ),
        v.description(
          "Ridge penalty λ on standardised columns, as alpha of scikit-learn's StandardScaler + Ridge. " +
            '"auto" takes the λ with the least 5-fold cross-validation error.',
        ),
      ),
      "auto",
    ),
    continues: v.optional(
      v.pipe(v.boolean(), v.description("Whether the rows of a request follow on the last trained row. See `lags`.")),
      true,
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues !== undefined) return;
    const specification = dataset.value;
    const { columns, lags } = specification;
    const fault = (path: (string | number)[], message: string) =>
      addIssue({
        message,
        path: path.map((key) => ({ type: "unknown", origin: "value", input: lags, key, value: undefined })) as never,
      });
    const known = new Set(columns);
    for (const [column, of] of Object.entries(lags)) {
      if (!known.has(column)) fault(["lags", column], "no such column in columns");
      if (new Set(of).size !== of.length) fault(["lags", column], "a lag is given twice");
    }
    const names = features(specification).map(({ name }) => name);
    if (new Set(names).size !== names.length) fault(["columns"], "a column has the name of another one's lag");
    const count = names.length;
    if (count > FEATURE_COUNT_MAX) {
      fault(["columns"], `${count} columns after lags are more than the ${FEATURE_COUNT_MAX} that are accepted`);
    }
    const kept = tailLength(specification) * laggedColumns(specification).length;
    if (kept > TAIL_VALUE_COUNT_MAX) {
      fault(
        ["lags"],
        `the largest lag times the lagged columns is ${kept}, more than the ${TAIL_VALUE_COUNT_MAX} that are accepted`,
      );
    }
  }),
);
export type NormSpecification = v.InferOutput<typeof NormSpecification>;
