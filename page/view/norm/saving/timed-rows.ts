import type { FileRows } from "./report.ts";

/** The rows of a file that have a time; all where there are no times. */
export function timedRows({
  t,
  columns,
}: {
  t: (string | null)[] | null;
  columns: FileRows["data"]["columns"];
}): FileRows["data"] {
  if (t === null) return { t, columns };
  const rows = [...t.keys()].filter((row) => t[row] !== null);
  const of = <Value>(values: Value[]) => rows.map((row) => values[row] as Value);
  return {
    t: of(t) as string[],
    columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, of(values)])),
  };
}
