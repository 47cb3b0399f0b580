// Tables of FlatBuffers, in which Arrow tells of its columns. A place past the end, or a list longer than the bytes, is told as damage.
// flatbuffers.dev: internals
import { AppError } from "../../../error.ts";

export function damaged(why: string): AppError {
  return new AppError("malformed_body", `Cannot read the request body as Arrow: it is damaged: ${why}`);
}

/** A table: where it stands, and where the places of its fields do. */
export interface FlatTable {
  view: DataView;
  at: number;
}

function check(view: DataView, at: number, length: number): number {
  if (!(at >= 0 && at + length <= view.byteLength)) throw damaged("a place past its end");
  return at;
}

const int32 = (view: DataView, at: number) => view.getInt32(check(view, at, 4), true);
const uint32 = (view: DataView, at: number) => view.getUint32(check(view, at, 4), true);
const uint16 = (view: DataView, at: number) => view.getUint16(check(view, at, 2), true);

export function rootOf(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, at: uint32(view, 0) };
}

/** Where a field stands; 0 where it is left out. */
function placeOf({ view, at }: FlatTable, field: number): number {
  const places = at - int32(view, at);
  const offset = 4 + 2 * field;
  if (offset + 2 > uint16(view, places)) return 0;
  const place = uint16(view, places + offset);
  return place === 0 ? 0 : at + place;
}

export function numberAt(table: FlatTable, field: number, bits: 8 | 16 | 32, otherwise = 0): number {
  const at = placeOf(table, field);
  if (at === 0) return otherwise;
  check(table.view, at, bits / 8);
  if (bits === 8) return table.view.getUint8(at);
  return bits === 16 ? table.view.getInt16(at, true) : table.view.getInt32(at, true);
}

export function longAt(table: FlatTable, field: number): number {
  const at = placeOf(table, field);
  return at === 0 ? 0 : Number(table.view.getBigInt64(check(table.view, at, 8), true));
}

export function tableAt(table: FlatTable, field: number): FlatTable | undefined {
  const at = placeOf(table, field);
  return at === 0 ? undefined : { view: table.view, at: at + uint32(table.view, at) };
}

interface List {
  view: DataView;
  start: number;
  length: number;
}

/** Of items of so many bytes. */
function listAt(table: FlatTable, field: number, width: number): List {
  const { view } = table;
  const at = placeOf(table, field);
  if (at === 0) return { view, start: 0, length: 0 };
  const start = at + uint32(view, at) + 4;
  const length = uint32(view, start - 4);
  check(view, start, length * width);
  return { view, start, length };
}

export function textAt(table: FlatTable, field: number): string {
  const { view, start, length } = listAt(table, field, 1);
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + start, length));
}

export function tablesAt(table: FlatTable, field: number): FlatTable[] {
  const { view, start, length } = listAt(table, field, 4);
  return Array.from({ length }, (_, i) => ({ view, at: start + 4 * i + uint32(view, start + 4 * i) }));
}

/** A list of pairs of long numbers. */
export function pairsAt(table: FlatTable, field: number): { length: number; at(i: number): [number, number] } {
  const { view, start, length } = listAt(table, field, 16);
  const long = (at: number) => Number(view.getBigInt64(at, true));
  return { length, at: (i) => [long(start + 16 * i), long(start + 16 * i + 8)] };
}

export function longsAt(table: FlatTable, field: number): number[] {
  const { view, start, length } = listAt(table, field, 8);
  return Array.from({ length }, (_, i) => Number(view.getBigInt64(start + 8 * i, true)));
}
