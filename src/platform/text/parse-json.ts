// A text of JSON, with what of it is more than is taken, or would be lost.
import type { Fault } from "../../error.ts";
import { notNumbers } from "./not-numbers.ts";
import { repeatedNames } from "./repeated-names.ts";
import { structureFault } from "./structure-fault.ts";

/** There is a value where there are no faults; `malformed` says why the text is no JSON. */
export function parseJson(text: string): { value?: unknown; faults: Fault[]; malformed?: string } {
  const fault = structureFault(text);
  if (fault !== null) return { faults: [fault] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const faults = notNumbers(text);
    const [first] = faults;
    return { faults, malformed: first ? `${first.path}: ${first.message}` : (error as Error).message };
  }
  return { value, faults: repeatedNames(text, value) };
}
