// Raw observations, column by column. NaN is a missing value.

export interface Table {
  columns: string[];
  values: Float64Array[];
  rowCount: number;
  /** Whether the columns' names were sent; rows of numbers have none, and theirs say their place alone. */
  isNamed?: boolean;
}
