// A table as it was sent, before anybody says what its columns are.

/** A cell that is not of a column of numbers. */
export type Cell = string | number | boolean | null;

export interface Frame {
  columns: string[];
  /** Numbers (NaN is missing), or values as they came; one array a column. */
  values: (Float64Array | Cell[])[];
  rowCount: number;
  /** Where a row stands in what was sent, to be told: "line 17". */
  placeOf(row: number): string;
}
