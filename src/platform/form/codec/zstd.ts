// Zstandard: frames of blocks, each of literals and of copies of what stands before. RFC 8878. The checksum is passed over. What a block writes
// is bounded by what is asked for, so that no bytes take long: fzstd writes past its end, a hundred thousand times more than it was given room for.
import { copyBack } from "./snappy.ts";
import { Torn } from "./zstd-bits.ts";
import { type Literals, readLiterals } from "./zstd-literals.ts";
import { readSequences, type Sequences, sequences } from "./zstd-sequences.ts";

const MAGIC = 0xfd2fb528;
const SKIPPED_MAGIC = 0x184d2a50;
const BLOCK_LENGTH_MAX = 131_072;

// Blocks of a stream, of so many bytes on average: a block's tables take longer to make than that to write. The usual writer makes 196 of
// 131,072 bytes at most.
const BLOCK_COUNT_MIN = 8;
const BYTES_A_BLOCK = 512;

/** Fills `into`; false where `folded` is not exactly so much. */
export function unfoldZstd(folded: Uint8Array, into: Uint8Array): boolean {
  try {
    const state: Output = { into, to: 0, blocksLeft: BLOCK_COUNT_MIN + into.length / BYTES_A_BLOCK };
    for (let at = 0; at < folded.length; ) at = passFrame(folded, at, state);
    return state.to === into.length;
  } catch (error) {
    if (error instanceof Torn) return false;
    throw error;
  }
}

interface Output {
  into: Uint8Array;
  to: number;
  blocksLeft: number;
}

/** Answers where it ends. */
function passFrame(bytes: Uint8Array, start: number, output: Output): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (start + 6 > bytes.length) throw new Torn();
  const magic = view.getUint32(start, true);
  if ((magic & ~15) === SKIPPED_MAGIC && start + 8 <= bytes.length) return start + 8 + view.getUint32(start + 4, true);
  if (magic !== MAGIC) throw new Torn();
  const flags = bytes[start + 4] as number;
  const isSingle = (flags & 32) !== 0;
  const sizeFlag = flags >> 6;
  const sizeLength = sizeFlag === 0 ? Number(isSingle) : 1 << sizeFlag;
  // One with a dictionary, or of a later format.
  if ((flags & 11) !== 0) throw new Torn();
  let at = start + 5 + (isSingle ? 0 : 1) + sizeLength;
  const frame: Frame = { start: output.to, literals: {}, sequences: sequences() };
  for (let isLast = false; !isLast; ) {
    if (at + 3 > bytes.length || output.blocksLeft-- < 0) throw new Torn();
    const header = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    isLast = (header & 1) === 1;
    at = passBlock(bytes, { at: at + 3, type: (header >> 1) & 3, length: header >> 3 }, frame, output);
  }
  return at + ((flags & 4) === 0 ? 0 : 4);
}

/** What blocks of a frame know of those before. */
interface Frame {
  start: number;
  literals: Literals;
  sequences: Sequences;
}

interface Block {
  at: number;
  type: number;
  length: number;
}

const RAW = 0;
const REPEATED = 1;
const COMPRESSED = 2;

function passBlock(bytes: Uint8Array, { at, type, length }: Block, frame: Frame, output: Output): number {
  const end = at + (type === REPEATED ? 1 : length);
  if (end > bytes.length || length > BLOCK_LENGTH_MAX || type > COMPRESSED) throw new Torn();
  if (type === RAW) write(output, bytes.subarray(at, end));
  if (type === REPEATED) write(output, new Uint8Array(length).fill(bytes[at] as number));
  if (type === COMPRESSED) writeCompressed(bytes.subarray(at, end), frame, output);
  return end;
}

function write(output: Output, piece: Uint8Array): void {
  const { into, to } = output;
  if (piece.length > into.length - to) throw new Torn();
  into.set(piece, to);
  output.to += piece.length;
}

function writeCompressed(block: Uint8Array, frame: Frame, output: Output): void {
  const { bytes: literals, length } = readLiterals(block, frame.literals);
  let from = 0;
  readSequences(block.subarray(length), frame.sequences, (literalLength, offset, copied) => {
    if (literalLength > literals.length - from) throw new Torn();
    write(output, literals.subarray(from, from + literalLength));
    from += literalLength;
    const { into, to } = output;
    if (!(offset > 0 && offset <= to - frame.start && copied <= into.length - to)) throw new Torn();
    copyBack(into, { to, offset, length: copied });
    output.to += copied;
  });
  write(output, literals.subarray(from));
}
