// What the service finds in a file before anything is done with it: POST /tables.
import { type Asked, answerOf, asIs, edgefit, useAnswer } from "../api.ts";

/** What is said of a file in the query of a call, so that a guess is changed: the words of `train`. */
export interface Told {
  time?: string | undefined;
  target?: string | undefined;
  columns?: string[] | undefined;
  time_format?: string | undefined;
  timezone?: string | undefined;
  duplicates?: string | undefined;
  /** As JSON: by column what its values are taken for. */
  types?: string | undefined;
}

export type Described = Awaited<ReturnType<typeof describe>>;
export type DescribedColumn = Described["columns"][number];

/** null as long as there is no file. */
export function useDescription(file: File | undefined, told: Told): Asked<Described | null> {
  return useAnswer(
    async (signal) => (file === undefined ? null : describe(file, told, signal)),
    [file, JSON.stringify(told)],
  );
}

export async function describe(file: File, told: Told, signal?: AbortSignal) {
  return answerOf(
    edgefit().POST("/tables", {
      params: { query: told as never },
      body: file as never,
      ...asIs,
      headers: await headersOf(file),
      ...(signal !== undefined && { signal }),
    }),
  );
}

/** Rows of which the values are asked for at most. */
export const DATA_ROWS_MAX = 100_000;

/** The values of a file, as the service reads them: each row as it stands, whatever is to be made of rows of one time. */
export async function dataOf(file: File, told: Told): Promise<NonNullable<Described["data"]>> {
  const { data } = await describe(file, { ...told, data: "true" } as Told);
  return data ?? { t: null, columns: {} };
}

/** Why no norm can be learned from a file; null where one can. */
export function whyNoNorm({ suggestions, warnings }: Described): string | null {
  if (suggestions.norm !== null) return null;
  const why = warnings.find((warning) => warning.startsWith(NOT_FOR_A_NORM));
  return why?.slice(NOT_FOR_A_NORM.length) ?? "";
}

const NOT_FOR_A_NORM = "Not for a norm: ";

/** What is said of a file that is sent as it lies on the disk. */
export async function headersOf(file: File): Promise<Record<string, string>> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isFolded = first === 0x1f && second === 0x8b; // gzip, RFC 1952
  return { "content-type": typeOf(file), ...(isFolded && { "content-encoding": "gzip" }) };
}

/** By its ending, where the browser does not know; the service looks for itself at what it is not told. */
function typeOf(file: File): string {
  const ending = file.name.toLowerCase().replace(/\.gz$/, "").split(".").at(-1);
  if (ending === "csv" || ending === "tsv" || ending === "txt") return "text/csv";
  if (ending === "json") return "application/json";
  if (ending === "ndjson" || ending === "jsonl") return "application/x-ndjson";
  return "application/octet-stream";
}
