// The rows that a norm is sent: the body as it is in JSON, or made of a table by what the query says of it.
import type { IRequest } from "itty-router";
import type * as v from "valibot";
import type { Context } from "../../platform/context/context.ts";
import type { CsvOptions } from "../../platform/form/csv/read-csv.ts";
import { inTermsOf } from "../../platform/form/in-terms-of.ts";
import { refuseNamed } from "../../platform/form/table-query.ts";
import { type NamedParts, type TableParts, takeParts, wantedBy } from "../../platform/form/take-parts.ts";
import { readQuery } from "../../platform/http/read.ts";
import { readTable } from "../../platform/http/read-table.ts";
import { BODY_BYTES_MAX } from "../../platform/schema/limit.ts";
import { parse } from "../../platform/schema/parse.ts";

interface RowsCall<Body, Answer> {
  query: v.GenericSchema<unknown, NamedParts & Pick<CsvOptions, "delimiter" | "decimal">>;
  schema: v.GenericSchema<unknown, Body>;
  hasTarget: boolean;
  answer(body: Body): Promise<Answer>;
  /** The answer of a table's rows, as it goes to whoever sent them. */
  asSent(answer: Answer, parts: TableParts): Answer;
}

export async function answerRows<Body, Answer>(
  request: IRequest,
  context: Context,
  call: RowsCall<Body, Answer>,
): Promise<Answer> {
  const query = readQuery(request, call.query);
  const sent = await readTable(request, context.kernel, {
    isWanted: wantedBy(query),
    bytesMax: BODY_BYTES_MAX,
    csv: query,
  });
  if ("value" in sent) {
    refuseNamed(query);
    return call.answer(parse(call.schema, sent.value));
  }
  const parts = takeParts(sent.frame, query, { hasTarget: call.hasTarget });
  const {
    target,
    time,
    weight,
    columns: _,
    ignore,
    time_format,
    timezone,
    duplicates,
    delimiter,
    decimal,
    ...rest
  } = query as NamedParts & Record<string, unknown>;
  const { t, x, y, weights } = parts;
  const body = { ...(t && { t }), x, ...(y && { y }), ...(weights && { sample_weight: weights }), ...rest };
  const names = { x: undefined, y: target ?? "y", t: time, sample_weight: weight };
  const answer = await inTermsOf(parts, names, () => call.answer(parse(call.schema, body)));
  return call.asSent(answer, parts);
}
