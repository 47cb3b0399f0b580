// Structs of Thrift's compact protocol, of which only those fields are kept that are asked for; no deeper, and no more, than a file has them.
// github.com/apache/thrift: doc/specs/thrift-compact-protocol.md
import { PART_COUNT_MAX } from "../../schema/limit.ts";
import { type ByteReader, damaged, readByte, readVarint, readZigzag, take } from "./byte-reader.ts";

/** Which fields to keep, by their numbers; of a list of structs, of each. */
export interface Shape {
  [field: number]: Shape | true;
}

type Value = number | boolean | Uint8Array | Struct | Value[];

export interface Struct {
  [field: number]: Value;
}

const STOP = 0;
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const INTEGERS = [4, 5, 6];
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

// Parquet's own go six deep: a file, a row group, a column, its statistics.
const DEPTH_MAX = 16;

interface Reading {
  reader: ByteReader;
  kept: number;
  depth: number;
}

export function readStruct(reader: ByteReader, shape: Shape): Struct {
  return struct({ reader, kept: 0, depth: 0 }, shape) as Struct;
}

function struct(reading: Reading, shape: Shape | undefined): Struct | undefined {
  const { reader } = reading;
  const fields: Struct | undefined = shape && {};
  if (++reading.depth > DEPTH_MAX) throw damaged("its structures are too deep");
  for (let field = 0; ; ) {
    const header = readByte(reader);
    const type = header & 15;
    if (type === STOP) break;
    field = header < 16 ? Number(readZigzag(reader)) : field + (header >> 4);
    const wanted = shape?.[field];
    const read = type === TRUE || type === FALSE ? type === TRUE : value(reading, type, wanted);
    if (fields === undefined || wanted === undefined || read === undefined) continue;
    keepOne(reading);
    fields[field] = read;
  }
  reading.depth--;
  return fields;
}

function value(reading: Reading, type: number, wanted: Shape | true | undefined): Value | undefined {
  const { reader } = reading;
  const shape = wanted === true ? undefined : wanted;
  if (INTEGERS.includes(type)) return Number(readZigzag(reader));
  if (type === BINARY) return take(reader, readVarint(reader));
  if (type === STRUCT) return struct(reading, shape);
  if (type === LIST) return list(reading, wanted);
  if (type === BYTE || type === TRUE || type === FALSE) return readByte(reader);
  if (type === DOUBLE) return take(reader, 8);
  throw damaged(`a field of the unknown type ${type}`);
}

function list(reading: Reading, wanted: Shape | true | undefined): Value[] | undefined {
  const header = readByte(reading.reader);
  const length = header >> 4 === 15 ? readVarint(reading.reader) : header >> 4;
  const items: Value[] = [];
  if (++reading.depth > DEPTH_MAX) throw damaged("its structures are too deep");
  for (let i = 0; i < length; i++) {
    const item = value(reading, header & 15, wanted);
    if (item === undefined || wanted === undefined) continue;
    keepOne(reading);
    items.push(item);
  }
  reading.depth--;
  return wanted && items;
}

function keepOne(reading: Reading): void {
  if (++reading.kept > PART_COUNT_MAX) throw damaged(`it tells of itself in more than ${PART_COUNT_MAX} parts`);
}

/** A field that is a number; undefined where there is none. */
export function numberOf(from: Struct, field: number): number | undefined {
  const found = from[field];
  if (found === undefined || typeof found === "number") return found;
  throw damaged(`field ${field} is no number`);
}

/** A number that may stand for a length or a place: whole, and not below 0. */
export function countOf(from: Struct, field: number): number {
  const found = numberOf(from, field);
  if (found !== undefined && Number.isSafeInteger(found) && found >= 0) return found;
  throw damaged(`${found} is no count`);
}

export function structOf(from: Struct, field: number): Struct | undefined {
  const found = from[field];
  if (found === undefined || isStruct(found)) return found;
  throw damaged(`field ${field} is no structure`);
}

export function structsOf(from: Struct, field: number): Struct[] {
  const found = from[field];
  if (Array.isArray(found) && found.every(isStruct)) return found;
  throw damaged(`field ${field} is no list of structures`);
}

export function bytesOf(from: Struct, field: number): Uint8Array {
  const found = from[field];
  if (found instanceof Uint8Array) return found;
  throw damaged(`field ${field} is no text`);
}

function isStruct(found: Value): found is Struct {
  return typeof found === "object" && !Array.isArray(found) && !(found instanceof Uint8Array);
}
