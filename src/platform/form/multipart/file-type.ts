// What a file of a form is: as its part says, or, where that says nothing, as its name ends.

export interface FileType {
  /** A media type; "" where nothing tells it. */
  type: string;
  /** Whether the file was folded by gzip, and is what `type` says once it is unfolded. */
  isFolded: boolean;
}

const ENDINGS: Record<string, string> = {
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  txt: "",
  json: "application/json",
  ndjson: "application/x-ndjson",
  jsonl: "application/x-ndjson",
  parquet: "application/vnd.apache.parquet",
  arrow: "application/vnd.apache.arrow.stream",
  feather: "application/vnd.apache.arrow.stream",
};

const GZIP = ["application/gzip", "application/x-gzip"];

// What programs send of files that they know nothing of; and Windows, of CSV, where Excel is installed.
const SAYS_NOTHING = ["", "application/octet-stream", "text/plain", "application/vnd.ms-excel", ...GZIP];

export function fileTypeOf(name: string, type: string): FileType {
  const [, plain = "", gz] = /^(.*?)(\.gz)?$/is.exec(name) ?? [];
  const [, ending = ""] = /\.(\w+)$/.exec(plain) ?? [];
  return {
    type: SAYS_NOTHING.includes(type) ? (ENDINGS[ending.toLowerCase()] ?? "") : type,
    isFolded: gz !== undefined || GZIP.includes(type),
  };
}
