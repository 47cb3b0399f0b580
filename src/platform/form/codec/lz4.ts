// LZ4's blocks: pieces that are written out, each with a copy of what stands before. github.com/lz4/lz4: doc/lz4_Block_format.md
import { copyBack } from "./snappy.ts";

/** Fills `into`; false where `folded` is not exactly so much. */
export function unfoldLz4(folded: Uint8Array, into: Uint8Array): boolean {
  return unfoldLz4Block(folded, into, 0) === into.length;
}

/** Fills `into` from a place on, before which is what it may copy. Answers where it ends; -1 where it is no block, or too long. */
export function unfoldLz4Block(folded: Uint8Array, into: Uint8Array, start: number): number {
  let from = 0;
  let to = start;
  /** A length goes on for as long as its bytes are full. */
  function lengthOf(first: number): number {
    let length = first;
    for (let more = first === 15 ? 255 : 0; more === 255; length += more) more = folded[from++] ?? 0;
    return length;
  }
  while (from < folded.length) {
    const token = folded[from++] as number;
    const written = lengthOf(token >> 4);
    if (from + written > folded.length || to + written > into.length) return -1;
    into.set(folded.subarray(from, from + written), to);
    from += written;
    to += written;
    // The last piece has no copy.
    if (from === folded.length) return to;
    if (from + 2 > folded.length) return -1;
    const offset = (folded[from] as number) + (folded[from + 1] as number) * 256;
    from += 2;
    const length = lengthOf(token & 15) + 4;
    if (offset === 0 || offset > to || to + length > into.length) return -1;
    copyBack(into, { to, offset, length });
    to += length;
  }
  return -1;
}

/** The same as Hadoop writes it, in parts with their lengths before them; or as one block, as others do under the same name. */
export function unfoldLz4Hadoop(folded: Uint8Array, into: Uint8Array): boolean {
  const view = new DataView(folded.buffer, folded.byteOffset, folded.byteLength);
  let from = 0;
  let to = 0;
  while (from + 8 <= folded.length) {
    const length = view.getUint32(from);
    const end = from + 8 + view.getUint32(from + 4);
    if (end > folded.length || to + length > into.length) break;
    if (!unfoldLz4(folded.subarray(from + 8, end), into.subarray(to, to + length))) break;
    from = end;
    to += length;
  }
  return (from === folded.length && to === into.length) || unfoldLz4(folded, into);
}
