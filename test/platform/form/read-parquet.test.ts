// Parquet as it is written by DuckDB, and byte by byte where DuckDB does not write so.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Frame } from "../../../src/platform/form/frame.ts";
import { readParquet } from "../../../src/platform/form/parquet/read-parquet.ts";
import {
  bytesOf,
  dataPage,
  deltas,
  dictionaryPage,
  type FileColumn,
  flag,
  int,
  parquetFile,
  runOf,
} from "../../support/parquet-file.ts";

const golden = new URL("../../golden/parquet/", import.meta.url);
const read = (name: string) => new Uint8Array(readFileSync(new URL(name, golden)));
const all = () => true;

const columnsOf = ({ columns, values }: Frame) =>
  Object.fromEntries(columns.map((name, j) => [name, Array.from(values[j] as ArrayLike<unknown>)]));

const iso = (ms: number, length = 19) => new Date(ms).toISOString().slice(0, length);
const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0);

/** What test/golden/parquet.mjs writes. */
const ROW: Record<string, (i: number) => unknown> = {
  index: (i) => i,
  double: (i) => (i % 7 === 3 ? Number.NaN : i * 1.5),
  single: (i) => i / 8,
  int32: (i) => i - 20,
  int64: (i) => i * 1_000_000_007,
  uint8: (i) => i % 250,
  uint32: (i) => 4_294_967_295 - i,
  uint64: (i) => 3 * i,
  boolean: (i) => i % 3 === 0,
  text: (i) => ["red", "grün", "", null][i % 4],
  name: (i) => `name ${i}`,
  level: (i) => ["a", "b"][i % 2],
  decimal4: (i) => i / 100,
  decimal8: (i) => (i * 12_345_678_901) / 1000,
  decimal16: (i) => i * -3.25 || 0,
  date: (i) => iso(FIRST + i * DAY, 10),
  micros: (i) => iso(FIRST + i * 900_000),
  nanos: (i) => iso(FIRST + 123 + i * 1000, 23),
  millis: (i) => iso(-500 - i * 3_600_000, 23),
  instant: (i) => `${iso(FIRST + i * 3_600_000)}Z`,
  missing: () => Number.NaN,
};

describe("a Parquet file", () => {
  const files = readdirSync(golden).filter((name) => /-v[12]\.parquet$/.test(name) && !name.startsWith("brotli"));

  it.each(files)("%s is read as it was written", async (name) => {
    const frame = await readParquet(read(name), all);
    const expected = Object.entries(ROW).map(([column, of]) => [column, Array.from({ length: 40 }, (_, i) => of(i))]);
    expect(columnsOf(frame)).toEqual(Object.fromEntries(expected));
    expect(frame.values.map((values) => values instanceof Float64Array)).toEqual(
      Object.values(ROW).map((of) => typeof of(0) === "number"),
    );
    expect([frame.rowCount, frame.placeOf(0)]).toEqual([40, "row 1"]);
  });

  it("is read over several row groups", async () => {
    const frame = await readParquet(read("row-groups.parquet"), all);
    const rows = Array.from({ length: 5000 }, (_, i) => i);
    expect(columnsOf(frame)).toEqual({ i: rows, text: rows.map((i) => `row ${i % 100}`) });
  });

  it("is read as far as it is wanted, and refused by the name of what no cell holds", async () => {
    const odd = read("refused.parquet");
    expect(columnsOf(await readParquet(odd, (name) => name === "x"))).toEqual({ x: [1] });
    const told = {
      uuid: "holds UUIDs",
      list: "holds other columns, or several values a row",
      struct: "holds other columns, or several values a row",
      time: "holds times of day",
      interval: "holds intervals",
      blob: "holds bytes that are not said to be text",
      json: "holds JSON",
    };
    for (const [column, what] of Object.entries(told))
      await expect(readParquet(odd, (name) => name === column)).rejects.toMatchObject({
        code: "invalid",
        message: `Cannot use the table: ${column}: the column ${what}; columns= leaves it out`,
      });
  });
});

const [BOOLEAN, INT32, INT64, INT96, DOUBLE, BYTES, FIXED] = [0, 1, 2, 3, 5, 6, 7];
const UTF8 = 0;

async function valuesOf(count: number, column: Omit<FileColumn, "name">): Promise<unknown[]> {
  const frame = await readParquet(parquetFile(count, [{ name: "x", ...column }]), all);
  return columnsOf(frame).x as unknown[];
}

describe("a column that DuckDB does not write", () => {
  it("holds texts by what they share with those before", async () => {
    const body = [...deltas([0, 3, 2, 0]), ...deltas([5, 2, 0, 1]), ...Buffer.from("aprilezx")];
    const pages = [dataPage({ count: 4, encoding: 7, body })];
    expect(await valuesOf(4, { type: BYTES, converted: UTF8, pages })).toEqual(["april", "aprez", "ap", "x"]);
  });

  it("holds times of the old kind, and times that say no offset", async () => {
    const raw = new DataView(new ArrayBuffer(12));
    raw.setBigInt64(0, 3_600_000_000_000n + 5_999_999n, true);
    raw.setInt32(8, 2_440_588 + 1, true);
    const int96 = [dataPage({ count: 1, body: bytesOf(raw) })];
    expect(await valuesOf(1, { type: INT96, pages: int96 })).toEqual(["1970-01-02T01:00:00.005"]);
    const pages = [dataPage({ count: 1, body: bytesOf(BigInt64Array.of(-1n)) })];
    const TIMESTAMP_MICROS = 10;
    expect(await valuesOf(1, { type: INT64, converted: TIMESTAMP_MICROS, pages })).toEqual([
      "1969-12-31T23:59:59.999Z",
    ]);
  });

  it("holds numbers of half precision, and decimals of many digits", async () => {
    const half = [dataPage({ count: 2, body: [0, 0x3e, 0, 0xfe] })];
    expect(await valuesOf(2, { type: FIXED, width: 2, logical: [15, []], pages: half })).toEqual([1.5, Number.NaN]);
    const decimal = [dataPage({ count: 2, body: [0, 0, 0, 123, 255, 255, 255, 133] })];
    const logical: FileColumn["logical"] = [5, [int(1, 1), int(2, 9)]];
    expect(await valuesOf(2, { type: FIXED, width: 4, logical, pages: decimal })).toEqual([12.3, -12.3]);
  });

  it("holds whole numbers up to 2^53, and no others", async () => {
    const column = (value: bigint, logical: FileColumn["logical"]) => ({
      type: INT64,
      ...(logical && { logical }),
      pages: [dataPage({ count: 2, body: bytesOf(BigInt64Array.of(1n, value)) })],
    });
    const unsigned: FileColumn["logical"] = [10, [int(1, 64), flag(2, false)]];
    expect(await valuesOf(2, column(-9_007_199_254_740_991n, undefined))).toEqual([1, -9_007_199_254_740_991]);
    for (const [value, logical, told] of [
      [9_007_199_254_740_992n, undefined, "9007199254740992"],
      [-1n, unsigned, "18446744073709551615"],
      [9_007_199_254_740_993n, [5, [int(1, 0), int(2, 18)]], "9007199254740993"],
    ] as const)
      await expect(valuesOf(2, column(value, logical as FileColumn["logical"]))).rejects.toMatchObject({
        message: `Cannot use the table: row 2, column x: ${told} is no number that can be held exactly: whole ones are, up to 2^53; columns= leaves it out`,
      });
  });

  it("holds what is missing, infinite or no number", async () => {
    const body = [
      6,
      0,
      0,
      0,
      ...runOf(1, 1),
      ...runOf(1, 0),
      ...runOf(2, 1),
      ...bytesOf(Float64Array.of(1, Infinity, NaN)),
    ];
    const pages = [dataPage({ count: 4, body })];
    expect(await valuesOf(4, { type: DOUBLE, repetition: 1, pages })).toEqual([1, NaN, Infinity, NaN]);
  });

  it("has the texts of its dictionary once in memory", async () => {
    const words = [2, 0, 0, 0, ...Buffer.from("no"), 3, 0, 0, 0, ...Buffer.from("yes")];
    const pages = [
      dictionaryPage({ count: 2, body: words }),
      dataPage({ count: 100_000, encoding: 8, body: [1, ...runOf(100_000, 1)] }),
    ];
    const columns = Array.from({ length: 40 }, (_, j) => ({ name: `x${j}`, type: BYTES, converted: UTF8, pages }));
    const frame = await readParquet(parquetFile(100_000, columns), all);
    expect(frame.values.every((values) => values[0] === "yes" && values[99_999] === "yes")).toBe(true);
  });
});

const plain = (count: number) => [dataPage({ count, body: new Uint8Array(8 * count) })];
const nested = (depth: number) => [...new Array(depth).fill(0x1c), ...new Array(depth + 1).fill(0)];
const one = (column: Omit<FileColumn, "name">, count = 8) => parquetFile(count, [{ name: "x", ...column }]);
const doubles = (pages: FileColumn["pages"], codec = 0) => one({ type: DOUBLE, codec, pages });
const magic = (told: string) => Uint8Array.from([...doubles(plain(8)).slice(0, -4), ...Buffer.from(told)]);
const HUGE = 2 ** 31 - 1;

/** What a hostile file tells, and what is told of it. Each was a hang, or took all memory, where the numbers are believed. */
const REFUSED: [what: string, file: () => Uint8Array, told: RegExp][] = [
  ["no Parquet", () => new Uint8Array(100), /does not end with PAR1/],
  ["nothing", () => new Uint8Array(0), /does not end with PAR1/],
  ["an encrypted footer", () => magic("PARE"), /the file is encrypted/],
  ["no rows", () => parquetFile(0, [{ name: "x", type: DOUBLE, pages: [] }]), /no rows/],
  ["too many rows", () => parquetFile(8, [], { rowCount: 100_001 }), /100001 rows are more than the 100000/],
  ["other rows than its groups", () => parquetFile(8, [], { rowCount: 9 }), /other rows than it tells/],
  [
    "too many columns",
    () => parquetFile(1, new Array(2_049).fill({ name: "x", type: DOUBLE, pages: plain(1) })),
    /2049 columns/,
  ],
  [
    "two columns of a name",
    () => parquetFile(1, new Array(2).fill({ name: "x", type: DOUBLE, pages: plain(1) })),
    /"x" names two/,
  ],
  ["a structure too deep", () => parquetFile(8, [], { fields: [[9, 12, nested(20_000)]] }), /structures are too deep/],
  [
    "a list longer than the file",
    () => parquetFile(8, [], { fields: [[9, 9, [0xfc, 255, 255, 255, 255, 15]]] }),
    /ends too early/,
  ],
  [
    "a number too long",
    () => parquetFile(8, [], { fields: [[9, 6, new Array(50_000).fill(128)]] }),
    /number is too long/,
  ],
  ["a codec of no name", () => doubles(plain(8), 9), /folded by number 9, which is not read/],
  ["Brotli", () => doubles(plain(8), 4), /folded by BROTLI, which is not read: SNAPPY, GZIP, ZSTD, LZ4 and none are/],
  ["more values than rows", () => doubles([dataPage({ count: HUGE, body: [] })]), /2147483647 values where 8 are left/],
  [
    "a page of 2 GB",
    () => doubles([dataPage({ count: 8, length: HUGE, body: [0] })], 1),
    /at most 16777216 are accepted/,
  ],
  [
    "a page that is longer",
    () => doubles([dataPage({ count: 8, length: 65, body: new Uint8Array(64) })]),
    /64 bytes tells 65/,
  ],
  ["no pages", () => doubles([]), /ends too early|bytes are told/],
  ["too many pages", () => one({ type: DOUBLE, pages: new Array(8_193).fill(plain(1)[0]) }, 8_193), /8192 pages/],
  [
    "a run too long",
    () => one({ type: DOUBLE, repetition: 1, pages: [dataPage({ count: 8, body: [5, 0, 0, 0, ...runOf(HUGE, 0)] })] }),
    /a run of \d+ where 8 are left/,
  ],
  [
    "an entry that its dictionary lacks",
    () =>
      doubles([
        dictionaryPage({ count: 1, body: new Uint8Array(8) }),
        dataPage({ count: 8, encoding: 8, body: [1, ...runOf(8, 1)] }),
      ]),
    /entry 1 of a dictionary of 1/,
  ],
  [
    "no dictionary",
    () => doubles([dataPage({ count: 8, encoding: 8, body: [1, ...runOf(8, 1)] })]),
    /dictionary of column x is missing/,
  ],
  [
    "a dictionary of 2 billion",
    () => doubles([dictionaryPage({ count: HUGE, body: [] })]),
    /a dictionary of 2147483647 values/,
  ],
  [
    "numbers of 40 bits",
    () =>
      doubles([
        dictionaryPage({ count: 1, body: new Uint8Array(8) }),
        dataPage({ count: 8, encoding: 8, body: [40, ...runOf(8, 0)] }),
      ]),
    /numbers of 40 bits/,
  ],
  [
    "other differences",
    () => one({ type: INT32, pages: [dataPage({ count: 8, encoding: 5, body: deltas([1, 2, 3], HUGE) })] }),
    /2147483647 differences where 8/,
  ],
  [
    "blocks of no size",
    () => one({ type: INT32, pages: [dataPage({ count: 8, encoding: 5, body: [0, 4, 8, 0] })] }),
    /4 parts of a block of 0/,
  ],
  [
    "texts that share too much",
    () =>
      one(
        {
          type: BYTES,
          converted: UTF8,
          pages: [dataPage({ count: 2, encoding: 7, body: [...deltas([0, 99]), ...deltas([1, 1]), 97, 98] })],
        },
        2,
      ),
    /shares 99 bytes with one of 1/,
  ],
  [
    "an encoding of no name",
    () => doubles([dataPage({ count: 8, encoding: 10, body: [] })]),
    /in a way that is not read \(encoding 10/,
  ],
  [
    "a text of no UTF-8",
    () => one({ type: BYTES, converted: UTF8, pages: [dataPage({ count: 1, body: [1, 0, 0, 0, 255] })] }, 1),
    /no UTF-8/,
  ],
  ["dates in bytes", () => one({ type: DOUBLE, converted: 6, pages: plain(8) }), /values of date are no DOUBLE/],
  [
    "a year of five digits",
    () => one({ type: INT32, converted: 6, pages: [dataPage({ count: 1, body: [0, 0, 0, 127] })] }, 1),
    /row 1, column x: a time outside of the years/,
  ],
  ["several values a row", () => one({ type: BOOLEAN, repetition: 2, pages: [] }), /several values a row/],
];

describe("a file is refused that has", () => {
  it.each(REFUSED)("%s", async (_, file, told) => {
    await expect(readParquet(file(), all)).rejects.toMatchObject({
      name: "AppError",
      message: expect.stringMatching(told),
    });
  });

  it("columns that lie over each other", async () => {
    const x = { name: "x", type: DOUBLE, pages: plain(1_000) };
    const others = Array.from({ length: 9 }, (_, j) => ({ name: `y${j}`, type: DOUBLE, pages: [], start: 4 }));
    await expect(readParquet(parquetFile(1_000, [x, ...others]), all)).rejects.toMatchObject({
      message: expect.stringMatching(/lie over each other/),
    });
  });

  it("texts that take more than is held, though few bytes tell them", async () => {
    const counts = Array.from({ length: 12_000 }, (_, i) => i);
    const body = [...deltas(counts), ...deltas(counts.map(() => 1)), ...counts.map(() => 97)];
    const pages = [dataPage({ count: counts.length, encoding: 7, body })];
    const file = one({ type: BYTES, converted: UTF8, pages }, counts.length);
    await expect(readParquet(file, all)).rejects.toMatchObject({
      message: expect.stringMatching(/50331648 bytes .* unfolded/),
    });
  });
});
