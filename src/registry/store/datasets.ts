// What models are trained on: columns, target and folds, in KV in pieces. They are written before D1 knows of them, and never change.
import { decodeFloats, encodeFloats } from "../../engine/math/float-text.ts";
import type { KeyValueStore } from "../../platform/store/key-value.ts";
import type { DataProfile } from "../schema/data-figure.ts";
import type { Input } from "../schema/input.ts";

export interface Dataset {
  columns: Float64Array[];
  /** Of each column how many levels it has; 0 of numbers, as all are unless given. */
  levels?: readonly number[];
  /** The number of each row's class, or y. */
  target: Float64Array;
  /** The fold of each row, or NEVER_HELD_OUT: of all where there are no folds. */
  folds: Uint8Array;
  /** Whether folds are blocks, of groups or of times. */
  isBlocked: boolean;
  /** What each row weighs; 1 unless given. */
  weights?: Float64Array;
  /** Of the columns. */
  names: readonly string[];
}

// Values of a piece: 8 MB, 10.7 as base64.
const PIECE_VALUES_MAX = 1_000_000;

/** Puts a dataset of at least one column; answers how many pieces it took. `giveWay`: called after each, which takes a while to encode. */
export async function putDataset(
  store: KeyValueStore,
  key: string,
  { columns, target, folds, weights }: Dataset,
  giveWay: () => Promise<void>,
): Promise<number> {
  const all = [target, Float64Array.from(folds), ...columns, ...(weights ? [weights] : [])];
  const perPiece = columnsPerPiece(target.length);
  const count = Math.ceil(all.length / perPiece);
  for (let piece = 0; piece < count; piece++) {
    const part = all.slice(piece * perPiece, (piece + 1) * perPiece);
    const values = new Float64Array(part.length * target.length);
    for (const [i, column] of part.entries()) values.set(column, i * target.length);
    await store.put(`${key}/${piece}`, encodeFloats(values));
    await giveWay();
  }
  return count;
}

/** How X became the columns, beside them: all levels take more than a row of D1 holds. */
export async function putInputs(store: KeyValueStore, key: string, inputs: readonly Input[]): Promise<void> {
  await store.put(`${key}/inputs`, JSON.stringify(inputs));
}

/** undefined where they are not (or not yet) there. */
export async function readInputs(store: KeyValueStore, key: string): Promise<Input[] | undefined> {
  const text = await store.get(`${key}/inputs`);
  return text === null ? undefined : JSON.parse(text);
}

interface StoredAs {
  rowCount: number;
  chunkCount: number;
  columns: readonly string[];
  profile: Pick<DataProfile, "levels"> | null;
  foldsBy: "class" | "row" | "group" | "time";
}

/** undefined where a piece is not (or not yet) there. */
export async function readDataset(
  store: KeyValueStore,
  key: string,
  { rowCount, chunkCount, columns: names, profile, foldsBy }: StoredAs,
): Promise<Dataset | undefined> {
  const all: Float64Array[] = [];
  for (let piece = 0; piece < chunkCount; piece++) {
    const text = await store.get(`${key}/${piece}`);
    if (text === null) return undefined;
    const values = decodeFloats(text);
    for (let at = 0; at < values.length; at += rowCount) all.push(values.subarray(at, at + rowCount));
  }
  const [target, folds, ...rest] = all;
  const columns = rest.slice(0, names.length);
  const weights = rest[names.length];
  const levels = profile?.levels;
  if (target === undefined || folds === undefined) return undefined;
  const isBlocked = foldsBy === "group" || foldsBy === "time";
  const told = { columns, names, target, folds: Uint8Array.from(folds), isBlocked };
  return { ...told, ...(weights && { weights }), ...(levels && { levels }) };
}

function columnsPerPiece(rowCount: number): number {
  return Math.max(1, Math.floor(PIECE_VALUES_MAX / rowCount));
}
