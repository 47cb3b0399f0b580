// LZ4's frames of blocks, which may copy from those before. The checksums are passed over. github.com/lz4/lz4: doc/lz4_Frame_format.md
import { unfoldLz4Block } from "./lz4.ts";

const MAGIC = 0x184d2204;

/** Fills `into`; false where `folded` is not exactly so much. */
export function unfoldLz4Frame(folded: Uint8Array, into: Uint8Array): boolean {
  const view = new DataView(folded.buffer, folded.byteOffset, folded.byteLength);
  const flags = folded[4] ?? 0;
  if (folded.length < 7 || view.getUint32(0, true) !== MAGIC || flags >> 6 !== 1) return false;
  const hasBlockChecksum = (flags & 16) !== 0;
  const hasLength = (flags & 8) !== 0;
  const hasDictionary = (flags & 1) !== 0;
  let from = 7 + (hasLength ? 8 : 0);
  let to = 0;
  for (; !hasDictionary && from + 4 <= folded.length; from += hasBlockChecksum ? 4 : 0) {
    const told = view.getUint32(from, true);
    if (told === 0) return to === into.length;
    const block = folded.subarray(from + 4, from + 4 + (told % 2 ** 31));
    if (block.length !== told % 2 ** 31) return false;
    from += 4 + block.length;
    to = told >= 2 ** 31 ? write(block, into, to) : unfoldLz4Block(block, into, to);
    if (to < 0) return false;
  }
  return false;
}

/** A block that is as it was. */
function write(block: Uint8Array, into: Uint8Array, to: number): number {
  if (to + block.length > into.length) return -1;
  into.set(block, to);
  return to + block.length;
}
