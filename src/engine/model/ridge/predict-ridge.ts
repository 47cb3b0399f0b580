import { placeOf, placesByColumn } from "../encode-columns.ts";
import { type Encoding, startsOf } from "../encoding.ts";
import type { Line } from "./solve.ts";

/** ŷ = intercept + Σ coefficients · x, one per row; NaN for a row with a missing value. `columns`: one per coefficient. */
export function predictRidge(line: Line, columns: readonly Float64Array[], rowCount: number): Float64Array {
  const y = new Float64Array(rowCount).fill(line.intercept);
  for (let j = 0; j < columns.length; j++) {
    const column = columns[j] as Float64Array;
    const coefficient = line.coefficients[j] as number;
    for (let i = 0; i < rowCount; i++) y[i] = (y[i] as number) + coefficient * (column[i] as number);
  }
  return y;
}

/** One number a line, row by row; `encoding`: of the lines' columns, which are the table's where it is not given. */
export function respondByLines(
  { lines, encoding }: { lines: readonly Line[]; encoding?: Encoding | undefined },
  columns: readonly Float64Array[],
  rowCount: number,
): Float64Array {
  const raw = new Float64Array(rowCount * lines.length);
  for (const [k, line] of lines.entries()) {
    const y = encoding ? predictEncoded(line, encoding, { columns, rowCount }) : predictRidge(line, columns, rowCount);
    y.forEach((value, row) => {
      raw[row * lines.length + k] = value;
    });
  }
  return raw;
}

/** The same as of the encoded columns, none of which is made: of a hundred for the levels of one all but one are 0. */
function predictEncoded(
  { intercept, coefficients }: Line,
  encoding: Encoding,
  { columns, rowCount }: { columns: readonly Float64Array[]; rowCount: number },
): Float64Array {
  const y = new Float64Array(rowCount).fill(intercept);
  const starts = startsOf(encoding);
  const placesOf = placesByColumn(encoding);
  for (const [j, column] of columns.entries()) {
    const start = starts[j] as number;
    const places = placesOf[j];
    const coefficient = coefficients[start] as number;
    const standIn = coefficient * (encoding.standIns[j] as number);
    const ofMissing = standIn + (encoding.indicated[j] === 1 ? (coefficients[start + 1] as number) : 0);
    for (let i = 0; i < rowCount; i++) {
      const value = column[i] as number;
      const place = places ? placeOf(places, value) : 0;
      const ofLevel = place < 0 ? 0 : (coefficients[start + place] as number);
      y[i] = (y[i] as number) + (places ? ofLevel : Number.isNaN(value) ? ofMissing : coefficient * value);
    }
  }
  return y;
}
