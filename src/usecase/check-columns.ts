// Whether a table has the columns of a norm.
import { AppError, type Fault } from "../error.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import { formatPath } from "../schema/parse.ts";

/** Refuses a table that lacks a column of the norm. */
export function requireColumns({ columns }: NormSpecification, given: string[]): void {
  refuse(missing(columns, given));
}

/** Refuses a table that lacks a column of the norm, or has one that the norm does not know. */
export function requireExactColumns({ columns }: NormSpecification, given: string[]): void {
  const known = columns.join(", ");
  const unknown = given
    .filter((column) => !columns.includes(column))
    .map((column) => ({ path: formatPath(["x", column]), message: `unknown column; the norm's columns are ${known}` }));
  refuse([...missing(columns, given), ...unknown]);
}

function missing(columns: string[], given: string[]): Fault[] {
  if (columns.every((column, i) => column === given[i])) return [];
  const there = new Set(given);
  return columns
    .filter((column) => !there.has(column))
    .map((column) => ({
      path: formatPath(["x", column]),
      message: `missing; the norm's columns are ${columns.join(", ")}`,
    }));
}

function refuse(faults: Fault[]): void {
  const [first] = faults;
  if (first !== undefined) throw new AppError("invalid", `Cannot use x: ${first.path}: ${first.message}`, faults);
}
