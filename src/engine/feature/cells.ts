// Where the values of a column lie, coarsely: which cells of width 2^exponent hold any, the cells being as narrow as leaves few enough
// stretches. What is known of several batches joins to what would be known of all their rows at once, in any order: cells only ever
// grow, and wider ones are made of whole narrower ones.

/** `occupied`: ascending numbers i, of the cells from i·2^exponent to (i + 1)·2^exponent, that excluded. */
export interface Cells {
  exponent: number;
  occupied: number[];
}

export interface Stretch {
  from: number;
  to: number;
  /** Whether no value lies within. */
  isGap: boolean;
}

// The narrowest cells beside the largest value: a million of them. Values that differ by less count as one.
const BITS = 20;
// Of 1e-30, the smallest value.
const EXPONENT_LEAST = -100;

/** The narrowest cells that leave `stretchesMax` (at least 2) stretches at most; null without values. NaN is none. */
export function cellsOf(values: Float64Array, stretchesMax: number): Cells | null {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return null;
  const largest = known.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const widest = Math.max(EXPONENT_LEAST, Math.ceil(Math.log2(largest))) + 1;
  let found: Cells | null = null;
  for (let exponent = widest; exponent >= widest - BITS; exponent--) {
    const occupied = occupiedAt(known, exponent, stretchesMax);
    if (occupied === null || countStretches(occupied) > stretchesMax) break;
    found = { exponent, occupied };
  }
  return found;
}

/** Of the values of all. */
export function joinCells(all: readonly Cells[], stretchesMax: number): Cells | null {
  if (all.length === 0) return null;
  for (let exponent = Math.max(...all.map((cells) => cells.exponent)); ; exponent++) {
    const widened = all.flatMap((cells) =>
      cells.occupied.map((cell) => Math.floor(cell / 2 ** (exponent - cells.exponent))),
    );
    const occupied = ascending(new Set(widened));
    if (countStretches(occupied) <= stretchesMax) return { exponent, occupied };
  }
}

/** Occupied cells and the gaps between them, from the first cell's lower end to the last one's upper end. */
export function stretchesOf({ exponent, occupied }: Cells): Stretch[] {
  const width = 2 ** exponent;
  return occupied.flatMap((cell, i) => {
    const before = occupied[i - 1] ?? cell - 1;
    const own = { from: cell * width, to: (cell + 1) * width, isGap: false };
    return cell === before + 1 ? [own] : [{ from: (before + 1) * width, to: own.from, isGap: true }, own];
  });
}

function countStretches(occupied: readonly number[]): number {
  const gaps = occupied.filter((cell, i) => i > 0 && cell !== (occupied[i - 1] as number) + 1);
  return occupied.length + gaps.length;
}

/** null where more than `most` cells are occupied. */
function occupiedAt(values: Float64Array, exponent: number, most: number): number[] | null {
  const cells = new Set<number>();
  const width = 2 ** exponent;
  let last = Number.NaN;
  for (const value of values) {
    const cell = Math.floor(value / width);
    if (cell === last) continue;
    last = cell;
    cells.add(cell);
    if (cells.size > most) return null;
  }
  return ascending(cells);
}

function ascending(cells: Set<number>): number[] {
  return [...cells].sort((a, b) => a - b);
}
