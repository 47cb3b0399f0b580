import * as v from "valibot";

/** An object with these keys and no others; an unknown key is told what would be known. */
export function exactObject<E extends v.ObjectEntries>(entries: E) {
  const known = Object.keys(entries).join(", ");
  return v.strictObject(entries, (issue) => {
    if (issue.expected === "never") return `unknown key; accepted are ${known}`;
    if (issue.received === "undefined") return "missing";
    return `${issue.received} is not an object with ${known}`;
  });
}
