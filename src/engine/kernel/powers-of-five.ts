// The powers of five that numbers in text are read with (kernel/read-number.ts).

/** As large as there are, up and down. */
export const EXPONENT_MAX = 64;

const WORD = 64n;
const BITS = 128n;

/**
 * The leading 128 bits of 5^-64 … 5^64, the high half of each first: cut off for those above 1, and rounded up for those below, as Eisel &
 * Lemire's way wants them.
 */
export function powersOfFive(): BigUint64Array {
  const words: bigint[] = [];
  for (let exponent = -EXPONENT_MAX; exponent <= EXPONENT_MAX; exponent++) {
    const bits = leadingBits(exponent);
    words.push(bits >> WORD, BigInt.asUintN(64, bits));
  }
  return BigUint64Array.from(words);
}

function leadingBits(exponent: number): bigint {
  const power = 5n ** BigInt(Math.abs(exponent));
  const length = BigInt(power.toString(2).length);
  if (exponent >= 0) return length <= BITS ? power << (BITS - length) : power >> (length - BITS);
  // 2^(length + 127) / power lies from 2^127 to 2^128.
  return (1n << (length + BITS - 1n)) / power + 1n;
}
