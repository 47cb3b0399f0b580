// What a column of a table may be called.
import { COLUMN_NAME_LENGTH_MAX } from "./limit.ts";

/** Why a column cannot have this name; null when it can. */
export function columnNameFault(name: string): string | null {
  if (name.length === 0 || name.length > COLUMN_NAME_LENGTH_MAX) {
    return `a column name has 1 to ${COLUMN_NAME_LENGTH_MAX} characters, not ${name.length}`;
  }
  if (/\p{Cc}/u.test(name)) return "a column name has no control characters";
  // They have no UTF-8: two names would be stored as one.
  if (!name.isWellFormed()) return "a column name has no halves of characters";
  return isReserved(name) ? `"${name}" is reserved and cannot name a column` : null;
}

/** Names that objects have of themselves; valibot passes over some of them in silence. */
export function isReserved(name: string): boolean {
  return name in Object.prototype || name === "prototype";
}
