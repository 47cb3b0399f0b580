// Where `unknown` becomes typed: one fault per thing that is wrong, each with the path of the value.
import * as v from "valibot";
import { AppError, type Fault } from "../error.ts";
import { FAULT_COUNT_MAX } from "./limit.ts";

/**
 * The parsed value; AppError "invalid" with the faults otherwise. `what` names the thing in the message, `place` is
 * where a value stands that is no object.
 */
export function parse<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  what = "the request body",
  place = "",
): v.InferOutput<S> {
  const result = tryParse(schema, value, place);
  if ("output" in result) return result.output;
  const { faults } = result;
  const more = faults.length > FAULT_COUNT_MAX ? ` (the first ${FAULT_COUNT_MAX} faults are told; there are more)` : "";
  throw new AppError("invalid", `Cannot use ${what}: ${summary(faults)}${more}`, faults.slice(0, FAULT_COUNT_MAX));
}

/** The parsed value, or everything that is wrong with it. */
export function tryParse<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  place = "",
): { output: v.InferOutput<S> } | { faults: Fault[] } {
  const result = v.safeParse(schema, value);
  if (result.success) return { output: result.output };
  return { faults: result.issues.map((issue) => toFault(issue, place)) };
}

/** `["x", "T_out", 17]` → `x.T_out[17]`; names that are no identifiers are quoted. */
export function formatPath(keys: readonly unknown[]): string {
  return keys
    .map((key) => {
      if (typeof key === "number") return `[${key}]`;
      return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(String(key)) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join("")
    .replace(/^\./, "");
}

function toFault(issue: v.BaseIssue<unknown>, place: string): Fault {
  const path = issue.path === undefined ? place : formatPath(issue.path.map((item) => item.key));
  // A message of ours stays; of valibot's own the parts are put in our words.
  const isOurs = !issue.message.startsWith("Invalid ");
  return { path, message: isOurs ? issue.message : `${issue.received} is not accepted; expected is ${issue.expected}` };
}

function summary(faults: Fault[]): string {
  const [first] = faults;
  return first === undefined ? "it is invalid" : first.path === "" ? first.message : `${first.path}: ${first.message}`;
}
