// Raw observations, column by column. NaN is a missing value.

export interface Table {
  columns: string[];
  values: Float64Array[];
  rowCount: number;
}
