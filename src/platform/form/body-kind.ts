// What a body is: as its content type says, or, where that says nothing, as it begins.
import { cut } from "../../engine/parameter/show.ts";
import { AppError } from "../../error.ts";
import { refuseOthers } from "./csv/csv-encoding.ts";

export type BodyKind = "json" | "ndjson" | "csv" | "parquet" | "arrow" | "form";

const TYPES: Record<string, BodyKind> = {
  "application/json": "json",
  "text/json": "json",
  "application/x-ndjson": "ndjson",
  "application/ndjson": "ndjson",
  "application/jsonl": "ndjson",
  "application/x-jsonlines": "ndjson",
  "text/csv": "csv",
  "application/csv": "csv",
  "text/tab-separated-values": "csv",
  "application/vnd.apache.parquet": "parquet",
  "application/x-parquet": "parquet",
  "application/vnd.apache.arrow.stream": "arrow",
  "application/vnd.apache.arrow.file": "arrow",
  "multipart/form-data": "form",
};

// What programs send that were not told a type: curl, and requests of Python, among them.
const SAYS_NOTHING = new Set(["", "application/x-www-form-urlencoded", "application/octet-stream", "text/plain"]);

/** By the content type; undefined where that says nothing. AppError where it is of something else. */
export function kindOfType(contentType: string): BodyKind | undefined {
  const [type = ""] = contentType.toLowerCase().split(";");
  const name = type.trim();
  if (SAYS_NOTHING.has(name)) return undefined;
  const kind = TYPES[name] ?? (/^application\/[a-z0-9.-]+\+json$/.test(name) ? "json" : undefined);
  if (kind !== undefined) return kind;
  const known =
    "application/json, application/x-ndjson, text/csv, application/vnd.apache.parquet and multipart/form-data";
  throw new AppError(
    "unsupported_media_type",
    `Cannot read a body of content type ${cut(contentType)}: ${known} are accepted`,
  );
}

/** By its first bytes. AppError where they tell nothing, or that it is no table. */
export function kindOfBytes(bytes: Uint8Array): Exclude<BodyKind, "form"> {
  const start = new TextDecoder().decode(bytes.subarray(0, LOOKED_AT)).replace(/^\ufeff?\s*/, "");
  if (start.startsWith("PAR1")) return "parquet";
  if (start.startsWith("ARROW1") || (bytes.length > 4 && bytes.subarray(0, 4).every((byte) => byte === 0xff)))
    return "arrow";
  if (start.startsWith("[")) return "json";
  if (start.startsWith("{")) return /^\{[^\n]*\}\s*\r?\n\s*\{/.test(start) ? "ndjson" : "json";
  refuseOthers(bytes);
  const [header = ""] = start.split(/\r?\n/, 1);
  if (/[,;\t]/.test(header) || start.length > header.length) return "csv";
  throw new AppError(
    "unsupported_media_type",
    "Cannot tell what the body is, which begins neither as JSON nor as CSV: a content type says it",
  );
}

const LOOKED_AT = 65_536;
