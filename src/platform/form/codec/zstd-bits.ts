// Bits as Zstandard packs them: forwards for the tables, and for what is told by them backwards, from a last byte whose highest bit ends them.

/** Thrown by whatever reads Zstandard, and caught by its one export. */
export class Torn extends Error {}

export interface Bits {
  readonly bytes: Uint8Array;
  /** Forwards: the next one. Backwards: how many are left. */
  at: number;
}

export function backwards(bytes: Uint8Array): Bits {
  const last = bytes[bytes.length - 1] ?? 0;
  if (last === 0) throw new Torn();
  return { bytes, at: bytes.length * 8 - 1 - Math.clz32(last << 24) };
}

/** Backwards: the next bits, at most 32, without taking them. What is before the first is 0. */
export function peekBack({ bytes, at }: Bits, count: number): number {
  const first = at - count;
  if (first < 0) return at <= 0 ? 0 : bitsFrom(bytes, 0, at) * 2 ** -first;
  return bitsFrom(bytes, first, count);
}

/** The same, and takes them; Torn where there are not so many. */
export function takeBack(bits: Bits, count: number): number {
  const value = peekBack(bits, count);
  bits.at -= count;
  if (bits.at < 0) throw new Torn();
  return value;
}

/** Forwards: the next bits, without taking them. */
export function peek({ bytes, at }: Bits, count: number): number {
  return bitsFrom(bytes, at, count);
}

function bitsFrom(bytes: Uint8Array, first: number, count: number): number {
  const at = first >>> 3;
  const shift = first & 7;
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  if (count + shift <= 24) return (low >>> shift) & ((1 << count) - 1);
  const high = (bytes[at + 3] ?? 0) + (bytes[at + 4] ?? 0) * 256;
  return ((low >>> shift) + high * 2 ** (24 - shift)) % 2 ** count;
}
