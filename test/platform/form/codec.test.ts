// What other programs folded is unfolded to the same bytes; what nobody folded is refused, and takes no longer than what it may become.
import { gzipSync, constants as zlib, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { uniform } from "../../../src/engine/math/random.ts";
import { unfold, unfoldGzip } from "../../../src/platform/form/codec/gzip.ts";
import { unfoldLz4, unfoldLz4Hadoop } from "../../../src/platform/form/codec/lz4.ts";
import { unfoldSnappy } from "../../../src/platform/form/codec/snappy.ts";
import { unfoldZstd } from "../../../src/platform/form/codec/zstd.ts";

const text = (value: string) => new Uint8Array(Buffer.from(value));

type Unfold = (folded: Uint8Array, into: Uint8Array) => boolean | Promise<boolean>;

async function unfolded(unfold: Unfold, folded: ArrayLike<number>, length: number): Promise<string | null> {
  const into = new Uint8Array(length);
  return (await unfold(Uint8Array.from(folded), into)) ? Buffer.from(into).toString() : null;
}

describe("Zstandard", () => {
  const random = uniform(1);
  const kinds: [what: string, byte: (i: number) => number][] = [
    ["of one byte", () => 7],
    ["of chance", () => random() * 256],
    ["of four letters", () => random() * 4],
    ["of few bytes that are common", () => random() ** 4 * 200],
    ["of steps", (i) => i >> 3],
    ["of a pattern with gaps", (i) => (i % 97 < 90 ? 65 + (i % 97) : random() * 256)],
  ];
  const lengths = [0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 200, 5_000, 131_071, 131_072, 131_073, 300_000];

  it.each(kinds)("%s is unfolded at each length and level", (_, byte) => {
    for (const length of lengths)
      for (const level of length > 100_000 ? [3] : [-5, 1, 3, 19]) {
        const bytes = Uint8Array.from({ length }, (_, i) => byte(i));
        const params = { [zlib.ZSTD_c_compressionLevel]: level, [zlib.ZSTD_c_checksumFlag]: length % 2 };
        const folded = new Uint8Array(zstdCompressSync(bytes, { params }));
        const into = new Uint8Array(length);
        expect([level, length, unfoldZstd(folded, into)]).toEqual([level, length, true]);
        expect(Buffer.compare(into, bytes)).toBe(0);
        expect(unfoldZstd(folded, new Uint8Array(length + 1))).toBe(false);
        if (length > 0) expect(unfoldZstd(folded, new Uint8Array(length - 1))).toBe(false);
      }
  });

  it("of several frames, and with what is to be passed over, is unfolded", async () => {
    const frames = [
      ...zstdCompressSync("one "),
      ...[0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9],
      ...zstdCompressSync("two"),
    ];
    expect(await unfolded(unfoldZstd, frames, 7)).toBe("one two");
  });

  it("that stands for a hundred thousand times as much as it may is refused at once", () => {
    // One literal, then 98,047 copies of 65,539 bytes each: of one code, which takes no bits, and lengths from before the stream begins.
    const block = [0b1001, 97, 0xff, 0xff, 0xff, 0b01010100, 0, 0, 52, 1];
    const header = block.length * 8 + 2 * 2 + 1;
    const folded = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, header & 255, header >> 8, 0, ...block];
    expect(unfoldZstd(Uint8Array.from(folded), new Uint8Array(1_000))).toBe(false);
  });

  it("copies what stands before, and nothing from before that", async () => {
    // One literal and a copy of three, each of one code: its offset is 2^code and as many bits, less three.
    const frame = (code: number, bits: number) => [
      ...[0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 8 * 8 + 5, 0, 0],
      ...[0b1001, 97, 1, 0b01010100, 1, code, 0, bits],
    ];
    expect(await unfolded(unfoldZstd, frame(2, 0b100), 4)).toBe("aaaa");
    expect(await unfolded(unfoldZstd, frame(2, 0b101), 4)).toBe(null);
    expect(await unfolded(unfoldZstd, frame(3, 0b1000), 4)).toBe(null);
  });

  it("that is spoilt is refused, or unfolds to as many bytes", () => {
    const folded = new Uint8Array(zstdCompressSync(Uint8Array.from({ length: 3_000 }, () => random() ** 3 * 90)));
    let refused = 0;
    for (let n = 0; n < 3_000; n++) {
      const spoilt = folded.slice(0, n % 5 === 0 ? random() * folded.length : folded.length);
      spoilt[Math.floor(random() * 60)] = random() * 256;
      if (!unfoldZstd(spoilt, new Uint8Array(3_000))) refused++;
    }
    expect(refused).toBeGreaterThan(1_500);
  });
});

/** By hand, after the formats' descriptions. */
const CASES: [what: string, unfold: Unfold, folded: ArrayLike<number>, unfolded: string | null][] = [
  ["Snappy: written out", unfoldSnappy, [3, 2 << 2, 97, 98, 99], "abc"],
  ["Snappy: a copy over itself", unfoldSnappy, [9, 0, 97, (4 << 2) | 1, 1], "aaaaaaaaa"],
  ["Snappy: a copy by two bytes", unfoldSnappy, [6, 1 << 2, 97, 98, (3 << 2) | 2, 2, 0], "ababab"],
  ["Snappy: a copy by four bytes", unfoldSnappy, [6, 1 << 2, 97, 98, (3 << 2) | 3, 2, 0, 0, 0], "ababab"],
  ["Snappy: a length in a byte of its own", unfoldSnappy, [61, 60 << 2, 60, ...new Array(61).fill(97)], "a".repeat(61)],
  ["Snappy: from before the beginning", unfoldSnappy, [9, 0, 97, (4 << 2) | 1, 2], null],
  ["Snappy: from nowhere", unfoldSnappy, [9, 0, 97, (4 << 2) | 1, 0], null],
  ["Snappy: too short", unfoldSnappy, [9, 0, 97], null],
  ["Snappy: too long", unfoldSnappy, [1, 1 << 2, 97, 98], null],
  ["Snappy: cut", unfoldSnappy, [9, 0, 97, (4 << 2) | 2, 1], null],
  ["Snappy: a length past the end", unfoldSnappy, [9, 63 << 2, 255, 255, 255, 255, 97], null],
  ["LZ4: written out", unfoldLz4, [3 << 4, 97, 98, 99], "abc"],
  ["LZ4: a copy over itself", unfoldLz4, [(1 << 4) | 4, 97, 1, 0, 1 << 4, 98], `${"a".repeat(9)}b`],
  [
    "LZ4: long lengths",
    unfoldLz4,
    [0xff, 0, ...text("abcdefghijklmno"), 15, 0, 255, 1, 0],
    "abcdefghijklmno".repeat(20).slice(0, 290),
  ],
  ["LZ4: from before the beginning", unfoldLz4, [1 << 4, 97, 2, 0, 1 << 4, 98], null],
  ["LZ4: from nowhere", unfoldLz4, [1 << 4, 97, 0, 0, 1 << 4, 98], null],
  ["LZ4: too short", unfoldLz4, [1 << 4, 97], null],
  ["LZ4: lengths without end", unfoldLz4, new Array(100_000).fill(255), null],
  ["LZ4 of Hadoop: two parts", unfoldLz4Hadoop, [0, 0, 0, 1, 0, 0, 0, 2, 16, 97, 0, 0, 0, 1, 0, 0, 0, 2, 16, 98], "ab"],
  ["LZ4 of Hadoop: one block", unfoldLz4Hadoop, [2 << 4, 97, 98], "ab"],
  ["LZ4 of Hadoop: a part past the end", unfoldLz4Hadoop, [0, 0, 0, 1, 0, 0, 0, 200, 16, 97], null],
  ["gzip", unfoldGzip, gzipSync("abc"), "abc"],
  ["gzip: too long", unfoldGzip, gzipSync("a".repeat(1_000_000)), null],
  ["gzip: cut", unfoldGzip, gzipSync("abc").subarray(0, -9), null],
  ["gzip: none", unfoldGzip, text("abc"), null],
];

describe("unfolded by hand", () => {
  it.each(CASES)("%s", async (_, codec, folded, expected) => {
    const told = expected === null ? 9 : Buffer.byteLength(expected);
    expect(await unfolded(codec, folded, told)).toBe(expected);
  });

  it("gzip of any length, up to a bound", async () => {
    const folded = new Uint8Array(gzipSync("a".repeat(1_000_000)));
    expect((await unfold(folded, 1_000_000)).length).toBe(1_000_000);
    await expect(unfold(folded, 999_999)).rejects.toMatchObject({ code: "too_large" });
    await expect(unfold(folded.subarray(0, 100), 1_000_000)).rejects.toMatchObject({ code: "malformed_body" });
  });
});
