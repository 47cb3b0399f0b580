// Rows as CSV (RFC 4180): a line of names, lines that end with CRLF, a value in quotes where it has to be. Numbers are the shortest that
// read back to the same double.
import type { Cell, Rows } from "./rows.ts";

/** How a spreadsheet of the country has it. */
export interface Dialect {
  delimiter: "," | ";" | "\t" | "|";
  decimal: "." | ",";
}

/** One text for each line, made when it is asked for. */
export function* csvLines({ count, columns }: Rows, dialect: Dialect): Generator<string> {
  const line = (cells: Cell[]) => `${cells.map((cell) => formatCell(cell, dialect)).join(dialect.delimiter)}\r\n`;
  yield line(columns.map(({ name }) => name));
  for (let row = 0; row < count; row++) yield line(columns.map(({ at }) => at(row)));
}

/** null and what is not there are empty, a text without characters is a pair of quotes. */
function formatCell(cell: Cell, { decimal }: Dialect): string {
  if (cell === null || cell === undefined) return "";
  // With a decimal comma the delimiter is another sign.
  if (typeof cell === "number") return decimal === "." ? `${cell}` : `${cell}`.replace(".", decimal);
  if (typeof cell === "string") return inQuotes(withoutFormula(cell));
  if (Array.isArray(cell) && cell.every((item) => typeof item === "string"))
    return inQuotes(withoutFormula(cell.join("; ")));
  return inQuotes(JSON.stringify(cell));
}

// All delimiters, whichever is in use: a spreadsheet may take any for one.
const SPECIAL = /[",;|\t\r\n]/;

function inQuotes(text: string): string {
  const isPlain = text !== "" && text[0] !== " " && !text.endsWith(" ") && !SPECIAL.test(text);
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}

// What a spreadsheet takes for a formula, and runs (OWASP, CSV injection); those of full width too, which some take for the others.
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * A name that begins like a formula has an apostrophe in front, of which a spreadsheet makes a text. Names that begin so with apostrophes
 * get one more, so that whoever takes one away has each name as it was.
 */
function withoutFormula(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
