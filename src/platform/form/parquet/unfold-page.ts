// The bytes of a page as they were before they were folded: exactly as many as the page tells, whatever the folded ones stand for.
import { unfoldGzip } from "../codec/gzip.ts";
import { unfoldLz4, unfoldLz4Hadoop } from "../codec/lz4.ts";
import { unfoldSnappy } from "../codec/snappy.ts";
import { unfoldZstd } from "../codec/zstd.ts";
import { unusable } from "../records.ts";
import { damaged } from "./byte-reader.ts";

const NAMES = ["none", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];
const KNOWN = "SNAPPY, GZIP, ZSTD, LZ4 and none are";

/** What a codec is called in the format's own list. */
export function codecName(codec: number): string {
  return NAMES[codec] ?? `number ${codec}`;
}

type Unfold = (folded: Uint8Array, into: Uint8Array) => boolean | Promise<boolean>;

const CODECS: Record<string, Unfold> = {
  SNAPPY: unfoldSnappy,
  GZIP: unfoldGzip,
  LZ4: unfoldLz4Hadoop,
  LZ4_RAW: unfoldLz4,
  ZSTD: unfoldZstd,
};

interface Told {
  codec: number;
  length: number;
  /** Of the column. */
  name: string;
}

export async function unfoldPage(folded: Uint8Array, { codec, length, name }: Told): Promise<Uint8Array> {
  if (codec === 0) {
    if (folded.length !== length) throw damaged(`a page of ${folded.length} bytes tells ${length}`);
    return folded;
  }
  const told = codecName(codec);
  const unfold = CODECS[told];
  if (unfold === undefined) throw unusable(name, `folded by ${told}, which is not read: ${KNOWN}`);
  const into = new Uint8Array(length);
  // Nothing is no stream of any codec, and some write it so.
  if (length === 0 || (await unfold(folded, into))) return into;
  throw damaged(`a page of column ${name} is no ${told} of ${length} bytes`);
}
