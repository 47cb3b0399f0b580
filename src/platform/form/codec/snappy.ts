// Snappy's raw form: pieces that are written out, and copies of what stands before. github.com/google/snappy: format_description.txt

/** Fills `into`; false where `folded` is not exactly so much. */
export function unfoldSnappy(folded: Uint8Array, into: Uint8Array): boolean {
  let from = 0;
  // The length, which is known.
  while ((folded[from++] ?? 0) >= 0x80);
  let to = 0;
  while (from < folded.length) {
    const tag = folded[from++] as number;
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const extra = Math.max(0, short - 59);
      const length = (extra === 0 ? short : numberAt(folded, from, extra)) + 1;
      from += extra;
      if (from + length > folded.length || to + length > into.length) return false;
      into.set(folded.subarray(from, from + length), to);
      from += length;
      to += length;
      continue;
    }
    const bytes = kind === 3 ? 4 : kind;
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const offset = numberAt(folded, from, bytes) + (kind === 1 ? (tag >> 5) * 256 : 0);
    from += bytes;
    if (from > folded.length || offset === 0 || offset > to || to + length > into.length) return false;
    copyBack(into, { to, offset, length });
    to += length;
  }
  return to === into.length;
}

/** Copies what stands `offset` before; where that is less than `length`, over and over. */
export function copyBack(bytes: Uint8Array, { to, offset, length }: Record<"to" | "offset" | "length", number>): void {
  if (offset >= length) bytes.copyWithin(to, to - offset, to - offset + length);
  else for (let i = to; i < to + length; i++) bytes[i] = bytes[i - offset] as number;
}

/** The lowest byte first; what is past the end is 0. */
function numberAt(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value += (bytes[at + i] ?? 0) * 256 ** i;
  return value;
}
