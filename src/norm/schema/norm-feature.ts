// The parts of a specification that features are made of.
import * as v from "valibot";
import { STATISTICS } from "../../engine/feature/term.ts";
import { dictionary, list } from "../../engine/parameter/bounded.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { CALENDARS, type Calendar } from "../../engine/time/calendar.ts";
import { parseDuration } from "../../engine/time/duration.ts";
import { parseMonths } from "../../engine/time/month-grid.ts";
import {
  DURATION_MAX_MS,
  FEATURE_COUNT_MAX,
  HARMONIC_MAX,
  KNOT_COUNT_MAX,
  LAG_MAX,
  MAGNITUDE_MAX,
} from "../../platform/schema/limit.ts";
import { handWritten, isReserved, type JsonSchema, show } from "../../platform/schema/table.ts";
import { Duration } from "../../platform/schema/time.ts";

export const BoundedDuration = v.pipe(
  Duration,
  v.check(
    (text) => (parseDuration(text) ?? 0) <= DURATION_MAX_MS,
    (issue) => `${show(issue.input)} is longer than the 366d that are accepted`,
  ),
);

const MONTHS_MAX = 12;

const noStep = (issue: v.BaseIssue<unknown>) =>
  `${show(issue.input)} is no step: a whole number with s, min, h, d, w, mo, q or y, such as "1h" or "1mo"`;

/** A duration, or months of the calendar, which have none. */
export const Step = v.pipe(
  v.string(noStep),
  v.check((text) => parseDuration(text) !== null || parseMonths(text) !== null, noStep),
  v.check(
    (text) => (parseDuration(text) ?? 0) <= DURATION_MAX_MS && (parseMonths(text) ?? 0) <= MONTHS_MAX,
    (issue) => `${show(issue.input)} is longer than the 366d, or the 1y, that are accepted`,
  ),
);

/** A number of rows, from `least`, or a duration. */
const LookBack = (least: number, told: string) =>
  v.lazy((input) =>
    typeof input === "string"
      ? BoundedDuration
      : v.pipe(
          v.number((issue) => `${show(issue.input)} is neither a number of rows nor a duration such as "24h"`),
          v.integer((issue) => `${show(issue.input)} is not a whole number of rows`),
          v.minValue(least, (issue) => `${show(issue.input)} ${told}`),
          v.maxValue(
            LAG_MAX,
            (issue) => `${show(issue.input)} rows are more than the ${LAG_MAX} that a lag may look back`,
          ),
        ),
  );
export const Lag = LookBack(0, "looks ahead; a lag is 0 (now) or more rows back");
export const Past = LookBack(1, "is not in the past; at least 1 row, or a duration");
handWritten.set(Lag, { anyOf: [{ type: "integer", minimum: 0, maximum: LAG_MAX }, { type: "string" }] });
handWritten.set(Past, { anyOf: [{ type: "integer", minimum: 1, maximum: LAG_MAX }, { type: "string" }] });

/** `{column: value}`. */
export const byColumn = <S extends v.GenericSchema>(value: S, description: string) =>
  v.pipe(
    dictionary(value, { of: "columns", most: FEATURE_COUNT_MAX }),
    v.check((given) => !Object.keys(given).some(isReserved), "a reserved name cannot name a column"),
    v.description(description),
  );

const HarmonicCount = v.optional(
  v.pipe(
    v.number(),
    v.integer((issue) => `${show(issue.input)} is not a whole number of harmonics`),
    v.minValue(1),
    v.maxValue(HARMONIC_MAX),
  ),
);
const Harmonics = v.pipe(
  exactObject({ daily: HarmonicCount, weekly: HarmonicCount, yearly: HarmonicCount }),
  v.check((of) => Object.values(of).some((count) => count !== undefined), "no harmonics: daily, weekly or yearly"),
);
const calendars = Object.keys(CALENDARS) as Calendar[];
const CalendarName = v.picklist(
  calendars,
  (issue) => `${show(issue.input)} is none of ${calendars.join(", ")}, nor {daily, weekly, yearly}`,
);
export const CalendarFeature = v.lazy((input) =>
  typeof input === "object" && input !== null ? Harmonics : CalendarName,
);
handWritten.set(CalendarFeature, {
  anyOf: [
    { enum: calendars },
    {
      type: "object",
      additionalProperties: false,
      minProperties: 1,
      properties: Object.fromEntries(
        ["daily", "weekly", "yearly"].map((name) => [name, { type: "integer", minimum: 1, maximum: HARMONIC_MAX }]),
      ),
    },
  ],
});

const Knot = v.pipe(
  v.number(),
  v.check(
    (knot) => Math.abs(knot) <= MAGNITUDE_MAX,
    (issue) => `${show(issue.input)} is larger than the ${MAGNITUDE_MAX} that are accepted`,
  ),
);

const KnotsOrCount = v.lazy((input) =>
  Array.isArray(input)
    ? v.pipe(
        list(Knot, { of: "knots", least: 1, most: KNOT_COUNT_MAX }),
        v.check(
          (of) => of.every((knot, i) => i === 0 || knot > (of[i - 1] as number)),
          (issue) => `${show(issue.input)} is not strictly increasing, as knots are`,
        ),
      )
    : v.pipe(
        v.number((issue) => `${show(issue.input)} is neither a number of knots nor a list of them`),
        v.integer((issue) => `${show(issue.input)} is not a whole number of knots`),
        v.minValue(1),
        v.maxValue(KNOT_COUNT_MAX),
      ),
);
handWritten.set(KnotsOrCount, {
  anyOf: [
    { type: "integer", minimum: 1, maximum: KNOT_COUNT_MAX },
    { type: "array", items: { type: "number" }, minItems: 1, maxItems: KNOT_COUNT_MAX },
  ],
});
export const Knots = exactObject({ knots: KnotsOrCount });
const Degree = v.optional(v.pipe(v.number(), v.minValue(-1000), v.maxValue(1000)));
const OneDegreeDays = v.pipe(
  exactObject({ column: v.string(), heating: Degree, cooling: Degree }),
  v.check(
    ({ heating, cooling }) => heating !== undefined || cooling !== undefined,
    "neither heating nor cooling: the base temperature of one is needed",
  ),
);
export const DegreeDays = v.lazy((input) =>
  Array.isArray(input)
    ? list(OneDegreeDays, { of: "degree days", most: FEATURE_COUNT_MAX })
    : v.pipe(
        OneDegreeDays,
        v.transform((one) => [one]),
      ),
);
const degreeDays: JsonSchema = {
  type: "object",
  required: ["column"],
  additionalProperties: false,
  properties: { column: { type: "string" }, heating: { type: "number" }, cooling: { type: "number" } },
};
handWritten.set(DegreeDays, { anyOf: [degreeDays, { type: "array", items: degreeDays }] });

export const Rolling = exactObject({
  column: v.string(),
  window: Past,
  statistic: v.picklist(STATISTICS, (issue) => `${show(issue.input)} is none of ${STATISTICS.join(", ")}`),
  min_coverage: v.optional(
    v.pipe(
      v.number(),
      v.check(
        (share) => share > 0 && share <= 1,
        (issue) => `${show(issue.input)} is no share of a window: above 0, 1 at most`,
      ),
      v.description("The share of the window's rows that have a value at least; 0.75 unless given."),
    ),
  ),
});
