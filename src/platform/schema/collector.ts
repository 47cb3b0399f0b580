// Faults of one value, gathered with their paths.
import type * as v from "valibot";
import { FAULT_COUNT_MAX } from "./limit.ts";

/** One past what is told, so that the answer can say that there is more. */
const FAULTS_COLLECTED = FAULT_COUNT_MAX + 1;

/** Says whether another would still be told. */
export type AddFault = (message: string, ...path: (string | number)[]) => boolean;

type AddIssue = (info: { message: string; path?: [v.IssuePathItem, ...v.IssuePathItem[]] }) => void;

/** Gathers faults with their paths, and counts them; past what is told, it only counts. */
export function collector(addIssue: AddIssue): { add: AddFault; count(): number } {
  let count = 0;
  return {
    count: () => count,
    add(message, ...keys) {
      if (count++ >= FAULTS_COLLECTED) return false;
      const path = keys.map(
        (key) => ({ type: "unknown", origin: "value", input: undefined, key, value: undefined }) as const,
      );
      const [head, ...tail] = path;
      addIssue(head === undefined ? { message } : { message, path: [head, ...tail] });
      return count < FAULTS_COLLECTED;
    },
  };
}
