// Numbers that came as text, as CSV and spreadsheets write them. What could be read in two ways is refused, never guessed.

import { show } from "../../engine/parameter/show.ts";
import { isAcceptedNumber } from "./read-table.ts";

/**
 * What a text is: a number, one with a decimal comma, a code that looks like a number and would lose by being read as one, a number with
 * separators of thousands, or something else.
 */
export type NumberForm = "number" | "comma" | "code" | "grouped" | "none";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?\d{1,3}([.,'’ \u00a0\u202f]\d{3})+([.,]\d+)?$/;
const WHOLE = /^[+-]?\d+$/;
const LEADING_ZERO = /^[+-]?0\d/;
// 1,234 may be a thousand and more, or one and less than a quarter.
const TWO_WAYS = /^[+-]?[1-9]\d{0,2},\d{3}$/;

export function numberForm(text: string): NumberForm {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) {
    const isCode = WHOLE.test(trimmed) && (LEADING_ZERO.test(trimmed) || !Number.isSafeInteger(Number(trimmed)));
    return isCode ? "code" : "number";
  }
  if (COMMA.test(trimmed)) return "comma";
  return GROUPED.test(trimmed) ? "grouped" : "none";
}

/** By text its number: of all texts of a column, which are read alike; or what is wrong with which of them. */
export function readNumbers(texts: readonly string[]): Map<string, number> | Map<string, string> {
  const forms = texts.map(numberForm);
  const commas = texts.filter((_, i) => forms[i] === "comma");
  const point = texts.find((text, i) => forms[i] === "number" && text.includes("."));
  const areTwoWays = commas.length > 0 && commas.every((text) => TWO_WAYS.test(text.trim()));
  const numbers = new Map<string, number>();
  const wrong = new Map<string, string>();
  for (const [i, text] of texts.entries()) {
    const form = forms[i] as NumberForm;
    const value = Number(text.trim().replace(",", "."));
    if (form === "none") wrong.set(text, `${show(text)} is no number`);
    else if (form === "grouped") wrong.set(text, groupedFault(text));
    else if (form === "comma" && point !== undefined)
      wrong.set(text, `${show(text)} has a decimal comma, but ${show(point)} a decimal point: one of them is accepted`);
    else if (form === "comma" && areTwoWays) wrong.set(text, twoWaysFault(text));
    else if (!isAcceptedNumber(value)) wrong.set(text, `${show(text)} is neither zero nor of size 1e-30 to 1e30`);
    else numbers.set(text, value);
  }
  return wrong.size > 0 ? wrong : numbers;
}

function groupedFault(text: string): string {
  return `${show(text)} has separators of thousands, which are not read; send it without them`;
}

function twoWaysFault(text: string): string {
  const digits = text.trim();
  return `${show(text)} may be ${digits.replace(",", ".")} with a decimal comma or ${digits.replace(",", "")} with thousands; send numbers`;
}

// The kernel that reads rows of CSV goes by this rule; here it is in plain code, for headers and for messages.
const CSV_NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;
const CSV_GROUPED = /^[+-]?\d{1,3}(([.,' \u00a0\u202f’])\d{3})(\2?\d{3})*(?:[.,]\d+)?$/;

/** Digits with a sign, a decimal mark and an exponent, or without; blanks around them do not count. */
export function isCsvNumber(text: string): boolean {
  return CSV_NUMBER.test(text.trim());
}

/** Why a cell is no number, and what would be one, as a message goes on: `"1.234,5" is not a number: …`. */
export function tellNoNumber(text: string): string {
  return `${show(text)} is not a number${hintOf(text.trim())}`;
}

function hintOf(text: string): string {
  if (isCsvNumber(text))
    return text.includes(",") ? ": with a decimal comma, say decimal=," : ": with a decimal point, say decimal=.";
  if (/\d/.test(text) && CSV_GROUPED.test(text)) return ": leave out what parts its thousands";
  if (/^[+-]?\d[\d.,]*\s*(%|[\p{L}°€$£/²³]+)$/u.test(text))
    return ": leave out its unit, or put it into the name of the column";
  if (/^(inf|infinity|[+-]inf|[+-]infinity)$/i.test(text)) return ": leave the cell empty where there is no number";
  if (/^#(div\/0!|value!|ref!|name\?|num!|null!)$/i.test(text))
    return ", but the error of a formula: leave the cell empty";
  if (/^(#?n\/a|-+|none|missing|\?|nil)$/i.test(text))
    return ": leave the cell empty, or write NA, where it is missing";
  return ": a missing value is null, in a CSV an empty cell";
}
