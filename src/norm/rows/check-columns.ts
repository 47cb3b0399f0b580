// Whether a table has the columns of a norm.

import { chosenAmong, features } from "../../engine/feature/feature.ts";
import { columnsOf } from "../../engine/feature/term.ts";
import { showNames } from "../../engine/parameter/show.ts";
import { AppError, type Fault } from "../../error.ts";
import { formatPath } from "../../platform/schema/parse.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";
import type { NormParts } from "./levels.ts";

/** The columns that features are made of; `chosen`: which of a specification, null for all. */
export function neededColumns({ specification, inferred }: NormParts, chosen: readonly number[] | null): string[] {
  const { columns } = specification;
  if (chosen === null) return columns;
  const all = chosenAmong(features(specification, inferred), chosen);
  const needed = new Set(all.flatMap(({ term }) => columnsOf(term)));
  return columns.filter((column) => needed.has(column));
}

/** Refuses a table that lacks one of the columns, and then says which it has instead. */
export function requireColumns(columns: string[], given: string[]): void {
  if (columns.every((column, i) => column === given[i])) return;
  const missing = lacking(columns, given, "missing");
  if (missing.length > 0) refuse(columns, [...missing, ...lacking(given, columns, "unknown column")]);
}

/** Refuses a table that lacks a column of the norm, or has one that the norm does not know. */
export function requireExactColumns({ columns }: NormSpecification, given: string[]): void {
  refuse(columns, [...lacking(columns, given, "missing"), ...lacking(given, columns, "unknown column")]);
}

/** One fault for each of `names` that is not among `there`. */
function lacking(names: string[], there: string[], message: string): Fault[] {
  const known = new Set(there);
  return names.filter((name) => !known.has(name)).map((name) => ({ path: formatPath(["x", name]), message }));
}

function refuse(columns: string[], faults: Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const told = `Cannot use x: ${first.path}: ${first.message}; the norm's columns are ${showNames(columns)}`;
  throw new AppError("invalid", told, faults);
}
