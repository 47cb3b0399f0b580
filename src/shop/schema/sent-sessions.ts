// Sessions in whatever form they were sent, one by one.
import * as v from "valibot";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { readArrow } from "../../platform/form/arrow/read-arrow.ts";
import { byteOrderMarkLength, checkUtf8, refuseOthers } from "../../platform/form/csv/csv-encoding.ts";
import { type Frame, INDEX_NAME } from "../../platform/form/frame.ts";
import { readParquet } from "../../platform/form/parquet/read-parquet.ts";
import { frameOf } from "../../platform/form/read-json-table.ts";
import { unusable } from "../../platform/form/records.ts";
import { readJsonText } from "../../platform/http/read.ts";
import { type SentBody, textOf } from "../../platform/http/read-table.ts";
import { described } from "../../platform/schema/described.ts";
import { SESSION_COUNT_MAX } from "../../platform/schema/limit.ts";
import { parse } from "../../platform/schema/parse.ts";
import { readLines } from "./session-lines.ts";
import { readLog } from "./session-log.ts";
import { type SentSession, SessionsRequest, sentSession, sessionsOf, tooManySessions } from "./session-request.ts";

export interface SentSessions {
  sessions: Iterable<SentSession>;
  /** What is told of where a session stands, by its number from 1. */
  placeOf(line: number): string;
}

/** For OpenAPI. */
export const SessionTable = described(v.string(), "A file with a session a row, in the columns of the log's heading");
export const SessionForm = described(v.string(), "A form with one file of any of these kinds");

const Nothing = exactObject({});

/** AppError where there are none, or what was sent holds none at all: one that is wrong is told beside the others. */
export async function readSessions(body: SentBody): Promise<SentSessions> {
  const { kind, content } = body;
  parse(Nothing, body.fields, "the form");
  const placeOf = (line: number) => `line ${line}`;
  if (kind === "csv") {
    checkCsv(content as Uint8Array);
    return { sessions: readLog(textOf(body)), placeOf };
  }
  if (kind === "ndjson") return { sessions: readLines(textOf(body)), placeOf };
  if (kind === "json") return sessionsOfJson(readJsonText(textOf(body)));
  const bytes = content as Uint8Array;
  return sessionsOfFrame(kind === "arrow" ? readArrow(bytes, () => true) : await readParquet(bytes, () => true));
}

function checkCsv(bytes: Uint8Array): void {
  refuseOthers(bytes);
  checkUtf8(bytes.subarray(byteOrderMarkLength(bytes)), 1);
}

function sessionsOfJson(value: unknown): SentSessions {
  const isList = Array.isArray(value) && !value.some(Array.isArray);
  const frame = isList || hasSessions(value) ? null : frameOf(value, () => true);
  if (frame !== null) return sessionsOfFrame(frame);
  const request = parse(SessionsRequest, isList ? { sessions: value } : value);
  return { sessions: sessionsOf(request), placeOf: (line) => `sessions[${line - 1}]` };
}

function hasSessions(value: unknown): boolean {
  return typeof value === "object" && value !== null && "sessions" in value;
}

/** A cell of views has semicolons between them, as the log has it. */
function sessionsOfFrame({ columns, values, rowCount, hasIndex }: Frame): SentSessions {
  if (rowCount > SESSION_COUNT_MAX) throw unusable("", tooManySessions(rowCount));
  const cellAt = (j: number, row: number) => {
    const cell = values[j]?.[row] ?? null;
    if (columns[j] === "views") return typeof cell === "string" && cell !== "" ? cell.split(";") : [];
    // Ids may be numbers in a table.
    return typeof cell === "number" ? (Number.isNaN(cell) ? null : String(cell)) : cell;
  };
  const told = [...columns.keys()].filter((j) => !(hasIndex && columns[j] === INDEX_NAME));
  function* each(): Generator<SentSession> {
    for (let row = 0; row < rowCount; row++)
      yield sentSession(Object.fromEntries(told.map((j) => [columns[j], cellAt(j, row)])), row + 1);
  }
  return { sessions: each(), placeOf: (line) => `row ${line}` };
}
