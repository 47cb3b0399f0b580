// Each column of a table as it is told: what it is, its figures, its first values.
import type { Frame } from "../../platform/form/frame.ts";
import type { ColumnType } from "../../registry/schema/input.ts";
import type { TableColumn } from "../schema/table-answer.ts";
import { countColumn } from "./count-column.ts";
import { findKind, type Kind } from "./find-kind.ts";

export interface Looked extends Omit<TableColumn, "role" | "reason">, Pick<Kind, "misfits"> {
  values: Frame["values"][number];
}

const FIRST_TOLD = 3;
const TEXT_TOLD = 200;

/** `asWritten`: of a row and a column the cell as it stands in the file, where that is known. */
export function lookAtColumns(
  { columns, values, rowCount }: Frame,
  types: Readonly<Record<string, ColumnType>>,
  asWritten: (row: number, name: string) => string | undefined,
): Looked[] {
  return columns.map((name, j) => {
    const column = values[j] as Frame["values"][number];
    const kind = findKind(column, Object.hasOwn(types, name) ? types[name] : undefined);
    const first = Array.from({ length: Math.min(FIRST_TOLD, rowCount) }, (_, row) => {
      const written = asWritten(row, name) ?? column[row];
      if (written === null || written === undefined || written === "" || Number.isNaN(written)) return null;
      return String(written).slice(0, TEXT_TOLD);
    });
    return { name, type: kind.type, ...countColumn(column, kind), first, misfits: kind.misfits, values: column };
  });
}
