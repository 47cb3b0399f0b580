// Rows of an Arrow stream: of each column which rows have a value, and the values, in buffers one after another.
import { FORM_PAGE_BYTES_MAX } from "../../schema/limit.ts";
import { type Account, TEXT_BYTES } from "../codec/account.ts";
import { unfoldLz4Frame } from "../codec/lz4-frame.ts";
import type { Told } from "../codec/told.ts";
import { unfoldZstd } from "../codec/zstd.ts";
import { unusable } from "../records.ts";
import type { ArrowField, Fixed, Texts } from "./arrow-field.ts";
import { damaged, type FlatTable, longAt, longsAt, numberAt, pairsAt, tableAt } from "./flatbuffer.ts";

/** By its number what a dictionary holds; undefined where that is missing. */
export type Dictionaries = Map<number, (Told | undefined)[]>;

export interface Batch {
  length: number;
  /** The next one; AppError where there is none. */
  node(): void;
  buffer(): DataView;
  /** How many more buffers the next column of views has. */
  viewCount(): number;
  /** Passes over so many of each. */
  skip(nodes: number, buffers: number): void;
  account: Account;
}

const CODECS = [unfoldLz4Frame, unfoldZstd];

export function batchOf(header: FlatTable, body: Uint8Array, account: Account): Batch {
  const nodes = pairsAt(header, 1);
  const buffers = pairsAt(header, 2);
  const views = longsAt(header, 4);
  const compression = tableAt(header, 3);
  const codec = compression && CODECS[numberAt(compression, 0, 8)];
  if (compression !== undefined && codec === undefined) throw damaged("its buffers are folded in an unknown way");
  const length = longAt(header, 0);
  let [node, buffer, view] = [0, 0, 0];

  function viewOf(bytes: Uint8Array): DataView {
    if (codec === undefined || bytes.length === 0) return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const told = bytes.length < 8 ? 0n : new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true);
    const folded = bytes.subarray(8);
    // As it is, where it would not have become shorter.
    if (told === -1n) return new DataView(folded.buffer, folded.byteOffset, folded.length);
    if (told < 0n || told > FORM_PAGE_BYTES_MAX)
      throw unusable(
        "",
        `a buffer of ${told} bytes, where at most ${FORM_PAGE_BYTES_MAX} are accepted: smaller batches are`,
      );
    account.take(Number(told));
    const unfolded = new Uint8Array(Number(told));
    if (!codec(folded, unfolded)) throw damaged(`a buffer does not unfold to ${told} bytes`);
    return new DataView(unfolded.buffer);
  }

  return {
    length,
    account,
    node() {
      if (node >= nodes.length || nodes.at(node)[0] !== length) throw damaged("a column has other rows than its batch");
      node++;
    },
    buffer() {
      if (buffer >= buffers.length) throw damaged("a buffer is missing");
      const [start, count] = buffers.at(buffer++);
      if (!(start >= 0 && count >= 0 && start + count <= body.length))
        throw damaged("a buffer is outside of its batch");
      return viewOf(body.subarray(start, start + count));
    },
    viewCount() {
      const count = views[view++];
      if (count === undefined || !(count >= 0 && count <= buffers.length)) throw damaged("a buffer is missing");
      return count;
    },
    skip(nodeCount, bufferCount) {
      node += nodeCount;
      if (node > nodes.length) throw damaged("a column is missing");
      buffer += bufferCount;
    },
  };
}

export function skipField(batch: Batch, { nodeCount, bufferCount, viewCount }: ArrowField): void {
  let more = 0;
  for (let i = 0; i < viewCount; i++) more += batch.viewCount();
  batch.skip(nodeCount, bufferCount + more);
}

type Put = (row: number, told: Told) => void;

/** Puts each value of a column; nothing where a row has none. */
export function valuesOf(batch: Batch, { kind, dictionary }: ArrowField, dictionaries: Dictionaries, put: Put): void {
  batch.node();
  if ("refused" in kind || (dictionary === undefined && "isNull" in kind)) return;
  const isThere = presence(batch);
  const tell =
    dictionary === undefined ? tellerOf(batch, kind as Fixed | Texts) : byDictionary(batch, dictionary, dictionaries);
  for (let row = 0; row < batch.length; row++) {
    if (!isThere(row)) continue;
    const told = tell(row);
    if (told !== undefined) put(row, told);
  }
}

/** An empty buffer says that all are there. */
function presence(batch: Batch): (row: number) => boolean {
  const bits = batch.buffer();
  if (bits.byteLength === 0) return () => true;
  require(bits, Math.ceil(batch.length / 8));
  return (row) => bitAt(bits, row);
}

function bitAt(bits: DataView, at: number): boolean {
  return ((bits.getUint8(at >> 3) >> (at & 7)) & 1) === 1;
}

function require(buffer: DataView, length: number): void {
  if (buffer.byteLength < length) throw damaged(`a buffer of ${buffer.byteLength} bytes, where ${length} are needed`);
}

type Teller = (row: number) => Told | undefined;

function byDictionary(batch: Batch, { id, index }: { id: number; index: Fixed }, dictionaries: Dictionaries): Teller {
  const places = fixedTeller(batch, index);
  const dictionary = dictionaries.get(id);
  if (dictionary === undefined) throw damaged("a dictionary is missing");
  return (row) => {
    const place = Number(places(row));
    if (!(place >= 0 && place < dictionary.length))
      throw damaged(`entry ${place} of a dictionary of ${dictionary.length}`);
    return dictionary[place];
  };
}

function tellerOf(batch: Batch, kind: Fixed | Texts): Teller {
  if (!("offsetBits" in kind)) return fixedTeller(batch, kind);
  return kind.offsetBits === "views" ? viewTeller(batch) : textTeller(batch, kind.offsetBits);
}

function fixedTeller(batch: Batch, { bits, tell, of }: Fixed): Teller {
  const values = batch.buffer();
  require(values, Math.ceil((batch.length * bits) / 8));
  if (bits === 1) return (row) => bitAt(values, row);
  if (of === "texts") batch.account.take(TEXT_BYTES * batch.length);
  return (row) => tell(values, (row * bits) / 8);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

function textOf({ account }: Batch, buffer: DataView, start: number, length: number): string {
  if (!(start >= 0 && length >= 0 && start + length <= buffer.byteLength))
    throw damaged("a text outside of its buffer");
  account.take(TEXT_BYTES + length);
  try {
    return decoder.decode(new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset + start, length));
  } catch {
    throw damaged("a text is no UTF-8");
  }
}

function textTeller(batch: Batch, bits: 32 | 64): Teller {
  const offsets = batch.buffer();
  const texts = batch.buffer();
  require(offsets, ((batch.length + 1) * bits) / 8);
  const offset = (i: number) =>
    bits === 32 ? offsets.getInt32(4 * i, true) : Number(offsets.getBigInt64(8 * i, true));
  return (row) => textOf(batch, texts, offset(row), offset(row + 1) - offset(row));
}

const VIEW_BYTES = 16;
const INLINE_LENGTH_MAX = 12;

/** Short ones stand in their view, others in one of the buffers after it. */
function viewTeller(batch: Batch): Teller {
  const views = batch.buffer();
  const buffers = Array.from({ length: batch.viewCount() }, () => batch.buffer());
  require(views, VIEW_BYTES * batch.length);
  return (row) => {
    const at = VIEW_BYTES * row;
    const length = views.getInt32(at, true);
    if (length <= INLINE_LENGTH_MAX) return textOf(batch, views, at + 4, length);
    const buffer = buffers[views.getInt32(at + 8, true)];
    if (buffer === undefined) throw damaged("a text outside of its buffer");
    return textOf(batch, buffer, views.getInt32(at + 12, true), length);
  };
}
