// AssemblyScript: histograms of a node's rows, for all columns, in groups that lie together (table.ts): a row's bins are loaded at once, and
// the histograms of a group stay in the nearest cache.
import { bins, columnCount, histogramBytes, isConstant, rowCount } from "./table";

/**
 * Sums up the rows of a list, or all rows where `list` is 0, whose gradients lie in `packed`, by the number of the row. `gathered`: room for
 * as many as there are. The histogram of a column follows that of the one before.
 */
export function sumHistogram(histogram: usize, list: usize, count: i32, packed: usize, gathered: usize): void {
  memory.fill(histogram, 0, <usize>paddedColumns() * histogramBytes());
  let from = packed;
  if (list != 0) {
    gather(list, count, packed, gathered);
    from = gathered;
  }
  const bytes = histogramBytes() << 3;
  let at = histogram;
  for (let column = 0; column < columnCount; column += 8) {
    const group = bins + <usize>column * rowCount;
    if (columnCount - column <= 4) {
      if (isConstant) addFours(at, group, list, count, from);
      else addFourPairs(at, group, list, count, from);
    } else if (isConstant) addEights(at, group, list, count, from);
    else addEightPairs(at, group, list, count, from);
    at += bytes;
  }
}

/** Of a node that was parted in two: leaves in `histogram` what the one part has not. */
export function subtractHistogram(histogram: usize, part: usize): void {
  const end = histogram + <usize>columnCount * histogramBytes();
  for (let at = histogram; at < end; at += 32, part += 32) {
    v128.store(at, i64x2.sub(v128.load(at), v128.load(part)));
    v128.store(at, i64x2.sub(v128.load(at, 16), v128.load(part, 16)), 16);
  }
}

/** Columns that room is taken for: the last group is whole. */
function paddedColumns(): i32 {
  return columnCount % 8 == 0 || columnCount % 8 > 4 ? (columnCount + 7) & ~7 : (columnCount + 3) & ~3;
}

function gather(list: usize, count: i32, packed: usize, gathered: usize): void {
  const end = list + (<usize>count << 2);
  if (isConstant) {
    for (; list < end; list += 4, gathered += 8) store<i64>(gathered, load<i64>(packed + (<usize>load<u32>(list) << 3)));
    return;
  }
  for (; list < end; list += 4, gathered += 16) v128.store(gathered, v128.load(packed + (<usize>load<u32>(list) << 4)));
}

@inline
function bump(at: usize, sum: i64): void {
  store<i64>(at, load<i64>(at) + sum);
}

@inline
function bumpPair(at: usize, sum: v128): void {
  v128.store(at, i64x2.add(v128.load(at), sum));
}

// Bytes of an entry are shifted into the place of a bin's number: one shift and one mask for each value.
const ENTRY: u32 = 0xff << 3;
const PAIR: u32 = 0xff << 4;
const NEXT: usize = 256 << 3;
const NEXT_PAIR: usize = 256 << 4;

@inline
function addFour(at: usize, w: u32, sum: i64): void {
  bump(at + <usize>((w << 3) & ENTRY), sum);
  bump(at + NEXT + <usize>((w >> 5) & ENTRY), sum);
  bump(at + 2 * NEXT + <usize>((w >> 13) & ENTRY), sum);
  bump(at + 3 * NEXT + <usize>((w >> 21) & ENTRY), sum);
}

@inline
function addFourPair(at: usize, w: u32, sum: v128): void {
  bumpPair(at + <usize>((w << 4) & PAIR), sum);
  bumpPair(at + NEXT_PAIR + <usize>((w >> 4) & PAIR), sum);
  bumpPair(at + 2 * NEXT_PAIR + <usize>((w >> 12) & PAIR), sum);
  bumpPair(at + 3 * NEXT_PAIR + <usize>((w >> 20) & PAIR), sum);
}

function addEights(at: usize, group: usize, list: usize, count: i32, sums: usize): void {
  const end = sums + (<usize>count << 3);
  if (list == 0) {
    for (; sums < end; sums += 8, group += 8) {
      const sum = load<i64>(sums);
      addFour(at, load<u32>(group), sum);
      addFour(at + 4 * NEXT, load<u32>(group, 4), sum);
    }
    return;
  }
  for (; sums < end; sums += 8, list += 4) {
    const row = group + (<usize>load<u32>(list) << 3);
    const sum = load<i64>(sums);
    addFour(at, load<u32>(row), sum);
    addFour(at + 4 * NEXT, load<u32>(row, 4), sum);
  }
}

function addEightPairs(at: usize, group: usize, list: usize, count: i32, sums: usize): void {
  const end = sums + (<usize>count << 4);
  if (list == 0) {
    for (; sums < end; sums += 16, group += 8) {
      const sum = v128.load(sums);
      addFourPair(at, load<u32>(group), sum);
      addFourPair(at + 4 * NEXT_PAIR, load<u32>(group, 4), sum);
    }
    return;
  }
  for (; sums < end; sums += 16, list += 4) {
    const row = group + (<usize>load<u32>(list) << 3);
    const sum = v128.load(sums);
    addFourPair(at, load<u32>(row), sum);
    addFourPair(at + 4 * NEXT_PAIR, load<u32>(row, 4), sum);
  }
}

function addFours(at: usize, group: usize, list: usize, count: i32, sums: usize): void {
  const end = sums + (<usize>count << 3);
  for (let i: usize = 0; sums < end; sums += 8, i++) {
    const row = list == 0 ? i : <usize>load<u32>(list + (i << 2));
    addFour(at, load<u32>(group + (row << 2)), load<i64>(sums));
  }
}

function addFourPairs(at: usize, group: usize, list: usize, count: i32, sums: usize): void {
  const end = sums + (<usize>count << 4);
  for (let i: usize = 0; sums < end; sums += 16, i++) {
    const row = list == 0 ? i : <usize>load<u32>(list + (i << 2));
    addFourPair(at, load<u32>(group + (row << 2)), v128.load(sums));
  }
}
