// Rows and cells that are not learned from: what is no value among values, and rows where one is missing.
import type { Frame } from "../../platform/form/frame.ts";
import type { TableDescription } from "../schema/table-answer.ts";
import type { Role } from "./give-roles.ts";
import type { Looked } from "./look-at-columns.ts";

const TOLD = 50;
const TEXT_TOLD = 200;

export function findLeftOut(
  frame: Frame,
  looked: readonly Looked[],
  roles: readonly Role[],
): Pick<TableDescription, "left_out" | "left_out_count"> {
  const found: TableDescription["left_out"] = [];
  let count = 0;
  const add = (row: number, column: string, value: unknown, reason: string) => {
    count++;
    if (found.length === TOLD) return;
    found.push({
      place: frame.placeOf(row),
      column,
      value: value == null ? null : String(value).slice(0, TEXT_TOLD),
      reason,
    });
  };
  for (const { name, misfits, values } of looked)
    for (const { row, message } of misfits) add(row, name, values[row], message);
  const needed = looked.filter((_, j) => ["target", "feature", "weight"].includes(roles[j]?.role as string));
  const target = looked.find((_, j) => roles[j]?.role === "target");
  for (let row = 0; row < frame.rowCount; row++) {
    const lacking = needed.find(({ values }) => isMissing(values[row]));
    if (lacking === undefined) continue;
    const reason =
      lacking === target ? "no value: a norm skips the row, and no model takes it" : "no value: a norm skips the row";
    add(row, lacking.name, null, reason);
  }
  return { left_out: found, left_out_count: count };
}

function isMissing(cell: unknown): boolean {
  return cell === null || Number.isNaN(cell) || (typeof cell === "string" && cell.trim() === "");
}
