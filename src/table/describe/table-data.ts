// The values of a table as they were read, for who draws them.
import { AppError } from "../../error.ts";
import type { Frame } from "../../platform/form/frame.ts";
import { DATA_VALUE_COUNT_MAX } from "../../platform/schema/limit.ts";
import type { TableDescription } from "../schema/table-answer.ts";

/** `wanted`: the names of columns; all unless given. AppError "invalid" of more than is answered. */
export function tableData(
  { columns, values, rowCount }: Frame,
  {
    wanted,
    textOf,
    isAll,
  }: { wanted: string[] | undefined; textOf: ((row: number) => string | null) | null; isAll: boolean },
): NonNullable<TableDescription["data"]> {
  const kept = [...columns.keys()].filter((j) => wanted?.includes(columns[j] as string) ?? true);
  const count = rowCount * (kept.length + (textOf === null ? 0 : 1));
  if (!isAll) refuse(`the table has more than the ${rowCount} rows of which values are answered`);
  if (count > DATA_VALUE_COUNT_MAX)
    refuse(`${count} values are more than the ${DATA_VALUE_COUNT_MAX} that are answered; columns= names fewer columns`);
  const cells = (j: number) => {
    const column = values[j] as Frame["values"][number];
    return column instanceof Float64Array
      ? Array.from(column, (value) => (Number.isFinite(value) ? value : null))
      : column;
  };
  return {
    t: textOf && Array.from({ length: rowCount }, (_, row) => textOf(row)),
    columns: Object.fromEntries(kept.map((j) => [columns[j] as string, cells(j)])),
  };
}

function refuse(message: string): never {
  throw new AppError("invalid", `Cannot answer the data: ${message}`, [{ path: "data", message }]);
}
