// The body of a call that takes a table, whatever it comes as.
import type { IRequest } from "itty-router";
import type * as v from "valibot";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import { readArrow } from "../form/arrow/read-arrow.ts";
import { type BodyKind, kindOfBytes, kindOfType } from "../form/body-kind.ts";
import { unfold } from "../form/codec/gzip.ts";
import type { CsvOptions } from "../form/csv/read-csv.ts";
import { readCsv } from "../form/csv/read-whole-csv.ts";
import type { Frame } from "../form/frame.ts";
import { readMultipart } from "../form/multipart/read-multipart.ts";
import { readParquet } from "../form/parquet/read-parquet.ts";
import { readJsonTable, readNdjson } from "../form/read-json-table.ts";
import type { IsWanted } from "../form/records.ts";
import { FORM_COLUMN_COUNT_MAX, ROW_COUNT_MAX } from "../schema/limit.ts";
import { parse } from "../schema/parse.ts";
import { readBodyBytes, readBodyText, requireUtf8 } from "./body.ts";

/** A body as it came, and of what kind it is. */
export interface SentBody {
  kind: Exclude<BodyKind, "form">;
  content: string | Uint8Array;
  /** Of text, where it is said. */
  charset?: string | undefined;
  /** Of a form, whether its file came folded by gzip. */
  isFolded?: boolean;
  /** Of a form, what its file is called; "" where it has no name. */
  fileName?: string;
  /** Of a form what stands beside its file: it is what a query may say. */
  fields: Record<string, string>;
}

export async function readSentBody(request: IRequest, bytesMax: number): Promise<SentBody> {
  const contentType = request.headers.get("content-type") ?? "";
  const kind = kindOfType(contentType);
  // Most bodies: as text at once.
  if (kind === "json") return { kind, content: await readBodyText(request, bytesMax), fields: {} };
  const content = await readBodyBytes(request, bytesMax);
  if (kind === "form") return fileOf(content, contentType, bytesMax);
  return { kind: kind ?? kindOfBytes(content), content, charset: charsetOf(contentType), fields: {} };
}

async function fileOf(form: Uint8Array, contentType: string, bytesMax: number): Promise<SentBody> {
  const { file, fields } = readMultipart(form, contentType);
  const content = file.isFolded ? await unfold(file.bytes, bytesMax) : file.bytes;
  const kind = kindOfType(file.type);
  return {
    kind: kind === undefined || kind === "form" ? kindOfBytes(content) : kind,
    content,
    charset: charsetOf(file.type),
    isFolded: file.isFolded,
    fileName: file.name,
    fields,
  };
}

/** Of text, where it is said. */
export function charsetOf(contentType: string): string | undefined {
  return /charset="?([\w-]+)/i.exec(contentType)?.[1];
}

/** The query of a call that takes a table, with the fields of the form that it came in. */
export function readTableQuery<S extends v.GenericSchema>(
  request: IRequest,
  { fields }: SentBody,
  schema: S,
): v.InferOutput<S> {
  return parse(schema, { ...request.query, ...fields }, "the query");
}

/** The text of a body of text. */
export function textOf({ kind, content }: SentBody): string {
  const text = typeof content === "string" ? content : new TextDecoder().decode(content);
  return requireUtf8(text, kind === "csv" ? "CSV" : "JSON");
}

/** A table, or the value of a JSON body that is none. */
export type Sent = { frame: Frame } | { value: unknown };

export interface TableOptions {
  isWanted: IsWanted;
  /** Columns of CSV that are text whatever they look like; none unless given. */
  isText?: IsWanted;
  /** How CSV is written, where it is said. */
  csv: Pick<CsvOptions, "delimiter" | "decimal">;
}

export async function tableOf(body: SentBody, kernel: Kernel, { isWanted, csv, isText }: TableOptions): Promise<Sent> {
  const { kind, content, charset } = body;
  if (kind === "json") return readJsonTable(textOf(body), isWanted);
  if (kind === "ndjson") return { frame: readNdjson(textOf(body), isWanted) };
  const bytes = content as Uint8Array;
  const limits = { columnsMax: FORM_COLUMN_COUNT_MAX, rowsMax: ROW_COUNT_MAX };
  if (kind === "csv") return { frame: readCsv(kernel, bytes, { ...csv, ...limits, charset, keeps: isWanted, isText }) };
  return { frame: kind === "arrow" ? readArrow(bytes, isWanted) : await readParquet(bytes, isWanted) };
}
