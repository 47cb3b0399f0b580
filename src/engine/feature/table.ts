// Raw observations, column by column. NaN is a missing value.

/** What a column may hold that is no column of numbers; null is a missing value. */
export type Label = string | number | boolean | null;

/** The levels of a column, whose values are places among them; −1 for another one. */
export interface Levels {
  names: readonly string[];
  /** How much of each level a row of another one counts as; null for nothing. */
  shares: readonly number[] | null;
}

export interface Table {
  columns: string[];
  values: Float64Array[];
  rowCount: number;
  /** Whether the columns' names were sent; rows of numbers have none, and theirs say their place alone. */
  isNamed?: boolean;
  /** By place what a column holds that is more than numbers: nothing of it is in `values`. */
  labels?: ReadonlyMap<number, readonly Label[]>;
  /** By name the levels of columns of categories, once they are found. */
  levels?: ReadonlyMap<string, Levels>;
}
