// An Arrow stream's messages, one after another; a file is the same with its name before it and a list of them behind. arrow.apache.org: IPC
import { FORM_PAGE_COUNT_MAX } from "../../schema/limit.ts";
import { unusable } from "../records.ts";
import { damaged, type FlatTable, longAt, numberAt, rootOf, tableAt } from "./flatbuffer.ts";

export interface Message {
  type: number;
  header: FlatTable;
  body: Uint8Array;
}

export const TYPES = { SCHEMA: 1, DICTIONARY: 2, BATCH: 3 };

const CONTINUATION = 0xffffffff;
const FILE_MAGIC = "ARROW1";

export function* messagesOf(bytes: Uint8Array): Generator<Message> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = isFile(bytes) ? 8 : 0; at + 8 <= bytes.length; ) {
    if (view.getUint32(at, true) !== CONTINUATION) throw damaged("a message does not begin where it should");
    const length = view.getInt32(at + 4, true);
    if (length === 0) return;
    const start = at + 8 + length;
    if (length < 0 || start > bytes.length) throw damaged("a message is longer than it");
    const message = rootOf(bytes.subarray(at + 8, start));
    const header = tableAt(message, 2);
    const bodyLength = longAt(message, 3);
    if (header === undefined || !(bodyLength >= 0 && start + bodyLength <= bytes.length))
      throw damaged("a message is longer than it");
    if (++count > FORM_PAGE_COUNT_MAX)
      throw unusable("", `more than the ${FORM_PAGE_COUNT_MAX} batches that are accepted of an Arrow stream`);
    yield { type: numberAt(message, 1, 8), header, body: bytes.subarray(start, start + bodyLength) };
    at = start + bodyLength;
  }
}

function isFile(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, FILE_MAGIC.length)) === FILE_MAGIC;
}

/** What a file says of its columns at its end: some writers say it nowhere else. */
export function footerSchema(bytes: Uint8Array): FlatTable | undefined {
  const end = bytes.length - FILE_MAGIC.length - 4;
  if (!isFile(bytes) || end < 0) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset + end).getInt32(0, true);
  if (!(length >= 4 && length <= end)) return undefined;
  return tableAt(rootOf(bytes.subarray(end - length, end)), 1);
}
