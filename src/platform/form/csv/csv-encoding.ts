// The bytes of a CSV as UTF-8, and what they are where they are something else.
import { cut } from "../../../engine/parameter/show.ts";
import { AppError } from "../../../error.ts";
import { malformedCsv, notCsv } from "./csv-fault.ts";

// Spreadsheets in Europe write the first; all that is in them has one meaning. What WHATWG calls these is windows-1252.
const CHARSETS: Readonly<Record<string, string>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "us-ascii": "utf-8",
  "windows-1252": "windows-1252",
  "iso-8859-1": "windows-1252",
  latin1: "windows-1252",
  "utf-16": "utf-16le",
  "utf-16le": "utf-16le",
};

/** What a charset is called; AppError "unsupported_media_type" where it is not known. */
export function charsetLabel(charset = "utf-8"): string {
  const label = CHARSETS[charset.trim().toLowerCase()];
  if (label !== undefined) return label;
  throw new AppError(
    "unsupported_media_type",
    `Cannot read a CSV of charset ${cut(charset)}: utf-8, windows-1252, iso-8859-1 and utf-16le are accepted`,
  );
}

/** Makes UTF-8 of what comes, piece by piece; null where it is that already. AppError where the charset is not known. */
export function toUtf8(charset?: string): ((bytes: Uint8Array | null) => Uint8Array) | null {
  const label = charsetLabel(charset);
  if (label === "utf-8") return null;
  const decoder = new TextDecoder(label);
  const encoder = new TextEncoder();
  return (bytes) => encoder.encode(bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true }));
}

const UTF_16 = "it is UTF-16: save it as UTF-8, or send charset=utf-16le in the content type";
const UTF_16_BIG = "it is UTF-16, the large byte of each character first: save it as UTF-8";

/** What is sent in place of a CSV, by its first bytes in hexadecimal. */
const BINARY: readonly [RegExp, string][] = [
  [/^504b0304/, "it is a spreadsheet (.xlsx, .ods) or another zip file: save the sheet as CSV and send that"],
  [/^d0cf11e0/, "it is a spreadsheet of old (.xls): save the sheet as CSV and send that"],
  [/^1f8b/, "it is compressed by gzip: send the header Content-Encoding: gzip with it"],
  [/^50415231/, "it is a Parquet file: send it as one, not as CSV"],
  [/^(4152524f5731|ffffffff)/, "it is an Arrow file: send it as one, not as CSV"],
  [/^25504446/, "it is a PDF"],
  [/^(fffe|(?!00)..00(?!00)..00)/, UTF_16],
  [/^(feff|00(?!00)..00(?!00)..)/, UTF_16_BIG],
];

/** By its first characters. */
const TEXTUAL: readonly [RegExp, string][] = [
  [/^\s*(\{\s*["}]|\[\s*[[{"\d\]-])/, "it is JSON: send it as application/json"],
  [/^\s*<(!doctype|html|\?xml|table|head|body)/i, "it is HTML or XML, perhaps the page of an error"],
];

/** AppError "malformed_csv" where it begins as another kind of file does. */
export function refuseOthers(bytes: Uint8Array): void {
  const first = bytes.subarray(0, 64);
  const text = String.fromCharCode(...first);
  const hex = first.toHex();
  const other = BINARY.find(([form]) => form.test(hex)) ?? TEXTUAL.find(([form]) => form.test(text));
  if (other !== undefined) throw notCsv(other[1]);
}

/** Bytes of the mark that spreadsheets put before UTF-8. */
export function byteOrderMarkLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** AppError "malformed_csv" at the first byte that is 0, from line `line` on. */
export function refuseZero(bytes: Uint8Array, line: number): void {
  const at = bytes.indexOf(0);
  if (at >= 0) throw malformedCsv(lineOf(bytes, at, line), "a byte of it is 0, which no text has");
}

/** AppError "malformed_csv" at the first bytes that are not UTF-8, or where a second file begins. */
export function checkUtf8(bytes: Uint8Array, line: number): void {
  const at = markAtLineStart(bytes);
  if (at >= 0) {
    throw malformedCsv(
      lineOf(bytes, at, line),
      "a byte order mark begins it, as where two files were joined: send one file",
    );
  }
  if (isUtf8(bytes)) return;
  // Halving finds where it breaks: what comes before is UTF-8, but for a character that is cut.
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8Beginning(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  // The first byte of a character that the next one does not go on with is told, not that one.
  while (!isUtf8(bytes.subarray(0, good))) good--;
  const byte = (bytes[good] as number).toString(16);
  throw malformedCsv(
    lineOf(bytes, good, line),
    `byte ${columnOf(bytes, good)} of it, 0x${byte}, is not UTF-8: save the file as UTF-8, or send charset=windows-1252 in the content type`,
  );
}

function isUtf8(bytes: Uint8Array): boolean {
  return decodes(bytes, false);
}

function isUtf8Beginning(bytes: Uint8Array): boolean {
  return decodes(bytes, true);
}

function decodes(bytes: Uint8Array, stream: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

function markAtLineStart(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1)) {
    const before = at === 0 ? LINE_FEED : bytes[at - 1];
    if ((before === LINE_FEED || before === RETURN) && byteOrderMarkLength(bytes.subarray(at)) > 0) return at;
  }
  return -1;
}

const LINE_FEED = 10;
const RETURN = 13;

/** The line that a byte stands on, the first of them being `line`. */
function lineOf(bytes: Uint8Array, to: number, line: number): number {
  let found = line;
  for (let at = 0; at < to; at++) {
    const c = bytes[at];
    if (c === LINE_FEED || (c === RETURN && bytes[at + 1] !== LINE_FEED)) found++;
  }
  return found;
}

function columnOf(bytes: Uint8Array, at: number): number {
  let from = at;
  while (from > 0 && bytes[from - 1] !== LINE_FEED && bytes[from - 1] !== RETURN) from--;
  return at - from + 1;
}
