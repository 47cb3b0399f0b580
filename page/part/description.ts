// What the service finds in a file before anything is done with it: POST /tables.
import { type Asked, answerOf, asIs, edgefit, useAnswer } from "../api.ts";

/** What is said of a file in the query of a call, so that a guess is changed: the words of `train`. */
export interface Told {
  time?: string | undefined;
  target?: string | undefined;
  columns?: string[] | undefined;
  time_format?: string | undefined;
  timezone?: string | undefined;
}

export interface Described {
  form: string;
  rows: number;
  described: number;
  details: Record<string, string | null>;
  columns: DescribedColumn[];
  target: string | null;
  problem: "regression" | "classification" | null;
  time: DescribedTime | null;
  suggestions: { norm: Record<string, unknown> | null; model: Record<string, unknown> | null };
  left_out: { place: string; column: string; value: string | null; reason: string }[];
  left_out_count: number;
  warnings: string[];
}

export interface DescribedColumn {
  name: string;
  type: "number" | "time" | "category" | "boolean" | "text";
  missing: number;
  first: (string | null)[];
  role: "time" | "target" | "feature" | "weight" | "none";
  reason: string;
}

export interface DescribedTime {
  column: string;
  format: string | null;
  formats: string[];
  clock: "offset" | "local" | "date" | null;
  first: string | null;
  last: string | null;
  interval: string | null;
  gaps: { count: number; missing: number };
}

/** null as long as there is no file. */
export function useDescription(file: File | undefined, told: Told): Asked<Described | null> {
  return useAnswer(
    async (signal) => (file === undefined ? null : describe(file, told, signal)),
    [file, JSON.stringify(told)],
  );
}

export async function describe(file: File, told: Told, signal?: AbortSignal): Promise<Described> {
  return (await ask(file, told, signal)) as Described;
}

/** The values of a file, as the service reads them; refused where they are too many. */
export async function dataOf(file: File, told: Told): Promise<Data> {
  const { data } = (await ask(file, { ...told, data: "true" })) as { data: Data };
  return data;
}

export interface Data {
  t: string[] | null;
  columns: Record<string, (number | string | boolean | null)[]>;
}

function ask(file: File, query: object, signal?: AbortSignal): Promise<unknown> {
  return answerOf(
    edgefit().POST("/tables", {
      params: { query: query as never },
      body: file as never,
      ...asIs,
      headers: { "content-type": typeOf(file) },
      ...(signal !== undefined && { signal }),
    }),
  );
}

/** By its ending, where the browser does not know; the service looks for itself at what it is not told. */
export function typeOf(file: File): string {
  const ending = file.name.toLowerCase().replace(/\.gz$/, "").split(".").at(-1);
  if (ending === "csv" || ending === "tsv" || ending === "txt") return "text/csv";
  if (ending === "json") return "application/json";
  if (ending === "ndjson" || ending === "jsonl") return "application/x-ndjson";
  return "application/octet-stream";
}
