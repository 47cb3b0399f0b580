// Numbers in text: each is the double that JavaScript's Number gives, to the last bit.
import { describe, expect, it } from "vitest";
import { powersOfFive } from "../../../src/engine/kernel/powers-of-five.ts";
import { uniform } from "../../../src/engine/math/random.ts";
import { numberOf } from "../../support/csv-reference.ts";
import { wasmKernel } from "../../support/kernels.ts";

const kernel = wasmKernel();

const NUMBERS = [
  ...[
    "0",
    "-0",
    "+0",
    "00",
    "007",
    "1",
    "-1",
    "+5",
    ".5",
    "5.",
    "-.5",
    "1e5",
    "1E+5",
    "1e-5",
    "1.5E-05",
    "5.e3",
    ".5e-1",
  ],
  // Halves between two doubles, and what is a digit away from one.
  ...["9007199254740992", "9007199254740993", "9007199254740994", "9007199254740995", "18446744073709551615"],
  ...[
    "9007199254740993.0",
    "9007199254740993.00000000000000001",
    "900719925474099.35",
    "1.00000000000000011102230246251565",
  ],
  ...["18446744073709551616", "9999999999999999999", "99999999999999999999", "0.1", "0.30000000000000004"],
  ...["123456789012345678", "1234567890123456789", "12345678901234567890", "0.000000000000000000012345678901234567890"],
  ...[
    "1e22",
    "1e23",
    "-1e23",
    "8.5e22",
    "1e64",
    "1e65",
    "1e-64",
    "1e-65",
    "9.5e-65",
    "1e308",
    "1e309",
    "1e400",
    "-1e400",
  ],
  ...[
    "1e-307",
    "1e-308",
    "5e-324",
    "2e-324",
    "1e-400",
    "2.2250738585072011e-308",
    "2.2250738585072014e-308",
    "4.9e-324",
  ],
  ...["6.9294956446009195e15", "7.2057594037927933e16", "5e-1", "1.7976931348623157e308", "1.7976931348623159e308"],
  ...["1e99999999999999999999", "1e-99999999999999999999", "0e999999", "0.0000e-400", "123e0", "1e00000000005"],
  `0.${"0".repeat(400)}1`,
  `${"1".repeat(400)}`,
  `1${"0".repeat(40)}e-40`,
  "9".repeat(17),
  `${"123456789".repeat(4)}e-20`,
];

const TEXTS = [
  ...[
    "0x10",
    "1_000",
    "Infinity",
    "inf",
    "-inf",
    "-",
    "+",
    ".",
    "-.",
    "--5",
    "+-5",
    "5-",
    "1e",
    "1e+",
    "e5",
    ".e5",
    "1.2.3",
    "1,5",
  ],
  ...[
    "1 2",
    "5%",
    "1f",
    "0b1",
    "0o7",
    "1n",
    "١",
    "1e5.0",
    "$5",
    "1.234,5",
    "1,234.5",
    "TRUE",
    "#N/A",
    "N/A",
    "None",
    "na",
    "Na",
  ],
];

it.each(NUMBERS)("reads %s", (text) => {
  expect(read([text])).toEqual([Number(text)]);
  expect(read([` ${text} `, `"${text}"`, `" ${text}\t"`])).toEqual(Array(3).fill(Number(text)));
});

it.each(TEXTS)("takes %s for text", (text) => {
  expect(read([text.includes(",") ? `"${text}"` : text])).toBeNull();
});

it("reads a decimal comma", () => {
  expect(read(["3,5", "-,25", "1,", "18446744073709551615,5", "1,5e3"], { delimiter: ";", hasComma: true })).toEqual([
    3.5,
    -0.25,
    1,
    2 ** 64,
    1500,
  ]);
});

it("reads numbers at every place of a word of eight bytes, beside whatever stands after them", () => {
  for (let digits = 1; digits <= 20; digits++) {
    for (const fraction of [0, 1, 7, 8, 9, 16, 17].filter((count) => count < digits)) {
      const all = "98765432109876543210".slice(0, digits);
      const text = fraction === 0 ? all : `${all.slice(0, -fraction)}.${all.slice(-fraction)}`;
      expect(read([text, `-${text}`]), text).toEqual([Number(text), -Number(text)]);
    }
  }
});

describe("reads what a program writes", () => {
  // Seeds apart, so that the kinds do not share their numbers.
  const KINDS: Record<string, (random: () => number) => string> = {
    "any double": (random) => {
      const bits = new Uint32Array([random() * 2 ** 32, random() * 2 ** 32]);
      const value = new Float64Array(bits.buffer)[0] as number;
      return Number.isFinite(value) ? String(value) : "0";
    },
    "shortest digits": (random) => String((random() - 0.5) * 10 ** Math.floor(random() * 40 - 20)),
    "19 digits": (random) => ((random() - 0.5) * 10 ** Math.floor(random() * 60 - 30)).toExponential(18),
    "1 to 40 digits": (random) => {
      const digits = Array.from({ length: 1 + random() * 40 }, () => Math.floor(random() * 10)).join("");
      const mark = Math.floor(random() * (digits.length + 1));
      return `${digits.slice(0, mark)}.${digits.slice(mark)}e${Math.floor(random() * 120 - 60)}`;
    },
    "near halves": (random) => {
      const value = 2 ** 53 + Math.floor(random() * 2 ** 52) * 2;
      const shift = Math.floor(random() * 10);
      return `${BigInt(value) + 1n}${"0".repeat(shift)}e-${shift}`;
    },
    decimals: (random) => (random() * 10 ** (random() * 8)).toFixed(random() * 7),
  };

  it.each(Object.entries(KINDS))("%s", (_, write) => {
    const random = uniform(5);
    for (let round = 0; round < 10; round++) {
      const texts = Array.from({ length: 20_000 }, () => write(random));
      const values = read(texts) ?? [];
      const wrong = texts.filter((text, i) => !Object.is(values[i], numberOf(text, ".")));
      expect(wrong).toEqual([]);
    }
  });
});

it("has powers of five that bound them", () => {
  const words = powersOfFive();
  for (let exponent = -64; exponent <= 64; exponent++) {
    const [high = 0n, low = 0n] = words.subarray(2 * (exponent + 64), 2 * (exponent + 64) + 2);
    const bits = (high << 64n) | low;
    expect(high >> 63n).toBe(1n);
    const power = 5n ** BigInt(Math.abs(exponent));
    // bits × 2^shift ≤ 5^e < (bits + 1) × 2^shift above 1; (bits − 1) × power ≤ 2^shift < bits × power below.
    const shift = BigInt(power.toString(2).length);
    if (exponent >= 0) expect(shift <= 128n ? power << (128n - shift) : power >> (shift - 128n)).toBe(bits);
    else expect((bits - 1n) * power <= 1n << (shift + 127n) && 1n << (shift + 127n) < bits * power).toBe(true);
  }
});

/** One column of these cells; null where they are text. */
function read(cells: string[], { delimiter = ",", hasComma = false } = {}): number[] | null {
  const { columns, fault, rowCount } = kernel.scanCsv({
    ...{ bytes: new TextEncoder().encode(cells.join("\n")), isLast: true, line: 2, delimiter: delimiter.charCodeAt(0) },
    ...{ hasPoint: !hasComma, hasComma, modes: ["numbers"], rowsMax: cells.length },
  });
  expect([fault, rowCount]).toEqual([null, cells.length]);
  const numbers = columns[0]?.numbers ?? null;
  return numbers === null ? null : [...numbers];
}
