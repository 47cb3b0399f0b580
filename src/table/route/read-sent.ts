// A table as it comes, whatever it comes as: whole where one request holds it, else its first rows, and the rest is read through.
import type { IRequest } from "itty-router";
import type { Context } from "../../platform/context/context.ts";
import { kindOfType } from "../../platform/form/body-kind.ts";
import { CSV_HEAD_BYTES, readCsvHead } from "../../platform/form/csv/csv-head.ts";
import { joinFrames } from "../../platform/form/csv/join-frames.ts";
import type { Frame } from "../../platform/form/frame.ts";
import { readFooter } from "../../platform/form/parquet/footer.ts";
import { codecName } from "../../platform/form/parquet/unfold-page.ts";
import { unusable } from "../../platform/form/records.ts";
import { wantedBy } from "../../platform/form/take-parts.ts";
import { CSV_LIMITS, type OpenCsv, openCsv } from "../../platform/http/open-csv.ts";
import { readQuery } from "../../platform/http/read.ts";
import { charsetOf, readSentBody, readTableQuery, type SentBody, tableOf } from "../../platform/http/read-table.ts";
import {
  BODY_BYTES_MAX,
  FORM_CELL_COUNT_MAX,
  MODEL_BODY_BYTES_MAX,
  ROW_COUNT_MAX,
} from "../../platform/schema/limit.ts";
import type { SentFrame } from "../describe/describe-table.ts";
import { DescribeQuery } from "../schema/describe-query.ts";
import type { TableDescription } from "../schema/table-answer.ts";
import { orRefusal } from "../suggest/or-refusal.ts";

export interface Sent {
  query: DescribeQuery;
  sent: SentFrame;
}

/** AppError as of train, where it is no table that can be read. */
export async function readSent(request: IRequest, context: Context): Promise<Sent> {
  const contentType = request.headers.get("content-type") ?? "";
  if (kindOfType(contentType) === "csv") return readAsItComes(request, context, contentType);
  const body = await readSentBody(request, MODEL_BODY_BYTES_MAX);
  const query = readTableQuery(request, body, DescribeQuery);
  const read = (isWanted: (column: string) => boolean) =>
    tableOf(body, context.kernel, { isWanted, csv: query, isText: isTextBy(query) });
  const all = await orRefusal(() => read(() => true));
  // What columns= leaves out need not be readable.
  const table = "done" in all ? all.done : await read(wantedUnlessAll(query, all.refused));
  if ("value" in table)
    throw unusable(
      "",
      "the body is none: records, rows, and what pandas writes are; a body with x and y says by itself what is what",
    );
  const { frame } = table;
  if (frame.columns.length === 0) throw unusable("", "it has no columns");
  const refused = "refused" in all ? all.refused.message : undefined;
  return {
    query,
    sent: { frame, rowCount: frame.rowCount, ...tellBody(request, body, query), refused: refusedAs(body, refused) },
  };
}

function wantedUnlessAll(query: DescribeQuery, refused: Error): (column: string) => boolean {
  if (query.columns === undefined || query.time === undefined) throw refused;
  return wantedBy(query);
}

function isTextBy({ types }: DescribeQuery): (column: string) => boolean {
  return (column) => types !== undefined && Object.hasOwn(types, column) && types[column] === "category";
}

/** A norm takes half the bytes that a model does, unless they come as CSV and say so. */
function refusedAs({ content }: SentBody, refused: string | undefined): SentFrame["refused"] {
  const told = `the body has more than the ${BODY_BYTES_MAX} bytes that a norm takes at once; of text/csv it takes more`;
  return { norm: content.length > BODY_BYTES_MAX ? told : undefined, model: refused };
}

const NO_DETAILS: TableDescription["details"] = {
  ...{ delimiter: null, decimal: null, encoding: null, compression: null, layout: null, file: null },
};

type Told = Pick<SentFrame, "form" | "details" | "asWritten">;

function tellBody(request: IRequest, body: SentBody, query: DescribeQuery): Told {
  const { kind, content, charset, isFolded, fileName } = body;
  const folded = isFolded || request.headers.has("content-encoding") ? "gzip" : null;
  const details = { ...NO_DETAILS, compression: folded, file: fileName || null };
  if (kind === "csv") {
    const start = (content as Uint8Array).subarray(0, CSV_HEAD_BYTES);
    return tellCsv(start, start.length === content.length, { query, charset, details });
  }
  const asWritten = () => undefined;
  if (kind === "parquet") {
    const codec = readFooter(content as Uint8Array).columns[0]?.chunks[0]?.codec ?? 0;
    return { form: kind, details: { ...details, compression: codec === 0 ? folded : codecName(codec) }, asWritten };
  }
  return { form: kind, details: { ...details, layout: layoutOf(body) }, asWritten };
}

function tellCsv(
  start: Uint8Array,
  isAll: boolean,
  {
    query,
    charset,
    details,
  }: { query: DescribeQuery; charset: string | undefined; details: TableDescription["details"] },
): Told {
  const { rows, ...told } = readCsvHead(start, isAll, { ...query, charset });
  return { form: "csv", details: { ...details, ...told }, asWritten: (row, name) => rows[row]?.get(name) };
}

/** By how a text begins; of Arrow by its first letters. */
function layoutOf({ kind, content }: SentBody): string | null {
  const start =
    typeof content === "string" ? content.slice(0, 200) : new TextDecoder().decode(content.subarray(0, 200));
  if (kind === "arrow") return start.startsWith("ARROW1") ? "file" : "stream";
  if (kind !== "json") return null;
  if (/^\ufeff?\s*\[\s*\{/.test(start)) return "records";
  if (/^\ufeff?\s*\[/.test(start)) return "rows";
  const value = JSON.parse(typeof content === "string" ? content : new TextDecoder().decode(content)) as Record<
    string,
    unknown
  >;
  if (Array.isArray(value.columns) && Array.isArray(value.data)) return "split";
  return Array.isArray(value.data) ? "table" : "columns";
}

const LIMITS = { ...CSV_LIMITS, bytes: MODEL_BODY_BYTES_MAX };

async function readAsItComes(request: IRequest, context: Context, contentType: string): Promise<Sent> {
  const query = readQuery(request, DescribeQuery);
  const said = { delimiter: query.delimiter, decimal: query.decimal, isText: isTextBy(query) };
  const opened = await openCsv(request, context, { ...said, limits: LIMITS });
  const { frame, rowCount } = await firstRows(opened);
  const folded = request.headers.has("content-encoding") ? "gzip" : null;
  const told = tellCsv(opened.start, opened.isStartAll, {
    ...{ query, charset: charsetOf(contentType), details: { ...NO_DETAILS, compression: folded } },
  });
  const model =
    opened.whole === null
      ? `the table has more than the ${ROW_COUNT_MAX} rows, the ${FORM_CELL_COUNT_MAX} values or the ${MODEL_BODY_BYTES_MAX} bytes that a model takes`
      : undefined;
  return { query, sent: { frame, rowCount, ...told, refused: { model } } };
}

/** Of a file that one request does not hold the first of its rows; the others are counted, and refused where they are broken. */
async function firstRows({ whole, frames }: OpenCsv): Promise<{ frame: Frame; rowCount: number }> {
  if (whole !== null) return { frame: whole, rowCount: whole.rowCount };
  const kept: Frame[] = [];
  let [rowCount, cellCount] = [0, 0];
  let isOver = false;
  for await (const frame of frames()) {
    rowCount += frame.rowCount;
    cellCount += frame.rowCount * frame.columns.length;
    isOver ||= kept.length > 0 && (rowCount > ROW_COUNT_MAX || cellCount > FORM_CELL_COUNT_MAX);
    if (!isOver) kept.push(frame);
  }
  const { frame } = joinFrames(kept);
  return { frame, rowCount };
}
