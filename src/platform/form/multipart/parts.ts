// Where the parts of a form begin and end. RFC 2046, 5.1.1
import { AppError } from "../../../error.ts";

export function malformedForm(why: string): AppError {
  return new AppError("malformed_body", `Cannot read the request body as a form: ${why}`);
}

const BOUNDARY_LENGTH_MAX = 70;

/** What stands between the parts. */
export function boundaryOf(contentType: string): string {
  const found = /;\s*boundary=(?:"([^"]*)"|([^\s;"]+))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2] ?? "";
  if (boundary !== "" && boundary.length <= BOUNDARY_LENGTH_MAX) return boundary;
  throw malformedForm(
    "its content type names no boundary. Whoever sends a form leaves that header to the program that makes the form",
  );
}

const CR = 13;
const LF = 10;
const DASH = 45;

/** Each with its head, as views of the bytes. */
export function* partsOf(bytes: Uint8Array, boundary: string): Generator<Uint8Array> {
  const delimiter = new TextEncoder().encode(`\r\n--${boundary}`);
  // The first one may be what the body begins with.
  let at = startsAt(bytes, delimiter.subarray(2), 0) ? delimiter.length - 2 : pastNext(bytes, delimiter, 0);
  while (!(bytes[at] === DASH && bytes[at + 1] === DASH)) {
    const start = pastLine(bytes, at);
    const next = pastNext(bytes, delimiter, start - 2);
    yield bytes.subarray(start, Math.max(start, next - delimiter.length));
    at = next;
  }
}

/** Blanks may stand after a boundary, and nothing else. */
function pastLine(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === 32 || bytes[at] === 9) at++;
  if (bytes[at] === CR && bytes[at + 1] === LF) return at + 2;
  throw malformedForm("a boundary is followed by other than the end of its line");
}

function pastNext(bytes: Uint8Array, delimiter: Uint8Array, from: number): number {
  const at = indexOf(bytes, delimiter, from);
  if (at >= 0) return at + delimiter.length;
  throw malformedForm(
    "the boundary that its content type names is missing, or the one that ends it: it is not all there",
  );
}

/** Where such bytes, of which the first is CR, stand; -1 where they do not. */
export function indexOf(bytes: Uint8Array, sought: Uint8Array, from: number): number {
  let at = bytes.indexOf(CR, from);
  while (at >= 0 && !startsAt(bytes, sought, at)) at = bytes.indexOf(CR, at + 1);
  return at;
}

function startsAt(bytes: Uint8Array, sought: Uint8Array, at: number): boolean {
  for (let i = 0; i < sought.length; i++) if (bytes[at + i] !== sought[i]) return false;
  return true;
}
