// Why a CSV cannot be read, as the caller is told.
import { AppError } from "../../../error.ts";

/** It is no CSV, from this line on. */
export function malformedCsv(line: number, message: string): AppError {
  return new AppError("malformed_csv", `Cannot read the CSV: line ${line}: ${message}`, [
    { path: `line ${line}`, message },
  ]);
}

/** It is none at all: something else was sent. */
export function notCsv(message: string): AppError {
  return new AppError("malformed_csv", `Cannot read the body as CSV: ${message}`);
}

/** It is one that could mean several things, or nothing that is of use. */
export function unusableCsv(message: string, line = 1): AppError {
  return new AppError("invalid", `Cannot use the CSV: ${message}`, [{ path: `line ${line}`, message }]);
}

/** More than is taken. */
export function tooLargeCsv(line: number, message: string): AppError {
  return new AppError("too_large", `Cannot read the CSV: line ${line}: ${message}`, [
    { path: `line ${line}`, message },
  ]);
}
