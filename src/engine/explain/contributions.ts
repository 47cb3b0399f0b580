// What columns add to what a model says of rows.

/** From a base on, what each column adds: for each row and output, base + Σ over the columns is what the model says. */
export interface Contributions {
  /** Of each output, what the model says of a row of which nothing is known. */
  base: Float64Array;
  /** Row after row, column after column, a number for each output. */
  values: Float64Array;
  /** Of each value, in its unit, where values are estimates. */
  errors?: Float64Array | undefined;
}

export function noContributions(rowCount: number, columnCount: number, outputs: number): Contributions {
  return { base: new Float64Array(outputs), values: new Float64Array(rowCount * columnCount * outputs) };
}

/** Of each output the same times a factor and plus an offset. */
export function affine({ base, values, errors }: Contributions, factor: number, offset: number): Contributions {
  return {
    base: base.map((value) => factor * value + offset),
    values: values.map((value) => factor * value),
    ...(errors && { errors: errors.map((error) => Math.abs(factor) * error) }),
  };
}
