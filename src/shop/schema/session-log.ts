// A shop's log of sessions: CSV whose columns a heading names, in any order, or which has none and the log's own order.
import * as v from "valibot";
import { AppError, type Fault } from "../../error.ts";
import { LOG_LINE_LENGTH_MAX, SESSION_COUNT_MAX } from "../../platform/schema/limit.ts";
import { formatPath } from "../../platform/schema/parse.ts";
import { show } from "../../platform/schema/table.ts";
import { parseTime } from "../../platform/schema/time.ts";
import { type CsvLine, readCsv } from "./csv.ts";
import { type SentSession, sentSession, tooManySessions } from "./session-request.ts";

const REQUIRED = ["session_id", "start", "end", "views"];
const COLUMNS = [...REQUIRED, "gender", "visitor"];
/** Of a log without a heading; the last may be left out. */
const LOG_ORDER = [...REQUIRED, "gender"];
const LINE = "a line is id,start,end,view;view;…[,gender]";

export const SessionLog = v.pipe(
  v.string(),
  v.description(
    "The shop's log, a session a line: `id,start,end,view;view;…[,gender]`. A first line that names columns is a heading: " +
      `\`${REQUIRED.join("`, `")}\` and, if wanted, \`gender\` and \`visitor\`, in any order; blank lines are passed over. At most ` +
      `${SESSION_COUNT_MAX} lines of at most ${LOG_LINE_LENGTH_MAX} characters; quotes as in RFC 4180, but no line break inside.`,
  ),
);

/**
 * The sessions of a log, one by one. AppError "invalid" where its heading is wrong, or it has no sessions, or too many: then none was
 * handed out.
 */
export function readLog(text: string): Generator<SentSession> {
  refuseSeparator(text);
  const [first] = readCsv(text);
  const heading = first !== undefined && "fields" in first ? readHeading(first.fields) : null;
  let count = heading === null ? 0 : -1;
  for (const _ of readCsv(text)) count++;
  if (count <= 0) throw refused([{ path: "", message: "no sessions: at least one line is needed" }]);
  if (count > SESSION_COUNT_MAX) throw refused([{ path: "", message: tooManySessions(count) }]);
  return sessionsOfLog(text, heading);
}

function* sessionsOfLog(text: string, heading: string[] | null): Generator<SentSession> {
  const lines = readCsv(text);
  if (heading !== null) lines.next();
  for (const line of lines) yield "fields" in line ? sessionOfLine(line, heading) : line;
}

function sessionOfLine(
  { line, fields }: Extract<CsvLine, { fields: string[] }>,
  heading: string[] | null,
): SentSession {
  const columns = heading ?? LOG_ORDER;
  const least = 1 + Math.max(...REQUIRED.map((name) => columns.indexOf(name)));
  if (fields.length < least || fields.length > columns.length) {
    const told = heading === null ? LINE : `the heading has ${heading.length}: ${heading.join(",")}`;
    return { line, message: `${fields.length} ${fields.length === 1 ? "field" : "fields"}; ${told}` };
  }
  const at = (name: string) => fields[columns.indexOf(name)] ?? "";
  const [session_id, start, end, views] = REQUIRED.map(at) as [string, string, string, string];
  return sentSession(
    {
      session_id,
      start,
      end,
      views: views === "" ? [] : views.split(";"),
      gender: at("gender") || null,
      visitor: at("visitor") || null,
    },
    line,
  );
}

/** The columns that a first line names; null where it is a session. */
function readHeading(fields: string[]): string[] | null {
  if (!isHeading(fields)) return null;
  const faults = fields.slice(0, FIELDS_LOOKED_AT).flatMap((name, i): Fault[] => {
    const path = formatPath(["heading", name]);
    if (!COLUMNS.includes(name)) {
      const near = nearest(name);
      const meant = near === null ? "" : `; ${show(near)} may be meant`;
      return [{ path, message: `unknown column ${show(name)}: a log has ${COLUMNS.join(", ")}${meant}` }];
    }
    return fields.indexOf(name) < i ? [{ path, message: "named twice" }] : [];
  });
  const missing = REQUIRED.filter((name) => !fields.includes(name));
  for (const name of missing)
    faults.push({ path: "heading", message: `column ${name} is missing; ${REQUIRED.join(", ")} are needed` });
  if (faults.length > 0) throw refused(faults);
  return fields;
}

// A heading has a few names; a line without end is not searched for near misses.
const FIELDS_LOOKED_AT = 50;

/** A line of several fields without any digit, so that none can be a time; or without any time, that has a column's name, or two near ones. */
function isHeading(fields: string[]): boolean {
  if (fields.some(isTime)) return false;
  if (fields.length >= REQUIRED.length && !fields.some((field) => /\d/.test(field))) return true;
  const first = fields.slice(0, FIELDS_LOOKED_AT);
  return first.some((field) => COLUMNS.includes(field)) || first.filter((field) => nearest(field) !== null).length > 1;
}

function isTime(field: string): boolean {
  return typeof parseTime(field.trim().replace(/^"(.*)"$/, "$1")) !== "string";
}

/** The column that a name may mean: "Session ID", "id", "view", "strat". */
function nearest(name: string): string | null {
  const given = letters(name);
  if (given.length < 2) return null;
  const ranked = COLUMNS.map((column) => ({ column, distance: editDistance(given, letters(column)) }));
  const [best] = ranked.sort((a, b) => a.distance - b.distance);
  if (best !== undefined && best.distance <= (given.length < 4 ? 0 : 2)) return best.column;
  const isPart = (column: string) => letters(column).includes(given) || given.includes(letters(column));
  return COLUMNS.find(isPart) ?? null;
}

function letters(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .slice(0, 20);
}

/** How many letters are to be put in, left out or changed (Levenshtein 1965). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] as number) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(changed, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** Says where fields are separated by what separates views, or by nothing that is known here. */
function refuseSeparator(text: string): void {
  const [, start = ""] = /^\ufeff?\s*([^\r\n]*)/.exec(text) ?? [];
  const line = start.slice(0, LOG_LINE_LENGTH_MAX);
  if (line.split(",").some(isTime) || line.split(",").some((field) => COLUMNS.includes(field))) return;
  for (const [separator, told] of [
    [";", "semicolons"],
    ["\t", "tabs"],
    ["|", "bars"],
  ] as const) {
    const parts = line.split(separator);
    if (parts.filter(isTime).length < 2 && (parts.length < 2 || !isHeading(parts))) continue;
    const message = `fields are separated by ${told}; commas are needed, for semicolons separate views: ${LINE}`;
    throw refused([{ path: "", message }]);
  }
}

function refused(faults: Fault[]): AppError {
  const [first] = faults as [Fault];
  const told = first.path === "" ? first.message : `${first.path}: ${first.message}`;
  return new AppError("invalid", `Cannot use the log: ${told}`, faults);
}
