// AssemblyScript: values sorted, and put into bins by thresholds.
import { MISSING_BIN } from "./table";

const DIGIT_BITS: u64 = 11;
const DIGITS: i32 = 1 << 11;
const PASSES: i32 = 6;
const counts: usize = memory.data(4 * PASSES * DIGITS, 16);

/** Sorts f64 in place, ascending, by their bits, 11 at a time from the lowest (radix sort); −0 before 0. `spare`: room for as many. NaN is not there. */
export function sortValues(values: usize, spare: usize, count: i32): void {
  const bytes = <usize>count << 3;
  memory.fill(counts, 0, 4 * PASSES * DIGITS);
  for (let at = values; at < values + bytes; at += 8) {
    // Of negative numbers all bits are turned, of others the first one: then they ascend as whole numbers do.
    const bits = load<i64>(at);
    const key = <u64>bits ^ (<u64>(bits >> 63) | 0x8000000000000000);
    store<u64>(at, key);
    for (let pass = 0; pass < PASSES; pass++) {
      const counter = counterAt(pass, key);
      store<u32>(counter, load<u32>(counter) + 1);
    }
  }
  let from = values;
  let to = spare;
  for (let pass = 0; pass < PASSES; pass++) {
    if (load<u32>(counterAt(pass, load<u64>(from))) == <u32>count) continue; // all have the same digit
    const ofPass = counts + 4 * <usize>(pass * DIGITS);
    let next: u32 = 0;
    for (let digit: usize = 0; digit < <usize>DIGITS << 2; digit += 4) {
      const inDigit = load<u32>(ofPass + digit);
      store<u32>(ofPass + digit, next);
      next += inDigit;
    }
    for (let at = from; at < from + bytes; at += 8) {
      const key = load<u64>(at);
      const counter = counterAt(pass, key);
      const place = load<u32>(counter);
      store<u32>(counter, place + 1);
      store<u64>(to + (<usize>place << 3), key);
    }
    const swapped = from;
    from = to;
    to = swapped;
  }
  for (let i: usize = 0; i < bytes; i += 8) {
    const key = load<u64>(from + i);
    store<u64>(values + i, key ^ (<u64>(<i64>~key >> 63) | 0x8000000000000000));
  }
}

@inline
function counterAt(pass: i32, key: u64): usize {
  const digit = <usize>((key >> (<u64>pass * DIGIT_BITS)) & <u64>(DIGITS - 1));
  return counts + ((<usize>(pass * DIGITS) + digit) << 2);
}

/** The bin of each value: how many of the thresholds, which ascend, are below it; MISSING_BIN of NaN. Bins are u8. */
export function findBins(values: usize, count: i32, thresholds: usize, thresholdCount: i32, to: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const value = load<f64>(values + (i << 3));
    // Halves, without a branch to be guessed wrong: of `length` thresholds from `first` on some are below the value, or not.
    let first: usize = 0;
    let length = <usize>thresholdCount;
    while (length > 1) {
      const half = length >> 1;
      first = select(first + half, first, load<f64>(thresholds + ((first + half - 1) << 3)) < value);
      length -= half;
    }
    const last = length == 1 && load<f64>(thresholds + (first << 3)) < value ? 1 : 0;
    store<u8>(to + i, value != value ? <u8>MISSING_BIN : <u8>(first + last));
  }
}
