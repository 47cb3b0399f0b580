// Query parameters that say what is what in a table.
import * as v from "valibot";
import { list } from "../../engine/parameter/bounded.ts";
import { show } from "../../engine/parameter/show.ts";
import { isZone } from "../../engine/time/zone.ts";
import { AppError } from "../../error.ts";
import { COLUMN_NAME_LENGTH_MAX, FORM_COLUMN_COUNT_MAX } from "../schema/limit.ts";
import { handWritten } from "../schema/table.ts";
import { DUPLICATES } from "./order-rows.ts";
import { FORMATS_TOLD, readerOf } from "./time-format.ts";

const Name = v.pipe(
  v.string((issue) => `${show(issue.input)} is not one name of a column`),
  v.maxLength(COLUMN_NAME_LENGTH_MAX, `a column name has at most ${COLUMN_NAME_LENGTH_MAX} characters`),
);

/** Names with commas between them; or given again and again, each a name as it is. */
export const Names = v.pipe(
  v.union([v.string(), list(v.string(), { of: "names", most: FORM_COLUMN_COUNT_MAX })]),
  v.transform((names) => (typeof names === "string" ? names.split(",") : names)),
);
handWritten.set(Names.pipe[0], { type: "string" });

const column = (what: string) => v.optional(v.pipe(Name, v.description(`Of a table: ${what}`)));

const choice = <const T extends readonly string[]>(values: T, description: string) =>
  v.optional(
    v.pipe(
      v.picklist(values, (issue) => `${show(issue.input)} is none of ${values.join(", ")}`),
      v.description(`Of a table: ${description}`),
    ),
  );

/** How CSV is written. */
const csv = {
  delimiter: v.optional(
    v.pipe(
      v.string(),
      v.metadata({ enum: [",", ";", "|", "tab"] }),
      v.transform((text) => (text === "\\t" || text === "tab" ? "\t" : text)),
      v.picklist([",", ";", "\t", "|"], (issue) => `${show(issue.input)} is none of , ; tab |`),
      v.description("Of CSV: what stands between two cells, one of , ; tab |; found unless given"),
    ),
  ),
  decimal: choice([".", ","], "the decimal point of CSV; found unless given"),
};

const times = {
  time: column("the column of times; found unless given"),
  time_format: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (format) => typeof readerOf(format) !== "string",
        ({ input }) => String(readerOf(input)),
      ),
      v.description(`Of a table: how its times are written, ${FORMATS_TOLD}; found unless given`),
    ),
  ),
  timezone: v.optional(
    v.pipe(
      v.string(),
      v.check(isZone, (issue) => `${show(issue.input)} is no IANA time zone, such as Europe/Brussels or UTC`),
      v.description("Of a table: the IANA time zone of times without an offset; the norm's unless given"),
    ),
  ),
  duplicates: choice(
    DUPLICATES,
    "what rows of one time become (sum: of y and weights, with the mean of the columns); they are refused unless given",
  ),
};

const taken = {
  columns: v.optional(v.pipe(Names, v.description("Of a table: the columns to take; all that are left unless given"))),
  ignore: v.optional(v.pipe(Names, v.description("Of a table: columns to leave out"))),
};

/** What all calls know that take rows. */
export const rowsQuery = { ...times, ...taken, ...csv };

/** What those know that take a target, too. */
export const trainQuery = {
  target: column("the column of y; the one named y unless given"),
  weight: column("the column of the rows' weights"),
};

// How times and CSV are written is said of answers, too; and whether they are explained, of those alone.
const OF_ANSWERS = ["timezone", "delimiter", "decimal", "explain"];

/** Refuses what names the parts of a table beside a body that names them itself. */
export function refuseNamed(query: object): void {
  const faults = Object.entries(query)
    .filter(([name, value]) => value !== undefined && !OF_ANSWERS.includes(name))
    .map(([name]) => ({ path: name, message: "of a table only: this body says by itself what is what" }));
  const [first] = faults;
  if (first !== undefined)
    throw new AppError("invalid", `Cannot use the query: ${first.path}: ${first.message}`, faults);
}
