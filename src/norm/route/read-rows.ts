// The rows that a norm is sent: the body as it is in JSON, or made of a table by what the query says of it.
import type { IRequest } from "itty-router";
import type * as v from "valibot";
import type { Context } from "../../platform/context/context.ts";
import type { CsvOptions } from "../../platform/form/csv/read-csv.ts";
import { inTermsOf } from "../../platform/form/in-terms-of.ts";
import { withRecords } from "../../platform/form/records.ts";
import { refuseNamed } from "../../platform/form/table-query.ts";
import { type NamedParts, type TableParts, takeParts, wantedBy } from "../../platform/form/take-parts.ts";
import { readSentBody, readTableQuery, tableOf } from "../../platform/http/read-table.ts";
import { BODY_BYTES_MAX } from "../../platform/schema/limit.ts";
import { parse } from "../../platform/schema/parse.ts";
import { findNorm } from "../store/norms.ts";

export type RowsQuery = NamedParts & Pick<CsvOptions, "delimiter" | "decimal"> & { explain?: boolean | undefined };

export interface SentRows<Query, Body> {
  query: Query;
  body: Body;
  /** Of a table what became of its rows; null where the body was JSON as it is. */
  parts: TableParts | null;
  /** Does something with the body: its faults are told in the terms of the table. */
  inTerms<T>(act: () => T | Promise<T>): Promise<T>;
}

export async function readRows<Query extends RowsQuery, Body>(
  request: IRequest,
  context: Context,
  call: {
    norm: string;
    query: v.GenericSchema<unknown, Query>;
    schema: v.GenericSchema<unknown, Body>;
    hasTarget: boolean;
  },
): Promise<SentRows<Query, Body>> {
  const { schema, hasTarget } = call;
  const sent = await readSentBody(request, BODY_BYTES_MAX);
  const query = readTableQuery(request, sent, call.query);
  const isText = sent.kind === "csv" ? await categoriesOf(context, call.norm) : () => false;
  const table = await tableOf(sent, context.kernel, { isWanted: wantedBy(query), csv: query, isText });
  if ("value" in table) {
    refuseNamed(query);
    return { query, body: parse(schema, withRecords(table.value, "x")), parts: null, inTerms: async (act) => act() };
  }
  return readParts(takeParts(table.frame, query, { hasTarget }), query, schema);
}

/** Which columns of CSV are text whatever they look like: a level 007 is not 7. */
export async function categoriesOf({ database }: Context, norm: string): Promise<(column: string) => boolean> {
  const known = await findNorm(database, norm);
  const categories = known?.specification.categories ?? [];
  return (column) => categories.includes(column);
}

/** The same of a table that is parted already. */
export async function readParts<Query extends RowsQuery, Body>(
  parts: TableParts,
  query: Query,
  schema: v.GenericSchema<unknown, Body>,
): Promise<SentRows<Query, Body> & { parts: TableParts }> {
  const names = { x: undefined, y: query.target ?? "y", t: query.time ?? undefined, sample_weight: query.weight };
  const body = await inTermsOf(parts, names, () => parse(schema, bodyOf(parts, query)));
  return { query, body, parts, inTerms: (act) => inTermsOf(parts, names, act) };
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
    explain,
    ...rest
  } = query;
  return { ...(t && { t }), x, ...(y && { y }), ...(weights && { sample_weight: weights }), ...rest };
}
