// What a column of mixed values is: a number, a category or a date. Where nearly all of it says one thing it is refused, with what does
// not fit: that is an error far more often than it is meant.
import type { Contents } from "./contents.ts";
import type { Cell } from "./read-table.ts";
import { type NumberForm, numberForm } from "./text-number.ts";
import { parseTime } from "./time.ts";

/** One value that does not fit, or so many of all, is an error among the others, and those are more. */
const MISFITS_MOST = 0.1;

/** Values that are not what nearly all others are. */
export interface Misfits {
  are: (cell: Cell) => boolean;
  /** What the others are. */
  others: "numbers" | "dates";
}

export function findType({ numberCount, booleanCount, texts }: Contents): "number" | "category" | "date" | Misfits {
  const forms = new Map([...texts.keys()].map((text) => [text, formOf(text)]));
  const rows = { number: numberCount, comma: 0, grouped: 0, code: 0, date: 0, none: booleanCount };
  for (const [text, count] of texts) rows[forms.get(text) as Form] += count;
  const numbers = rows.number + rows.comma + rows.grouped;
  const present = numbers + rows.code + rows.date + rows.none;
  if (numbers === present) return "number";
  if (rows.date === present) return "date";
  // Codes that look like numbers: 007 is not 7.
  if (numbers + rows.code === present) return "category";
  const isOfForm = (cell: Cell, ...wanted: Form[]) =>
    typeof cell === "string"
      ? wanted.includes(forms.get(cell) as Form)
      : typeof cell === "boolean" && wanted.includes("none");
  const isNearlyAll = (fitting: number) => {
    const misfits = present - fitting;
    return misfits <= Math.max(1, MISFITS_MOST * present) && misfits < fitting;
  };
  if (isNearlyAll(numbers + rows.code)) return { are: (cell) => isOfForm(cell, "date", "none"), others: "numbers" };
  if (isNearlyAll(rows.date))
    return {
      are: (cell) => typeof cell === "number" || isOfForm(cell, "number", "comma", "grouped", "code", "none"),
      others: "dates",
    };
  return "category";
}

type Form = NumberForm | "date";

function formOf(text: string): Form {
  const form = numberForm(text);
  if (form !== "none") return form;
  return LIKE_DATE.test(text.trim()) || typeof parseTime(text.trim()) !== "string" ? "date" : "none";
}

// As people write them, be there such a day or not: whoever reads the column tells which of them are none.
const LIKE_DATE = /^(\d{4,5}([-./])\d{1,2}\2\d{1,2}|\d{1,2}([-./])\d{1,2}\3\d{4})([ T]\s*\d{1,2}:\d{2}.*)?$/;
