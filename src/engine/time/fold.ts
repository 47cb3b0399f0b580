// Deals rows to folds by what they are, never by where they stand: λ and the cross-validation error are then the same
// however the rows were cut into batches, and equal rows never sit on both sides of a split. Rows with times are dealt by the
// week, because neighbours in time are not independent; others by a hash of their values.
import { weekNumber } from "./calendar.ts";

/** How many folds rows are dealt to, unless fewer can be made. Five: scikit-learn's default, each model still sees 80 % of the rows. */
export const FOLD_COUNT = 5;

/** Indexes of the rows that have no missing value. */
export function completeRows(columns: readonly Float64Array[], rowCount: number): Uint32Array {
  const complete = new Uint8Array(rowCount).fill(1);
  for (const column of columns) {
    for (let row = 0; row < rowCount; row++) if (Number.isNaN(column[row])) complete[row] = 0;
  }
  const rows = new Uint32Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row++) if (complete[row] === 1) rows[count++] = row;
  return rows.slice(0, count);
}

/** The given rows, dealt to `foldCount` folds by a 32-bit hash of each row's values. */
export function dealToFolds(columns: readonly Float64Array[], rows: Uint32Array, foldCount: number): Uint32Array[] {
  return deal(hashRows(columns, rows), rows, foldCount);
}

/** The given rows, dealt to `foldCount` folds week by week, Monday to Sunday of the wall clock: week number modulo folds. */
export function dealWeeksToFolds(local: Float64Array, rows: Uint32Array, foldCount: number): Uint32Array[] {
  return deal(
    rows.map((row) => weekNumber(local[row] as number)),
    rows,
    foldCount,
  );
}

/** How many rows differ in some value: by their hashes, of which two in 100,000 rows fall together by chance. */
export function countDifferent(columns: readonly Float64Array[]): number {
  return new Set(hashRows(columns, Uint32Array.from((columns[0] as Float64Array).keys()))).size;
}

/** Row i goes to the fold of hash i modulo the number of folds. */
function deal(hashes: Uint32Array, rows: Uint32Array, foldCount: number): Uint32Array[] {
  const sizes = new Uint32Array(foldCount);
  for (const hash of hashes) sizes[hash % foldCount] = (sizes[hash % foldCount] as number) + 1;
  const folds = Array.from(sizes, (size) => new Uint32Array(size));
  sizes.fill(0);
  hashes.forEach((hash, i) => {
    const fold = hash % foldCount;
    const position = sizes[fold] as number;
    (folds[fold] as Uint32Array)[position] = rows[i] as number;
    sizes[fold] = position + 1;
  });
  return folds;
}

function hashRows(columns: readonly Float64Array[], rows: Uint32Array): Uint32Array {
  const hashes = new Uint32Array(rows.length);
  for (const column of columns) {
    const words = new Uint32Array(column.buffer, column.byteOffset, 2 * column.length);
    for (let i = 0; i < rows.length; i++) {
      const at = 2 * (rows[i] as number);
      const low = words[at] as number;
      const high = words[at + 1] as number;
      // −0 equals 0, so it hashes as 0.
      const isNegativeZero = low === 0 && high === 0x80000000;
      hashes[i] = mix(mix(hashes[i] as number, low), isNegativeZero ? 0 : high);
    }
  }
  return hashes.map(finalise);
}

// The body and the finaliser of MurmurHash3 (Appleby, public domain), 32 bits.
function mix(hash: number, word: number): number {
  const scrambled = Math.imul(word, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593);
  return Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64;
}

function finalise(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
