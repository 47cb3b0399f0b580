// In which form an answer is asked for: JSON unless the header Accept prefers CSV or lines of JSON, and how these are written.
import type { IRequest } from "itty-router";
import * as v from "valibot";
import { exactObject } from "../../../engine/parameter/exact-object.ts";
import { show } from "../../../engine/parameter/show.ts";
import { AppError } from "../../../error.ts";
import { negotiate } from "./accept.ts";
import type { Dialect } from "./csv.ts";

export const JSON_OFFER = { type: "application/json", parameters: {} } as const;
export const CSV_OFFER = { type: "text/csv", parameters: { charset: "utf-8", header: "present" } } as const;
export const LINES_OFFER = { type: "application/x-ndjson", parameters: {} } as const;

export type Form = { type: "json" } | { type: "lines" } | ({ type: "csv" } & Dialect);

const oneOf = <T extends string>(options: readonly [T, ...T[]], description: string) =>
  v.optional(
    v.pipe(
      v.picklist(options, (issue) => `${show(issue.input)} is none of ${options.map((each) => show(each)).join(", ")}`),
      v.description(description),
    ),
  );

const csvEntries = {
  delimiter: oneOf([",", ";"], "Of CSV: what stands between two values; a comma unless given."),
  decimal: oneOf([".", ","], "Of CSV: the decimal sign; a point unless given. A comma goes with `delimiter=;`."),
};
/** The query of a call that can answer rows, beside what it asks for otherwise. */
export const RowsQuery = exactObject(csvEntries);

/** The query of a list that can answer rows. */
export const orRows = <E extends v.ObjectEntries>({ entries }: { entries: E }) =>
  exactObject({ ...entries, ...csvEntries });

/**
 * `isTable`: the body came as a table, of which the query says how it is written. AppError "invalid" where the query says how to write what
 * is not asked for, or cannot be read back.
 */
export function readForm(request: IRequest, query: FormQuery, isTable = false): Form {
  const { type } = negotiate(request.headers.get("accept"), [JSON_OFFER, CSV_OFFER, LINES_OFFER]);
  const { delimiter = ",", decimal = "." } = query;
  if (type !== CSV_OFFER.type && !isTable)
    refuseGiven(query, ["delimiter", "decimal"], "of CSV: the header Accept is to prefer text/csv");
  if (type === JSON_OFFER.type && !isTable)
    refuseGiven(query, ["timezone"], "of rows: the header Accept is to prefer text/csv or application/x-ndjson");
  if (type === JSON_OFFER.type) return { type: "json" };
  if (type === LINES_OFFER.type) return { type: "lines" };
  if (delimiter === decimal) throw unusable("decimal", 'a comma is the delimiter; "delimiter=;" goes with it');
  return { type: "csv", delimiter, decimal };
}

interface FormQuery {
  timezone?: string | undefined;
  delimiter?: Dialect["delimiter"] | undefined;
  decimal?: Dialect["decimal"] | undefined;
}

/** Rows without times have no zone. */
export function refuseZone({ timezone }: { timezone?: string | undefined }, hasTimes: boolean): void {
  if (timezone !== undefined && !hasTimes) throw unusable("timezone", "the rows that were sent have no times t");
}

function refuseGiven(query: FormQuery, names: (keyof FormQuery)[], why: string): void {
  const given = names.find((name) => query[name] !== undefined);
  if (given !== undefined) throw unusable(given, why);
}

function unusable(path: string, message: string): AppError {
  return new AppError("invalid", `Cannot use the query: ${path}: ${message}`, [{ path, message }]);
}
