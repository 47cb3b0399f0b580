// What a part of a form says of itself before it begins. RFC 7578, 4; RFC 8187 for names of files that are not ASCII
import { show } from "../../../engine/parameter/show.ts";
import { indexOf, malformedForm } from "./parts.ts";

export interface PartHead {
  name: string;
  /** Of a file. */
  filename: string | undefined;
  /** Lower case, without what comes after it; "" where there is none. */
  type: string;
  encoding: string;
}

// Browsers send some hundred bytes.
const HEAD_BYTES_MAX = 4_096;

const END = new TextEncoder().encode("\r\n\r\n");

/** Also where the part's own bytes begin. */
export function readPartHead(part: Uint8Array): { head: PartHead; start: number } {
  const length = indexOf(part.subarray(0, HEAD_BYTES_MAX), END, 0);
  if (length < 0) throw malformedForm(`a part says nothing of itself, or more than ${HEAD_BYTES_MAX} bytes`);
  const headers = new Map(
    new TextDecoder()
      .decode(part.subarray(0, length))
      .split("\r\n")
      .map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
      }),
  );
  const disposition = headers.get("content-disposition") ?? "";
  const { name, filename } = namesOf(disposition);
  if (!/^form-data\s*;/i.test(disposition) || name === undefined)
    throw malformedForm(`a part has no name: ${show(disposition)} is its content disposition`);
  const type = (headers.get("content-type") ?? "").split(";", 1)[0] ?? "";
  const encoding = (headers.get("content-transfer-encoding") ?? "binary").toLowerCase();
  return { head: { name, filename, type: type.trim().toLowerCase(), encoding }, start: length + END.length };
}

const PARAMETER = /;\s*([\w-]+\*?)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s;"]*))/g;

function namesOf(disposition: string): { name: string | undefined; filename: string | undefined } {
  const told = new Map(
    [...disposition.matchAll(PARAMETER)].map(([, name = "", quoted, bare = ""]) => [
      name.toLowerCase(),
      quoted === undefined ? bare : unquoted(quoted),
    ]),
  );
  const extended = told.get("filename*");
  return { name: told.get("name"), filename: extended === undefined ? told.get("filename") : decoded(extended) };
}

/** Browsers write quotes and ends of lines as URLs do, others put a stroke before them. Strokes of Windows' paths stay. */
function unquoted(text: string): string {
  const escapes: Record<string, string> = { "%22": '"', "%0D": "\r", "%0A": "\n", '\\"': '"', "\\\\": "\\" };
  return text.replace(/%22|%0D|%0A|\\["\\]/g, (found) => escapes[found] as string);
}

function decoded(extended: string): string {
  const [, name] = /^utf-8'[^']*'(.*)$/i.exec(extended) ?? [];
  try {
    if (name !== undefined) return decodeURIComponent(name);
  } catch {
    // A URIError, told as below.
  }
  throw malformedForm(`the name of a file, ${show(extended)}, is no UTF-8 that is written as in a URL`);
}
