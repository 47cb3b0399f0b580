// What is no CSV, or one that could mean several things: each is refused with its line and what would be accepted.
import { expect, it } from "vitest";
import type { ErrorCode } from "../../../src/error.ts";
import type { CsvOptions } from "../../../src/platform/form/csv/read-csv.ts";
import { readCsv } from "../../../src/platform/form/csv/read-whole-csv.ts";
import { tellNoNumber } from "../../../src/platform/schema/text-number.ts";
import spectrum from "../../golden/csv_spectrum.json" with { type: "json" };
import { wasmKernel } from "../../support/kernels.ts";

const kernel = wasmKernel();
const LIMITS = { columnsMax: 1_024, rowsMax: 100_000 };
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer);
const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

const REFUSALS: [what: string, csv: string | Uint8Array, code: ErrorCode, ...words: (string | RegExp)[]][] = [
  ["nothing", "", "invalid", "it is empty", "names of the columns"],
  ["blank lines only", "\n \n", "invalid", "it is empty"],
  ["a header alone", "a,b\n", "invalid", "a header and no rows"],
  ["numbers without a header", "1,2.5\n3,4\n", "invalid", '"1"', "names of the columns is needed"],
  [
    "numbers beside an empty cell without a header",
    ",2.5\n3,4\n",
    "invalid",
    '"2.5"',
    "names of the columns is needed",
  ],
  ["a name twice", "a,b, a\n1,2,3\n", "invalid", "columns 1 and 3", '"a"'],
  ["a column called as one without a name is", ",index\n1,2\n", "invalid", "columns 1 and 2", "without a name"],
  ["no name", "a,,b\n1,2,3\n", "invalid", "column 2 of 3 has no name"],
  ["a value under no name", "a,b,\n1,2,\n3,4,5\n", "malformed_csv", "line 3", "cell 3 has a value"],
  ["too many cells", "a,b\n1,2\n\n1,2,3\n", "malformed_csv", "line 4", "3 cells", "header has 2"],
  ["too few cells", "a,b,c\n1,2\n", "malformed_csv", "line 2", "2 cells", "header has 3"],
  ["too many for one column", "a\n1,2\n", "malformed_csv", "line 2", "2 cells", "header has 1"],
  ["a quote left open", 'a,b\n1,"x\n3,4\n5,6\n', "malformed_csv", "line 2", "never closed"],
  ["a quote left open on a later line of a row", 'a,b\n"1\n","x\n3,4\n', "malformed_csv", "line 3", "never closed"],
  ["a quote left open in the header", 'a,"b\n1,2\n', "malformed_csv", "line 1", "never closed"],
  ["text after a quote", 'a,b\n1,"2"x\n', "malformed_csv", "line 2", "after a closing quote"],
  ["text after a quote in the header", 'a,"b"c\n1,2\n', "malformed_csv", "line 1", "after a closing quote"],
  ["a byte that is 0", "a,b\n1,2\n3,\0\n", "malformed_csv", "line 3", "byte of it is 0"],
  ["UTF-16", utf16("\ufeffa,b\n1,2\n"), "malformed_csv", "UTF-16", "UTF-8", "charset=utf-16le"],
  ["UTF-16 without its mark", utf16("a,b\n1,2\n"), "malformed_csv", "UTF-16"],
  ["Latin-1", latin1("a,b\n1,x\n2,\xfcber\n"), "malformed_csv", "line 3", "byte 3 of it, 0xfc", "charset=windows-1252"],
  ["Latin-1 in the header", latin1("a,\xfc\n1,2\n"), "malformed_csv", "line 1", "byte 3 of it, 0xfc"],
  ["a character that is cut", latin1("a\n\xc3"), "malformed_csv", "line 2", "not UTF-8"],
  ["two files joined", "a,b\n1,2\n\ufeffa,b\n3,4\n", "malformed_csv", "line 3", "two files were joined"],
  ["cells that two marks part", "a;b,c\n1;2,3\n", "invalid", '"," or by ";"', "delimiter="],
  ["cells that none of two marks parts evenly", "a;b,c\n1;2,3,4\n5\n", "invalid", "delimiter="],
  ["decimal commas and points", "a;b\n3,5;1\n2;3.5\n", "invalid", "point on line 3", "comma on line 2", "decimal=,"],
  ["commas that may part thousands", "a;b\n1;1,234\n", "invalid", "three digits", "line 2", "decimal=,"],
  ["points that may part thousands", "a;b\n7;1\n1;1.234\n", "invalid", "three digits", "line 3", "decimal=."],
  ["a spreadsheet", latin1("PK\x03\x04\x14\0\x06\0"), "malformed_csv", "spreadsheet", "save the sheet as CSV"],
  ["a spreadsheet of old", latin1("\xd0\xcf\x11\xe0\xa1\xb1"), "malformed_csv", "spreadsheet"],
  ["gzip", latin1("\x1f\x8b\x08\0\0\0"), "malformed_csv", "Content-Encoding: gzip"],
  ["Parquet", latin1("PAR1\x15\0"), "malformed_csv", "Parquet"],
  ["Arrow", latin1("ARROW1\0\0"), "malformed_csv", "Arrow"],
  ["JSON", '{"a": [1, 2]}', "malformed_csv", "JSON", "application/json"],
  ["JSON rows", "[[1, 2]]", "malformed_csv", "JSON"],
  ["a page", "<!DOCTYPE html><html>", "malformed_csv", "HTML"],
];

it.each(REFUSALS)("refuses %s", (_, csv, code, ...words) => {
  const refusal = refusalOf(csv);
  expect(refusal).toMatchObject({ name: "AppError", code });
  for (const word of words)
    expect(refusal.message).toMatch(word instanceof RegExp ? word : new RegExp(literally(word)));
});

it("refuses a charset that it does not know", () => {
  const refusal = refusalOf("a\n1", { charset: "ebcdic" });
  expect(refusal).toMatchObject({ code: "unsupported_media_type", message: expect.stringContaining("windows-1252") });
});

it("names the line of a fault in a later block", () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `${i},"x\ny"\n`).join("");
  expect(refusalOf(`a,b\n${rows}1,2,3\n`)).toMatchObject({ faults: [{ path: "line 200002" }] });
  expect(refusalOf(latin1(`a,b\n${rows}1,\xe9\n`))).toMatchObject({ faults: [{ path: "line 200002" }] });
});

it.each([
  ["1.234,5", "thousands"],
  ["1,234.5", "thousands"],
  ["1'234'567.8", "thousands"],
  ["3,5", "decimal=,"],
  ["21.5 °C", "unit"],
  ["5%", "unit"],
  ["inf", "empty"],
  ["N/A", "empty"],
])("tells what is wrong with the cell %s", (cell, word) => {
  expect(tellNoNumber(cell)).toContain(word);
});

it("tells how a missing value is written where nobody knows what is wrong", () => {
  expect(tellNoNumber("kWh")).toBe('"kWh" is not a number: a missing value is null, in a CSV an empty cell');
});

it.each(spectrum.files)("reads csv-spectrum's $name", ({ csv, rows }) => {
  const { columns, values, rowCount } = readCsv(kernel, utf8(csv), LIMITS);
  // Its files have texts only; ours, numbers where each cell is one.
  const text = (value: unknown) => (value === null || Number.isNaN(value) ? "" : String(value));
  const found = Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(columns.map((name, i) => [name, text(values[i]?.[row])])),
  );
  const plain = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, asNumber(cell)])),
  );
  expect(found).toEqual(plain);
});

/** A number as JavaScript writes it. */
function asNumber(cell: string): string {
  return cell !== "" && Number.isFinite(Number(cell)) ? String(Number(cell)) : cell;
}

function refusalOf(csv: string | Uint8Array, options: Partial<CsvOptions> = {}): Error {
  try {
    readCsv(kernel, typeof csv === "string" ? utf8(csv) : csv, { ...LIMITS, ...options });
  } catch (error) {
    return error as Error;
  }
  throw new Error("It was read");
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
