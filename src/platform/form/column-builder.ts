// A column that grows value by value: numbers as long as all are, then what was sent.
import type { Cell } from "./frame.ts";

export interface ColumnBuilder {
  readonly length: number;
  push(value: Cell): void;
  /** So many missing values. */
  skip(count: number): void;
  build(): Float64Array | Cell[];
}

const ROOM_FIRST = 64;

export function columnBuilder(): ColumnBuilder {
  let numbers = new Float64Array(ROOM_FIRST);
  let cells: Cell[] | undefined;
  let length = 0;

  function pushNumber(value: number): void {
    if (length === numbers.length) {
      const larger = new Float64Array(2 * length);
      larger.set(numbers);
      numbers = larger;
    }
    numbers[length++] = value;
  }

  return {
    get length() {
      return length;
    },
    push(value) {
      if (cells === undefined && (value === null || typeof value === "number")) return pushNumber(value ?? Number.NaN);
      cells ??= Array.from(numbers.subarray(0, length), (each) => (Number.isNaN(each) ? null : each));
      cells.push(value);
      length++;
    },
    skip(count) {
      for (let i = 0; i < count; i++) this.push(null);
    },
    build: () => cells ?? numbers.slice(0, length),
  };
}
