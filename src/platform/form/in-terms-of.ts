// Faults of a body that was made of a table, told in the terms of the table: the line, and the name of the column.
import { AppError, type Fault } from "../../error.ts";
import type { Frame } from "./frame.ts";
import { pathOf } from "./records.ts";

/** Which parameter names each part of the body, or what the column is called. */
export type NamesOfParts = Record<string, string | undefined>;

/** What is done with a body of these parts; what it throws is told in their terms. */
export async function inTermsOf<T>(
  parts: Pick<Frame, "placeOf">,
  names: NamesOfParts,
  act: () => T | Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError) || error.faults.length === 0) throw error;
    const told = error.faults.map((fault) => ({ ...fault, path: translated(fault, parts, names) }));
    const first = { from: error.faults[0]?.path ?? "", to: told[0]?.path ?? "" };
    const message = first.from === "" ? error.message : error.message.replace(first.from, first.to);
    throw Object.assign(new AppError(error.code, message.replace("the request body", "the table"), told), {
      cause: error,
    });
  }
}

// x.T_out[17], x["T out"][17], y[17], x.T_out, t
const PATH = /^(\w+)(?:\.([\p{L}_$][\p{L}\p{N}_$]*)|\[("(?:[^"\\]|\\.)*")\])?(?:\[(\d+)\])?$/u;

function translated({ path }: Fault, parts: Pick<Frame, "placeOf">, names: NamesOfParts): string {
  const found = PATH.exec(path);
  if (found === null) return path;
  const [, part = "", bare, quoted, row] = found;
  if (!Object.hasOwn(names, part)) return path;
  const name = bare ?? (quoted === undefined ? names[part] : (JSON.parse(quoted) as string)) ?? part;
  const column = /\p{Cc}/u.test(name) ? JSON.stringify(name) : name;
  return row === undefined ? column : pathOf(parts.placeOf(Number(row)), column);
}
