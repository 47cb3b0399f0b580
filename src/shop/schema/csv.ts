// Comma-separated values, RFC 4180 but for one thing: a record is a line, and no value holds a line break. So a quote that is
// never closed spoils its own line and not the rest of the file.

import { LOG_LINE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import { linesOf } from "../../platform/text/text-lines.ts";

/** A line of a file, counted from 1: its fields, or what is wrong with it. */
export type CsvLine = { line: number; fields: string[] } | { line: number; message: string };

/** The lines that are not blank, one by one, so that a long file need not stand in memory twice. */
export function* readCsv(text: string): Generator<CsvLine> {
  for (const { line, text: record } of linesOf(text)) {
    if (record.length > LOG_LINE_LENGTH_MAX) {
      yield { line, message: `${record.length} characters; a line has at most ${LOG_LINE_LENGTH_MAX}` };
    } else if (record.trim() !== "") yield readLine(record, line);
  }
}

function readLine(record: string, line: number): CsvLine {
  if (!record.includes('"')) return { line, fields: record.split(",") };
  const fields: string[] = [];
  for (let at = 0; at <= record.length; ) {
    FIELD.lastIndex = at;
    const field = FIELD.exec(record)?.[0];
    if (field === undefined) return { line, message: `the quotes of field ${fields.length + 1} do not fit` };
    fields.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    at += field.length + 1;
  }
  return { line, fields };
}

// Quoted with quotes doubled inside, or bare without any; then a comma or the end.
const FIELD = /(?:"[^"]*(?:""[^"]*)*"|[^",]*)(?=,|$)/y;
