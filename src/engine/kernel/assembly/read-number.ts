// AssemblyScript: a decimal number in text, as the double next to it, which is what Number(text) gives in JavaScript.
//
// Digits are read eight at a time within a 64-bit word (Lemire 2021, "Number parsing at a gigabyte per second"). Up to 2^53 and 10^22 one
// product or quotient of doubles is exact (Clinger 1990); to 19 digits and 10^64 the nearest double is found with a power of five of 128
// bits (Eisel & Lemire; Mushtak & Lemire 2023 show that this needs no other way). What is longer or larger is told to be hard, for
// whoever called to read. At most 8 bytes past the number are looked at.

/** Powers of five that the caller has laid out, from 5^-64 to 5^64: per power the high and the low half of its leading 128 bits. */
let powersOfFive: usize = 0;
export const EXPONENT_MAX: i32 = 64;

/** What may stand before the fraction; 0 where it may not. */
let point: i32 = 0;
let comma: i32 = 0;

/** What the last call of `readNumber` found, beside where the number ends. */
export let value: f64 = 0;
export let isHard: bool = false;
/** The character before its fraction, 0 where it has none. */
export let mark: i32 = 0;
/** Whether the mark may be one of thousands: it stands after one to three digits, not 0 first, and before three that end the number. */
export let isUnsure: bool = false;

// 10^0 … 10^8, and 10^0 … 10^22 as doubles, all exact.
const WHOLE = memory.data<u64>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000]);
const EXACT = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]);
// Eight zeros.
const ZEROS: u64 = 0x3030303030303030;
const EXACT_MAX: i32 = 22;
const DIGITS_MAX: usize = 19;
const MANTISSA_MAX: u64 = 1 << 53;

export function setNumberForm(powers: usize, hasPoint: bool, hasComma: bool): void {
  powersOfFive = powers;
  point = hasPoint ? 46 : 0;
  setComma(hasComma);
}

/** Where commas part cells, one stands before a fraction in quotes only. */
export function setComma(hasComma: bool): void {
  comma = hasComma ? 44 : 0;
}

/** Reads [+-] digits [mark digits] [e [+-] digits] at `at`, with digits before or after the mark; answers where it ends, 0 where there is none. */
@inline
export function readNumber(at: usize): usize {
  let next = at;
  const sign = <i32>load<u8>(next);
  if (sign == 45 || sign == 43) next++;
  const first = next;
  let mantissa: u64 = 0;
  let word = load<u64>(next) ^ ZEROS;
  let n = countDigits(word);
  if (n > 0) mantissa = valueOf(word, n);
  next += n;
  while (n == 8) {
    word = load<u64>(next) ^ ZEROS;
    n = countDigits(word);
    if (n > 0) mantissa = mantissa * load<u64>(WHOLE + (n << 3)) + valueOf(word, n);
    next += n;
  }
  let digitCount = next - first;
  let fraction: usize = 0;
  let c = <i32>load<u8>(next);
  mark = 0;
  if (c == point || c == comma) {
    mark = c;
    const wholeCount = digitCount;
    const begin = ++next;
    do {
      word = load<u64>(next) ^ ZEROS;
      n = countDigits(word);
      if (n > 0) mantissa = mantissa * load<u64>(WHOLE + (n << 3)) + valueOf(word, n);
      next += n;
    } while (n == 8);
    fraction = next - begin;
    digitCount += fraction;
    isUnsure = fraction == 3 && wholeCount - 1 < 3 && load<u8>(first) != 48;
    c = <i32>load<u8>(next);
  }
  // Nearly all: 1 to 19 digits and no exponent.
  if (digitCount - 1 < DIGITS_MAX && (c | 32) != 101) {
    isHard = false;
    let size = <f64>mantissa;
    if (fraction > 0) {
      size = mantissa <= MANTISSA_MAX ? size / load<f64>(EXACT + (fraction << 3)) : nearest(mantissa, -(<i32>fraction));
    }
    value = sign == 45 ? -size : size;
    return next;
  }
  return digitCount == 0 ? 0 : readLong(first, next, digitCount, mantissa, -(<i64>fraction), sign == 45);
}

/** The same where there are many digits, or an exponent. */
function readLong(first: usize, end: usize, digitCount: usize, mantissa: u64, scale: i64, isNegative: bool): usize {
  let next = end;
  let exponent = scale;
  if ((load<u8>(next) | 32) == 101) {
    next = readExponent(next + 1);
    if (next == 0) return 0;
    exponent += written;
    isUnsure = false;
  }
  isHard = digitCount > DIGITS_MAX && significant(first, digitCount) > DIGITS_MAX;
  if (isHard) return next;
  let size: f64 = 0;
  if (exponent == 0 || mantissa == 0) size = <f64>mantissa;
  else if (mantissa <= MANTISSA_MAX && exponent < 0 && exponent >= -EXACT_MAX) {
    size = <f64>mantissa / load<f64>(EXACT + (<usize>-exponent << 3));
  } else if (mantissa <= MANTISSA_MAX && exponent > 0 && exponent <= EXACT_MAX) {
    size = <f64>mantissa * load<f64>(EXACT + (<usize>exponent << 3));
  } else if (exponent >= -EXPONENT_MAX && exponent <= EXPONENT_MAX) size = nearest(mantissa, <i32>exponent);
  else isHard = true;
  value = isNegative ? -size : size;
  return next;
}

/** How many of the first bytes of a word, which has had 0x30 taken from each, are digits. A carry spoils only what follows the first other. */
@inline
function countDigits(word: u64): usize {
  const others = ((word + 0x7676767676767676) | word) & 0x8080808080808080;
  return <usize>(ctz(others) >> 3);
}

/** The number of the first `count` digits of a word, 1 to 8: moved to its end, with zeros before them. */
@inline
function valueOf(word: u64, count: usize): u64 {
  let digits = word << (64 - (<u64>count << 3));
  digits = digits * 10 + (digits >> 8);
  return (
    ((digits & 0x000000ff000000ff) * 0x000f424000000064 + ((digits >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32
  );
}

let written: i64 = 0;

/** Of what stands after the e; past a million it is no larger. Answers where it ends, 0 where there are no digits. */
function readExponent(at: usize): usize {
  let next = at;
  const sign = load<u8>(next);
  if (sign == 45 || sign == 43) next++;
  const first = next;
  let size: i64 = 0;
  for (let digit = <u32>load<u8>(next) - 48; digit < 10; digit = <u32>load<u8>(++next) - 48) {
    if (size < 1000000) size = size * 10 + digit;
  }
  written = sign == 45 ? -size : size;
  return next == first ? 0 : next;
}

/** Digits from the first that is not 0 on, of `count` with a mark among them or not. */
function significant(first: usize, count: usize): usize {
  let left = count;
  for (let at = first; left > 0; at++) {
    const c = load<u8>(at);
    if (c == 48) left--;
    else if (c >= 48) break;
  }
  return left;
}

let low: u64 = 0;

/** The high half of a product of two words; the low one is left in `low`. */
@inline
function multiply(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const p00 = a0 * b0;
  const p01 = a0 * b1;
  const p10 = a1 * b0;
  const middle = (p00 >> 32) + (p01 & 0xffffffff) + (p10 & 0xffffffff);
  low = (p00 & 0xffffffff) | (middle << 32);
  return a1 * b1 + (p01 >> 32) + (p10 >> 32) + (middle >> 32);
}

/** The double next to mantissa × 10^exponent, the mantissa not 0; no such is too small or too large for a normal one. */
function nearest(mantissa: u64, exponent: i32): f64 {
  const zeros = clz(mantissa);
  const power = powersOfFive + (<usize>(exponent + EXPONENT_MAX) << 4);
  const shifted = mantissa << zeros;
  let high = multiply(shifted, load<u64>(power));
  let lower = low;
  if ((high & 0x1ff) == 0x1ff) {
    const more = multiply(shifted, load<u64>(power, 8));
    lower += more;
    if (more > lower) high++;
  }
  const upper = high >> 63;
  let bits = high >> (upper + 9);
  let binary = (((152170 + 65536) * exponent) >> 16) + 63 + <i32>upper - <i32>zeros + 1023;
  // Halfway between two doubles, which only so small powers can be: to the even one.
  if (lower <= 1 && exponent >= -4 && exponent <= 23 && (bits & 3) == 1 && bits << (upper + 9) == high) bits &= ~1;
  bits = (bits + (bits & 1)) >> 1;
  if (bits >= <u64>1 << 53) {
    bits = <u64>1 << 52;
    binary++;
  }
  return reinterpret<f64>((bits & ~(<u64>1 << 52)) | (<u64>binary << 52));
}
