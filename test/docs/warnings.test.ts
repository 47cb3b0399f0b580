// docs/api.md tells each kind of warning, and the code has each.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BEGINNINGS, warn } from "../../src/warning.ts";
import { root } from "./page.ts";

it("docs/api.md has a row for each kind of warning", () => {
  const page = readFileSync(join(root, "docs/api.md"), "utf8");
  const [, told = ""] = /\n## Warnings\n(.*?)\n## /s.exec(page) ?? [];
  const rows = told.split("\n").flatMap((line) => /^\| `([^`]+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$/.exec(line)?.[1] ?? []);
  expect(rows).toEqual(BEGINNINGS);
});

it("each kind is one, is warned of somewhere, and no text of the code begins so without it", () => {
  expect(new Set(BEGINNINGS).size).toBe(BEGINNINGS.length);
  const src = join(root, "src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const code = files.map((file) => readFileSync(join(src, file), "utf8")).join("\n");
  const warned = [...code.matchAll(/\bwarn\(\s*"([^"]+)"/g)].map(([, kind]) => kind as string);
  expect(BEGINNINGS.filter((kind) => !warned.includes(kind))).toEqual([]);
  expect(BEGINNINGS.filter((kind) => code.includes(`"${kind}: `) || code.includes(`\`${kind}: `))).toEqual([]);
  // @ts-expect-error: a kind that is not of the list does not compile.
  expect(warn("Something new", "is so.")).toBe("Something new: is so.");
});
