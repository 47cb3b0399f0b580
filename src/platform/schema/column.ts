// Columns of a table as they come over HTTP, checked in one pass over the values, because a table may hold a million of them. null is a
// missing value and becomes NaN; what was read from another form than JSON comes as Float64Array, with NaN there already.
import type { Label } from "../../engine/feature/table.ts";
import { show } from "../../engine/parameter/show.ts";
import { LABEL_LENGTH_MAX, MAGNITUDE_MAX, MAGNITUDE_MIN, ROW_COUNT_MAX } from "./limit.ts";

/** Says whether another would still be told. */
export type AddFault = (message: string, ...path: (string | number)[]) => boolean;

export interface Column {
  values: Float64Array;
  /** Where it holds more than numbers: all of it, and `values` is empty. */
  labels?: readonly Label[];
}

const EMPTY: Column = { values: new Float64Array() };

export function isColumn(input: unknown): input is unknown[] | Float64Array {
  return Array.isArray(input) || input instanceof Float64Array;
}

/** `place` is where the column stands, nothing for y; `room` is where it goes if it has its length; `hasLabels`: text will do as well. */
export function toColumn(
  input: unknown,
  fault: AddFault,
  {
    place = [],
    room,
    hasLabels = false,
  }: { place?: string[]; room?: Float64Array | undefined; hasLabels?: boolean } = {},
): Column {
  if (!isColumn(input)) {
    fault(`${show(input)} is not an array of ${hasLabels ? "numbers or text" : "numbers"}`, ...place);
    return EMPTY;
  }
  const { length } = input;
  if (!hasAcceptedCount(length, "row", ROW_COUNT_MAX, fault, ...place)) return EMPTY;
  const values = room?.length === length ? room : new Float64Array(length);
  const isTyped = !Array.isArray(input);
  for (let i = 0; i < length; i++) {
    const value: unknown = input[i];
    if (isAccepted(value)) values[i] = value ?? Number.NaN;
    else if (isTyped && Number.isNaN(value)) values[i] = Number.NaN;
    else if (hasLabels && isText(value)) return toLabels(input as unknown[], i, fault, place);
    else if (!fault(notANumber(value), ...place, i)) break;
  }
  return { values };
}

/** From the first value on that is no number. */
function toLabels(input: readonly unknown[], from: number, fault: AddFault, place: string[]): Column {
  for (let i = from; i < input.length; i++) {
    const value = input[i];
    const wrong = isAccepted(value) ? null : isText(value) ? labelFault(value) : notANumber(value);
    if (wrong !== null && !fault(wrong, ...place, i)) break;
  }
  return { ...EMPTY, labels: input as readonly Label[] };
}

/** What is a label and no number. */
export function isText(value: unknown): value is string | boolean {
  return typeof value === "string" || typeof value === "boolean";
}

/** Why a text cannot be the label of a row; null when it can. */
export function labelFault(value: string | boolean): string | null {
  if (typeof value === "boolean") return null;
  if (value.length > LABEL_LENGTH_MAX)
    return `${show(value)} has ${value.length} characters; a label has ${LABEL_LENGTH_MAX} at most`;
  if (value.trim() === "") return `${show(value)} says nothing; a missing value is null`;
  if (/\p{Cc}/u.test(value)) return `${show(value)} has control characters, which no label has`;
  return value.isWellFormed() ? null : "halves of characters, which no label has";
}

export function isAccepted(value: unknown): value is number | null {
  if (typeof value !== "number") return value === null;
  const size = Math.abs(value);
  return size === 0 || (size >= MAGNITUDE_MIN && size <= MAGNITUDE_MAX);
}

export function notANumber(value: unknown): string {
  return `${show(value)} is neither zero nor a number of size ${MAGNITUDE_MIN} to ${MAGNITUDE_MAX}, nor null for a missing value`;
}

/** Columns of one length in one piece of memory: under Deno each piece takes longer to get than a short column to fill. */
export function roomFor(columnCount: number, length: number): Float64Array[] {
  const buffer = new ArrayBuffer(8 * columnCount * length);
  return Array.from({ length: columnCount }, (_, j) => new Float64Array(buffer, 8 * length * j, length));
}

export function hasAcceptedCount(
  count: number,
  what: string,
  most: number,
  fault: AddFault,
  ...place: string[]
): boolean {
  if (count >= 1 && count <= most) return true;
  const told =
    count === 0
      ? `no ${what}s: at least one is needed`
      : `${count} ${what}s are more than the ${most} that are accepted`;
  fault(told, ...place);
  return false;
}
