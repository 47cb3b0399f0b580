// Where `unknown` becomes typed: one fault per thing that is wrong, each with the path of the value.
import * as v from "valibot";
import { show } from "../../engine/parameter/show.ts";
import { AppError, type Fault } from "../../error.ts";
import { COLUMN_NAME_LENGTH_MAX, FAULT_COUNT_MAX } from "./limit.ts";

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
  throw new AppError("invalid", `Cannot use ${what}: ${summary(faults)}${more}`, faults);
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

/** `["x", "T_out", 17]` → `x.T_out[17]`; names that are no identifiers are quoted, and cut where they are longer than any name. */
export function formatPath(keys: readonly unknown[]): string {
  return keys.map(formatKey).join("").replace(/^\./, "");
}

function formatKey(key: unknown): string {
  if (typeof key === "number") return `[${key}]`;
  const name = String(key);
  if (name.length > COLUMN_NAME_LENGTH_MAX) return `[${show(name)}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function toFault(issue: v.BaseIssue<unknown>, place: string): Fault {
  return { path: issue.path === undefined ? place : formatPath(keysOf(issue)), message: messageOf(issue) };
}

/** The way to what is wrong. */
export function keysOf({ path }: v.BaseIssue<unknown>): (string | number)[] {
  return (path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
}

/** What is wrong. A message of ours stays; valibot's own, which repeats what was sent, is put in our words. */
export function messageOf(issue: v.BaseIssue<unknown>): string {
  return issue.message.startsWith("Invalid ") ? inWords(issue) : issue.message;
}

const KINDS: Record<string, string> = {
  Array: "an array",
  Object: "an object",
  boolean: "true or false",
  number: "a number",
  string: "a string",
};

/** `expected` is a kind, a bound such as `>=0`, or a choice such as `("a" | "b")`; null where a whole number is. */
function inWords({ expected, input }: v.BaseIssue<unknown>): string {
  const choice = (expected ?? "").replace(/^\((.*)\)$/, "$1").split(" | ");
  const isChoice = choice.length > 1;
  const accepted = isChoice ? `one of ${choice.map((part) => KINDS[part] ?? part).join(", ")}` : acceptedAs(expected);
  if (input === undefined) return isChoice ? `missing; ${accepted} is needed` : "missing";
  return `${show(input)} is not ${accepted}`;
}

function acceptedAs(expected: string | null): string {
  if (expected === null) return "a whole number";
  return KINDS[expected] ?? expected.replace(/^>=/, "at least ").replace(/^<=/, "at most ");
}

/** The first of the faults, as a message begins with it. */
export function summary(faults: readonly Fault[]): string {
  const [first] = faults;
  return first === undefined ? "it is invalid" : first.path === "" ? first.message : `${first.path}: ${first.message}`;
}
