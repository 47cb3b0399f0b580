// A column of numbers as bytes, exact to the last bit. What was measured is mostly written with a few decimals: such a column is whole numbers
// of one unit, each as its distance from the one before (variable-length: seven bits a byte, lowest first). Any other column has its doubles,
// first bytes together, then second ones, so that what is alike stands together for gzip.

/** Bytes that grow as they are written. */
export interface ByteWriter {
  byte(value: number): void;
  /** A whole number from 0 to 2⁵³. */
  count(value: number): void;
  bytes(values: Uint8Array): void;
  /** All that was written. */
  written(): Uint8Array<ArrayBuffer>;
}

export interface ByteReader {
  byte(): number;
  count(): number;
  bytes(length: number): Uint8Array;
  /** Bytes that were not read yet. */
  left(): number;
}

/** −0 and numbers of more digits than this have no place among whole numbers of a unit. */
const DECIMALS_MAX = 12;
/** The distance of two of these, zigzag and one more, is still exact. */
const WHOLE_MAX = 2 ** 50;
const FLOATS = 255;

/** NaN is a missing value. */
export function writeColumn(writer: ByteWriter, values: Float64Array): void {
  const decimals = decimalsOf(values);
  writer.byte(decimals ?? FLOATS);
  if (decimals === null) writer.bytes(shuffled(values));
  else writeWholes(writer, values, 10 ** decimals);
}

/** So many values as they were written. */
export function readColumn(reader: ByteReader, rowCount: number): Float64Array {
  const kind = reader.byte();
  return kind === FLOATS ? unshuffled(reader.bytes(8 * rowCount)) : readWholes(reader, rowCount, 10 ** kind);
}

/** The fewest decimals that all values have; null where there are none. */
function decimalsOf(values: Float64Array): number | null {
  let [decimals, unit] = [0, 1];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (Object.is(value, -0)) return null;
    // A quotient of whole numbers is rounded once, as the text of a decimal is when it is read.
    for (let whole = Math.round(value * unit); whole / unit !== value; whole = Math.round(value * unit)) {
      if (decimals === DECIMALS_MAX || Math.abs(whole) > WHOLE_MAX) return null;
      decimals++;
      unit = 10 ** decimals;
    }
  }
  const isWithin = values.every((value) => !(Math.abs(value * unit) > WHOLE_MAX));
  return isWithin ? decimals : null;
}

function writeWholes(writer: ByteWriter, values: Float64Array, unit: number): void {
  let before = 0;
  for (const value of values) {
    if (Number.isNaN(value)) {
      writer.count(0);
      continue;
    }
    const whole = Math.round(value * unit);
    const distance = whole - before;
    writer.count(distance < 0 ? -2 * distance : 2 * distance + 1);
    before = whole;
  }
}

function readWholes(reader: ByteReader, rowCount: number, unit: number): Float64Array {
  const values = new Float64Array(rowCount);
  let whole = 0;
  for (let row = 0; row < rowCount; row++) {
    const told = reader.count();
    if (told === 0) {
      values[row] = Number.NaN;
      continue;
    }
    whole += told % 2 === 0 ? -told / 2 : (told - 1) / 2;
    values[row] = whole / unit;
  }
  return values;
}

function shuffled(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const planes = new Uint8Array(bytes.length);
  for (let i = 0; i < values.length; i++)
    for (let k = 0; k < 8; k++) planes[k * values.length + i] = bytes[8 * i + k] as number;
  return planes;
}

function unshuffled(planes: Uint8Array): Float64Array {
  const count = planes.length / 8;
  const bytes = new Uint8Array(planes.length);
  for (let i = 0; i < count; i++) for (let k = 0; k < 8; k++) bytes[8 * i + k] = planes[k * count + i] as number;
  return new Float64Array(bytes.buffer);
}

// So much is usual of a batch; it doubles when it is full.
const WRITER_BYTES = 4_096;

export function createByteWriter(): ByteWriter {
  let buffer = new Uint8Array(WRITER_BYTES);
  let length = 0;
  const reserve = (more: number) => {
    if (length + more <= buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * buffer.length, length + more));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  };
  const byte = (value: number) => {
    reserve(1);
    buffer[length++] = value;
  };
  return {
    byte,
    count(value) {
      let rest = value;
      for (; rest >= 2 ** 31; rest = Math.floor(rest / 128)) byte(128 + (rest % 128));
      for (; rest >= 128; rest >>>= 7) byte(128 | (rest & 127));
      byte(rest);
    },
    bytes(values) {
      reserve(values.length);
      buffer.set(values, length);
      length += values.length;
    },
    written: () => buffer.slice(0, length),
  };
}

export function createByteReader(buffer: Uint8Array): ByteReader {
  let at = 0;
  return {
    byte: () => buffer[at++] as number,
    count() {
      let [value, unit] = [0, 1];
      for (;;) {
        const next = buffer[at++] as number;
        if (next < 128) return value + next * unit;
        value += (next - 128) * unit;
        unit *= 128;
      }
    },
    bytes(length) {
      at += length;
      return buffer.subarray(at - length, at);
    },
    left: () => buffer.length - at,
  };
}
