// A form with one file and fields beside it, as browsers and `requests.post(files=…)` send it (RFC 7578). The runtimes' own readers differ: Deno's
// takes a form that is cut as one without parts, and a file whose name has an umlaut as a field.
import { cut, show } from "../../../engine/parameter/show.ts";
import { AppError } from "../../../error.ts";
import { FORM_FIELD_BYTES_MAX, FORM_PART_COUNT_MAX } from "../../schema/limit.ts";
import { type FileType, fileTypeOf } from "./file-type.ts";
import { type PartHead, readPartHead } from "./part-head.ts";
import { boundaryOf, malformedForm, partsOf } from "./parts.ts";

export interface Multipart {
  file: FileType & {
    /** As it was sent; "" where it has none. */
    name: string;
    bytes: Uint8Array;
  };
  fields: Record<string, string>;
}

/** Views of the bytes, no copies. AppError "malformed_body" or "invalid". */
export function readMultipart(bytes: Uint8Array, contentType: string): Multipart {
  let file: Multipart["file"] | undefined;
  const fields = new Map<string, string>();
  let partCount = 0;
  for (const part of partsOf(bytes, boundaryOf(contentType))) {
    if (++partCount > FORM_PART_COUNT_MAX)
      throw unusableForm("", `more than the ${FORM_PART_COUNT_MAX} parts that are accepted`);
    const { head, start } = readPartHead(part);
    const body = part.subarray(start);
    refuseOdd(head);
    if (head.filename === undefined) {
      if (fields.has(head.name)) throw unusableForm(head.name, "given twice");
      fields.set(head.name, textOf(head.name, body));
      continue;
    }
    if (file !== undefined) throw unusableForm(head.name, `a second file, ${show(head.filename)}: one is accepted`);
    file = { name: head.filename, ...fileTypeOf(head.filename, head.type), bytes: body };
  }
  if (file === undefined)
    throw unusableForm("", "no file in it: one is needed, and fields beside it are what a query may say");
  if (file.bytes.length === 0)
    throw unusableForm("", file.name === "" ? "no file was chosen" : `the file ${cut(file.name)} is empty`);
  return { file, fields: Object.fromEntries(fields) };
}

function unusableForm(path: string, message: string): AppError {
  const told = path === "" ? message : `${cut(path)}: ${message}`;
  return new AppError("invalid", `Cannot use the form: ${told}`, [{ path: cut(path), message }]);
}

const PLAIN_ENCODINGS = ["binary", "8bit", "7bit"];

function refuseOdd({ name, type, encoding }: PartHead): void {
  if (type.startsWith("multipart/")) throw unusableForm(name, "a form within the form: each part is a file or a field");
  if (!PLAIN_ENCODINGS.includes(encoding))
    throw unusableForm(name, `written as ${cut(encoding)}: parts are accepted as they are`);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

function textOf(name: string, bytes: Uint8Array): string {
  if (bytes.length > FORM_FIELD_BYTES_MAX)
    throw unusableForm(name, `${bytes.length} bytes: at most ${FORM_FIELD_BYTES_MAX} are accepted of a field`);
  try {
    return decoder.decode(bytes);
  } catch {
    throw malformedForm(`the field ${cut(name)} is no UTF-8`);
  }
}
