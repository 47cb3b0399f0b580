// Sessions as JSON, one a line: what an export writes line by line, and of which no line spoils another.
import * as v from "valibot";
import { AppError } from "../../error.ts";
import { SESSION_COUNT_MAX } from "../../platform/schema/limit.ts";
import { summary } from "../../platform/schema/parse.ts";
import { parseJson } from "../../platform/text/parse-json.ts";
import { linesOf } from "../../platform/text/text-lines.ts";
import { type SentSession, sentSession, tooManySessions } from "./session-request.ts";

export const SessionLines = v.pipe(
  v.string(),
  v.description(
    "Sessions as they are in `sessions` of the JSON body, one a line; blank lines are passed over. At most " +
      `${SESSION_COUNT_MAX} lines.`,
  ),
);

/** The sessions of such lines, one by one. AppError "invalid" where there are none, or too many: then none was handed out. */
export function readLines(text: string): Generator<SentSession> {
  let count = 0;
  for (const line of linesOf(text)) if (!isBlank(line.text)) count++;
  if (count === 0) throw refused("no sessions: at least one line is needed");
  if (count > SESSION_COUNT_MAX) throw refused(tooManySessions(count));
  return sessionsOfLines(text);
}

function* sessionsOfLines(text: string): Generator<SentSession> {
  for (const line of linesOf(text)) if (!isBlank(line.text)) yield sessionOfLine(line);
}

function sessionOfLine({ line, text }: { line: number; text: string }): SentSession {
  const { value, faults, malformed } = parseJson(text);
  if (malformed !== undefined) return { line, message: `no JSON: ${malformed}` };
  return faults.length > 0 ? { line, message: summary(faults) } : sentSession(value, line);
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}

function refused(message: string): AppError {
  return new AppError("invalid", `Cannot use the lines: ${message}`, [{ path: "", message }]);
}
