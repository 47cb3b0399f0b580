// An answer in the form that was asked for. JSON is as it was without any; of rows, what stands beside them is in headers.
import type { IRequest } from "itty-router";
import { paced } from "../paced.ts";
import { csvLines } from "./csv.ts";
import { CSV_OFFER, type Form, LINES_OFFER } from "./form.ts";
import type { Rows } from "./rows.ts";

/** An answer in each form; what is not asked for is not made. */
export interface InForms {
  json(): Response | Promise<Response>;
  rows(): RowsAnswer | Promise<RowsAnswer>;
}

export interface RowsAnswer {
  rows: Rows;
  /** What of the JSON answer is no row, such as its version and its warnings. */
  beside?: Beside;
  /** Where the next page of rows is, as a header Link. */
  next?: string | null;
  status?: number;
}

type Beside = Record<string, unknown> & { warnings?: readonly string[] };

export async function respondIn(form: Form, { json, rows }: InForms): Promise<Response> {
  if (form.type === "json") {
    const response = await json();
    response.headers.set("vary", "Accept");
    return response;
  }
  const told = await rows();
  const { rows: made, beside, next = null, status = 200 } = told;
  const headers = {
    "content-type": form.type === "csv" ? contentType(CSV_OFFER) : LINES_OFFER.type,
    vary: "Accept",
    ...(next !== null && { link: next }),
    ...(beside && { "edgefit-answer": besideRows(beside) }),
  };
  const pieces = together(form.type === "csv" ? csvLines(made, form) : jsonLines(made));
  const cellCount = made.count * Math.max(1, made.columns.length);
  if (cellCount < PACED_CELLS_LEAST) return new Response([...pieces].join(""), { status, headers });
  return paced(pieces, CELL_BYTES * cellCount, { status, headers });
}

/** The page after one (RFC 8288): the same address, but for `after`. null where there is none. */
export function linkToNext({ url }: IRequest, after: string | number | null): string | null {
  if (after === null) return null;
  const { pathname, searchParams } = new URL(url);
  searchParams.delete("after");
  const query = new URLSearchParams([["after", String(after)], ...searchParams]);
  return `<${pathname}?${query}>; rel="next"`;
}

// Some hundred kilobytes: what fits into the buffers of a connection is sent at once.
const PACED_CELLS_LEAST = 20_000;
// A number, and the place of it in a list.
const CELL_BYTES = 16;
const PIECE_CHARACTERS = 65_536;

/** Texts of some length, so that a line is not a piece of its own. */
function* together(lines: Iterable<string>): Generator<string> {
  let text = "";
  for (const line of lines) {
    text += line;
    if (text.length < PIECE_CHARACTERS) continue;
    yield text;
    text = "";
  }
  yield text;
}

function* jsonLines({ count, lineOf }: Rows): Generator<string> {
  for (let row = 0; row < count; row++) yield `${JSON.stringify(lineOf(row))}\n`;
}

function contentType({ type, parameters }: typeof CSV_OFFER): string {
  return [type, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)].join("; ");
}

// All headers together have 8 to 16 kB where others stand between.
const BESIDE_LENGTH_MAX = 4_096;

/** JSON in ASCII, as headers are. Warnings that are too long are counted instead. */
function besideRows(beside: Beside): string {
  const text = asciiJson(beside);
  if (text.length <= BESIDE_LENGTH_MAX || beside.warnings === undefined) return text;
  return asciiJson({ ...beside, warnings: [], warnings_left_out: beside.warnings.length });
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
