// Examples of a text as programs: a line `expression; // → value` says what the expression is.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CHECKED = /^(\s*)(.+?);? \/\/ → (.+)$/gm;

/** Those of the doc comments of a file, by the name of the export. */
export function docExamples(file: string): { name: string; code: string }[] {
  const comments = readFileSync(file, "utf8").matchAll(/^\/\*\*\n(.*?)\*\/\nexport (?:async )?function (\w+)/gms);
  return Array.from(comments).flatMap(([, comment = "", name = ""]) => {
    const [, code] = comment.split("* @example\n");
    return code === undefined ? [] : [{ name, code: code.replaceAll(/^ \* ?/gm, "") }];
  });
}

/** Blocks of JavaScript of a page. */
export function pageExamples(file: string): string[] {
  return Array.from(readFileSync(file, "utf8").matchAll(/^```js\n(.*?)^```$/gms), ([, code = ""]) => code);
}

/** How many values an example tells. */
export function countChecked(code: string): number {
  return Array.from(code.matchAll(CHECKED)).length;
}

/** Runs a program in the folder where the package is; throws what it throws, or the value that is another one. */
export function runExample(folder: string, code: string): void {
  const checked = code.replaceAll(CHECKED, (_, space, expression, value) => `${space}same(${expression}, ${value});`);
  writeFileSync(join(folder, "example.mjs"), `import { same } from "./same.mjs";\n${checked}`);
  writeFileSync(join(folder, "same.mjs"), SAME);
  execFileSync("node", ["example.mjs"], { cwd: folder, stdio: "pipe" });
}

// Student's t is exact to seven digits (engine/math/distribution.ts).
const SAME = `
const isSame = (a, b) =>
  typeof b === "number" ? Object.is(a, b) || Math.abs(a - b) <= 1e-7 * Math.max(1, Math.abs(b))
  : typeof b === "object" && b !== null ? a.length === b.length && b.every((value, i) => isSame(a[i], value))
  : a === b;
export const same = (a, b) => {
  if (!isSame(a, b)) throw new Error("It is " + JSON.stringify(a) + ", not " + JSON.stringify(b));
};
`;
