// What a column is, by its values: by the rules that norms and models go by, and told where those would refuse it.
import type { Cell, Frame } from "../../platform/form/frame.ts";
import { nearlyFormat, recogniseFormat } from "../../platform/form/time-format.ts";
import { type Contents, contentsOf } from "../../platform/schema/contents.ts";
import { findType } from "../../platform/schema/find-type.ts";
import { LABEL_LENGTH_MAX } from "../../platform/schema/limit.ts";
import { numberFaults, type RowFault } from "../../platform/schema/number-fault.ts";
import type { ColumnType } from "../../registry/schema/input.ts";
import type { TableColumn } from "../schema/table-answer.ts";

export interface Kind {
  type: TableColumn["type"];
  /** Cells that are not what nearly all others are, and what is wrong with them. */
  misfits: RowFault[];
  /** What stands in it, where that was looked at: not of numbers alone, nor of times. */
  contents: Contents | null;
}

type Values = Frame["values"][number];

// As many as models look at to tell whether a name tells rows apart.
const NAMED_ROWS_LEAST = 10;
// A category of more is none that many norms or models gain by.
const LEVELS_MOST = 1_000;
const LOOKED_AT = 20;

/** `told`: what its sender takes it for. */
export function findKind(values: Values, told: ColumnType | undefined): Kind {
  if (values instanceof Float64Array)
    return { type: told === "category" ? "category" : "number", misfits: [], contents: null };
  if (told === "date" || (told === undefined && holdsTimes(values)))
    return { type: "time", misfits: [], contents: null };
  const contents = contentsOf(values);
  const kind = (type: Kind["type"], misfits: RowFault[] = []): Kind => ({ type, misfits, contents });
  if (told === "category") return kind("category");
  if (told === "number") return kind("number", numberFaults(values));
  if (contents.numberCount === 0 && areTruths(contents)) return kind("boolean");
  const found = findType(contents);
  if (found === "number") return kind("number", numberFaults(values));
  if (found === "date") return kind("time");
  if (found !== "category") {
    if (found.others === "dates") return kind("time");
    const others = "; nearly all others are numbers";
    const misfits = contents.numberCount > 0 ? amongNumbers(values) : numberFaults(values, others);
    return kind("number", misfits);
  }
  return kind(isText(contents, values.length) ? "text" : "category");
}

/** Told as of the column of times: by nearly all of the first texts. */
function holdsTimes(cells: readonly Cell[]): boolean {
  const first: string[] = [];
  for (const cell of cells) {
    if (first.length === LOOKED_AT) break;
    if (typeof cell === "string" && cell.trim() !== "") first.push(cell.trim());
    else if (typeof cell === "number" || typeof cell === "boolean") return false;
  }
  return first.length > 0 && (recogniseFormat(first) ?? nearlyFormat(first)) !== null;
}

const TRUTHS = ["true", "false"];

function areTruths({ booleanCount, texts }: Contents): boolean {
  return booleanCount + texts.size > 0 && [...texts.keys()].every((text) => TRUTHS.includes(text.trim().toLowerCase()));
}

function amongNumbers(values: readonly Cell[]): RowFault[] {
  return values.flatMap((cell, row) =>
    typeof cell === "string" && cell.trim() !== ""
      ? [{ row, message: `${JSON.stringify(cell.slice(0, 40))} among numbers: a missing value is null` }]
      : [],
  );
}

/** What names rows, tells long stories, or is another thing in nearly each. */
function isText({ texts }: Contents, rowCount: number): boolean {
  let present = 0;
  for (const count of texts.values()) present += count;
  if (texts.size > LEVELS_MOST || (texts.size === present && present === rowCount && present > NAMED_ROWS_LEAST))
    return true;
  return [...texts.keys()].some((text) => text.length > LABEL_LENGTH_MAX);
}
