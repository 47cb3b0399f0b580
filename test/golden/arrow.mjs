// Makes test/golden/arrow/*: `npm install --no-save parquet-wasm@0.8.0 apache-arrow@21.2.0`, then `node test/golden/arrow.mjs`. Of arrow-rs,
// by parquet-wasm, what test/golden/parquet holds; of Arrow's JavaScript what arrow-rs does not make of that.
import { readFileSync, writeFileSync } from "node:fs";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import * as arrow from "apache-arrow";
import { readParquet } from "parquet-wasm";

const put = (name, bytes) => writeFileSync(`test/golden/arrow/${name}`, bytes);
const rows = new Uint8Array(readFileSync("test/golden/parquet/snappy-v1.parquet"));
put("rows.arrows", readParquet(rows).intoIPCStream());

const of = (values, type) => arrow.vectorFromArray(values, type);
const table = new arrow.Table({
  level: of(["low", "high", null, "low"], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8())),
  list: of([[1, 2], [], null, [3]], new arrow.List(new arrow.Field("item", new arrow.Int32(), true))),
  struct: of([{ a: 1 }, { a: 2 }, { a: 3 }, null], new arrow.Struct([new arrow.Field("a", new arrow.Utf8(), true)])),
  large: of(["a", "", null, "ü"], new arrow.LargeUtf8()),
  view: of(["a", "a text of more than twelve letters", null, "ü"], new arrow.Utf8View()),
  half: of([1.5, -2, null, 0.25], new arrow.Float16()),
  int8: of([-1, 2, null, 3], new arrow.Int8()),
  uint16: of([65535, 2, null, 3], new arrow.Uint16()),
  flag: of([true, false, null, true], new arrow.Bool()),
  day: of([new Date(0), new Date(86_400_000), null, new Date(-1)], new arrow.DateMillisecond()),
  second: of([0, 1_000, null, -1_000], new arrow.TimestampSecond()),
  nothing: of([null, null, null, null], new arrow.Null()),
  time: of([1, 2, null, 3], new arrow.TimeMillisecond()),
  binary: of([new Uint8Array(1), null, null, null], new arrow.Binary()),
});
put("kinds.arrows", arrow.tableToIPC(table, "stream"));
put("kinds.arrow", arrow.tableToIPC(table, "file"));

const codec = { encode: (bytes) => zstdCompressSync(bytes), decode: (bytes) => zstdDecompressSync(bytes) };
arrow.compressionRegistry.set(arrow.CompressionType.ZSTD, codec);
const numbers = new arrow.Table({
  x: of(Array.from({ length: 1_000 }, (_, i) => i / 4), new arrow.Float64()),
  text: of(Array.from({ length: 1_000 }, (_, i) => `text ${i % 9}`), new arrow.Utf8()),
});
const writer = new arrow.RecordBatchStreamWriter({ compressionType: arrow.CompressionType.ZSTD });
writer.writeAll(numbers);
const folded = Buffer.from(await writer.toUint8Array());
// Before each buffer stands how long it is unfolded; this writer puts how long it is folded.
const FRAME = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);
for (let at = folded.indexOf(FRAME); at >= 0; at = folded.indexOf(FRAME, at + 1))
  folded.writeBigInt64LE(BigInt(zstdDecompressSync(folded.subarray(at)).length), at - 8);
put("zstd.arrows", folded);
