// An Arrow stream or file as a table, within the bounds of what it may hold. No library of those that read it bounds what it tells.
import { show } from "../../../engine/parameter/show.ts";
import { ROW_COUNT_MAX } from "../../schema/limit.ts";
import { type Account, openAccount } from "../codec/account.ts";
import { emptyColumn, placeOf, refusedColumn, requireCell, type Told } from "../codec/told.ts";
import type { Frame } from "../frame.ts";
import { type IsWanted, refuseTooLarge, unusable } from "../records.ts";
import { type ArrowField, fieldsOf } from "./arrow-field.ts";
import { footerSchema, type Message, messagesOf, TYPES } from "./arrow-messages.ts";
import { batchOf, type Dictionaries, skipField, valuesOf } from "./batch.ts";
import { damaged, type FlatTable, longAt, numberAt, tableAt } from "./flatbuffer.ts";

/** AppError "malformed_body" or "invalid". */
export function readArrow(bytes: Uint8Array, isWanted: IsWanted): Frame {
  const messages = [...messagesOf(bytes)];
  const schema = messages.find(({ type }) => type === TYPES.SCHEMA)?.header ?? footerSchema(bytes);
  if (schema === undefined) throw damaged("it does not begin with a schema, as each Arrow stream does");
  const fields = fieldsOf(schema);
  const kept = fields.filter(({ name }) => isWanted(name));
  const names = kept.map(({ name }) => name);
  const twice = names.find((name, j) => names.indexOf(name) < j);
  if (twice !== undefined) throw unusable("", `${show(twice)} names two columns`);
  for (const { name, kind } of kept) if ("refused" in kind) throw refusedColumn(name, kind.refused);
  const rowCount = rowsOf(messages);
  refuseTooLarge(rowCount, kept.length, "");
  const values = kept.map(({ kind }) => emptyColumn("refused" in kind ? "texts" : kind.of, rowCount));
  const places = fields.map((field) => kept.indexOf(field));
  const reading: Reading = { kept, dictionaries: new Map(), account: openAccount() };
  let first = 0;
  for (const message of messages) {
    if (message.type === TYPES.DICTIONARY) readDictionary(reading, message);
    if (message.type !== TYPES.BATCH || longAt(message.header, 0) === 0) continue;
    const batch = batchOf(message.header, message.body, reading.account);
    for (const [j, field] of fields.entries()) {
      const column = values[places[j] as number];
      if (column === undefined) {
        skipField(batch, field);
        continue;
      }
      valuesOf(batch, field, reading.dictionaries, (row, told) => {
        column[first + row] = requireCell(told, first + row, field.name);
      });
    }
    first += batch.length;
  }
  return { columns: names, values, rowCount, placeOf, hasIndex: fields.some(({ isIndex }) => isIndex) };
}

interface Reading {
  kept: ArrowField[];
  dictionaries: Dictionaries;
  account: Account;
}

function rowsOf(messages: Message[]): number {
  let rowCount = 0;
  for (const { type, header } of messages) {
    if (type !== TYPES.BATCH) continue;
    const length = longAt(header, 0);
    if (!(length >= 0)) throw damaged(`a batch of ${length} rows`);
    rowCount += length;
    refuseTooLarge(rowCount, 0, "");
  }
  if (rowCount === 0) throw unusable("", "no rows: at least one is needed");
  return rowCount;
}

/** Those of columns that are not kept are passed over. */
function readDictionary({ kept, dictionaries, account }: Reading, { header, body }: Message): void {
  const id = longAt(header, 0);
  const field = kept.find(({ dictionary }) => dictionary?.id === id);
  const data = tableAt(header, 1);
  if (field === undefined || data === undefined) return;
  const isMore = numberAt(header, 2, 8) !== 0;
  const values = (isMore && dictionaries.get(id)) || [];
  addValues(values, field, data, { body, account });
  dictionaries.set(id, values);
}

interface Held {
  body: Uint8Array;
  account: Account;
}

/** undefined where the dictionary has nothing itself. */
function addValues(
  values: (Told | undefined)[],
  { name, kind }: ArrowField,
  data: FlatTable,
  { body, account }: Held,
): void {
  const batch = batchOf(data, body, account);
  const first = values.length;
  if (!(batch.length >= 0 && first + batch.length <= ROW_COUNT_MAX))
    throw unusable(name, `a dictionary of more than the ${ROW_COUNT_MAX} values that are accepted`);
  account.take(PLACE_BYTES * batch.length);
  for (let i = 0; i < batch.length; i++) values.push(undefined);
  valuesOf(batch, { name, isIndex: false, kind, nodeCount: 1, bufferCount: 0, viewCount: 0 }, new Map(), (at, told) => {
    values[first + at] = told;
  });
}

const PLACE_BYTES = 8;
