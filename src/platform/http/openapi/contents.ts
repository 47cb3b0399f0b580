// What a call is sent and what it answers when all is well, in every media type.
import * as v from "valibot";
import { described } from "../../schema/described.ts";
import type { Endpoint } from "../endpoint.ts";
import type { JsonSchema } from "../json-schema.ts";
import { CSV_OFFER, LINES_OFFER } from "../tabular/form.ts";
import type { CallExamples } from "./examples.ts";
import { type HeaderName, headersOf } from "./headers.ts";
import type { NamedSchemas } from "./named-schemas.ts";

/** How a table may come, in place of the body. */
const TABLES = {
  "text/csv": described(v.string(), "A header line, then a line for each row"),
  "application/x-ndjson": described(v.string(), "A JSON object for each row, one a line"),
  "application/vnd.apache.parquet": described(v.string(), "A Parquet file of flat columns"),
  "application/vnd.apache.arrow.stream": described(v.string(), "An Arrow stream, or file, of flat columns"),
  "multipart/form-data": described(
    v.objectWithRest({ file: described(v.string(), "One file of any of these kinds") }, v.unknown()),
    "A form with one file; its other fields are what else stands in the query",
  ),
};

export function requestBodyOf({ body, tables, texts }: Endpoint<never>, { schemaOf }: NamedSchemas, example: unknown) {
  if (body === undefined) return undefined;
  const others = Object.entries({ ...(tables && TABLES), ...texts });
  return {
    required: true,
    content: {
      "application/json": jsonOf(schemaOf(body, "input"), example),
      ...Object.fromEntries(others.map(([type, schema]) => [type, { schema: schemaOf(schema, "input") }])),
    },
  };
}

const MEANINGS: Record<string, string> = {
  200: "Done",
  201: "Made",
  202: "It goes on in the background",
  204: "Done; there is no body",
  304: "It is still what the caller has; there is no body",
};

export function answersOf(endpoint: Endpoint<never>, schemas: NamedSchemas, examples: CallExamples["answers"] = {}) {
  const { answers, isTagged, page } = endpoint;
  const statuses: Endpoint["answers"] = { ...answers, ...(isTagged && { 304: null }) };
  return Object.fromEntries(
    Object.entries(statuses).map(([status, schema]) => {
      // What goes on has no rows yet.
      const rows = status === "202" ? undefined : endpoint.rows;
      const headers = headersAt(Number(status), endpoint, rows !== undefined);
      const answered = {
        description: MEANINGS[status] ?? "Done",
        ...(headers.length > 0 && { headers: headersOf(headers) }),
        ...((schema !== null || (page !== undefined && status === "200")) && {
          content: contentOf(schema && schemas.schemaOf(schema), examples[status], { page, rows }),
        }),
      };
      return [status, answered];
    }),
  );
}

function headersAt(status: number, endpoint: Endpoint<never>, hasRows: boolean): HeaderName[] {
  const { answerHeaders = {}, isPaged, isTagged } = endpoint;
  return [
    ...(answerHeaders[status] ?? []),
    ...(hasRows ? (["Edgefit-Answer"] as const) : []),
    ...(isPaged && status === 200 ? (["Link"] as const) : []),
    ...(isTagged && (status === 200 || status === 304) ? (["ETag"] as const) : []),
  ];
}

function jsonOf(schema: JsonSchema, example: unknown) {
  return { schema, ...(example !== undefined && { example }) };
}

/** JSON, where an answer has rows what they are in CSV and in lines of JSON, and what browsers are shown. */
function contentOf(
  schema: JsonSchema | null,
  example: unknown,
  { rows, page }: { rows: string | undefined; page: string | undefined },
) {
  const textOf = (description: string) => ({ schema: { type: "string", description } });
  return {
    ...(schema && { "application/json": jsonOf(schema, example) }),
    ...(rows !== undefined && { [CSV_OFFER.type]: textOf(rows), [LINES_OFFER.type]: textOf(rows) }),
    ...(page !== undefined && { "text/html": textOf(page) }),
  };
}
