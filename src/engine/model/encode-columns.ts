// Columns of numbers, gaps and levels made into columns of numbers (encoding.ts). A code that is none of the training's is a level never seen.
import { BESIDE_LEVELS, type Encoding, startsOf } from "./encoding.ts";

/** One array a column of the encoded table; where nothing is to be done the column itself. */
export function encodeColumns(encoding: Encoding, columns: readonly Float64Array[]): Float64Array[] {
  const starts = startsOf(encoding);
  const placesOf = placesByColumn(encoding);
  return columns.flatMap((column, j) => {
    const width = (starts[j + 1] as number) - (starts[j] as number);
    const places = placesOf[j];
    return places ? oneHot(column, places, width) : fillIn(column, encoding.standIns[j] as number, width > 1);
  });
}

/** Of each column of levels its places, see Encoding; of numbers null. */
export function placesByColumn({ levels, places }: Encoding): (Int32Array | null)[] {
  let from = 0;
  return Array.from(levels, (count) => {
    if (count === 0) return null;
    const own = places.subarray(from, from + count + BESIDE_LEVELS.count);
    from += own.length;
    return own;
  });
}

/** Where the 1 of a code stands, −1 nowhere. */
export function placeOf(places: Int32Array, code: number): number {
  const unseen = places.length - BESIDE_LEVELS.count + BESIDE_LEVELS.unseen;
  if (Number.isNaN(code)) return places[unseen - 1] as number;
  return (code >= 0 && code < unseen - 1 ? places[Math.trunc(code)] : places[unseen]) as number;
}

function oneHot(column: Float64Array, places: Int32Array, width: number): Float64Array[] {
  const encoded = Array.from({ length: width }, () => new Float64Array(column.length));
  for (let row = 0; row < column.length; row++) {
    const place = placeOf(places, column[row] as number);
    if (place >= 0) (encoded[place] as Float64Array)[row] = 1;
  }
  return encoded;
}

/** A loop: `some` takes ten times as long. */
export function hasGap(column: Float64Array): boolean {
  for (let row = 0; row < column.length; row++) if (Number.isNaN(column[row])) return true;
  return false;
}

function fillIn(column: Float64Array, standIn: number, isIndicated: boolean): Float64Array[] {
  const filled = hasGap(column) ? column.map((value) => (Number.isNaN(value) ? standIn : value)) : column;
  return isIndicated ? [filled, column.map((value) => Number(Number.isNaN(value)))] : [filled];
}
