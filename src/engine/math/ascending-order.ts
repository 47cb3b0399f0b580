// Rows in the order of a column's values, by the bytes of the values from the last to the first (radix sort; Knuth, The Art of Computer
// Programming 3, §5.2.5): a typed array's own sort does not tell which row a value came from.

const BYTE_VALUES = 256;
const SHIFTS = [0, 8, 16, 24] as const; // of the bytes of 32 bits

interface Keys {
  /** Halves of keys that are in the order of the values when compared as whole numbers. */
  low: Uint32Array;
  high: Uint32Array;
  rows: Uint32Array;
}

/** Answers a function that sorts columns of so many rows, one after the other in the same room. */
export function orderer(rowCount: number): (column: Float64Array) => Uint32Array {
  const room = () => new Uint32Array(rowCount);
  const pair: [Keys, Keys] = [
    { low: room(), high: room(), rows: room() },
    { low: room(), high: room(), rows: room() },
  ];
  const ends = new Uint32Array(BYTE_VALUES);

  /** Numbers of the rows that hold no NaN, by value, equal ones by number; they stand until the next column. */
  return (column) => {
    let [from, to] = pair;
    const count = keysOf(column, from);
    for (const half of ["low", "high"] as const) {
      for (const shift of SHIFTS) {
        if (!countBytes(from[half], { count, shift, ends })) continue;
        deal(from, to, { half: from[half], count, shift, ends });
        [from, to] = [to, from];
      }
    }
    return from.rows.subarray(0, count);
  };
}

/** Negative numbers with all bits turned, others with their sign: then larger values have larger keys. */
function keysOf(column: Float64Array, { low, high, rows }: Keys): number {
  const bits = new Uint32Array(column.buffer, column.byteOffset, 2 * column.length);
  let count = 0;
  for (let row = 0; row < column.length; row++) {
    if (Number.isNaN(column[row])) continue;
    const top = bits[2 * row + 1] as number;
    const turned = top >>> 31 === 0 ? 0 : 0xffffffff;
    low[count] = (bits[2 * row] as number) ^ turned;
    high[count] = top ^ (turned | 0x80000000);
    rows[count] = row;
    count++;
  }
  return count;
}

interface Place {
  count: number;
  shift: number;
  /** Where the next key with each value of the byte goes. */
  ends: Uint32Array;
}

/** Says whether keys differ in the byte. */
function countBytes(half: Uint32Array, { count, shift, ends }: Place): boolean {
  ends.fill(0);
  for (let i = 0; i < count; i++) {
    const byte = ((half[i] as number) >>> shift) & 0xff;
    ends[byte] = (ends[byte] as number) + 1;
  }
  let start = 0;
  for (let byte = 0; byte < BYTE_VALUES; byte++) {
    const size = ends[byte] as number;
    if (size === count) return false;
    ends[byte] = start;
    start += size;
  }
  return true;
}

function deal(from: Keys, to: Keys, { half, count, shift, ends }: Place & { half: Uint32Array }): void {
  for (let i = 0; i < count; i++) {
    const byte = ((half[i] as number) >>> shift) & 0xff;
    const at = ends[byte] as number;
    ends[byte] = at + 1;
    to.low[at] = from.low[i] as number;
    to.high[at] = from.high[i] as number;
    to.rows[at] = from.rows[i] as number;
  }
}
