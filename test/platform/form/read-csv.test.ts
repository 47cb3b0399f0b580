// CSV into frames: by hand, against a plain reader, cut anywhere, and spoilt.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uniform } from "../../../src/engine/math/random.ts";
import { AppError } from "../../../src/error.ts";
import { type CsvOptions, csvReader } from "../../../src/platform/form/csv/read-csv.ts";
import { readCsv } from "../../../src/platform/form/csv/read-whole-csv.ts";
import type { Frame } from "../../../src/platform/form/frame.ts";
import { CSV_CELL_BYTES_MAX, CSV_RECORD_BYTES_MAX } from "../../../src/platform/schema/limit.ts";
import { readPlainCsv } from "../../support/csv-reference.ts";
import { wasmKernel } from "../../support/kernels.ts";

const kernel = wasmKernel();
const LIMITS = { columnsMax: 1_024, rowsMax: 1_000_000 };
const utf8 = (text: string) => new TextEncoder().encode(text);

describe("a CSV", () => {
  it.each([
    ["numbers", "a,b\n1,2.5\n-3,4e2\n", { a: [1, -3], b: [2.5, 400] }],
    ["no line end at its end", "a,b\n1,2", { a: [1], b: [2] }],
    ["lines that end as on Windows", "a,b\r\n1,2\r\n3,4\r\n", { a: [1, 3], b: [2, 4] }],
    ["lines that end as on an old Mac", "a,b\r1,2\r3,4\r", { a: [1, 3], b: [2, 4] }],
    ["a byte order mark", "\ufeffa,b\n1,2\n", { a: [1], b: [2] }],
    ["semicolons and decimal commas", "a;b\n1,5;2\n;-3,25\n", { a: [1.5, Number.NaN], b: [2, -3.25] }],
    ["semicolons and decimal points", "a;b\n1.5;2\n", { a: [1.5], b: [2] }],
    ["tabs", "a\tb\n1\t\n\t2\n", { a: [1, Number.NaN], b: [Number.NaN, 2] }],
    ["bars", "a|b\n1|x y\n", { a: [1], b: ["x y"] }],
    ["one column", "a\n1\n2\n", { a: [1, 2] }],
    ["missing values", "a,b\nNA,\nnan,null\nNaN,NULL\n1,2\n", { a: [NaN, NaN, NaN, 1], b: [NaN, NaN, NaN, 2] }],
    [
      "missing texts, and words in quotes, which are texts",
      'a\nx\n""\nNA\n"NA"\n"null"\n#N/A\n',
      {
        a: ["x", null, null, "NA", "null", "#N/A"],
      },
    ],
    ["numbers in a column of text, as they were written", "a\n007\nx\n1.50\n", { a: ["007", "x", "1.50"] }],
    [
      "quotes",
      'a,b\n"x, y","he said ""yes"""\n"1","two\nlines"\n',
      { a: ["x, y", "1"], b: ['he said "yes"', "two\nlines"] },
    ],
    ["quotes within a bare cell", 'a,b\n5" pipe,1\n', { a: ['5" pipe'], b: [1] }],
    ["blanks around cells and quotes", 'a , b\n 1 ,\t" x "\t\n', { a: [1], b: [" x "] }],
    ["blank lines", "\n\na,b\n\n1,2\n  \n3,4\n\n", { a: [1, 3], b: [2, 4] }],
    ["a delimiter at the end of each line", "a,b,\n1,2,\n3,4,\n", { a: [1, 3], b: [2, 4] }],
    ["an index without a name", ",a\n0,5\n1,6\n", { index: [0, 1], a: [5, 6] }],
    ["columns called by numbers, after an index", ",0,1\n0,5,6\n", { index: [0], "0": [5], "1": [6] }],
    ["names in quotes", '"T, out","say ""x"""\n1,2\n', { "T, out": [1], 'say "x"': [2] }],
    ["letters of all kinds", "größe,名\n1,日本語のテキスト\n2,ñ\n", { größe: [1, 2], 名: ["日本語のテキスト", "ñ"] }],
    ["truth values, which stay text", "a\nTRUE\nfalse\n", { a: ["TRUE", "false"] }],
    ["thousands parted, which stay text", "a;b\n1.234,5;1,5\n", { a: ["1.234,5"], b: [1.5] }],
    ["numbers too large", "a\n1e400\n", { a: [Number.POSITIVE_INFINITY] }],
    // RFC 4180, section 2.
    [
      "the RFC's example of quotes",
      'aaa,b,ccc\r\n"aaa","b \r\nbb","ccc"\r\nzzz,yyy,xxx\r\n',
      {
        ...{ aaa: ["aaa", "zzz"], b: ["b \r\nbb", "yyy"], ccc: ["ccc", "xxx"] },
      },
    ],
    ["the RFC's example of doubled quotes", 'a,b,c\r\n"aaa","b""bb","ccc"', { a: ["aaa"], b: ['b"bb'], c: ["ccc"] }],
  ] as [string, string, Record<string, unknown[]>][])("with %s", (_, text, expected) => {
    expect(asObject(read(text))).toEqual(expected);
  });

  it("says on which line a row begins", () => {
    const frame = read('a,b\n1,"x\ny"\n\n2,z\r\n3,"\r\r\n"\n4,w\n');
    expect([0, 1, 2, 3].map(frame.placeOf)).toEqual(["line 2", "line 5", "line 6", "line 9"]);
  });

  it("says whether its first column had a name", () => {
    expect([read(",a\n0,5\n").hasIndex, read("i,a\n0,5\n").hasIndex]).toEqual([true, undefined]);
  });

  it("leaves columns out, whatever is in them", () => {
    const frame = read('a,b,c\n1,"x, y",3\n4,z,5\n', { keeps: (name) => name !== "b" });
    expect(asObject(frame)).toEqual({ a: [1, 4], c: [3, 5] });
  });

  it.each([
    ["delimiter", "a;b,c\n1;2,3\n", { delimiter: ";" }, { a: [1], "b,c": [2.3] }],
    ["decimal", 'a,b\n"3,5",1\n', { decimal: "," }, { a: [3.5], b: [1] }],
    ["decimal", "a;b\n3.5;1,5\n", { decimal: "," }, { a: ["3.5"], b: [1.5] }],
    ["decimal", "a;b\n1.234;1,5\n", { decimal: "." }, { a: [1.234], b: ["1,5"] }],
    ["decimal", "a;b\n1,234;5\n", { decimal: "," }, { a: [1.234], b: [5] }],
    ["columns of text", "a,b\n007,5\n", { isText: (name: string) => name === "a" }, { a: ["007"], b: [5] }],
  ] as [string, string, Partial<CsvOptions>, Record<string, unknown[]>][])(
    "is read by the %s given",
    (_, text, options, expected) => {
      expect(asObject(read(text, options))).toEqual(expected);
    },
  );

  it.each([
    ["windows-1252", [0x61, 0x0a, 0xe9, 0x80, 0x0a], "é€"],
    ["ISO-8859-1", [0x61, 0x0a, 0xfc, 0x0a], "ü"],
    ["utf-16le", [0xff, 0xfe, 0x61, 0, 0x0a, 0, 0xac, 0x20], "€"],
  ])("is read in %s where its sender says so", (charset, bytes, text) => {
    expect(asObject(readCsv(kernel, Uint8Array.from(bytes), { ...LIMITS, charset }))).toEqual({ a: [text] });
  });

  it("is text from its first row on where a column turns out to be so in a later frame", () => {
    const cells = Array.from({ length: 200_000 }, (_, i) => `${i}.50`);
    const frame = read(`a,b\n${[...cells, "x"].map((cell) => `${cell},1`).join("\n")}\n`);
    expect(frame.values[0]).toEqual([...cells, "x"]);
    expect(frame.values[1]).toEqual(new Float64Array(200_001).fill(1));
    expect(frame.placeOf(200_000)).toBe("line 200002");
  });
});

describe("against the plain reader", () => {
  const CELLS = [
    "",
    "1",
    "-2.5",
    "3,25",
    "x",
    "NA",
    '"a"',
    '"1,5"',
    '""',
    '"b""c"',
    '"d\ne"',
    '"f\r\ng"',
    " 7 ",
    ' "h" ',
    "é",
    "1e3",
    "null",
    '5"',
    '"',
  ];
  const ENDS = ["\n", "\r\n", "\r"];

  it.each([",", ";", "\t", "|"] as const)("tables of every kind, parted by %j", (delimiter) => {
    const random = uniform(11);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
    let readable = 0;
    for (let round = 0; round < 3_000; round++) {
      const width = 1 + Math.floor(random() * 4);
      const names = ["a", "b", "c", "d"].slice(0, width).join(delimiter);
      const height = 1 + Math.floor(random() * 5);
      const kinds = Array.from({ length: width }, () =>
        random() < 0.5 ? CELLS : ["1", "2.5", "", " 3", "NA", "4e1", "12345678901234567890"],
      );
      const lines = Array.from(
        { length: height },
        () => kinds.map(pick).join(delimiter) + (random() < 0.03 ? `${delimiter}1` : "") + pick(ENDS),
      );
      const text = names + pick(ENDS) + lines.join("");
      const decimal = random() < 0.3 ? "," : ".";
      const plain = readPlainCsv(text, delimiter, decimal);
      const frame = attempt(() => read(text, { delimiter, decimal }));
      if (plain === null || plain.lines.length === 0) expect(frame, text).toBeInstanceOf(AppError);
      else {
        expect(frame, `${JSON.stringify(text)} ${frame}`).not.toBeInstanceOf(Error);
        const { values, placeOf } = frame as Frame;
        expect(
          values.map((column) => [...column]),
          JSON.stringify(text),
        ).toEqual(plain.values);
        expect(
          plain.lines.map((_, row) => placeOf(row)),
          JSON.stringify(text),
        ).toEqual(plain.lines.map((line) => `line ${line}`));
        readable++;
      }
    }
    expect(readable).toBeGreaterThan(1_000);
  });

  it.each([0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65])(
    "cells of %i bytes at every place of a block",
    (length) => {
      for (let before = 0; before < 17; before++) {
        const text = `a,b,c\n${"x".repeat(before)}y,${"z".repeat(length)}w,"${"q".repeat(length)}"\n1,${"5".repeat(Math.max(1, length))},2\n`;
        expect(asObject(read(text))).toEqual({
          a: [`${"x".repeat(before)}y`, "1"],
          b: [`${"z".repeat(length)}w`, "5".repeat(Math.max(1, length))],
          c: length === 0 ? [Number.NaN, 2] : ["q".repeat(length), "2"],
        });
        expect(read(`a\n${"1".repeat(Math.max(1, length))}`).values).toEqual([
          Float64Array.of(Number("1".repeat(Math.max(1, length)))),
        ]);
      }
    },
  );
});

it("tells apart texts of which one begins the other, in a table that is full enough for them to meet", () => {
  const cells = Array.from({ length: 1_000 }, (_, i) => "x".repeat(1_000 - i));
  const { columns } = kernel.scanCsv({
    ...{
      bytes: utf8([...cells, ...cells].join("\n")),
      isLast: true,
      line: 2,
      delimiter: 44,
      hasPoint: true,
      hasComma: false,
    },
    ...{ modes: ["text"], rowsMax: 2 * cells.length },
  });
  const firsts = columns[0]?.text?.firsts ?? [];
  expect([...firsts].map((first, row) => first % 1_000 === row % 1_000)).toEqual(Array(2_000).fill(true));
  // A text that meets too many others is made again, seldom.
  expect(firsts.filter((first) => first >= 1_000).length).toBeLessThan(20);
});

describe("as a stream", () => {
  it("counts one line where a block ends between CR and LF", () => {
    for (let padding = 0; padding < 9; padding++) {
      const frame = read(`${"a".repeat(1 + padding)},b\r\n${"1,23456\r\n".repeat(100_000)}`);
      expect(frame.placeOf(99_999)).toBe("line 100001");
    }
  });

  it("gives the same frames however the bytes are cut", () => {
    const text = 'a,"b ""c"",é"\r\n1.5,"x\r\ny"\r\n\r\n"2",日本\n3,""';
    const bytes = utf8(text);
    const whole = frames([bytes]);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), bytes.length];
        expect(frames(ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end)))).toEqual(whole);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it("gives the same frames of a long file, cut by a few bytes and by many", () => {
    const random = uniform(2);
    const rows = Array.from(
      { length: 60_000 },
      (_, i) => `${i},${random()},"level ${i % 7}",${i % 5 === 0 ? "" : i / 4}`,
    );
    const bytes = utf8(`a,b,c,d\n${rows.join("\r\n")}`);
    const whole = frames([bytes]);
    expect(whole.length).toBeGreaterThan(5);
    for (const size of [999, 65_536, 262_143, 262_145]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(frames(pieces)).toEqual(whole);
    }
  });

  it("knows its columns once the header is there", () => {
    const reader = csvReader(kernel, LIMITS);
    expect(reader.columns()).toBeNull();
    reader.push(utf8(`a,b\n${"1,2\n".repeat(100_000)}`));
    expect(reader.columns()).toEqual(["a", "b"]);
  });

  it("gives another caller of the kernels its memory between two pushes", () => {
    const bytes = utf8(`a,b\n${"1,x\n".repeat(200_000)}`);
    const reader = csvReader(kernel, LIMITS);
    const found: Frame[] = [];
    for (let at = 0; at < bytes.length; at += 50_000) {
      found.push(...reader.push(bytes.subarray(at, at + 50_000)));
      read(`c\n${"9\n".repeat(1_000)}`);
    }
    found.push(...reader.end());
    expect(found.map(told)).toEqual(frames([bytes]));
  });
});

it("reads what was spoilt, or refuses it, and does nothing else", () => {
  const random = uniform(17);
  const good = [
    'a,b,c\n1,2.5,"x, y"\n3,,z\n',
    "t;v\r\n2024-01-01;1,5\r\n2024-01-02;2,25\r\n",
    '"n ""m""",é\n"two\nlines",日本\n1e5,NA\n',
    ",a\tb|c\n0,1\t2|3\n",
  ].map(utf8);
  const BYTES = utf8('",;\t|\n\r \u00001e.-N{[<é');
  let refused = 0;
  for (let round = 0; round < 10_000; round++) {
    const bytes = [...(good[round % good.length] as Uint8Array)];
    for (let change = 0; change <= random() * 4; change++) {
      const at = Math.floor(random() * (bytes.length + 1));
      const byte = random() < 0.8 ? (BYTES[Math.floor(random() * BYTES.length)] as number) : Math.floor(random() * 256);
      const kind = Math.floor(random() * 4);
      if (kind === 0) bytes.splice(at, 1);
      else if (kind === 1) bytes.splice(at, 0, byte);
      else if (kind === 2) bytes[Math.min(at, bytes.length - 1)] = byte;
      else bytes.splice(at, 0, ...bytes.slice(0, Math.floor(random() * bytes.length)));
    }
    const frame = attempt(() => readCsv(kernel, Uint8Array.from(bytes), LIMITS));
    if (frame instanceof AppError) refused++;
    else expect(frame, JSON.stringify(bytes)).not.toBeInstanceOf(Error);
  }
  expect(refused).toBeGreaterThan(1_000);
  expect(refused).toBeLessThan(9_500);
});

describe("limits", () => {
  it("take a row as long as may be, and none that is longer", () => {
    const row = (bytes: number) => `a,b\n1,2\n"${"x,".repeat((bytes - 6) / 2)}",3\n`;
    const keeps = (name: string) => name === "b";
    expect(asObject(read(row(CSV_RECORD_BYTES_MAX - 2), { keeps }))).toEqual({ b: [2, 3] });
    const refusal = attempt(() => read(row(CSV_RECORD_BYTES_MAX + 2), { keeps }));
    expect(refusal).toMatchObject({ code: "too_large", message: expect.stringContaining("line 3") });
  });

  it("take a cell as long as may be, and none that is longer", () => {
    expect(read(`a\n${"x".repeat(CSV_CELL_BYTES_MAX)}`).rowCount).toBe(1);
    const refusal = attempt(() => read(`a\n1\n${"x".repeat(CSV_CELL_BYTES_MAX + 1)}`));
    expect(refusal).toMatchObject({ code: "too_large", message: expect.stringContaining("line 3") });
  });

  it("take as many rows and columns as the caller says, and none more", () => {
    expect(read("a,b\n1,2\n3,4\n", { columnsMax: 2, rowsMax: 2 }).rowCount).toBe(2);
    expect(read("a,b,\n1,2,\n", { columnsMax: 2 }).columns).toEqual(["a", "b"]);
    expect(attempt(() => read("a,b,c\n1,2,3\n", { columnsMax: 2 }))).toMatchObject({ code: "invalid" });
    const refusal = attempt(() => read("a,b\n1,2\n\n3,4\n5,6\n", { rowsMax: 1 }));
    expect(refusal).toMatchObject({ code: "invalid", faults: [{ path: "line 4" }] });
  });

  it("refuse a million columns at the header", () => {
    const names = Array.from({ length: 200_000 }, (_, i) => `c${i}`).join(",");
    expect(attempt(() => frames([utf8(names)]))).toMatchObject({ message: expect.stringContaining("1024 columns") });
  });
});

function read(text: string, options: Partial<CsvOptions> = {}): Frame {
  return readCsv(kernel, utf8(text), { ...LIMITS, ...options });
}

function asObject({ columns, values }: Frame): Record<string, unknown[]> {
  return Object.fromEntries(columns.map((name, i) => [name, [...(values[i] ?? [])]]));
}

function frames(pieces: Uint8Array[]) {
  const reader = csvReader(kernel, LIMITS);
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()].map(told);
}

function told({ columns, values, rowCount, placeOf }: Frame) {
  return { columns, values: values.map((column) => [...column]), places: [placeOf(0), placeOf(rowCount - 1)] };
}

function attempt<T>(run: () => T): T | Error {
  try {
    return run();
  } catch (error) {
    return error as Error;
  }
}
