// What CSV, NDJSON and other tables are read into, before anybody says what their columns are.

import type { Cell } from "../schema/read-table.ts";

export type { Cell };

/** A table as it was sent. */
export interface Frame {
  columns: string[];
  /** Numbers (NaN is missing), or values as they came; one array a column. */
  values: (Float64Array | Cell[])[];
  rowCount: number;
  /** Where a row stands in what was sent, to be told: "line 17". */
  placeOf(row: number): string;
  /** Whether the first column had no name, as the index of an exported table has none: it is called `INDEX_NAME` here. */
  hasIndex?: boolean;
}

/** What pandas calls the index of a table without a name where it needs one. */
export const INDEX_NAME = "index";
