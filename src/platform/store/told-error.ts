// What the log is told of an error, and what kind of failure it is. The message of drizzle's error holds every parameter, which is to say
// what callers sent: it is not for the log.
import { DrizzleQueryError } from "drizzle-orm/errors";
import type { WorldFailure } from "../../error.ts";

// Enough for the longest of our messages; a statement of a hundred parameters is cut.
const MESSAGE_LENGTH_MAX = 1_000;

export interface ToldError {
  message: string;
  /** Where it was thrown, without its message. */
  stack?: string;
  cause?: string;
}

/** An error for the log: the statement that failed and what SQLite said of it, never its parameters. */
export function toldError(error: unknown): ToldError {
  const [message = "", ...causes] = chainOf(error).map(messageOf);
  const stack = error instanceof Error ? framesOf(error) : "";
  return { message, ...(stack && { stack }), ...(causes.length > 0 && { cause: cut(causes.join(": ")) }) };
}

// As SQLite, D1, KV and Queues say it; D1 has no other sign.
const FAILURES: [WorldFailure, RegExp][] = [
  ["storage_full", /database or disk is full|SQLITE_FULL|no space left|exceeded maximum DB size/i],
  ["busy", /database( table| schema)? is locked|SQLITE_(BUSY|LOCKED)|is overloaded|too many requests/i],
  [
    "unavailable",
    /disk I\/O error|readonly database|read-only|unable to open database|file is not a database|disk image is malformed|SQLITE_(IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB)|database file is gone|(KV|Queue) \w+ failed: (5\d\d|service unavailable|internal server error)|network connection lost|caused object to be reset|D1 DB (was )?reset|cannot resolve D1 DB|internal error while starting up D1/i,
  ],
];

/** What of the world has failed, where that is what an error tells. */
export function failureOf(error: unknown): WorldFailure | undefined {
  // What drizzle says holds what callers sent.
  const messages = chainOf(error).filter((each) => !(each instanceof DrizzleQueryError));
  const text = messages.map(messageOf).join("\n");
  return FAILURES.find(([, pattern]) => pattern.test(text))?.[0];
}

// An error that is its own cause ends somewhere.
const CAUSES_MAX = 5;

function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [error];
  for (let i = 0; i < CAUSES_MAX; i++) {
    const last = chain.at(-1);
    if (!(last instanceof Error) || last.cause === undefined) break;
    chain.push(last.cause);
  }
  return chain;
}

function messageOf(error: unknown): string {
  return cut(error instanceof DrizzleQueryError ? `Failed query: ${error.query}` : String(error));
}

function framesOf({ stack = "" }: Error): string {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}

function cut(text: string): string {
  return text.length > MESSAGE_LENGTH_MAX ? `${text.slice(0, MESSAGE_LENGTH_MAX)}…` : text;
}
