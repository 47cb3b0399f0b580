// The body of a call that takes a table, whatever it comes as.
import type { IRequest } from "itty-router";
import type { Kernel } from "../../engine/kernel/kernel.ts";
import { AppError } from "../../error.ts";
import { type BodyKind, kindOfBytes, kindOfType } from "../form/body-kind.ts";
import type { CsvOptions } from "../form/csv/read-csv.ts";
import { readCsv } from "../form/csv/read-whole-csv.ts";
import type { Frame } from "../form/frame.ts";
import { readParquet } from "../form/parquet/read-parquet.ts";
import { readJsonTable, readNdjson } from "../form/read-json-table.ts";
import type { IsWanted } from "../form/records.ts";
import { FORM_COLUMN_COUNT_MAX, ROW_COUNT_MAX } from "../schema/limit.ts";
import { readBodyBytes, readBodyText } from "./body.ts";

/** A table, or the value of a JSON body that is none. */
export type Sent = { frame: Frame } | { value: unknown };

export interface TableOptions {
  isWanted: IsWanted;
  bytesMax: number;
  /** How CSV is written, where it is said. */
  csv: Pick<CsvOptions, "delimiter" | "decimal">;
}

export async function readTable(request: IRequest, kernel: Kernel, options: TableOptions): Promise<Sent> {
  const contentType = request.headers.get("content-type") ?? "";
  const kind = kindOfType(contentType);
  // Most bodies: as text at once.
  if (kind === "json")
    return readJsonTable(utf8(await readBodyText(request, options.bytesMax), "JSON"), options.isWanted);
  const bytes = await readBodyBytes(request, options.bytesMax);
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1];
  return readKind(kind ?? kindOfBytes(bytes), { bytes, charset }, kernel, options);
}

async function readKind(
  kind: BodyKind,
  { bytes, charset }: { bytes: Uint8Array; charset: string | undefined },
  kernel: Kernel,
  { isWanted, csv }: TableOptions,
): Promise<Sent> {
  const text = () => utf8(new TextDecoder().decode(bytes), "JSON");
  if (kind === "json") return readJsonTable(text(), isWanted);
  if (kind === "ndjson") return { frame: readNdjson(text(), isWanted) };
  const limits = { columnsMax: FORM_COLUMN_COUNT_MAX, rowsMax: ROW_COUNT_MAX };
  if (kind === "csv") return { frame: readCsv(kernel, bytes, { ...csv, ...limits, charset, keeps: isWanted }) };
  if (kind === "parquet") return { frame: await readParquet(bytes, isWanted) };
  throw new AppError("unsupported_media_type", `Cannot read ${kind}`);
}

// What is no UTF-8 was decoded as this, which no name or number needs.
const NOT_UTF_8 = "\ufffd";

function utf8(text: string, name: string): string {
  if (!text.includes(NOT_UTF_8)) return text;
  throw new AppError("malformed_json", `Cannot read the request body as ${name}: it is not UTF-8`);
}
