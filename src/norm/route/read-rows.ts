// The rows that a norm is sent: the body as it is in JSON, or made of a table by what the query says of it.
import type { IRequest } from "itty-router";
import type * as v from "valibot";
import type { Context } from "../../platform/context/context.ts";
import type { CsvOptions } from "../../platform/form/csv/read-csv.ts";
import { inTermsOf } from "../../platform/form/in-terms-of.ts";
import { refuseNamed } from "../../platform/form/table-query.ts";
import { type NamedParts, type TableParts, takeParts, wantedBy } from "../../platform/form/take-parts.ts";
import { readTable } from "../../platform/http/read-table.ts";
import { BODY_BYTES_MAX } from "../../platform/schema/limit.ts";
import { parse } from "../../platform/schema/parse.ts";

export type RowsQuery = NamedParts & Pick<CsvOptions, "delimiter" | "decimal">;

export interface SentRows<Body> {
  body: Body;
  /** Of a table what became of its rows; null where the body was JSON as it is. */
  parts: TableParts | null;
  /** Does something with the body: its faults are told in the terms of the table. */
  inTerms<T>(act: () => T | Promise<T>): Promise<T>;
}

export async function readRows<Body>(
  request: IRequest,
  context: Context,
  { query, schema, hasTarget }: { query: RowsQuery; schema: v.GenericSchema<unknown, Body>; hasTarget: boolean },
): Promise<SentRows<Body>> {
  const options = { isWanted: wantedBy(query), bytesMax: BODY_BYTES_MAX, csv: query };
  const sent = await readTable(request, context.kernel, options);
  if ("value" in sent) {
    refuseNamed(query);
    return { body: parse(schema, sent.value), parts: null, inTerms: async (act) => act() };
  }
  return readParts(takeParts(sent.frame, query, { hasTarget }), query, schema);
}

/** The same of a table that is parted already. */
export async function readParts<Body>(
  parts: TableParts,
  query: RowsQuery,
  schema: v.GenericSchema<unknown, Body>,
): Promise<SentRows<Body> & { parts: TableParts }> {
  const names = { x: undefined, y: query.target ?? "y", t: query.time ?? undefined, sample_weight: query.weight };
  const body = await inTermsOf(parts, names, () => parse(schema, bodyOf(parts, query)));
  return { body, parts, inTerms: (act) => inTermsOf(parts, names, act) };
}

/** As it would have come in JSON: what the query says beside the parts of the table stays. */
function bodyOf({ t, x, y, weights }: TableParts, query: RowsQuery): Record<string, unknown> {
  const {
    target,
    time,
    weight,
    columns,
    ignore,
    time_format,
    timezone,
    duplicates,
    delimiter,
    decimal,
    afterMs,
    ...rest
  } = query;
  return { ...(t && { t }), x, ...(y && { y }), ...(weights && { sample_weight: weights }), ...rest };
}
