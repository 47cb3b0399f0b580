import { AppError, type Fault } from "../../error.ts";

/** Stops on what a caller can mend; `path`: where it is in the arguments. */
export function refuse(path: string, message: string): never {
  return refuseAll([{ path, message }]);
}

/** The same of several faults, one at least. */
export function refuseAll(faults: Fault[]): never {
  const [first] = faults;
  throw new AppError("invalid", `Cannot use ${first?.path}: ${first?.message}`, faults);
}
