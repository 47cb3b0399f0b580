// Which texts of a CSV are numbers, in plain code: for the header and for messages. Rows go through the kernel, which reads by the same rule.
import { show } from "../../../engine/parameter/show.ts";

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?\d{1,3}(([.,' \u00a0\u202f’])\d{3})(\2?\d{3})*(?:[.,]\d+)?$/;

/** Digits with a sign, a decimal mark and an exponent, or without; blanks around them do not count. */
export function isCsvNumber(text: string): boolean {
  return NUMBER.test(text.trim());
}

/** Why a cell is no number, and what would be one, as a message goes on: `"1.234,5" is not a number: …`. */
export function tellNoNumber(text: string): string {
  return `${show(text)} is not a number${hintOf(text.trim())}`;
}

function hintOf(text: string): string {
  if (isCsvNumber(text))
    return text.includes(",") ? ": with a decimal comma, say decimal=," : ": with a decimal point, say decimal=.";
  if (/\d/.test(text) && GROUPED.test(text)) return ": leave out what parts its thousands";
  if (/^[+-]?\d[\d.,]*\s*(%|[\p{L}°€$£/²³]+)$/u.test(text))
    return ": leave out its unit, or put it into the name of the column";
  if (/^(inf|infinity|[+-]inf|[+-]infinity)$/i.test(text)) return ": leave the cell empty where there is no number";
  if (/^#(div\/0!|value!|ref!|name\?|num!|null!)$/i.test(text))
    return ", but the error of a formula: leave the cell empty";
  if (/^(#?n\/a|-+|none|missing|\?|nil)$/i.test(text))
    return ": leave the cell empty, or write NA, where it is missing";
  return "";
}
