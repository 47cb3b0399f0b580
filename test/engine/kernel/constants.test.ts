// What a kernel and its caller must agree on stands in two languages: here they are compared.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../../../src/engine/kernel/", import.meta.url);

/** The number that a constant of a file is set to; of a list, its length. */
function constant(file: string, name: string): number {
  const text = readFileSync(new URL(file, folder), "utf8");
  const found = new RegExp(`^(?:export )?const ${name}(?:: \\w+(?:\\["kind"\\]\\[\\])?)? = ([^;]+);`, "m").exec(
    text,
  )?.[1];
  expect(found, `${name} in ${file}`).toBeDefined();
  return Number(found);
}

it.each([
  [
    "rows of a block of the factor",
    ["factor-kernel.ts", "BLOCK_ROW_COUNT"],
    ["assembly/triangularise.ts", "BLOCK_ROW_COUNT"],
  ],
  ["rows of a turn of a support vector machine", ["svm-kernel.ts", "LANES"], ["assembly/svm.ts", "LANES"]],
  ["numbers of a turn of the linear one", ["svm-linear-kernel.ts", "LANES"], ["assembly/cholesky.ts", "LANES"]],
  ["rows that go through a tree together", ["held-forest.ts", "LANES"], ["assembly/traverse.ts", "LANES"]],
  ["largest power of five", ["powers-of-five.ts", "EXPONENT_MAX"], ["assembly/read-number.ts", "EXPONENT_MAX"]],
  ["mark of doubled quotes", ["csv-kernel.ts", "DOUBLED"], ["assembly/csv.ts", "DOUBLED"]],
  ["mark of a column that was spoilt", ["csv-kernel.ts", "SPOILT"], ["assembly/csv.ts", "SPOILT"]],
  ["places of a split", ["forest-kernel.ts", "PLACES"], ["assembly/forest.ts", "PLACES"]],
] as const)("agree: %s", (_, [file, name], [source, own]) => {
  expect(constant(file, name)).toBe(constant(source, own));
});

it("agree: the sides of a node, in three places", () => {
  const text = readFileSync(new URL("forest-kernel.ts", folder), "utf8");
  const [, missingLeft, set, othersLeft] =
    /SIDES = \{ missingLeft: (\d), set: (\d), othersLeft: (\d) \}/.exec(text)?.map(Number) ?? [];
  const sides = [missingLeft, set, othersLeft];
  expect(["MISSING_LEFT", "SET", "OTHERS_LEFT"].map((name) => constant("assembly/forest.ts", name))).toEqual(sides);
  expect(["MISSING_SIDE", "SET", "OTHERS_SIDE"].map((name) => constant("assembly/traverse.ts", name))).toEqual(sides);
});

it("agree: bytes of a node on the way, and of one that is held", () => {
  expect(4 * constant("forest-kernel.ts", "NODE_NUMBERS")).toBe(constant("assembly/forest.ts", "NODE_BYTES"));
  expect(constant("held-forest.ts", "NODE_BYTES")).toBe(2 ** constant("assembly/traverse.ts", "NODE_SHIFT"));
});

it("agree: the kernels of a support vector machine, by their place in the list", () => {
  const [, list = ""] =
    /const KINDS[^=]*= \[([^\]]+)\]/.exec(readFileSync(new URL("svm-kernel.ts", folder), "utf8")) ?? [];
  const kinds = list.split(",").map((kind) => kind.trim().slice(1, -1));
  expect(kinds).toHaveLength(4);
  for (const [place, kind] of kinds.entries()) expect(constant("assembly/svm.ts", kind.toUpperCase())).toBe(place);
});
